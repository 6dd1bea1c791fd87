-- SPDX-License-Identifier: GPL-3.0-or-later
-- The newest first, the one of the contract last.
SELECT n.name, coalesce (n.until, 0)
  FROM tenant_names AS n JOIN tenants AS t ON t.id = n.tenant_id
 WHERE n.tenant_id = :id AND n.name <> t.name
 ORDER BY n.until DESC NULLS LAST, n.name
