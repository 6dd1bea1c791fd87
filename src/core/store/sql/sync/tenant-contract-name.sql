-- SPDX-License-Identifier: GPL-3.0-or-later
-- The contract keeps the name it was made with. Whoever reads leaves out what is still the name.
INSERT OR IGNORE INTO tenant_names (tenant_id, name, until)
SELECT t.id, :name, NULL
  FROM tenants AS t
 WHERE t.connection_id = :connection_id AND t.graph_id = :graph_id;
