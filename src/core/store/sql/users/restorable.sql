-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who left a moment ago may not be listed in the bin yet.
SELECT id, graph_id FROM users
 WHERE tenant_id = :tenant_id AND restorable_until IS NOT NULL AND deleted_at <= :before;
