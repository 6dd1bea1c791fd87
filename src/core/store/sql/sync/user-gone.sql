-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE users SET state = 'deleted', scope = NULL, read_at = :now WHERE id = :id;
