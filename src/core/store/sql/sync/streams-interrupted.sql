-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE run_streams SET state = 'incomplete', error = 'incomplete'
 WHERE run_id = :run_id AND state = 'running';
