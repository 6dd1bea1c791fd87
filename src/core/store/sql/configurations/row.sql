-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT c.id, c.organization_id, o.name, c.external_id, c.name, c.type, c.status, c.hostname, c.primary_ip, c.default_gateway, c.mac_address,
       c.serial_number, c.asset_tag, c.manufacturer, c.model, c.operating_system,
       c.operating_system_notes, c.position, c.notes, c.installed_at, c.installed_by, c.purchased_at,
       c.purchased_by, c.warranty_expires_at, c.contact, c.location, c.interfaces, c.archived,
       x.device_graph_id,
       (SELECT d.name FROM devices AS d JOIN tenants AS t ON t.id = d.tenant_id
         WHERE t.graph_id = x.tenant_graph_id AND d.graph_id = x.device_graph_id LIMIT 1)
  FROM configurations AS c
  JOIN organizations AS o ON o.id = c.organization_id
  LEFT JOIN device_matches AS x ON x.configuration_id = c.id
 WHERE c.id = :id
