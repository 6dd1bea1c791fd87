-- SPDX-License-Identifier: GPL-3.0-or-later
-- In force: the newest one of its tenant that led to a match or to ignoring it.
SELECT d.id, d.batch, d.at, d.tenant_id, d.organization_id, d.who, d.action, d.tenant_name,
       d.organization_name, d.why, d.score,
       d.after IS NOT NULL
       AND d.id = (SELECT max (n.id) FROM decisions AS n WHERE n.tenant_id = d.tenant_id),
       NULL
  FROM decisions AS d
 WHERE d.id = :id
