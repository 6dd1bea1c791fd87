-- SPDX-License-Identifier: GPL-3.0-or-later
-- :restorable NULL: for good, or nobody knows.
UPDATE users
   SET state = 'deleted', scope = NULL, read_at = :now, deleted_at = :now, restorable_until = :now + :restorable
 WHERE id = :id;
