-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT ids FROM seen_pages WHERE tenant_id = :tenant_id AND stream = :stream AND page < :pages;
