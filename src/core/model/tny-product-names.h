/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * tny_product_name:
 * @sku_id: (nullable): the GUID of a product (skuId), in either case
 *
 * The name people know a product by. Microsoft's part numbers mislead (O365_BUSINESS_PREMIUM is
 * “Business Standard”), and are not unique, so the GUID is the key. Any thread.
 *
 * Returns: (nullable): a static string, or NULL when the product is not in our table: show the part
 *   number then, and that its name is not known
 *
 * Source: Microsoft, “Product names and service plan identifiers for licensing”
 */
const char * tny_product_name (const char *sku_id);

/* How many products the table knows. */
guint        tny_product_count (void);

G_END_DECLS
