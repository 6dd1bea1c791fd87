-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT r.id, r.connection_id, r.started_at, r.ended_at, r.trigger, r.state, r.error, r.problems,
       total (s.stored), total (s.new), total (s.changed), total (s.removed), total (s.failed)
  FROM runs AS r
  LEFT JOIN run_streams AS s ON s.run_id = r.id AND s.name = 'users'
 WHERE r.id = :id
 GROUP BY r.id
