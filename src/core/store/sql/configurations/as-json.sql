-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT json_object ('id', c.id, 'organization_id', c.organization_id, 'external_id', c.external_id,
                    'name', c.name, 'sort_name', c.sort_name, 'type', c.type, 'status', c.status,
                    'hostname', c.hostname, 'primary_ip', c.primary_ip, 'default_gateway',
                    c.default_gateway, 'mac_address', c.mac_address, 'serial_number', c.serial_number,
                    'asset_tag', c.asset_tag, 'manufacturer', c.manufacturer, 'model', c.model,
                    'operating_system', c.operating_system, 'operating_system_notes',
                    c.operating_system_notes, 'position', c.position, 'notes', c.notes, 'installed_at',
                    c.installed_at, 'installed_by', c.installed_by, 'purchased_at', c.purchased_at,
                    'purchased_by', c.purchased_by, 'warranty_expires_at', c.warranty_expires_at,
                    'contact', c.contact, 'location', c.location, 'interfaces', c.interfaces, 'archived',
                    c.archived, 'origin', c.origin, 'created_at', c.created_at, 'changed_at', c.changed_at)
  FROM configurations AS c
 WHERE c.id = :id
