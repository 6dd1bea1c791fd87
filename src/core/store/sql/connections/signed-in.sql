-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE connections
   SET account_id = :account_id, account_name = :account_name, account_mfa = :account_mfa,
       signed_in_at = :at, sign_in_state = 'ok', paused = 0,
       next_sync_at = iif (interval_secs = 0, NULL, coalesce (next_sync_at, :next_sync_at))
 WHERE id = :id
