-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO removals (tenant_id, stream, graph_id, reason) VALUES (:tenant_id, :stream, :graph_id, :reason)
ON CONFLICT (tenant_id, stream, graph_id) DO UPDATE SET reason = excluded.reason;
