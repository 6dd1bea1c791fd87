-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT id, sku_id FROM licences WHERE tenant_id = :tenant_id;
