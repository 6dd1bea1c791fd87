-- SPDX-License-Identifier: GPL-3.0-or-later
-- Also those that a setting leaves out: they are read and stored like the others.
SELECT users_present + users_out FROM tenants WHERE id = :id;
