-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE connections
   SET next_sync_at = iif (paused OR interval_secs = 0, NULL, :now + interval_secs)
 WHERE id = :id
