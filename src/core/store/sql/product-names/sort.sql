-- SPDX-License-Identifier: GPL-3.0-or-later
-- Without a name a product is found by its part number.
UPDATE licences
   SET sort_name = coalesce (:folded, lower (part_number))
 WHERE sku_id = :sku_id COLLATE NOCASE
