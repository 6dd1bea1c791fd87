-- SPDX-License-Identifier: GPL-3.0-or-later
-- Read in the order of the table: following the index on names would jump to every row of it.
-- Addresses in aliases are folded, and a login is plain letters in nearly all tenants.
SELECT u.id
  FROM users AS u NOT INDEXED
 WHERE (:filter IS NULL OR u.state = :filter)
   AND (instr (u.sort_name, :search)
        OR instr (u.aliases, :search)
        OR instr (lower (u.user_principal_name), :search)
        OR u.tenant_id IN (SELECT t.id FROM tenants AS t WHERE instr (t.name_folded, :search)))
