-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE tenants SET gone_at = :now, users_present = 0, users_out = 0 WHERE id = :id;
