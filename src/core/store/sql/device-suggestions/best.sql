-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT s.configuration_id, s.score
  FROM device_suggestions AS s WHERE s.device_id = :id ORDER BY s.rank LIMIT 1
