-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT organization_id FROM device_stale ORDER BY organization_id
