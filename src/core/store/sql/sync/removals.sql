-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT graph_id, reason FROM removals WHERE tenant_id = :tenant_id AND stream = :stream;
