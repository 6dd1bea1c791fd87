-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT u.id, u.tenant_id, t.graph_id, t.name, u.graph_id, u.user_principal_name, u.display_name, u.mail,
       u.aliases, u.enabled, u.user_type, u.state, u.job_title, u.department, u.mobile_phone,
       u.business_phone, u.licences, u.created_at, u.read_at
  FROM users AS u JOIN tenants AS t ON t.id = u.tenant_id
 WHERE u.id = :id
