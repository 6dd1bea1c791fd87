-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT count (*) FROM mailboxes WHERE tenant_id = :id;
