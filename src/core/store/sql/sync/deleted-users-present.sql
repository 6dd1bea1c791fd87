-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT count (*) FROM users WHERE tenant_id = :id AND restorable_until IS NOT NULL;
