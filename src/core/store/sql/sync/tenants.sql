-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is known of a connection's tenants, for comparing with the lists.
SELECT id, graph_id, name, default_domain, sources, relationship, relationship_ends, gone_at
  FROM tenants WHERE connection_id = :connection_id;
