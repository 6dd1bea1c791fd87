/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-log-export.h"

#include "tny-csv.h"
#include "tny-list-json.h"
#include "tny-text.h"

TnyExportFormat
tny_export_format (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  if (g_str_has_suffix (lower, ".csv"))
    return TNY_EXPORT_CSV;
  if (g_str_has_suffix (lower, ".jsonl") || g_str_has_suffix (lower, ".ndjson"))
    return TNY_EXPORT_JSON_LINES;

  return TNY_EXPORT_TEXT;
}

static void
append_csv (GString *out, const TnyLogRow *row)
{
  g_autofree char *at = tny_time_format (row->at);
  const char *fields[] = {
    at, row->level, row->tenant_name, row->tenant_graph_id, row->stream, row->object, row->action,
    row->message, row->request_id,
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    tny_csv_append_field (out, fields[i], i + 1 == G_N_ELEMENTS (fields));
}

static void
append_text (GString *out, const TnyLogRow *row)
{
  g_autofree char *at = tny_time_format (row->at);
  g_autofree char *tenant = tny_text_one_line (row->tenant_name != NULL ? row->tenant_name : "-", 256);
  g_autofree char *message = tny_text_one_line (row->message, 4096);

  g_string_append_printf (out, "%s %-7s %s: %s", at, row->level, tenant, message);
  if (row->request_id != NULL)
    g_string_append_printf (out, " (request %s)", row->request_id);
  g_string_append_c (out, '\n');
}

gboolean
tny_log_export (TnyReader *reader, const TnyListQuery *query, const char *path,
                GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (query->kind == TNY_LIST_LOG, FALSE);

  TnyExportFormat format = tny_export_format (path);
  g_autoptr(GArray) ids = tny_list_ids (reader, query, error);
  g_autoptr(GString) out = g_string_new (NULL);

  if (ids == NULL)
    return FALSE;
  if (format == TNY_EXPORT_CSV)
    g_string_append (out, "at,level,tenant,tenant_id,stream,object,action,message,request_id\r\n");

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr(TnyLogRow) row = NULL;
      g_autoptr(GError) failure = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      row = tny_log_read (reader, g_array_index (ids, gint64, i), &failure);
      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (row == NULL)
        continue;
      if (format == TNY_EXPORT_CSV)
        append_csv (out, row);
      else if (format == TNY_EXPORT_TEXT)
        append_text (out, row);
      else
        {
          tny_log_append_json (out, row);
          g_string_append_c (out, '\n');
        }
    }

  return tny_csv_save (path, out, error);
}
