-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO refused_pairs (tenant_id, organization_id)
SELECT :tenant_id, j.value
  FROM json_each (:organizations) AS j
 WHERE EXISTS (SELECT 1 FROM organizations AS o WHERE o.id = j.value)
