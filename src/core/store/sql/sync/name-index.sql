-- SPDX-License-Identifier: GPL-3.0-or-later
-- As in migrations/0001-initial.sql.
CREATE INDEX IF NOT EXISTS users_by_name ON users (sort_name, state);
