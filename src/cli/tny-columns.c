/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-columns.h"

#include <glib/gi18n-lib.h>

#include "tny-csv.h"
#include "tny-error.h"
#include "tny-json.h"
#include "tny-text.h"

#define CELL_MAX_CHARS 256

#define MEMBER(type, row, column) (*(type const *) ((const char *) (row) + (column)->offset))

gboolean
tny_column_is_last (const TnyColumn *column)
{
  return column->key == NULL && column->title == NULL;
}

gboolean
tny_column_is_numeric (const TnyColumn *column)
{
  return column->kind == TNY_CELL_NUMBER || column->kind == TNY_CELL_REPORTED ||
         column->kind == TNY_CELL_COUNT || column->kind == TNY_CELL_BALANCE ||
         column->kind == TNY_CELL_BYTES || column->kind == TNY_CELL_ID ||
         column->kind == TNY_CELL_SCORE;
}

/* Numbers, NULL where the value is unknown; the other kinds have no number. */
static char *
number_text (const TnyColumn *column, gconstpointer row)
{
  switch (column->kind)
    {
    case TNY_CELL_NUMBER:
      return g_strdup_printf ("%" G_GINT64_FORMAT, MEMBER (gint64, row, column));
    case TNY_CELL_COUNT:
      return g_strdup_printf ("%u", MEMBER (guint, row, column));
    case TNY_CELL_BYTES:
    case TNY_CELL_REPORTED:
      return MEMBER (gint64, row, column) < 0 ? NULL
             : g_strdup_printf ("%" G_GINT64_FORMAT, MEMBER (gint64, row, column));
    case TNY_CELL_BALANCE:
      return MEMBER (gint64, row, column) == G_MININT64 ? NULL
             : g_strdup_printf ("%" G_GINT64_FORMAT, MEMBER (gint64, row, column));
    case TNY_CELL_ID:
      return MEMBER (gint64, row, column) == 0 ? NULL
             : g_strdup_printf ("%" G_GINT64_FORMAT, MEMBER (gint64, row, column));
    case TNY_CELL_POINTS:
      return g_strdup_printf ("%d", MEMBER (int, row, column));
    case TNY_CELL_SCORE:
      return MEMBER (int, row, column) < 0 ? NULL
             : g_strdup_printf ("%d", MEMBER (int, row, column));
    default:
      return NULL;
    }
}

/* JSON */

static void
append_value (GString *out, const TnyColumn *column, gconstpointer row)
{
  g_autofree char *text = NULL;

  switch (column->kind)
    {
    case TNY_CELL_TEXT:
      tny_json_append_text (out, MEMBER (char *, row, column));
      break;
    case TNY_CELL_FIRST:
      {
        char **texts = MEMBER (char **, row, column);

        tny_json_append_text (out, texts != NULL ? texts[0] : NULL);
        break;
      }
    case TNY_CELL_TEXTS:
      {
        char **texts = MEMBER (char **, row, column);

        g_string_append_c (out, '[');
        for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
          {
            if (i > 0)
              g_string_append_c (out, ',');
            tny_json_append_text (out, texts[i]);
          }
        g_string_append_c (out, ']');
        break;
      }
    case TNY_CELL_FLAG:
    case TNY_CELL_MARK:
      g_string_append (out, MEMBER (gboolean, row, column) ? "true" : "false");
      break;
    case TNY_CELL_ANSWER:
      g_string_append (out, MEMBER (int, row, column) < 0 ? "null"
                            : MEMBER (int, row, column) ? "true" : "false");
      break;
    case TNY_CELL_TIME:
      if (MEMBER (gint64, row, column) != 0)
        text = tny_time_format (MEMBER (gint64, row, column));
      tny_json_append_text (out, text);
      break;
    case TNY_CELL_ROWS:
      {
        GPtrArray *rows = MEMBER (GPtrArray *, row, column);

        g_string_append_c (out, '[');
        for (guint i = 0; rows != NULL && i < rows->len; i++)
          {
            if (i > 0)
              g_string_append_c (out, ',');
            tny_columns_append_object (out, column->columns, rows->pdata[i]);
          }
        g_string_append_c (out, ']');
        break;
      }
    default:
      text = number_text (column, row);
      g_string_append (out, text != NULL ? text : "null");
    }
}

