-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT run_id, next_link, shape, pages, reported, changes, saved_at FROM cursors
 WHERE connection_id = :connection_id AND tenant_id = :tenant_id AND stream = :stream;
