-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT id FROM tenants WHERE connection_id = :connection_id AND scope_stale ORDER BY id
