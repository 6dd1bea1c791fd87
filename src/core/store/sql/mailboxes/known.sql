-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT id, folded FROM mailboxes WHERE tenant_id = :tenant_id;
