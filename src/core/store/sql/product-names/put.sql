-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO product_names (sku_id, name, folded, named_at)
VALUES (:sku_id, :name, :folded, :now)
ON CONFLICT (sku_id) DO UPDATE SET name = excluded.name, folded = excluded.folded, named_at = excluded.named_at
