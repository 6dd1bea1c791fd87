-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT name, is_default, is_initial FROM tenant_domains WHERE tenant_id = :tenant_id;
