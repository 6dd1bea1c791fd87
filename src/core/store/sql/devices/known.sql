-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT id, graph_id, row_hash FROM devices WHERE tenant_id = :tenant_id;
