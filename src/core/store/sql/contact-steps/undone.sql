-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE contact_steps SET undone_at = :at WHERE id = :id
