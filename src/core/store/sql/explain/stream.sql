-- SPDX-License-Identifier: GPL-3.0-or-later
-- How the last run that tried to read a stream of a tenant ended.
SELECT s.state, s.error, coalesce (r.ended_at, r.started_at)
  FROM run_streams AS s JOIN runs AS r ON r.id = s.run_id
 WHERE s.tenant_id = :tenant_id AND s.name = :stream AND s.state <> 'not-run'
 ORDER BY s.run_id DESC
 LIMIT 1
