/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-csv.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tny-error.h"

#define MAX_BYTES ((gsize) 300 * 1024 * 1024)

static void
record_free (gpointer data)
{
  TnyCsvRecord *record = data;

  g_ptr_array_unref (record->fields);
  g_free (record->problem);
  g_free (record);
}

void
tny_csv_free (TnyCsv *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->records);
  g_free (self);
}

/* What a spreadsheet may take for a formula: also full-width forms, also behind blanks. */
static gboolean
looks_like_formula (const char *text)
{
  gunichar c;

  if (*text == '\t' || *text == '\r' || *text == '\n')
    return TRUE;
  while (*text == ' ')
    text++;
  c = g_utf8_get_char_validated (text, -1);

  return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r' || c == '\n' ||
         c == 0xFF1D || c == 0xFF0B || c == 0xFF0D || c == 0xFF20;
}

/* A guarded formula, by us or by whoever typed it: one guard is put on and taken off whatever number of
 * apostrophes there is, so that every text comes back as it was. */
static gboolean
needs_guard (const char *text)
{
  while (*text == '\'')
    text++;

  return looks_like_formula (text);
}

/* Takes the white space off both ends of a field, and the guard off a formula. In place. */
static void
tidy (char *text)
{
  char *start = text;
  gsize length;

  if (*start == '\'' && needs_guard (start + 1))
    start++;
  while (*start != '\0' && g_unichar_isspace (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  length = strlen (start);
  while (length > 0)
    {
      const char *last = g_utf8_find_prev_char (start, start + length);

      if (last == NULL || !g_unichar_isspace (g_utf8_get_char (last)))
        break;
      length = last - start;
    }
  memmove (text, start, length);
  text[length] = '\0';
}

static TnyCsvRecord *
record_new (guint line)
{
  TnyCsvRecord *record = g_new0 (TnyCsvRecord, 1);

  record->fields = g_ptr_array_new_with_free_func (g_free);
  record->line = line;

  return record;
}

typedef struct
{
  const char *at, *end;
  guint       line;
} Reader;

/* One field. Returns FALSE when the text ends inside quotes. */
static gboolean
read_field (Reader *reader, GString *field, const char **problem)
{
  gboolean quoted = reader->at < reader->end && *reader->at == '"';

  g_string_truncate (field, 0);
  if (quoted)
    reader->at++;
  for (;;)
    {
      char c;

      if (reader->at == reader->end)
        return !quoted;
      c = *reader->at;
      if (quoted && c == '"')
        {
          if (reader->at + 1 < reader->end && reader->at[1] == '"')
            reader->at++;
          else
            {
              reader->at++;
              quoted = FALSE;
              if (reader->at < reader->end && strchr (",\r\n", *reader->at) == NULL)
                *problem = "text stands behind a closing quote";
              continue;
            }
        }
      else if (!quoted && (c == ',' || c == '\r' || c == '\n'))
        return TRUE;
      else if (c == '\n' || (c == '\r' && !(reader->at + 1 < reader->end && reader->at[1] == '\n')))
        reader->line++;
      if (c == '\0')
        *problem = "a NUL byte";
      else
        g_string_append_c (field, c);
      reader->at++;
    }
}

static gboolean
read_records (TnyCsv *self, const char *data, gsize length, GError **error)
{
  Reader reader = { data, data + length, 1 };
  g_autoptr(GString) field = g_string_new (NULL);

  while (reader.at < reader.end)
    {
      TnyCsvRecord *record = record_new (reader.line);
      const char *problem = NULL;
      gboolean more = TRUE;

      g_ptr_array_add (self->records, record);
      while (more)
        {
          guint start = reader.line;
          char *text;

          if (!read_field (&reader, field, &problem))
            {
              g_set_error (error, TNY_ERROR, TNY_ERROR_INPUT,
                           "Line %u: a quoted field never ends", start);
              return FALSE;
            }
          text = g_strndup (field->str, field->len);
          tidy (text);
          g_ptr_array_add (record->fields, text);
          more = reader.at < reader.end && *reader.at == ',';
          if (more)
            reader.at++;
        }
      if (reader.at < reader.end)
        {
          reader.at += *reader.at == '\r' && reader.at + 1 < reader.end && reader.at[1] == '\n' ? 2 : 1;
          reader.line++;
        }
      /* Empty lines are no records. */
      if (record->fields->len == 1 && *(char *) record->fields->pdata[0] == '\0' && problem == NULL)
        {
          g_ptr_array_remove_index (self->records, self->records->len - 1);
          continue;
        }
      record->problem = g_strdup (problem);
    }

  return TRUE;
}

static void
check_widths (TnyCsv *self)
{
  const TnyCsvRecord *header = self->records->pdata[0];

  for (guint i = 1; i < self->records->len; i++)
    {
      TnyCsvRecord *record = self->records->pdata[i];

      if (record->problem == NULL && record->fields->len != header->fields->len)
        record->problem = g_strdup_printf ("%u fields where the heading has %u",
                                           record->fields->len, header->fields->len);
    }
}

/* A picture, a workbook, an archive: control characters where a heading would be. */
static gboolean
is_binary (const char *data, gsize length)
{
  for (gsize i = 0; i < length && data[i] != '\n' && data[i] != '\r'; i++)
    if ((guchar) data[i] < ' ' && data[i] != '\t' && data[i] != '\0')
      return TRUE;

  return length >= 4 && (memcmp (data, "\x89PNG", 4) == 0 || memcmp (data, "PK\3\4", 4) == 0);
}

TnyCsv *
tny_csv_parse (const char *data, gsize length, GError **error)
{
  g_autoptr(TnyCsv) self = NULL;
  g_autofree char *converted = NULL;

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  if (length > MAX_BYTES)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_INPUT, "The file is larger than 300 MiB");
      return NULL;
    }
  self = g_new0 (TnyCsv, 1);
  self->records = g_ptr_array_new_with_free_func (record_free);
  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    {
      data += 3;
      length -= 3;
    }
  else if (length >= 2 && (memcmp (data, "\xff\xfe", 2) == 0 || memcmp (data, "\xfe\xff", 2) == 0))
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_INPUT,
                           "The file is UTF-16; save it as “CSV UTF-8”");
      return NULL;
    }
  if (is_binary (data, length))
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_INPUT, N_("The file is not a CSV file"));
      return NULL;
    }
  /* NUL bytes are a fault of one record, not a reason to take the file for Latin-1. */
  {
    g_autofree char *probe = g_memdup2 (data, length);

    for (gsize i = 0; i < length; i++)
      if (probe[i] == '\0')
        probe[i] = ' ';
    if (length > 0 && !g_utf8_validate_len (probe, length, NULL))
      {
        gsize written;

        converted = g_convert (data, length, "UTF-8", "WINDOWS-1252", NULL, &written, NULL);
        if (converted == NULL)
          converted = g_convert (data, length, "UTF-8", "ISO-8859-1", NULL, &written, error);
        if (converted == NULL)
          return NULL;
        self->latin1 = TRUE;
        data = converted;
        length = written;
      }
  }
  if (!read_records (self, data, length, error))
    return NULL;
  if (self->records->len == 0)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_INPUT,
                           length == 0 ? "The file is empty" : "The file has no heading line");
      return NULL;
    }
  check_widths (self);

  return g_steal_pointer (&self);
}

