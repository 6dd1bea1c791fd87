-- SPDX-License-Identifier: GPL-3.0-or-later
-- The oldest run that may be forgotten: over, not the last of its connection, and old, or one of too many
-- lines.
SELECT r.id
  FROM runs AS r
 WHERE r.state <> 'running' AND (r.started_at < :before OR :too_many)
   AND r.id <> (SELECT max (x.id) FROM runs AS x WHERE x.connection_id = r.connection_id)
 ORDER BY r.started_at, r.id
 LIMIT 1
