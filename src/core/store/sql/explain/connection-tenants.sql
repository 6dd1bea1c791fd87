-- SPDX-License-Identifier: GPL-3.0-or-later
-- The tenants of a connection whose stream is missing from its numbers, by reason, the most frequent
-- first: why, how many, one of them, when that was last met. A tenant that is closed has no streams.
SELECT why, count (*), min (name), max (tried_at)
  FROM (SELECT t.name AS name, s.tried_at AS tried_at,
               CASE WHEN t.access IS NOT NULL AND t.access NOT IN ('ok', 'permission') THEN t.access
                    WHEN s.state IS NULL THEN 'never'
                    ELSE coalesce (s.error, s.state) END AS why
          FROM tenants AS t
          JOIN tenant_rules AS r ON r.tenant_id = t.id AND r.sync
          LEFT JOIN tenant_streams AS s ON s.tenant_id = t.id AND s.name = :stream
         WHERE t.connection_id = :connection_id AND t.gone_at IS NULL
           AND instr (',' || r.streams || ',', ',' || :stream || ',')
           AND NOT EXISTS (SELECT 1 FROM matches AS m WHERE m.tenant_id = t.id AND m.state = 'ignored'))
 WHERE why <> 'ok'
 GROUP BY why
 ORDER BY count (*) DESC, why