TnyCsv *
tny_csv_load (const char *path, GError **error)
{
  g_autoptr(GError) local = NULL;
  g_autofree char *data = NULL;
  gsize length;
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE ","
                                                 G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                                 G_FILE_QUERY_INFO_NONE, NULL, &local);

  if (info != NULL && g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    g_set_error (&local, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "not a regular file");
  if (info != NULL && (guint64) g_file_info_get_size (info) > MAX_BYTES)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_INPUT, "%s is larger than 300 MiB", path);
      return NULL;
    }
  if (local != NULL || !g_file_get_contents (path, &data, &length, &local))
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_FILE, "%s: %s", path, local->message);
      return NULL;
    }

  return tny_csv_parse (data, length, error);
}

static char *
plain_heading (const char *text)
{
  GString *out = g_string_new (NULL);
  g_autofree char *folded = g_utf8_casefold (text, -1);

  for (const char *at = folded; *at != '\0'; at++)
    if (strchr (" \t-_", *at) == NULL)
      g_string_append_c (out, *at);

  return g_string_free (out, FALSE);
}

int
tny_csv_column (const TnyCsv *self, const char *name, const char *const *aliases)
{
  const TnyCsvRecord *header = self->records->pdata[0];

  for (guint wanted = 0;; wanted++)
    {
      const char *heading = wanted == 0 ? name : aliases != NULL ? aliases[wanted - 1] : NULL;
      g_autofree char *plain = heading != NULL ? plain_heading (heading) : NULL;

      if (plain == NULL)
        return -1;
      for (guint i = 0; i < header->fields->len; i++)
        {
          g_autofree char *own = plain_heading (header->fields->pdata[i]);

          if (strcmp (own, plain) == 0)
            return (int) i;
        }
    }
}

const char *
tny_csv_field (const TnyCsvRecord *record, int column)
{
  return column >= 0 && (guint) column < record->fields->len ? record->fields->pdata[column] : "";
}

void
tny_csv_append_field (GString *out, const char *text, gboolean last)
{
  text = text != NULL ? text : "";
  if (needs_guard (text) || strpbrk (text, ",\"\r\n") != NULL || *text == ' ' || *text == '\'')
    {
      g_string_append_c (out, '"');
      if (needs_guard (text))
        g_string_append_c (out, '\'');
      for (const char *at = text; *at != '\0'; at++)
        {
          if (*at == '"')
            g_string_append_c (out, '"');
          g_string_append_c (out, *at);
        }
      g_string_append_c (out, '"');
    }
  else
    g_string_append (out, text);
  g_string_append (out, last ? "\r\n" : ",");
}

gboolean
tny_csv_save (const char *path, GString *out, GError **error)
{
  g_autoptr(GError) local = NULL;

  if (g_file_set_contents_full (path, out->str, (gssize) out->len,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                0600, &local))
    return TRUE;

  g_set_error (error, TNY_ERROR, TNY_ERROR_FILE, "%s: %s", path, local->message);
  return FALSE;
}
