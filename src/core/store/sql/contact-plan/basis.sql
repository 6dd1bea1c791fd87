-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a plan of all organizations rests on: tenants that are matched and listed, those of them
-- whose users were never read, the oldest reading of the others, and when the newest sync began.
SELECT count (*), count (*) - count (t.users_read_at), coalesce (min (t.users_read_at), 0),
       coalesce ((SELECT max (started_at) FROM runs), 0)
  FROM matches AS m JOIN tenants AS t ON t.id = m.tenant_id
 WHERE m.organization_id IS NOT NULL AND t.gone_at IS NULL
