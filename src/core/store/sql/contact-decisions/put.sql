-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO contact_decisions (tenant_graph_id, user_graph_id, organization_id, action, contact_id, decided_at,
                               decided_by)
VALUES (:tenant_graph_id, :user_graph_id, :organization_id, :action, :contact_id, :at, :who)
ON CONFLICT DO UPDATE
   SET organization_id = excluded.organization_id, action = excluded.action, contact_id = excluded.contact_id,
       decided_at = excluded.decided_at, decided_by = excluded.decided_by
