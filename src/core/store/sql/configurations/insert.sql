-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO configurations (organization_id, external_id, name, sort_name, type, status, hostname,
                            primary_ip, default_gateway, mac_address, serial_number, asset_tag,
                            manufacturer, model, operating_system, operating_system_notes, position,
                            notes, installed_at, installed_by, purchased_at, purchased_by,
                            warranty_expires_at, contact, location, interfaces, archived, origin,
                            created_at, changed_at)
VALUES (:organization_id, :external_id, :name, :sort_name, :type, :status, :hostname, :primary_ip,
        :default_gateway, :mac_address, :serial_number, :asset_tag, :manufacturer, :model,
        :operating_system, :operating_system_notes, :position, :notes, :installed_at, :installed_by,
        :purchased_at, :purchased_by, :warranty_expires_at, :contact, :location, :interfaces, coalesce
        (:archived, 0), 'import', :at, :at)
