-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE connections
   SET paused = :paused,
       next_sync_at = iif (:paused OR interval_secs = 0, NULL, :next_sync_at)
 WHERE id = :id
