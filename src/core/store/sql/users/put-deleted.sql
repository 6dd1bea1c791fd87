-- SPDX-License-Identifier: GPL-3.0-or-later
-- Somebody in the bin: known already, or gone before anything was read. Who is here stays here.
INSERT INTO users (tenant_id, graph_id, row_hash, user_principal_name, display_name, mail, sort_name, state,
                   read_at, deleted_at, restorable_until)
VALUES (:tenant_id, :graph_id, 0, :user_principal_name, :display_name, :mail, :sort_name, 'deleted', :now,
        :deleted_at, :restorable_until)
ON CONFLICT (tenant_id, graph_id) DO UPDATE
   SET state = 'deleted', deleted_at = excluded.deleted_at, restorable_until = excluded.restorable_until
 WHERE (state = 'deleted' OR (state = 'out-of-scope' AND scope IS NULL))
   AND (deleted_at, restorable_until) IS NOT (excluded.deleted_at, excluded.restorable_until);
