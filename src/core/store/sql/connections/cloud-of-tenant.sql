-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT c.cloud
  FROM tenants AS t JOIN connections AS c ON c.id = t.connection_id
 WHERE t.graph_id = :graph_id
 LIMIT 1
