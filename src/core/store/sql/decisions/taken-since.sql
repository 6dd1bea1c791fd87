-- SPDX-License-Identifier: GPL-3.0-or-later
-- A tenant that has the organization by a decision that is younger than another one. The match in force
-- is known by its text, as in "matches/state": what was put back by an undo is as old as it was.
SELECT o.name
  FROM (SELECT m.tenant_id, t.name,
               json_object ('state', m.state, 'organization_id', m.organization_id, 'method', m.method,
                            'score', m.score, 'reasons', m.reasons, 'decided_at', m.decided_at,
                            'decided_by', m.decided_by) AS match
          FROM matches AS m JOIN tenants AS t ON t.id = m.tenant_id
         WHERE m.organization_id = :organization_id AND m.tenant_id <> :tenant_id) AS o
 WHERE (SELECT min (d.id) FROM decisions AS d
         WHERE d.tenant_id = o.tenant_id AND d.after = o.match) > :decision_id
 LIMIT 1
