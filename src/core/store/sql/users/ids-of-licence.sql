-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who has been given a product, with those that a setting leaves out: they hold it all the same.
SELECT u.id
  FROM users AS u
 WHERE u.tenant_id IN (SELECT :tenant_id WHERE :tenant_id <> 0
                       UNION ALL
                       SELECT t.id FROM tenants AS t WHERE :tenant_id = 0)
   AND instr (u.licences, :licence)
   AND (u.state = 'present' OR u.scope IS NOT NULL)
   AND CASE :filter WHEN 'enabled' THEN u.enabled = 1 WHEN 'disabled' THEN u.enabled = 0
                    WHEN 'out-of-scope' THEN u.scope IS NOT NULL ELSE :filter IS NULL END
   AND (:search IS NULL
        OR instr (u.sort_name, :search)
        OR instr (lower (u.user_principal_name), :search)
        OR instr (u.aliases, :search))
