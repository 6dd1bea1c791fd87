-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO cursors (connection_id, tenant_id, stream, run_id, next_link, shape, pages, reported, changes,
                     saved_at)
VALUES (:connection_id, :tenant_id, :stream, :run_id, :next_link, :shape, :pages, :reported, :changes, :now)
ON CONFLICT (connection_id, tenant_id, stream) DO UPDATE
   SET run_id = excluded.run_id, next_link = excluded.next_link, shape = excluded.shape,
       pages = excluded.pages, reported = excluded.reported, changes = excluded.changes,
       saved_at = excluded.saved_at;
