-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO contact_changes (step_id, position, kind, contact_id, tenant_graph_id, user_graph_id, before, after)
VALUES (:step_id, :position, :kind, :contact_id, :tenant_graph_id, :user_graph_id, :before, :after)
