-- SPDX-License-Identifier: GPL-3.0-or-later
DELETE FROM match_failures WHERE tenant_id = :tenant_id
