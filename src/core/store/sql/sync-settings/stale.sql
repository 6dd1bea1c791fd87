-- SPDX-License-Identifier: GPL-3.0-or-later
-- All tenants of a connection, or one: what holds for them, and that their users want a look.
UPDATE tenants
   SET (in_scope, scoped) = (SELECT sync,
                                    NOT sync OR sync_users <> 'all' OR NOT guests OR NOT disabled OR NOT shared
                                       OR NOT instr (',' || streams || ',', ',users,')
                               FROM tenant_rules AS r
                              WHERE r.tenant_id = tenants.id),
       scope_stale = 1
 WHERE connection_id = :connection_id AND (:tenant_id = 0 OR id = :tenant_id)
