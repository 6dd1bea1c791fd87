-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO tenant_streams (tenant_id, name, state, error, detail, tried_at, read_at)
VALUES (:tenant_id, :name, :state, :error, :detail, :now, iif (:state = 'ok', :now, NULL))
ON CONFLICT (tenant_id, name) DO UPDATE
   SET state = excluded.state, error = excluded.error, detail = excluded.detail,
       tried_at = excluded.tried_at, read_at = coalesce (excluded.read_at, read_at);
