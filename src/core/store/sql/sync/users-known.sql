-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT id, graph_id, row_hash, state = 'present' FROM users WHERE tenant_id = :tenant_id;
