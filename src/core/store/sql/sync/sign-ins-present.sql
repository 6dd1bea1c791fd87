-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT count (*) FROM users
 WHERE tenant_id = :id AND (state = 'present' OR scope IS NOT NULL)
   AND (last_sign_in IS NOT NULL OR last_password_change IS NOT NULL);
