-- SPDX-License-Identifier: GPL-3.0-or-later
-- In the order of the fields that an import can fill.
SELECT external_id, organization_id, name, type, status, hostname, primary_ip, default_gateway,
       mac_address, serial_number, asset_tag, manufacturer, model, operating_system,
       operating_system_notes, position, notes, installed_at, installed_by, purchased_at, purchased_by,
       warranty_expires_at, contact, location, interfaces, archived
  FROM configurations
 WHERE id = :id
