-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT tenant_id, organization_id FROM refused_pairs ORDER BY tenant_id
