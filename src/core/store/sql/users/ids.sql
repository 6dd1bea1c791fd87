-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT u.id
  FROM users AS u JOIN tenants AS t ON t.id = u.tenant_id
 WHERE (:filter IS NULL OR u.state = :filter)
   AND (:search IS NULL
        OR instr (u.sort_name, :search)
        OR instr (lower (u.user_principal_name), :search)
        OR instr (u.aliases, :search)
        OR instr (t.name_folded, :search))
