-- SPDX-License-Identifier: GPL-3.0-or-later
-- A contact, and a tenant that is matched to its organization, NULL without one.
SELECT m.tenant_id
  FROM contacts AS c LEFT JOIN matches AS m ON m.organization_id = c.organization_id
 WHERE c.id = :id
 ORDER BY m.tenant_id
 LIMIT 1
