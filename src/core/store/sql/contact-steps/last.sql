-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT id, at FROM contact_steps WHERE undone_at IS NULL ORDER BY id DESC LIMIT 1
