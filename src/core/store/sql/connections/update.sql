-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE connections
   SET name = coalesce (:name, name),
       tenant_id = coalesce (:tenant_id, tenant_id),
       client_id = coalesce (:client_id, client_id),
       reach = coalesce (:reach, reach),
       secret_expires = iif (:proof, :secret_expires, coalesce (:secret_expires, secret_expires)),
       streams = coalesce (:streams, streams),
       certificate = iif (:proof, :certificate, certificate)
 WHERE id = :id
