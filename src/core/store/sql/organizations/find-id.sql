-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT id, coalesce (external_id, ''), name FROM organizations WHERE id = :id
