-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT d.id
  FROM device_decisions AS d
 WHERE (:search IS NULL
        OR instr (lower (d.device_name), :search)
        OR instr (lower (coalesce (d.configuration_name, '')), :search)
        OR instr (lower (d.who), :search))
