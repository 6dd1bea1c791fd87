/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-output.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "tny-error.h"

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

  for (const TnyColumn *column = self->columns; !tny_column_is_last (column); column++)
    {
      guint columns, gap;

      if (column->title == NULL)
        continue;
      columns = tny_text_columns (cells[i]);
      gap = columns < self->widths[i] ? self->widths[i] - columns : 0;
      if (i > 0)
        g_string_append (self->out, "  ");
      if (tny_column_is_numeric (column))
        g_string_append_printf (self->out, "%*s%s", (int) gap, "", cells[i]);
      else
        {
          g_string_append (self->out, cells[i]);
          keep = self->out->len;      /* no blanks at the end of a line */
          g_string_append_printf (self->out, "%*s", (int) gap, "");
        }
      if (tny_column_is_numeric (column))
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

  for (const TnyColumn *column = self->columns; !tny_column_is_last (column); column++)
    if (column->title != NULL)
      g_ptr_array_add (cells, row == NULL ? g_strdup (_(column->title))
                                          : tny_column_text (column, row));
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

      tny_columns_append_object (object, self->columns, row);
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
      tny_columns_append_error (self->out, error, NULL);
      g_string_append (self->out, "}\n");
    }
  else if (self->lines != NULL)
    print_kept (self);
  flush (self, 0);
  output_free (self);
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
