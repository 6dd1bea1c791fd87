-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT name, value FROM settings;
