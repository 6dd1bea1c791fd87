-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO runs (connection_id, trigger, state, started_at)
VALUES (:connection_id, :trigger, 'running', :now);
