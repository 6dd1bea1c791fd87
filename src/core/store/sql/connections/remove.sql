-- SPDX-License-Identifier: GPL-3.0-or-later
DELETE FROM connections WHERE id = :id
