-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT (SELECT value FROM generations WHERE name = 'organizations'),
       (SELECT value FROM generations WHERE name = 'contacts'),
       (SELECT value FROM generations WHERE name = 'configurations')
