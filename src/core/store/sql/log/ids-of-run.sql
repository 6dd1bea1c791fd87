-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT l.id
  FROM log AS l
 WHERE l.run_id = :run_id
   AND (:worst IS NULL OR instr (:worst, l.level))
   AND (:tenant_id = 0 OR l.tenant_id = :tenant_id)
   AND (:search IS NULL
        OR instr (lower (l.message), :search)
        OR instr (lower (coalesce (l.object, '')), :search)
        OR instr (lower (coalesce (l.request_id, '')), :search)
        OR l.tenant_id IN (SELECT t.id FROM tenants AS t WHERE instr (t.name_folded, :search)))
