-- SPDX-License-Identifier: GPL-3.0-or-later
DELETE FROM refused_pairs WHERE tenant_id = :tenant_id AND organization_id = :organization_id
