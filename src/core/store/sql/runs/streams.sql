-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT s.tenant_id, t.graph_id, t.name, s.name, s.state, s.error, s.reported, s.stored, s.new, s.changed,
       s.unchanged, s.removed, s.failed, s.requests, s.retries, s.fetched
  FROM run_streams AS s LEFT JOIN tenants AS t ON t.id = s.tenant_id
 WHERE s.run_id = :run_id
 ORDER BY s.tenant_id <> 0, t.name_folded, s.tenant_id, s.name
