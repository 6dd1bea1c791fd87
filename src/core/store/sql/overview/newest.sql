-- SPDX-License-Identifier: GPL-3.0-or-later
-- When users of any tenant were last read as a whole, 0 for never.
SELECT coalesce (max (users_read_at), 0) FROM tenants
