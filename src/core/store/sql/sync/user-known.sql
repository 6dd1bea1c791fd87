-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT id, row_hash, state = 'present' OR scope IS NOT NULL FROM users WHERE tenant_id = :tenant_id AND graph_id = :graph_id;
