-- SPDX-License-Identifier: GPL-3.0-or-later
DELETE FROM configuration_keys WHERE configuration_id = :id
