-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whom the addresses of a report may belong to.
SELECT id, user_principal_name FROM users 
 WHERE tenant_id = :tenant_id AND (state = 'present' OR scope IS NOT NULL);
