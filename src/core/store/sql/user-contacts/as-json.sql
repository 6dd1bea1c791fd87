-- SPDX-License-Identifier: GPL-3.0-or-later
-- Compared as a whole: the order of keys matters.
SELECT json_object ('contact_id', contact_id, 'rule', rule, 'linked_at', linked_at, 'linked_by', linked_by)
  FROM user_contacts
 WHERE tenant_graph_id = :tenant_graph_id AND user_graph_id = :user_graph_id
