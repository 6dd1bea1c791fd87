-- SPDX-License-Identifier: GPL-3.0-or-later
-- Two rows are as good as none: an id must name one user.
SELECT u.tenant_id, u.state, max (u.read_at, iif (u.state = 'present', coalesce (t.users_read_at, 0), 0)),
       u.user_principal_name, u.display_name, u.mail, nullif (u.aliases, ''), u.enabled, u.user_type,
       u.job_title, u.department, u.mobile_phone, u.business_phone, nullif (u.licences, ''), u.created_at,
       u.last_sign_in, u.last_password_change,
       (SELECT max (b.used_bytes) FROM mailboxes AS b WHERE b.user_id = u.id),
       (SELECT max (b.quota_bytes) FROM mailboxes AS b WHERE b.user_id = u.id),
       (SELECT min (d.id) FROM devices AS d
         WHERE d.tenant_id = u.tenant_id AND d.user_graph_id = u.graph_id)
  FROM users AS u
  JOIN tenants AS t ON t.id = u.tenant_id
 WHERE (:id <> 0 AND u.id = :id)
    OR (:id = 0 AND (u.graph_id = :graph_id OR lower (u.user_principal_name) = :login))
 LIMIT 2
