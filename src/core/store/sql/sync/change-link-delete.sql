-- SPDX-License-Identifier: GPL-3.0-or-later
DELETE FROM change_links WHERE tenant_id = :tenant_id AND stream = :stream;
