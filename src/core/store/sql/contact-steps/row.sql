-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT created, updated, linked, undone_at FROM contact_steps WHERE id = :id
