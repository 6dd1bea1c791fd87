-- SPDX-License-Identifier: GPL-3.0-or-later
-- Rows of the Health page on which a check failed: a tenant, a permission, something of the connection.
SELECT count (*)
  FROM (SELECT DISTINCT connection_id, tenant_id, CASE area WHEN 'tenants' THEN '' ELSE subject END
          FROM checks
         WHERE state = 'fail')
