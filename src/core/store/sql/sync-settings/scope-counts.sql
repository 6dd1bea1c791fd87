-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE tenants
   SET scope_stale = 0,
       users_present = (SELECT count (*) FROM users AS u WHERE u.tenant_id = :id AND u.state = 'present'),
       users_out = (SELECT count (*) FROM users AS u WHERE u.tenant_id = :id AND u.scope IS NOT NULL)
 WHERE id = :id
