-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT connection_id, nullif (tenant_id, ''), id, area, subject, state, finding, claim, endpoint, status,
       request_id, detail, checked_at, due_at, due, due_soon, remedy, who, message, url, action, position
  FROM checks
 WHERE (:connection_id = 0 OR connection_id = :connection_id)
   AND (:tenant_id IS NULL OR tenant_id IN ('', lower (:tenant_id)))
