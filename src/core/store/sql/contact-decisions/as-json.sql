-- SPDX-License-Identifier: GPL-3.0-or-later
-- Compared as a whole: the order of keys matters.
SELECT json_object ('organization_id', organization_id, 'action', action, 'contact_id', contact_id,
                    'decided_at', decided_at, 'decided_by', decided_by),
       action, coalesce (contact_id, 0), organization_id
  FROM contact_decisions
 WHERE tenant_graph_id = :tenant_graph_id AND user_graph_id = :user_graph_id
