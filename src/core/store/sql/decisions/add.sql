-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO decisions (batch, at, who, action, tenant_id, tenant_name, organization_id, organization_name,
                       score, why, before, after, refused_before, refused_after, created, undoes)
SELECT :batch, :at, :who, :action, t.id, t.name, :organization_id,
       (SELECT o.name FROM organizations AS o WHERE o.id = :organization_id),
       :score, :why, :before, :after, :refused_before, :refused_after, :created, :undoes
  FROM tenants AS t
 WHERE t.id = :tenant_id
