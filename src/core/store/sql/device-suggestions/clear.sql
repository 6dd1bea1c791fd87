-- SPDX-License-Identifier: GPL-3.0-or-later
DELETE FROM device_suggestions WHERE device_id = :device_id
