-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO device_refused (tenant_graph_id, device_graph_id, configuration_id)
SELECT :tenant_id, :device_id, j.value
  FROM json_each (:configurations) AS j
 WHERE EXISTS (SELECT 1 FROM configurations AS c WHERE c.id = j.value)
