-- SPDX-License-Identifier: GPL-3.0-or-later
-- A present user that did not change is not written again: it is as young as its tenant's last listing.
SELECT u.id, u.tenant_id, t.graph_id, t.name, u.graph_id, u.user_principal_name, u.display_name, u.mail,
       u.aliases, u.enabled, u.user_type, u.state, u.job_title, u.department, u.mobile_phone,
       u.business_phone, u.licences, u.created_at,
       iif (u.state = 'present', max (u.read_at, coalesce (t.users_read_at, 0)), u.read_at),
       b.kind, b.used_bytes, b.quota_bytes, b.report_date,
       u.last_sign_in, u.last_password_change, s.state, u.scope, u.deleted_at, u.restorable_until,
       (SELECT group_concat (lower (p.sku_id) || ' ' || p.name, char (10))
          FROM product_names AS p
         WHERE instr (u.licences, lower (p.sku_id)))
  FROM users AS u
  JOIN tenants AS t ON t.id = u.tenant_id
  LEFT JOIN mailboxes AS b ON b.user_id = u.id
  LEFT JOIN tenant_streams AS s ON s.tenant_id = u.tenant_id AND s.name = 'sign-ins'
 WHERE u.id = :id
