-- SPDX-License-Identifier: GPL-3.0-or-later
DELETE FROM removals WHERE tenant_id = :tenant_id AND stream = :stream AND graph_id = :graph_id;
