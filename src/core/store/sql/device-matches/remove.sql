-- SPDX-License-Identifier: GPL-3.0-or-later
DELETE FROM device_matches WHERE tenant_graph_id = :tenant_id AND device_graph_id = :device_id
