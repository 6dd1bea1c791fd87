-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT count (*) FROM licences WHERE tenant_id = :id;
