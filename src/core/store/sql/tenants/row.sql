-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT t.id, t.connection_id, t.graph_id, t.name, t.default_domain, t.city, t.country,
       CASE WHEN m.state IS NOT NULL THEN m.state
            WHEN s.tenant_id IS NOT NULL THEN 'suggested'
            ELSE 'unmatched' END,
       m.method, o.id, o.name, iif (m.tenant_id IS NULL, s.score, m.score), m.decided_at, m.decided_by,
       t.relationship, t.access, t.access_detail, t.relationship_ends, t.listed_at, t.users_read_at,
       t.gone_at, t.users_reported, t.users_present, t.street, t.region, t.postal_code, t.phones,
       (SELECT group_concat (d.name, char (10))
          FROM (SELECT name FROM tenant_domains WHERE tenant_id = t.id
                 ORDER BY is_default DESC, is_initial, name) AS d),
       (SELECT max (n.read_at) FROM tenant_streams AS n WHERE n.tenant_id = t.id AND n.name = 'details'), t.in_scope,
       iif (m.tenant_id IS NOT NULL, 0,
            iif (EXISTS (SELECT 1 FROM match_failures AS f WHERE f.tenant_id = t.id), 2,
                 EXISTS (SELECT 1 FROM match_marks AS k WHERE k.tenant_id = t.id))),
       (SELECT x.name FROM tenant_names AS x WHERE x.tenant_id = t.id AND x.name <> t.name
         ORDER BY x.until DESC NULLS LAST, x.name LIMIT 1),
       (SELECT x.until FROM tenant_names AS x WHERE x.tenant_id = t.id AND x.name <> t.name
         ORDER BY x.until DESC NULLS LAST, x.name LIMIT 1),
       iif (m.method = 'automatic', m.reasons ->> '$[0].kind', NULL)
  FROM tenants AS t
  LEFT JOIN matches AS m ON m.tenant_id = t.id
  LEFT JOIN suggestions AS s
    ON m.tenant_id IS NULL AND s.tenant_id = t.id
   AND s.rank = (SELECT min (b.rank)
                   FROM suggestions AS b
                  WHERE b.tenant_id = t.id
                    AND NOT EXISTS (SELECT 1 FROM refused_pairs AS r
                                     WHERE r.tenant_id = t.id AND r.organization_id = b.organization_id))
  LEFT JOIN organizations AS o ON o.id = coalesce (m.organization_id, s.organization_id)
 WHERE t.id = :id
