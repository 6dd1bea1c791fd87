-- SPDX-License-Identifier: GPL-3.0-or-later
-- The configurations of an organization. One that is a device, or put away, is no candidate.
SELECT c.id, c.name, c.hostname, c.serial_number, c.mac_address, c.interfaces,
       c.archived OR EXISTS (SELECT 1 FROM device_matches AS x WHERE x.configuration_id = c.id)
  FROM configurations AS c
 WHERE c.organization_id = :id
 ORDER BY c.id
