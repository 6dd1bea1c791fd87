-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO change_links (connection_id, tenant_id, stream, link, shape, run_id, saved_at)
VALUES (:connection_id, :tenant_id, :stream, :link, :shape, :run_id, :now)
ON CONFLICT (tenant_id, stream) DO UPDATE
   SET connection_id = excluded.connection_id, link = excluded.link, shape = excluded.shape,
       run_id = excluded.run_id, saved_at = excluded.saved_at;
