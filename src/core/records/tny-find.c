/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person named on a command line. */
#include "tny-list.h"

#include <string.h>

#include "tny-error.h"
#include "tny-text.h"

#define NAME_CHARS 80

/* Takes the one row of @stmt (id, id to show, name). */
static gboolean
take_one (sqlite3_stmt *stmt, const char *what, const char *name, gint64 *id, GError **error)
{
  g_autoptr(GString) names = g_string_new (NULL);
  g_autofree char *asked = tny_text_one_line (name, NAME_CHARS);
  gint64 first = 0;
  guint n = 0;
  gboolean row;

  for (;; n++)
    {
      g_autofree char *line = NULL;
      const char *shown;

      if (!tny_step (stmt, &row, error))
        return FALSE;
      if (!row)
        break;
      if (n == 0)
        first = tny_int (stmt, 0);
      line = tny_text_one_line (tny_text (stmt, 2), NAME_CHARS);
      shown = tny_text (stmt, 1);
      if (*shown != '\0' && tny_text_is_guid (shown))
        g_string_append_printf (names, "\n  %s  %s", shown, line);
      else
        g_string_append_printf (names, "\n  %" G_GINT64_FORMAT "  %s%s%s", tny_int (stmt, 0), line,
                                *shown != '\0' ? "  imported as " : "", shown);
    }
  if (n == 1)
    {
      *id = first;
      return TRUE;
    }
  if (n == 0)
    g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "No %s is called “%s”", what, asked);
  else
    g_set_error (error, TNY_ERROR, TNY_ERROR_AMBIGUOUS, "“%s” fits more than one %s:%s", asked,
                 what, names->str);

  return FALSE;
}

gboolean
tny_find_tenant (TnyReader *reader, const char *name, gint64 *id, GError **error)
{
  g_autofree char *folded = tny_text_fold (name);
  g_autofree char *lower = tny_text_is_guid (name) ? g_ascii_strdown (name, -1) : NULL;
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "tenants/find", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "graph_id", lower);
  tny_bind_text (stmt, "folded", folded);

  return take_one (stmt, "tenant", name, id, error);
}

/* A number is looked up as an id first: every other way to say it stays free for names. */
gboolean
tny_find_organization (TnyReader *reader, const char *name, gint64 *id, GError **error)
{
  g_autofree char *folded = tny_text_fold (name);
  g_autofree char *trimmed = tny_text_trim (name);
  gint64 number;
  sqlite3_stmt *stmt;
  gboolean found;

  if (g_ascii_string_to_signed (trimmed, 10, 1, G_MAXINT64, &number, NULL))
    {
      stmt = tny_reader_stmt (reader, "organizations/find-id", error);
      if (stmt == NULL)
        return FALSE;
      tny_bind_int (stmt, "id", number);
      if (!tny_step (stmt, &found, error))
        return FALSE;
      if (found)
        {
          *id = number;
          return TRUE;
        }
    }
  stmt = tny_reader_stmt (reader, "organizations/find", error);
  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "folded", folded);
  tny_bind_text (stmt, "external_id", trimmed);

  return take_one (stmt, "organization", name, id, error);
}
