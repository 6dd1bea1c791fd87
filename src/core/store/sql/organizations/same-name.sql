-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT id, name, coalesce (external_id, '') FROM organizations WHERE name_folded = :folded ORDER BY id LIMIT 3
