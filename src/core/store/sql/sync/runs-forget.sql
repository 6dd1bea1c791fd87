-- SPDX-License-Identifier: GPL-3.0-or-later
-- With them go their streams and their log.
DELETE FROM runs
 WHERE connection_id = :connection_id
   AND id <= (SELECT id FROM runs WHERE connection_id = :connection_id ORDER BY id DESC LIMIT 1 OFFSET :keep);
