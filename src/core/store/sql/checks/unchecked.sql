-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT count (*)
  FROM tenants AS t
  LEFT JOIN matches AS m ON m.tenant_id = t.id
 WHERE t.gone_at IS NULL
   AND m.state IS NOT 'ignored'
   AND NOT EXISTS (SELECT 1 FROM checks AS c
                    WHERE c.connection_id = t.connection_id AND c.tenant_id = lower (t.graph_id))
