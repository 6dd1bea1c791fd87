-- SPDX-License-Identifier: GPL-3.0-or-later
-- Tenants of a connection, and whether something of them differs.
SELECT t.id, t.graph_id, t.name, t.in_scope, t.users_present, t.users_out, r.differs
  FROM tenants AS t JOIN tenant_rules AS r ON r.tenant_id = t.id
 WHERE t.connection_id = :connection_id AND t.gone_at IS NULL
 ORDER BY t.name_folded, t.id
