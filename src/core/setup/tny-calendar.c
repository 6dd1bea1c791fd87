/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What ends by itself as an iCalendar object (RFC 5545). */
#include "config.h"

#include "tny-coming.h"

#include "tny-csv.h"

#define DAY 86400
/* Octets of a line without its end (3.1). */
#define LINE_MAX_OCTETS 75

/* Ends a content line: folds it where it is too long, never inside a character. */
static void
append_line (GString *out, const char *line)
{
  gsize room = LINE_MAX_OCTETS;

  for (const char *at = line; *at != '\0';)
    {
      const char *next = g_utf8_next_char (at);
      gsize length = (gsize) (next - at);

      if (length > room)
        {
          g_string_append (out, "\r\n ");
          room = LINE_MAX_OCTETS - 1;
        }
      g_string_append_len (out, at, (gssize) length);
      room -= length;
      at = next;
    }
  g_string_append (out, "\r\n");
}

/* A value of the type TEXT (3.3.11): text from outside cannot end its line or its property. */
static void
append_text (GString *out, const char *name, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr(GString) line = g_string_new (name);

  g_string_append_c (line, ':');
  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == '\n')
        g_string_append (line, "\\n");
      else if (c == '\\' || c == ';' || c == ',')
        g_string_append_printf (line, "\\%c", (char) c);
      else if (!g_unichar_iscntrl (c))
        g_string_append_unichar (line, c);
    }
  append_line (out, line->str);
}

/* A value of the type URI (3.3.13) is not escaped: it has to be one. */
static void
append_url (GString *out, const char *url)
{
  g_autofree char *line = NULL;

  if (url == NULL || !g_uri_is_valid (url, G_URI_FLAGS_NONE, NULL))
    return;
  for (const char *at = url; *at != '\0'; at++)
    if ((guchar) *at <= ' ' || (guchar) *at >= 0x7f)
      return;
  line = g_strconcat ("URL:", url, NULL);
  append_line (out, line);
}

static void
append_time (GString *out, const char *name, gint64 at)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (at);
  g_autofree char *value = time != NULL ? g_date_time_format (time, "%Y%m%dT%H%M%SZ") : NULL;
  g_autofree char *line = value != NULL ? g_strconcat (name, ":", value, NULL) : NULL;

  if (line != NULL)
    append_line (out, line);
}

static void
append_alarm (GString *out, const TnyComing *coming, guint days)
{
  g_autofree char *trigger = g_strdup_printf ("TRIGGER:-P%uD", days);

  append_line (out, "BEGIN:VALARM");
  append_line (out, "ACTION:DISPLAY");
  append_line (out, trigger);
  append_text (out, "DESCRIPTION", coming->title);
  append_line (out, "END:VALARM");
}

static void
append_event (GString *out, const TnyComing *coming, gint64 now)
{
  const guint *leads = tny_coming_leads (coming);

  append_line (out, "BEGIN:VEVENT");
  append_text (out, "UID", coming->uid);
  append_time (out, "DTSTAMP", now);
  append_time (out, "LAST-MODIFIED", coming->checked_at);
  append_time (out, "DTSTART", coming->due_at);
  append_text (out, "SUMMARY", coming->title);
  append_text (out, "DESCRIPTION", coming->text);
  append_url (out, coming->url);
  append_line (out, "CATEGORIES:Tenantry");
  append_line (out, "TRANSP:TRANSPARENT");
  for (guint i = 0; leads[i] != 0; i++)
    if (coming->due_at - (gint64) leads[i] * DAY > now)
      append_alarm (out, coming, leads[i]);
  append_line (out, "END:VEVENT");
}

char *
tny_calendar_text (GPtrArray *list, gint64 now, guint *n)
{
  g_autoptr(GString) out = g_string_new (NULL);
  guint events = 0;

  append_line (out, "BEGIN:VCALENDAR");
  append_line (out, "VERSION:2.0");
  append_line (out, "PRODID:-//Tenantry//Tenantry " TNY_VERSION "//EN");
  append_line (out, "CALSCALE:GREGORIAN");
  append_line (out, "METHOD:PUBLISH");
  for (guint i = 0; i < list->len; i++)
    {
      const TnyComing *coming = list->pdata[i];

      if (coming->due_at <= now)
        continue;
      append_event (out, coming, now);
      events++;
    }
  append_line (out, "END:VCALENDAR");
  if (n != NULL)
    *n = events;

  return g_string_free (g_steal_pointer (&out), FALSE);
}

gboolean
tny_calendar_save (GPtrArray *list, gint64 now, const char *path, guint *n, GError **error)
{
  g_autofree char *text = tny_calendar_text (list, now, n);
  g_autoptr(GString) out = g_string_new (text);

  return *n == 0 || tny_csv_save (path, out, error);
}
