SELECT id, state, started_at, ended_at, problems
  FROM runs
 WHERE connection_id = :connection_id
 ORDER BY started_at DESC, id DESC
 LIMIT 30
