-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT d.action, d.before, d.after, d.refused_before, d.refused_after,
       d.before ->> '$.organization_id', d.after ->> '$.organization_id', d.tenant_name,
       coalesce (d.organization_name, (SELECT o.name FROM organizations AS o
                                        WHERE o.id = d.before ->> '$.organization_id')),
       d.id, d.tenant_id, d.created
  FROM decisions AS d
 WHERE d.batch = :batch
 ORDER BY d.id
