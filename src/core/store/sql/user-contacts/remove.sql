-- SPDX-License-Identifier: GPL-3.0-or-later
DELETE FROM user_contacts WHERE tenant_graph_id = :tenant_graph_id AND user_graph_id = :user_graph_id
