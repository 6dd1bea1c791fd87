-- SPDX-License-Identifier: GPL-3.0-or-later
-- Steps back through what people decided: what was taken back already, and what matched by itself, is
-- passed over.
SELECT d.batch
  FROM device_decisions AS d
 WHERE d.action NOT IN ('automatic', 'undo', 'redo')
   AND 'undo' IS NOT (SELECT u.action FROM device_decisions AS u WHERE u.undoes = d.batch
                       ORDER BY u.id DESC LIMIT 1)
 ORDER BY d.batch DESC
 LIMIT 1
