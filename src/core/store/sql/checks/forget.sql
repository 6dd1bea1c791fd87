-- SPDX-License-Identifier: GPL-3.0-or-later
DELETE FROM checks
 WHERE connection_id = :connection_id AND (:tenant_id IS NULL OR tenant_id = :tenant_id)
