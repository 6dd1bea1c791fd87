-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT state FROM tenant_streams WHERE tenant_id = :tenant_id AND name = :name;
