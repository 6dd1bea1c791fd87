-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a tenant tells beside its name. Where it did not say which domains are its own, its lists name one.
SELECT t.city, t.postal_code, t.phones,
       coalesce ((SELECT group_concat (d.name, char (10)) FROM tenant_domains AS d WHERE d.tenant_id = t.id),
                 lower (t.default_domain)),
       (SELECT o.id
          FROM match_memory AS y JOIN organizations AS o
            ON iif (y.external_id IS NOT NULL, o.external_id = y.external_id,
                    o.id = y.organization_id AND o.name = y.organization_name)
         WHERE y.tenant_graph_id = t.graph_id)
  FROM tenants AS t
 WHERE t.id = :id
