-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT d.tenant_graph_id, d.device_graph_id, d.action, d.before, d.after, d.refused_before, d.refused_after,
       d.before ->> '$.configuration_id', d.after ->> '$.configuration_id', d.device_name
  FROM device_decisions AS d
 WHERE d.batch = :batch
 ORDER BY d.id
