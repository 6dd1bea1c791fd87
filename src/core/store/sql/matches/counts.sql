-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT count (*) FILTER (WHERE m.tenant_id IS NULL),
       count (*) FILTER (WHERE m.tenant_id IS NULL
                           AND EXISTS (SELECT 1 FROM suggestions AS s
                                        WHERE s.tenant_id = t.id
                                          AND NOT EXISTS (SELECT 1 FROM refused_pairs AS r
                                                           WHERE r.tenant_id = t.id
                                                             AND r.organization_id = s.organization_id))),
       count (*) FILTER (WHERE m.state = 'matched'),
       count (*) FILTER (WHERE m.state = 'ignored'),
       count (*)
  FROM tenants AS t LEFT JOIN matches AS m ON m.tenant_id = t.id
 WHERE t.gone_at IS NULL
