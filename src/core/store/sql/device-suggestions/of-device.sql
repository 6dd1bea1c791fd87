-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT s.configuration_id, c.name, s.score, s.reasons
  FROM device_suggestions AS s JOIN configurations AS c ON c.id = s.configuration_id
 WHERE s.device_id = :id
 ORDER BY s.rank
