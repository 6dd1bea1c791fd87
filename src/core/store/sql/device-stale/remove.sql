-- SPDX-License-Identifier: GPL-3.0-or-later
DELETE FROM device_stale WHERE organization_id = :id
