-- SPDX-License-Identifier: GPL-3.0-or-later
-- Computers without an address by radio, whose wired adapter was not asked for yet.
SELECT id, graph_id FROM devices
 WHERE tenant_id = :tenant_id AND ethernet_read_at IS NULL
   AND (wifi_mac IS NULL OR replace (replace (wifi_mac, ':', ''), '-', '') = '000000000000')
   AND lower (coalesce (operating_system, '')) NOT IN ('ios', 'ipados', 'android')
 ORDER BY id
 LIMIT :most;
