-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE users SET state = 'deleted', read_at = :now WHERE id = :id;
