-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT value FROM generations WHERE name = 'organizations'
