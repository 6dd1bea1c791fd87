-- SPDX-License-Identifier: GPL-3.0-or-later
DELETE FROM run_streams
 WHERE run_id = :run_id
   AND (tenant_id, name) IN (SELECT tenant_id, name FROM run_streams WHERE run_id = :run_id LIMIT :lines)
