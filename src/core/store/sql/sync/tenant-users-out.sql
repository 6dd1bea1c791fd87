-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE users SET state = 'out-of-scope', scope = NULL, read_at = :now
 WHERE tenant_id = :id AND (state = 'present' OR scope IS NOT NULL);
