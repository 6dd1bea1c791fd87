-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE tenants SET gone_at = :now WHERE id = :id;
