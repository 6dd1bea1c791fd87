-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT id, graph_id, name
  FROM tenants
 WHERE gone_at IS NULL
   AND (graph_id = :graph_id OR name_folded = :folded OR lower (default_domain) = :folded)
 ORDER BY name_folded, id
 LIMIT 20