void
tny_columns_append_object (GString *out, const TnyColumn *columns, gconstpointer row)
{
  const char *separator = "";

  g_string_append_c (out, '{');
  for (const TnyColumn *column = columns; !tny_column_is_last (column); column++)
    if (column->key != NULL)
      {
        g_string_append (out, separator);
        tny_json_append_text (out, column->key);
        g_string_append_c (out, ':');
        append_value (out, column, row);
        separator = ",";
      }
  g_string_append_c (out, '}');
}

void
tny_columns_append_error (GString *out, const GError *error, const char *advice)
{
  const TnyRemedy *remedy = tny_remedy_for (error);
  gboolean cancelled = tny_error_cancelled (error);

  g_string_append (out, "\"error\":{\"code\":");
  tny_json_append_text (out, cancelled ? "cancelled" : remedy->name);
  g_string_append (out, ",\"message\":");
  tny_json_append_text (out, error->message);
  g_string_append (out, ",\"remedy\":");
  tny_json_append_text (out, cancelled ? NULL : advice != NULL ? advice : _(remedy->advice));
  g_string_append_c (out, '}');
}

/* Text */

char *
tny_column_text (const TnyColumn *column, gconstpointer row)
{
  switch (column->kind)
    {
    case TNY_CELL_TEXT:
      {
        const char *text = MEMBER (char *, row, column);

        return text != NULL ? tny_text_one_line (text, CELL_MAX_CHARS) : g_strdup ("—");
      }
    case TNY_CELL_FIRST:
      {
        char **texts = MEMBER (char **, row, column);

        return tny_text_one_line (texts != NULL && texts[0] != NULL ? texts[0] : "—",
                                  CELL_MAX_CHARS);
      }
    case TNY_CELL_TEXTS:
      {
        char **texts = MEMBER (char **, row, column);
        g_autofree char *joined = texts != NULL ? g_strjoinv (", ", texts) : NULL;

        return tny_text_one_line (joined != NULL && *joined != '\0' ? joined : "—", CELL_MAX_CHARS);
      }
    case TNY_CELL_FLAG:
    case TNY_CELL_MARK:
      return g_strdup (MEMBER (gboolean, row, column) ? _("yes") : _("no"));
    case TNY_CELL_ANSWER:
      return g_strdup (MEMBER (int, row, column) < 0 ? "—"
                       : MEMBER (int, row, column) ? _("yes") : _("no"));
    case TNY_CELL_BYTES:
      return MEMBER (gint64, row, column) < 0 ? g_strdup ("—")
             : g_format_size ((guint64) MEMBER (gint64, row, column));
    case TNY_CELL_TIME:
      {
        g_autoptr(GDateTime) time = NULL;

        if (MEMBER (gint64, row, column) != 0)
          time = g_date_time_new_from_unix_local (MEMBER (gint64, row, column));
        return time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M") : g_strdup ("—");
      }
    default:
      {
        char *text = number_text (column, row);

        return text != NULL ? text : g_strdup ("—");
      }
    }
}

/* CSV */

void
tny_columns_append_csv (GString *out, const TnyColumn *columns, gconstpointer row)
{
  for (const TnyColumn *column = columns; !tny_column_is_last (column); column++)
    {
      g_autofree char *text = NULL;
      gboolean last = tny_column_is_last (column + 1);

      if (row == NULL)
        text = g_strdup (column->key);
      else
        switch (column->kind)
          {
          case TNY_CELL_TEXT:
            text = g_strdup (MEMBER (char *, row, column));
            break;
          case TNY_CELL_FIRST:
          case TNY_CELL_TEXTS:
            {
              char **texts = MEMBER (char **, row, column);

              if (texts != NULL)
                text = column->kind == TNY_CELL_FIRST ? g_strdup (texts[0])
                                                      : g_strjoinv ("; ", texts);
              break;
            }
          case TNY_CELL_FLAG:
            text = g_strdup (MEMBER (gboolean, row, column) ? "true" : "false");
            break;
          case TNY_CELL_MARK:
            text = g_strdup (MEMBER (gboolean, row, column) ? "Yes" : "No");
            break;
          case TNY_CELL_ANSWER:
            text = g_strdup (MEMBER (int, row, column) < 0 ? NULL
                             : MEMBER (int, row, column) ? "true" : "false");
            break;
          case TNY_CELL_TIME:
            if (MEMBER (gint64, row, column) != 0)
              text = tny_time_format (MEMBER (gint64, row, column));
            break;
          default:
            text = number_text (column, row);
          }
      tny_csv_append_field (out, text, last);
    }
}
