/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-product-names.h"

#include <gio/gio.h>
#include <string.h>

#include "tny-model-resource.h"

#define GUID_CHARS 36

/* product-names.tsv, cut into lines once: GUID, NUL, name, NUL, sorted by GUID. */
typedef struct
{
  char        *text;
  const char **lines;
  guint        n;
} Table;

static const Table *
table (void)
{
  static Table whole;
  static gsize loaded;

  if (g_once_init_enter (&loaded))
    {
      g_autoptr(GBytes) bytes = g_resource_lookup_data (tny_model_get_resource (),
                                                        "/io/github/tenantry/model/product-names.tsv",
                                                        G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
      gsize length;
      const char *data = g_bytes_get_data (bytes, &length);
      g_autoptr(GPtrArray) lines = g_ptr_array_new ();

      whole.text = g_strndup (data, length);
      for (char *at = whole.text; *at != '\0';)
        {
          char *end = strchr (at, '\n');

          *end = '\0';
          at[GUID_CHARS] = '\0';
          g_ptr_array_add (lines, at);
          at = end + 1;
        }
      whole.n = lines->len;
      whole.lines = (const char **) g_ptr_array_steal (lines, NULL);
      g_once_init_leave (&loaded, 1);
    }

  return &whole;
}

static int
compare_guid (const void *key, const void *line)
{
  return g_ascii_strcasecmp (key, *(const char *const *) line);
}

const char *
tny_product_name (const char *sku_id)
{
  const Table *all = table ();
  const char **found;

  if (sku_id == NULL)
    return NULL;
  found = bsearch (sku_id, all->lines, all->n, sizeof *all->lines, compare_guid);

  return found != NULL ? *found + GUID_CHARS + 1 : NULL;
}

guint
tny_product_count (void)
{
  return table ()->n;
}
