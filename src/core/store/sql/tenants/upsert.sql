-- SPDX-License-Identifier: GPL-3.0-or-later
-- The word of the tenant itself (bit 8) stays: lists hold older copies of its name.
INSERT INTO tenants (connection_id, graph_id, name, name_folded, default_domain, sources, relationship,
                     relationship_ends, listed_at, in_scope, scoped)
VALUES (:connection_id, :graph_id, :name, :name_folded, :default_domain, :sources, :relationship,
        :relationship_ends, :now,
        (SELECT sync_new FROM connections WHERE id = :connection_id),
        (SELECT NOT sync_new OR sync_users <> 'all' OR NOT guests OR NOT disabled OR NOT shared
                OR NOT instr (',' || streams || ',', ',users,')
           FROM connections WHERE id = :connection_id))
ON CONFLICT (connection_id, graph_id) DO UPDATE
   SET name = iif (sources & 8, name, excluded.name),
       name_folded = iif (sources & 8, name_folded, excluded.name_folded),
       default_domain = iif (sources & 8, default_domain,
                             coalesce (excluded.default_domain, default_domain)),
       sources = (sources & 8) | excluded.sources,
       relationship = excluded.relationship,
       relationship_ends = excluded.relationship_ends,
       listed_at = excluded.listed_at,
       gone_at = NULL;
