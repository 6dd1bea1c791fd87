-- SPDX-License-Identifier: GPL-3.0-or-later
-- The wired adapter stays: another listing does not tell it.
INSERT INTO devices (tenant_id, graph_id, row_hash, name, sort_name, serial_number, wifi_mac, manufacturer,
                     model, operating_system, os_version, compliance, ownership, enrollment,
                     user_graph_id, user_principal_name, enrolled_by, enrolled_at, last_sync_at)
VALUES (:tenant_id, :graph_id, :row_hash, :name, :sort_name, :serial_number, :wifi_mac, :manufacturer,
        :model, :operating_system, :os_version, :compliance, :ownership, :enrollment,
        :user_graph_id, :user_principal_name, :enrolled_by, :enrolled_at, :last_sync_at)
ON CONFLICT (tenant_id, graph_id) DO UPDATE
   SET row_hash = excluded.row_hash, name = excluded.name, sort_name = excluded.sort_name,
       serial_number = excluded.serial_number, wifi_mac = excluded.wifi_mac,
       manufacturer = excluded.manufacturer, model = excluded.model,
       operating_system = excluded.operating_system, os_version = excluded.os_version,
       compliance = excluded.compliance, ownership = excluded.ownership,
       enrollment = excluded.enrollment, user_graph_id = excluded.user_graph_id,
       user_principal_name = excluded.user_principal_name, enrolled_by = excluded.enrolled_by,
       enrolled_at = excluded.enrolled_at, last_sync_at = excluded.last_sync_at;
