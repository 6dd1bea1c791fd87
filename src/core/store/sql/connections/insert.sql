-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO connections (name, tenant_id, client_id, reach, secret_expires, streams, next_sync_at, created_at,
                         cloud, certificate, interval_secs)
VALUES (:name, :tenant_id, :client_id, :reach, :secret_expires, coalesce (:streams, 'tenants,users'),
        :next_sync_at, :created_at, coalesce (:cloud, 'global'), :certificate, coalesce (:interval_secs, 3600))
