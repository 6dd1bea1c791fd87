-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO device_stale
SELECT m.organization_id FROM tenants AS t JOIN matches AS m ON m.tenant_id = t.id
 WHERE t.graph_id = :tenant_id AND m.organization_id IS NOT NULL AND :device_id IS NOT NULL
    ON CONFLICT DO NOTHING
