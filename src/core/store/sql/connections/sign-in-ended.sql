-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE connections SET sign_in_state = 'ended' WHERE id = :id
