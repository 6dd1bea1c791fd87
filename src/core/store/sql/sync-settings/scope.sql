-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who of a tenant is in scope. Mailboxes of no person have a switch of their own: nobody signs in there, so
-- that their accounts are disabled and without a licence by nature. So have guests, who are licensed at home.
-- Touches no row that is as it was.
UPDATE users
   SET scope = x.scope, state = iif (x.scope IS NULL, 'present', 'out-of-scope')
  FROM (SELECT u.id AS user_id,
               CASE WHEN NOT r.sync THEN 'tenant'
                    WHEN NOT instr (',' || r.streams || ',', ',users,') THEN 'stream'
                    WHEN EXISTS (SELECT 1 FROM mailboxes AS b
                                  WHERE b.user_id = u.id AND b.kind IN ('shared', 'room', 'equipment'))
                    THEN iif (r.shared, NULL, 'shared')
                    WHEN u.enabled = 0 AND NOT r.disabled THEN 'disabled'
                    WHEN lower (coalesce (u.user_type, '')) = 'guest' THEN iif (r.guests, NULL, 'guest')
                    WHEN r.sync_users = 'licensed' THEN iif (u.licences <> '', NULL, 'subscription')
                    WHEN r.sync_users = 'chosen'
                    THEN iif (EXISTS (SELECT 1 FROM json_each (r.subscriptions) AS j
                                       WHERE instr (u.licences, j.value)), NULL, 'subscription')
               END AS scope
          FROM users AS u JOIN tenant_rules AS r ON r.tenant_id = u.tenant_id
         WHERE u.tenant_id = :id AND (u.state = 'present' OR u.scope IS NOT NULL)) AS x
 WHERE users.id = x.user_id
   AND (users.scope, users.state) IS NOT (x.scope, iif (x.scope IS NULL, 'present', 'out-of-scope'))
