-- SPDX-License-Identifier: GPL-3.0-or-later
-- A step: some lines of a run.
DELETE FROM log WHERE id IN (SELECT id FROM log WHERE run_id = :run_id ORDER BY id LIMIT :lines)
