-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO contact_items (id, contact_id, kind, value, folded, is_primary)
SELECT j.value ->> '$.id', :contact_id, j.value ->> '$.kind', j.value ->> '$.value',
       j.value ->> '$.folded', j.value ->> '$.is_primary'
  FROM json_each (:record, '$.items') AS j
