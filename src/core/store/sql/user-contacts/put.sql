-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO user_contacts (tenant_graph_id, user_graph_id, contact_id, rule, linked_at, linked_by)
VALUES (:tenant_graph_id, :user_graph_id, :contact_id, :rule, :at, :who)
