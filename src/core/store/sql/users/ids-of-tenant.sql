-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT u.id
  FROM users AS u
 WHERE u.tenant_id IN (SELECT m.tenant_id FROM matches AS m WHERE m.organization_id = :organization_id
                       UNION ALL
                       SELECT :tenant_id WHERE :organization_id = 0)
   AND (:tenant_id = 0 OR u.tenant_id = :tenant_id)
   AND (:filter IS NULL OR u.state = :filter)
   AND (:search IS NULL
        OR instr (u.sort_name, :search)
        OR instr (lower (u.user_principal_name), :search)
        OR instr (u.aliases, :search))
