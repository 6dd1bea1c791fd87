-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT u.id, u.tenant_id, t.graph_id, u.graph_id, u.user_principal_name, u.display_name, u.given_name,
       u.surname, u.aliases, u.job_title, u.business_phone, u.mobile_phone, u.user_type, u.enabled, u.state
  FROM matches AS m
  JOIN tenants AS t ON t.id = m.tenant_id AND t.gone_at IS NULL
  JOIN users AS u ON u.tenant_id = t.id
 WHERE m.organization_id = :organization_id
 ORDER BY u.sort_name, u.id
