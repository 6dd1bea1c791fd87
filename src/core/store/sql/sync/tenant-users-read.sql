-- SPDX-License-Identifier: GPL-3.0-or-later
-- :reported NULL: only what changed was asked for.
UPDATE tenants
   SET access = 'ok', access_detail = NULL, users_read_at = :now,
       users_reported = :reported
 WHERE id = :id;
