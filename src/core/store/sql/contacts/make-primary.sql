-- SPDX-License-Identifier: GPL-3.0-or-later
-- One primary item of a kind at most: 0 takes the mark off all of them.
UPDATE contact_items SET is_primary = (id = :id) WHERE contact_id = :contact_id AND kind = :kind
