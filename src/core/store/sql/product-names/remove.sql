-- SPDX-License-Identifier: GPL-3.0-or-later
DELETE FROM product_names WHERE sku_id = :sku_id
