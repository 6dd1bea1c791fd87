-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO contact_items (contact_id, kind, value, folded, is_primary)
VALUES (:contact_id, :kind, :value, :folded, :is_primary)
