-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT n.organization_id, n.name, n.until
  FROM organization_names AS n JOIN organizations AS o ON o.id = n.organization_id
 WHERE n.name <> o.name
 ORDER BY n.organization_id, n.name
