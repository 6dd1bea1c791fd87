-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT l.id, l.at, l.run_id, l.tenant_id, l.level, t.graph_id, t.name, l.stream, l.object, l.action,
       l.message, l.remedy, l.request_id
  FROM log AS l LEFT JOIN tenants AS t ON t.id = l.tenant_id
 WHERE l.id = :id
