-- SPDX-License-Identifier: GPL-3.0-or-later
-- How many lines there are at most: ids are given in order.
SELECT coalesce (max (id) - min (id) + 1, 0) FROM log
