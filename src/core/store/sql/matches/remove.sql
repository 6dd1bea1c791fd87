-- SPDX-License-Identifier: GPL-3.0-or-later
DELETE FROM matches WHERE tenant_id = :tenant_id
