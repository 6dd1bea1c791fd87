-- SPDX-License-Identifier: GPL-3.0-or-later
-- Two rows are as good as none: an id must name one device.
SELECT d.tenant_id, d.name, d.serial_number,
       coalesce (nullif (nullif (replace (replace (d.wifi_mac, ':', ''), '-', ''), '000000000000'), ''),
                 d.ethernet_mac),
       d.manufacturer, d.model, d.operating_system, d.os_version, d.compliance, d.ownership, d.user_graph_id, d.last_sync_at,
       d.enrolled_at, d.enrolled_by
  FROM devices AS d JOIN tenants AS t ON t.id = d.tenant_id AND t.gone_at IS NULL
 WHERE d.graph_id = :graph_id OR (:graph_id IS NULL AND d.sort_name = :folded)
 LIMIT 2
