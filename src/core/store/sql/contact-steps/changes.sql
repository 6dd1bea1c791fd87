-- SPDX-License-Identifier: GPL-3.0-or-later
-- The last one first: that is how they are taken back.
SELECT kind, contact_id, tenant_graph_id, user_graph_id, before, after
  FROM contact_changes
 WHERE step_id = :step_id
 ORDER BY position DESC
