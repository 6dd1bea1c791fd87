-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT id, name FROM organizations ORDER BY id
