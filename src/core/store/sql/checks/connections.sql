-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT id, name, client_id FROM connections
