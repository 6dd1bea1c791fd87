-- SPDX-License-Identifier: GPL-3.0-or-later
-- What was done last to a batch: undo, redo, or nothing.
SELECT action FROM device_decisions WHERE undoes = :batch ORDER BY id DESC LIMIT 1
