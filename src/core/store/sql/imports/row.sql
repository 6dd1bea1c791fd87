-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT kind, undone_at FROM imports WHERE id = :id
