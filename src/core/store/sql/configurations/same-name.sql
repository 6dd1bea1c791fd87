-- SPDX-License-Identifier: GPL-3.0-or-later
-- Configurations of one organization with a name, and the serial number of each.
SELECT c.id, coalesce (c.external_id, ''), c.serial_number
  FROM configurations AS c
 WHERE c.organization_id = :organization_id AND c.sort_name = :sort_name
 ORDER BY c.id
