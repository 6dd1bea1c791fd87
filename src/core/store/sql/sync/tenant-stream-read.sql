-- SPDX-License-Identifier: GPL-3.0-or-later
-- When a stream of a tenant was last read whole.
SELECT read_at FROM tenant_streams WHERE tenant_id = :tenant_id AND name = :name AND state = 'ok';
