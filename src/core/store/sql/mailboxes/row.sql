-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT b.id, b.tenant_id, t.graph_id, t.name, m.organization_id, o.name, b.address, b.display_name, b.kind,
       b.used_bytes, b.quota_bytes, b.items, b.has_archive, b.created_on, b.active_on, b.report_date,
       u.graph_id,
       (SELECT s.read_at FROM tenant_streams AS s WHERE s.tenant_id = b.tenant_id AND s.name = 'mailboxes')
  FROM mailboxes AS b
  JOIN tenants AS t ON t.id = b.tenant_id
  LEFT JOIN matches AS m ON m.tenant_id = b.tenant_id
  LEFT JOIN organizations AS o ON o.id = m.organization_id
  LEFT JOIN users AS u ON u.id = b.user_id
 WHERE b.id = :id
