-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE users SET state = 'deleted', read_at = :now, deleted_at = :now
 WHERE tenant_id = :tenant_id AND state = 'out-of-scope' AND scope IS NULL;
