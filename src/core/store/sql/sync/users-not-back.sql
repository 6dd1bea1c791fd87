-- SPDX-License-Identifier: GPL-3.0-or-later
-- Users of a tenant that had gone and is back: whom a list of all did not name left meanwhile.
SELECT count (*) FROM users WHERE tenant_id = :tenant_id AND state = 'out-of-scope' AND scope IS NULL;
