-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT kind, value, folded, is_primary
  FROM contact_items
 WHERE contact_id = :contact_id
 ORDER BY is_primary DESC, id
