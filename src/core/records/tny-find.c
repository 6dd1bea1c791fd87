/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person named on a command line. */
#include "tny-devices.h"

#include <string.h>

#include "tny-error.h"
#include "tny-json.h"
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

gboolean
tny_find_user (TnyReader *reader, gint64 tenant_id, const char *name, gint64 *id, GError **error)
{
  g_autofree char *folded = tny_text_fold (name);
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "users/find", error);
  guint8 bytes[16];

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", tenant_id);
  tny_bind_text (stmt, "folded", folded);
  if (tny_guid_to_bytes (name, bytes))
    tny_bind_blob (stmt, "graph_id", bytes, sizeof bytes);

  return take_one (stmt, "user", name, id, error);
}

/* "Anna van Berg" may be sorted as "van berg anna" and as "berg anna van". */
static char *
sort_names (const char *name)
{
  g_autofree char *folded = tny_text_fold (name);
  GString *out = g_string_new ("[");

  tny_json_append_text (out, folded);
  for (const char *blank = strchr (folded, ' '); blank != NULL; blank = strchr (blank + 1, ' '))
    {
      g_autofree char *first = g_strndup (folded, (gsize) (blank - folded));
      g_autofree char *turned = g_strdup_printf ("%s %s", blank + 1, first);

      g_string_append_c (out, ',');
      tny_json_append_text (out, turned);
    }
  g_string_append_c (out, ']');

  return g_string_free (out, FALSE);
}

static gboolean
find_contact (TnyReader *reader, gint64 organization_id, const char *name, gint64 number,
              gint64 *id, gboolean *found, GError **error)
{
  g_autofree char *folded = tny_text_fold (name), *trimmed = tny_text_trim (name);
  g_autofree char *names = sort_names (name);
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "contacts/find", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "organization_id", organization_id);
  tny_bind_int (stmt, "id", number);
  tny_bind_text (stmt, "external_id", trimmed);
  tny_bind_text (stmt, "names", names);
  tny_bind_text (stmt, "folded", folded);
  if (number == 0)
    return take_one (stmt, "contact", name, id, error);
  if (!tny_step (stmt, found, error))
    return FALSE;
  *id = *found ? number : *id;

  return TRUE;
}

gboolean
tny_find_contact (TnyReader *reader, gint64 organization_id, const char *name, gint64 *id,
                  GError **error)
{
  g_autofree char *trimmed = tny_text_trim (name);
  gboolean found = FALSE;
  gint64 number;

  if (g_ascii_string_to_signed (trimmed, 10, 1, G_MAXINT64, &number, NULL) &&
      !find_contact (reader, organization_id, name, number, id, &found, error))
    return FALSE;

  return found || find_contact (reader, organization_id, name, 0, id, &found, error);
}

gboolean
tny_find_device (TnyReader *reader, gint64 organization_id, const char *name, gint64 *id,
                 GError **error)
{
  g_autofree char *folded = tny_text_fold (name);
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "devices/find", error);
  guint8 bytes[16];

  if (stmt == NULL)
    return FALSE;
  if (tny_guid_to_bytes (name, bytes))
    tny_bind_blob (stmt, "graph_id", bytes, sizeof bytes);
  tny_bind_text (stmt, "folded", folded);
  tny_bind_int (stmt, "organization_id", organization_id);

  return take_one (stmt, "device", name, id, error);
}

static sqlite3_stmt *
find_configuration (TnyReader *reader, gint64 organization_id, gint64 number, const char *trimmed,
                    GError **error)
{
  g_autofree char *folded = tny_text_fold (trimmed);
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "configurations/find", error);

  if (stmt == NULL)
    return NULL;
  tny_bind_int (stmt, "organization_id", organization_id);
  tny_bind_int (stmt, "id", number);
  tny_bind_text (stmt, "external_id", trimmed);
  tny_bind_text (stmt, "folded", folded);

  return stmt;
}

gboolean
tny_find_configuration (TnyReader *reader, gint64 organization_id, const char *name, gint64 *id,
                        GError **error)
{
  g_autofree char *trimmed = tny_text_trim (name);
  sqlite3_stmt *stmt;
  gint64 number;
  gboolean found;

  if (g_ascii_string_to_signed (trimmed, 10, 1, G_MAXINT64, &number, NULL))
    {
      stmt = find_configuration (reader, organization_id, number, trimmed, error);
      if (stmt == NULL || !tny_step (stmt, &found, error))
        return FALSE;
      if (found)
        {
          *id = number;
          return TRUE;
        }
    }
  stmt = find_configuration (reader, organization_id, 0, trimmed, error);

  return stmt != NULL && take_one (stmt, "configuration", name, id, error);
}
