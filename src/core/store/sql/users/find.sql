-- SPDX-License-Identifier: GPL-3.0-or-later
-- Present users by id, name, login or address.
SELECT u.id,
       lower (substr (hex (u.graph_id), 1, 8) || '-' || substr (hex (u.graph_id), 9, 4) || '-' ||
              substr (hex (u.graph_id), 13, 4) || '-' || substr (hex (u.graph_id), 17, 4) || '-' ||
              substr (hex (u.graph_id), 21)),
       coalesce (u.display_name || ', ', '') || u.user_principal_name || ', ' || t.name
  FROM users AS u JOIN tenants AS t ON t.id = u.tenant_id
 WHERE u.state = 'present'
   AND (:tenant_id = 0 OR u.tenant_id = :tenant_id)
   AND (u.graph_id = :graph_id
        OR u.sort_name = :folded
        OR lower (u.user_principal_name) = :folded
        OR instr (char (10) || u.aliases || char (10), char (10) || :folded || char (10)))
 ORDER BY u.sort_name, u.id
 LIMIT 20
