-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT OR IGNORE INTO device_refused (tenant_graph_id, device_graph_id, configuration_id)
VALUES (:tenant_id, :device_id, :configuration_id)
