-- SPDX-License-Identifier: GPL-3.0-or-later
-- Once a page: the pass at the end of the tenant looks at them.
UPDATE tenants SET scope_stale = 1 WHERE id = :id AND scoped AND NOT scope_stale
