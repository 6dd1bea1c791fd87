-- SPDX-License-Identifier: GPL-3.0-or-later
-- Its newest decision, how many there are, and whether a person can take them back together.
SELECT max (d.id), count (*),
       d.action NOT IN ('automatic', 'undo', 'redo')
       AND 'undo' IS NOT (SELECT u.action FROM device_decisions AS u WHERE u.undoes = :batch
                           ORDER BY u.id DESC LIMIT 1)
  FROM device_decisions AS d
 WHERE d.batch = :batch
 GROUP BY d.batch
