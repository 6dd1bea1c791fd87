-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE tenants SET access = :access, access_detail = :access_detail WHERE id = :id;
