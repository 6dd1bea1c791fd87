-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT link, shape, run_id, saved_at FROM change_links WHERE tenant_id = :tenant_id AND stream = :stream;
