-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE runs
   SET state = :state, ended_at = :now, error = :error,
       problems = (SELECT count (*) FROM log WHERE run_id = :id AND level IN ('warning', 'error'))
 WHERE id = :id;
