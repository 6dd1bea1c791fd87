-- SPDX-License-Identifier: GPL-3.0-or-later
DELETE FROM tenant_settings WHERE tenant_id = :id
