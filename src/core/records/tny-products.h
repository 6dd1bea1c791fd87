/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-store.h"

G_BEGIN_DECLS

/* Names of products. What a person calls one goes before the name in our table (tny-product-names.h),
 * everywhere: lists, exports, search, and what there is to choose from. */

#define TNY_PRODUCT_NAME_CHARS 120

typedef struct
{
  char       *sku_id;
  char       *part_number;      /* NULL: no tenant has it now */
  char       *own_name;         /* what a person calls it; NULL: nothing else than others do */
  const char *usual_name;       /* of our table; NULL: not known */
} TnyProduct;

void         tny_product_free     (TnyProduct *self);
/* What it is called: own, usual, part number or id. Lent. */
const char * tny_product_shown    (const TnyProduct *self);

/**
 * tny_product_find:
 * @text: id, part number, or exact name, the own one or the usual one (compared folded)
 *
 * Finds a product that a tenant has or a person named. An id is found although nobody has it.
 *
 * Returns: (transfer full): NULL with NOT_FOUND, AMBIGUOUS (the message lists the candidates), DATABASE_…
 */
TnyProduct * tny_product_find     (TnyReader *reader, const char *text, GError **error);

/**
 * tny_product_set_name:
 * @sku_id: a GUID
 * @name: (nullable): one line of at most TNY_PRODUCT_NAME_CHARS; NULL or blank: the usual name again
 *
 * Holds at once, in every list; a sync does not change it. Blocks.
 *
 * Returns: FALSE with ARGUMENT and what tny_store_write() says
 */
gboolean     tny_product_set_name (TnyStore *store, const char *sku_id, const char *name, GError **error);

/* Names of the products @skus, parallel to them; an id where there is no name. @own: (nullable): lines
 * "id name", as users/row.sql has them. (transfer full) */
char      ** tny_product_names_for (char *const *skus, const char *own);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyProduct, tny_product_free)

G_END_DECLS
