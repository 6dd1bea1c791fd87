-- SPDX-License-Identifier: GPL-3.0-or-later
-- In the order of the fields that an import can fill.
SELECT external_id, name, type, status, short_name, description, quick_notes, alert,
       website, phone, street, city, region, postal_code, country
  FROM organizations
 WHERE id = :id
