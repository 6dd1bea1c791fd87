-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT OR REPLACE INTO tenant_domains (tenant_id, name, is_default, is_initial)
VALUES (:tenant_id, :name, :is_default, :is_initial);
