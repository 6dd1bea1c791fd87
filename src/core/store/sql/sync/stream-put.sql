-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO run_streams (run_id, tenant_id, name, state, reported, fetched, stored, new, changed, unchanged,
                         removed, failed, requests, retries, error)
VALUES (:run_id, :tenant_id, :name, :state, :reported, :fetched, :stored, :new, :changed, :unchanged,
        :removed, :failed, :requests, :retries, :error)
ON CONFLICT (run_id, tenant_id, name) DO UPDATE
   SET state = excluded.state, reported = excluded.reported, fetched = excluded.fetched,
       stored = excluded.stored, new = excluded.new, changed = excluded.changed,
       unchanged = excluded.unchanged, removed = excluded.removed, failed = excluded.failed,
       requests = excluded.requests, retries = excluded.retries, error = excluded.error;
