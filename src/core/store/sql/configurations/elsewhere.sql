-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT DISTINCT c.id, c.name, o.name
  FROM configuration_keys AS k
  JOIN configurations AS c ON c.id = k.configuration_id
  JOIN organizations AS o ON o.id = c.organization_id
 WHERE k.kind = :kind AND k.value = :value AND c.organization_id <> :organization_id
 ORDER BY o.name_folded, c.id
 LIMIT 5
