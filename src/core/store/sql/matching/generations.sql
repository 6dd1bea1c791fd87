-- SPDX-License-Identifier: GPL-3.0-or-later
-- Of organizations and contacts, and those that the stored candidates were computed with.
SELECT (SELECT value FROM generations WHERE name = 'organizations') || ' ' ||
       (SELECT value FROM generations WHERE name = 'contacts'),
       (SELECT value FROM settings WHERE name = 'matching.generations')
