-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT d.action, d.before, d.after, d.refused_before, d.refused_after,
       d.before ->> '$.configuration_id', d.after ->> '$.configuration_id', d.device_name,
       coalesce (d.configuration_name, (SELECT c.name FROM configurations AS c
                                         WHERE c.id = d.before ->> '$.configuration_id')),
       d.tenant_graph_id, d.device_graph_id
  FROM device_decisions AS d
 WHERE d.batch = :batch
 ORDER BY d.id
