-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE imports SET undone_at = :at WHERE id = :id
