-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE tenants SET users_present = users_present + :difference WHERE id = :id;
