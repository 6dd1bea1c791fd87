-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT scope_stale FROM tenants WHERE id = :id
