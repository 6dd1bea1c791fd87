-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT s.score, s.reasons
  FROM device_suggestions AS s
 WHERE s.device_id = :id AND s.configuration_id = :configuration_id
