-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a person calls a product: goes before the name in our own table.
CREATE TABLE product_names (
  sku_id    TEXT PRIMARY KEY COLLATE NOCASE,
  name      TEXT NOT NULL,
  folded    TEXT NOT NULL,
  named_at  INTEGER NOT NULL
) STRICT;
