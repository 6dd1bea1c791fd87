-- SPDX-License-Identifier: GPL-3.0-or-later
-- Users nobody decided about, as the newest contact plan counted them.
SELECT CAST (value AS INTEGER) FROM settings WHERE name = 'contacts.undecided'
