-- SPDX-License-Identifier: GPL-3.0-or-later
-- A first sync loads without it: an index that grows with every row costs several times what building it
-- sorted at the end does. Without it every query is right and slower.
DROP INDEX IF EXISTS users_by_name;
