-- SPDX-License-Identifier: GPL-3.0-or-later
DELETE FROM tenant_domains WHERE tenant_id = :tenant_id AND name = :name;
