/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-output.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "tny-csv.h"
#include "tny-error.h"
#include "tny-json.h"
#include "tny-text.h"

#define CELL_MAX_CHARS 256
#define COLUMN_MAX     40      /* longer cells push what follows, they do not widen the column */
#define MEASURE_ROWS   500
#define FLUSH_BYTES    (64 * 1024)

struct _TnyOutput
{
  const TnyColumn *columns;
  gboolean         json;
  guint            n_rows;
  GPtrArray       *lines;      /* text: char ** per row until the widths are known, then NULL */
  guint            widths[32];
  GString         *out;
  GError          *error;      /* of the first write that failed */
};

#define MEMBER(type, row, column) (*(type const *) ((const char *) (row) + (column)->offset))

static gboolean
is_last (const TnyColumn *column)
{
  return column->key == NULL && column->title == NULL;
}

static gboolean
is_numeric (const TnyColumn *column)
{
  return column->kind == TNY_CELL_NUMBER || column->kind == TNY_CELL_REPORTED ||
         column->kind == TNY_CELL_COUNT || column->kind == TNY_CELL_ID ||
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
    case TNY_CELL_REPORTED:
      return MEMBER (gint64, row, column) < 0 ? NULL
             : g_strdup_printf ("%" G_GINT64_FORMAT, MEMBER (gint64, row, column));
    case TNY_CELL_ID:
      return MEMBER (gint64, row, column) == 0 ? NULL
             : g_strdup_printf ("%" G_GINT64_FORMAT, MEMBER (gint64, row, column));
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
            tny_output_append_object (out, column->columns, rows->pdata[i]);
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
tny_output_append_object (GString *out, const TnyColumn *columns, gconstpointer row)
{
  const char *separator = "";

  g_string_append_c (out, '{');
  for (const TnyColumn *column = columns; !is_last (column); column++)
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
tny_output_append_error (GString *out, const GError *error)
{
  const TnyRemedy *remedy = tny_remedy_for (error);
  gboolean cancelled = tny_error_cancelled (error);

  g_string_append (out, "\"error\":{\"code\":");
  tny_json_append_text (out, cancelled ? "cancelled" : remedy->name);
  g_string_append (out, ",\"message\":");
  tny_json_append_text (out, error->message);
  g_string_append (out, ",\"remedy\":");
  tny_json_append_text (out, cancelled ? NULL : _(remedy->advice));
  g_string_append_c (out, '}');
}

/* Text */

static char *
cell_text (const TnyColumn *column, gconstpointer row)
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

        return tny_text_one_line (texts != NULL && texts[0] != NULL ? texts[0] : "—", CELL_MAX_CHARS);
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

guint
tny_text_columns (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (!g_unichar_iszerowidth (c))
        n += g_unichar_iswide (c) ? 2 : 1;
    }

  return n;
}

static void
append_line (TnyOutput *self, char **cells)
{
  guint i = 0;
  gsize keep = self->out->len;

  for (const TnyColumn *column = self->columns; !is_last (column); column++)
    {
      guint columns, gap;

      if (column->title == NULL)
        continue;
      columns = tny_text_columns (cells[i]);
      gap = columns < self->widths[i] ? self->widths[i] - columns : 0;
      if (i > 0)
        g_string_append (self->out, "  ");
      if (is_numeric (column))
        g_string_append_printf (self->out, "%*s%s", (int) gap, "", cells[i]);
      else
        {
          g_string_append (self->out, cells[i]);
          keep = self->out->len;      /* no blanks at the end of a line */
          g_string_append_printf (self->out, "%*s", (int) gap, "");
        }
      if (is_numeric (column))
        keep = self->out->len;
      i++;
    }
  g_string_truncate (self->out, keep);
  g_string_append_c (self->out, '\n');
}

static void
flush (TnyOutput *self, gsize above)
{
  if (self->out->len <= above)
    return;
  if (self->error == NULL)
    tny_output_write (self->out->str, self->out->len, &self->error);
  g_string_truncate (self->out, 0);
}

/* The widths are settled: headings, then what was kept. */
static void
print_kept (TnyOutput *self)
{
  g_autoptr(GPtrArray) lines = g_steal_pointer (&self->lines);

  for (guint l = 0; l < lines->len; l++)
    {
      char **cells = lines->pdata[l];

      for (guint i = 0; cells[i] != NULL; i++)
        self->widths[i] = MAX (self->widths[i], MIN (tny_text_columns (cells[i]), COLUMN_MAX));
    }
  for (guint l = 0; l < lines->len; l++)
    append_line (self, lines->pdata[l]);
}

static char **
row_cells (TnyOutput *self, gconstpointer row)
{
  g_autoptr(GPtrArray) cells = g_ptr_array_new ();

  for (const TnyColumn *column = self->columns; !is_last (column); column++)
    if (column->title != NULL)
      g_ptr_array_add (cells, row == NULL ? g_strdup (_(column->title)) : cell_text (column, row));
  g_ptr_array_add (cells, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&cells), FALSE);
}

