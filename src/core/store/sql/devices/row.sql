-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT d.id, d.tenant_id, t.graph_id, t.name, m.organization_id, o.name, d.graph_id, d.name,
       d.serial_number, d.wifi_mac, d.ethernet_mac, d.manufacturer, d.model, d.operating_system,
       d.os_version, d.compliance, d.ownership, d.user_graph_id, d.user_principal_name,
       u.display_name, d.enrolled_by, k.id,
       nullif (trim (coalesce (k.first_name, '') || ' ' || coalesce (k.last_name, '')), ''),
       d.enrolled_at, d.last_sync_at,
       (SELECT z.read_at FROM tenant_streams AS z WHERE z.tenant_id = d.tenant_id AND z.name = 'devices'),
       CASE WHEN x.state IS NOT NULL THEN x.state
            WHEN s.device_id IS NOT NULL THEN 'suggested'
            ELSE 'unmatched' END,
       x.method, c.id, c.name, iif (x.state IS NULL, s.score, x.score), x.decided_at, x.decided_by,
       iif (x.state IS NULL, s.reasons, x.reasons) ->> '$[0].text'
  FROM devices AS d
  JOIN tenants AS t ON t.id = d.tenant_id AND t.gone_at IS NULL
  LEFT JOIN matches AS m ON m.tenant_id = d.tenant_id
  LEFT JOIN organizations AS o ON o.id = m.organization_id
  LEFT JOIN device_matches AS x
    ON x.tenant_graph_id = t.graph_id AND x.device_graph_id = d.graph_id
  LEFT JOIN device_suggestions AS s
    ON x.state IS NULL AND s.device_id = d.id
   AND s.rank = (SELECT min (b.rank) FROM device_suggestions AS b WHERE b.device_id = d.id)
  LEFT JOIN configurations AS c ON c.id = coalesce (x.configuration_id, s.configuration_id)
  LEFT JOIN users AS u ON u.tenant_id = d.tenant_id AND u.graph_id = d.user_graph_id
  LEFT JOIN user_contacts AS l
    ON l.tenant_graph_id = t.graph_id AND l.user_graph_id = d.user_graph_id
  LEFT JOIN contacts AS k ON k.id = l.contact_id
 WHERE d.id = :id
