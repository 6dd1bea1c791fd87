-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the set-up recommends is licensed people. Who adds a connection by hand has everybody.
INSERT INTO connections (name, tenant_id, client_id, reach, secret_expires, streams, next_sync_at, created_at,
                         cloud, certificate, interval_secs, sync_users, guests, disabled, shared)
VALUES (:name, :tenant_id, :client_id, :reach, :secret_expires, coalesce (:streams, 'tenants,users'),
        :next_sync_at, :created_at, coalesce (:cloud, 'global'), :certificate, coalesce (:interval_secs, 3600),
        iif (:recommended, 'licensed', 'all'), :recommended IS NOT 1, :recommended IS NOT 1,
        :recommended IS NOT 1)
