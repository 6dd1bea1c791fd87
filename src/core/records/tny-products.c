/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-products.h"

#include <string.h>

#include "tny-clock.h"
#include "tny-error.h"
#include "tny-product-names.h"
#include "tny-text.h"

#define GUID_CHARS 36

void
tny_product_free (TnyProduct *self)
{
  if (self == NULL)
    return;

  g_free (self->sku_id);
  g_free (self->part_number);
  g_free (self->own_name);
  g_free (self);
}

const char *
tny_product_shown (const TnyProduct *self)
{
  if (self->own_name != NULL)
    return self->own_name;
  if (self->usual_name != NULL)
    return self->usual_name;

  return self->part_number != NULL ? self->part_number : self->sku_id;
}

static TnyProduct *
product_new (const char *sku_id, const char *part_number, const char *own_name)
{
  TnyProduct *self = g_new0 (TnyProduct, 1);

  self->sku_id = g_ascii_strdown (sku_id, -1);
  self->part_number = g_strdup (part_number);
  self->own_name = g_strdup (own_name);
  self->usual_name = tny_product_name (sku_id);

  return self;
}

static gboolean
is_called (const char *name, const char *folded)
{
  g_autofree char *its = name != NULL ? tny_text_fold (name) : NULL;

  return its != NULL && g_str_equal (its, folded);
}

static gboolean
fits (const TnyProduct *self, const char *text, const char *folded)
{
  return g_ascii_strcasecmp (self->sku_id, text) == 0 || is_called (self->part_number, folded) ||
         is_called (self->own_name, folded) || is_called (self->usual_name, folded);
}

static TnyProduct *
not_one (GPtrArray *fitting, const char *text, GError **error)
{
  g_autofree char *asked = tny_text_one_line (text, TNY_PRODUCT_NAME_CHARS);
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < fitting->len; i++)
    {
      const TnyProduct *product = fitting->pdata[i];
      g_autofree char *shown = tny_text_one_line (tny_product_shown (product), TNY_PRODUCT_NAME_CHARS);

      g_string_append_printf (names, "\n  %s  %s", product->sku_id, shown);
    }
  if (fitting->len == 0)
    g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "No product is called “%s”", asked);
  else
    g_set_error (error, TNY_ERROR, TNY_ERROR_AMBIGUOUS, "“%s” fits more than one product:%s", asked, names->str);

  return NULL;
}

TnyProduct *
tny_product_find (TnyReader *reader, const char *text, GError **error)
{
  g_autofree char *trimmed = tny_text_trim (text);
  g_autofree char *folded = tny_text_fold (trimmed);
  g_autoptr(GPtrArray) fitting = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_product_free);
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "product-names/list", error);
  gboolean row;

  if (stmt == NULL)
    return NULL;
  for (;;)
    {
      g_autoptr(TnyProduct) product = NULL;

      if (!tny_step (stmt, &row, error))
        return NULL;
      if (!row)
        break;
      product = product_new (tny_text (stmt, 0), tny_text (stmt, 1), tny_text (stmt, 2));
      if (fits (product, trimmed, folded))
        g_ptr_array_add (fitting, g_steal_pointer (&product));
    }
  if (fitting->len == 0 && tny_text_is_guid (trimmed))
    return product_new (trimmed, NULL, NULL);
  if (fitting->len != 1)
    return not_one (fitting, trimmed, error);

  return g_ptr_array_steal_index (fitting, 0);
}

/* Writing */

typedef struct
{
  const char *sku_id;
  char       *name, *folded;       /* NULL: the usual one */
} Naming;

static gboolean
write_name (TnyTxn *txn, gpointer data, GError **error)
{
  const Naming *self = data;
  g_autofree char *usual = tny_product_name (self->sku_id) != NULL
                             ? tny_text_fold (tny_product_name (self->sku_id)) : NULL;
  sqlite3_stmt *stmt = tny_txn_stmt (txn, self->name != NULL ? "product-names/put" : "product-names/remove",
                                     error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "sku_id", self->sku_id);
  if (self->name != NULL)
    {
      tny_bind_text (stmt, "name", self->name);
      tny_bind_text (stmt, "folded", self->folded);
      tny_bind_int (stmt, "now", tny_clock_now (NULL));
    }
  if (!tny_run (stmt, error) || (stmt = tny_txn_stmt (txn, "product-names/sort", error)) == NULL)
    return FALSE;
  tny_bind_text (stmt, "sku_id", self->sku_id);
  tny_bind_text (stmt, "folded", self->name != NULL ? self->folded : usual);

  return tny_run (stmt, error);
}

gboolean
tny_product_set_name (TnyStore *store, const char *sku_id, const char *name, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (sku_id, -1);
  g_autofree char *trimmed = name != NULL ? tny_text_trim (name) : NULL;
  g_autofree char *folded = NULL;
  gboolean named = trimmed != NULL && *trimmed != '\0';
  Naming naming = { lower };

  if (!tny_text_is_guid (lower))
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT, "The id of a product is a GUID, not “%s”", sku_id);
      return FALSE;
    }
  if (named && (!g_utf8_validate (trimmed, -1, NULL) || strpbrk (trimmed, "\n\r") != NULL ||
                g_utf8_strlen (trimmed, -1) > TNY_PRODUCT_NAME_CHARS))
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT, "A name is one line of at most %d characters",
                   TNY_PRODUCT_NAME_CHARS);
      return FALSE;
    }
  if (named)
    {
      folded = tny_text_fold (trimmed);
      naming.name = trimmed;
      naming.folded = folded;
    }

  return tny_store_write (store, TNY_DURABLE, write_name, &naming, error);
}

/* The name in lines "id name"; NULL when there is none. */
static char *
own_name (const char *own, const char *sku_id)
{
  const char *at = own != NULL ? strstr (own, sku_id) : NULL;
  const char *end;

  if (at == NULL || (at != own && at[-1] != '\n') || at[strlen (sku_id)] != ' ')
    return NULL;
  at += strlen (sku_id) + 1;
  end = strchr (at, '\n');

  return end != NULL ? g_strndup (at, end - at) : g_strdup (at);
}

char **
tny_product_names_for (char *const *skus, const char *own)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; skus[i] != NULL; i++)
    {
      char *name = own_name (own, skus[i]);
      const char *usual = name == NULL ? tny_product_name (skus[i]) : NULL;

      g_ptr_array_add (names, name != NULL ? name : g_strdup (usual != NULL ? usual : skus[i]));
    }
  g_ptr_array_add (names, NULL);

  return (char **) g_ptr_array_steal (names, NULL);
}
