-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT tenant_id FROM matches WHERE organization_id = :organization_id AND method = 'automatic'
