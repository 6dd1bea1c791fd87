-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE connections
   SET account_id = NULL, account_name = NULL, account_mfa = NULL, signed_in_at = NULL,
       sign_in_state = 'never', paused = 1, next_sync_at = NULL
 WHERE id = :id
