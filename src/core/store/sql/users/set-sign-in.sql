-- SPDX-License-Identifier: GPL-3.0-or-later
-- Touches no row that is as it was.
UPDATE users SET last_sign_in = :last_sign_in, last_password_change = :last_password_change
 WHERE tenant_id = :tenant_id AND graph_id = :graph_id
   AND (last_sign_in, last_password_change) IS NOT (:last_sign_in, :last_password_change);
