-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO device_suggestions (device_id, rank, configuration_id, score, reasons)
VALUES (:device_id, :rank, :configuration_id, :score, :reasons)
