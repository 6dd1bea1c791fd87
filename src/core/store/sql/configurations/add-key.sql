-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT OR IGNORE INTO configuration_keys (configuration_id, kind, value) VALUES (:id, :kind, :value)
