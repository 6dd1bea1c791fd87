-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE tenants
   SET street = :street, region = :region, postal_code = :postal_code, phones = :phones
 WHERE id = :id
   AND (street IS NOT :street OR region IS NOT :region OR postal_code IS NOT :postal_code OR
        phones IS NOT :phones);
