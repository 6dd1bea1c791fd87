-- SPDX-License-Identifier: GPL-3.0-or-later
-- Without any condition: the index on names alone answers it.
SELECT u.id FROM users AS u WHERE (:filter IS NULL OR u.state = :filter)
