/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-licence-export.h"

#include "tny-csv.h"
#include "tny-text.h"

/* NULL, an empty field, for what was not told. */
static char *
number (gint64 value, gint64 untold)
{
  return value != untold ? g_strdup_printf ("%" G_GINT64_FORMAT, value) : NULL;
}

static void
append_row (GString *out, const TnyLicenceRow *row)
{
  g_autofree char *enabled = number (row->enabled, -1), *warning = number (row->warning, -1);
  g_autofree char *suspended = number (row->suspended, -1), *consumed = number (row->consumed, -1);
  g_autofree char *left = number (row->free_units, TNY_UNITS_NOT_TOLD);
  g_autofree char *read_at = row->read_at != 0 ? tny_time_format (row->read_at) : NULL;
  const char *fields[] = {
    row->tenant_graph_id, row->tenant_name, row->organization_name, row->sku_id, row->part_number, row->name,
    enabled, warning, suspended, consumed, left, row->state, read_at,
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i] == left && left != NULL)
      g_string_append_printf (out, "%s,", left);      /* a number below 0 is no formula */
    else
      tny_csv_append_field (out, fields[i], i + 1 == G_N_ELEMENTS (fields));
}

gboolean
tny_licence_export (TnyReader *reader, const TnyListQuery *query, const char *path, guint *rows,
                    GCancellable *cancellable, GError **error)
{
  g_autoptr(GArray) ids = tny_list_ids (reader, query, error);
  g_autoptr(GString) out = g_string_new ("tenant_id,tenant_name,organization,sku_id,part_number,name,enabled,"
                                         "warning,suspended,consumed,free,state,read_at\r\n");

  *rows = 0;
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      g_autoptr(GError) problem = NULL;
      TnyLicenceRow *row;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      row = tny_licence_read (reader, g_array_index (ids, gint64, i), &problem);
      if (problem != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
      if (row == NULL)
        continue;
      append_row (out, row);
      (*rows)++;
      tny_licence_row_free (row);
    }

  return ids != NULL && tny_csv_save (path, out, error);
}
