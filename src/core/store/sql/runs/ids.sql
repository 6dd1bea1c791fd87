-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT r.id
  FROM runs AS r
 WHERE (:filter IS NULL OR r.state = :filter)
   AND (:run_id = 0 OR r.id = :run_id)
   AND (:tenant_id = 0
        OR EXISTS (SELECT 1 FROM run_streams AS s WHERE s.run_id = r.id AND s.tenant_id = :tenant_id))
