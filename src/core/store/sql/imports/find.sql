-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT id, kind, file_name, added, changed FROM imports
WHERE CASE :id WHEN 0 THEN undone_at IS NULL ELSE id = :id END
ORDER BY id DESC LIMIT 1
