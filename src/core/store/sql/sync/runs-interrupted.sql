-- SPDX-License-Identifier: GPL-3.0-or-later
-- Runs that nobody ended; :connection_id 0 is every connection.
SELECT id FROM runs WHERE state = 'running' AND :connection_id IN (0, connection_id);