TnyOutput *
tny_output_begin (const TnyColumn *columns, gboolean json)
{
  TnyOutput *self = g_new0 (TnyOutput, 1);

  self->columns = columns;
  self->json = json;
  self->out = g_string_new (json ? "{\"items\":[" : NULL);
  if (!json)
    {
      self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
      g_ptr_array_add (self->lines, row_cells (self, NULL));
    }

  return self;
}

void
tny_output_item (TnyOutput *self, const char *object)
{
  g_string_append (self->out, self->n_rows++ > 0 ? ",\n" : "\n");
  g_string_append (self->out, object);
  flush (self, FLUSH_BYTES);
}

void
tny_output_row (TnyOutput *self, gconstpointer row)
{
  char **cells;

  if (self->json)
    {
      g_autoptr(GString) object = g_string_new (NULL);

      tny_output_append_object (object, self->columns, row);
      tny_output_item (self, object->str);
      return;
    }

  cells = row_cells (self, row);
  self->n_rows++;
  if (self->lines == NULL)
    {
      append_line (self, cells);
      g_strfreev (cells);
    }
  else
    {
      g_ptr_array_add (self->lines, cells);
      if (self->lines->len > MEASURE_ROWS)
        print_kept (self);
    }
  flush (self, FLUSH_BYTES);
}

static void
output_free (TnyOutput *self)
{
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_string_free (self->out, TRUE);
  g_clear_error (&self->error);
  g_free (self);
}

gboolean
tny_output_end (TnyOutput *self, GError **error)
{
  gboolean ok;

  if (self->json)
    g_string_append (self->out, self->n_rows > 0 ? "\n]}\n" : "]}\n");
  else if (self->lines != NULL)
    print_kept (self);
  flush (self, 0);

  ok = self->error == NULL;
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&self->error));
  output_free (self);

  return ok;
}

void
tny_output_abort (TnyOutput *self, const GError *error)
{
  if (self->json)
    {
      g_string_append (self->out, "],");
      tny_output_append_error (self->out, error);
      g_string_append (self->out, "}\n");
    }
  else if (self->lines != NULL)
    print_kept (self);
  flush (self, 0);
  output_free (self);
}

/* CSV */

void
tny_output_append_csv (GString *out, const TnyColumn *columns, gconstpointer row)
{
  for (const TnyColumn *column = columns; !is_last (column); column++)
    {
      g_autofree char *text = NULL;
      gboolean last = is_last (column + 1);

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
                text = column->kind == TNY_CELL_FIRST ? g_strdup (texts[0]) : g_strjoinv ("; ", texts);
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

gboolean
tny_output_write (const char *text, gsize length, GError **error)
{
  while (length > 0)
    {
      gssize n = write (STDOUT_FILENO, text, length);
      int code = errno;

      if (n < 0 && code == EINTR)
        continue;
      if (n < 0 && code == EPIPE)
        return TRUE;
      if (n < 0)
        {
          g_set_error (error, TNY_ERROR, TNY_ERROR_FILE, "Standard output: %s", g_strerror (code));
          return FALSE;
        }
      text += n;
      length -= (gsize) n;
    }

  return TRUE;
}
