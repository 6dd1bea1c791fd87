-- SPDX-License-Identifier: GPL-3.0-or-later
DELETE FROM contact_choices WHERE contact_id = :contact_id AND field = :field
