-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT OR IGNORE INTO refused_pairs (tenant_id, organization_id) VALUES (:tenant_id, :organization_id)
