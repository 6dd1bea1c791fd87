-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT name FROM connections
 WHERE (tenant_id = :tenant_id OR name = :name) AND id <> :id
