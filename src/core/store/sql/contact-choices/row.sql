-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT rule FROM contact_choices WHERE contact_id = :contact_id AND field = :field
