-- SPDX-License-Identifier: GPL-3.0-or-later
-- A sync uses the sign-in as a check does, and so moves its end.
SELECT connection_id, nullif (tenant_id, ''), id, area, subject, state, finding, claim, endpoint, status,
       request_id, detail, checked_at,
       CASE WHEN id = 'renewal' THEN
         max (due_at, :renewal + coalesce ((SELECT max (r.ended_at) FROM runs AS r
                                             WHERE r.connection_id = checks.connection_id
                                               AND r.state IN ('ok', 'incomplete')), 0))
       ELSE due_at END,
       due, due_soon, remedy, who, message, url, action, position, roles
  FROM checks
 WHERE (:connection_id = 0 OR connection_id = :connection_id)
   AND (:tenant_id IS NULL OR tenant_id IN ('', lower (:tenant_id)))
