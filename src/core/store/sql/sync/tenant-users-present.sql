-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT users_present FROM tenants WHERE id = :id;
