/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-words.h"

#include <glib/gi18n-lib.h>

#include "tny-text.h"

#define NAME_CHARS 200
#define MINUTE 60
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

char *
tny_words_number (guint64 number)
{
  return g_strdup_printf ("%'" G_GUINT64_FORMAT, number);
}

char *
tny_words_bytes (guint64 bytes)
{
  return g_format_size (bytes);
}

static char *
near_words (gint64 seconds, gboolean future)
{
  if (seconds < MINUTE)
    return g_strdup (future ? _("in less than a minute") : _("just now"));

  /* translators: short forms of minutes and hours, for narrow columns */
  if (seconds < HOUR)
    return g_strdup_printf (future ? _("in %d min") : _("%d min ago"), (int) (seconds / MINUTE));

  return g_strdup_printf (future ? _("in %d h") : _("%d h ago"), (int) (seconds / HOUR));
}

char *
tny_words_ago (gint64 then, gint64 now)
{
  if (then == 0)
    return g_strdup (TNY_UNKNOWN);

  gboolean future = then > now;
  gint64 distance = future ? then - now : now - then;

  if (distance < 12 * HOUR)
    return near_words (distance, future);

  g_autoptr(GDateTime) date = g_date_time_new_from_unix_local (then);

  if (date == NULL)
    return g_strdup (TNY_UNKNOWN);

  /* translators: g_date_time_format(): a day of the last or next week, and a date */
  return g_date_time_format (date, distance < 7 * DAY ? _("%a %H:%M") : _("%-d %b %Y"));
}

char *
tny_words_time (gint64 then)
{
  g_autoptr(GDateTime) date = then != 0 ? g_date_time_new_from_unix_local (then) : NULL;

  if (date == NULL)
    return g_strdup (_("unknown"));

  /* translators: g_date_time_format(): the full local time with its offset from UTC */
  return g_date_time_format (date, _("%A, %-d %B %Y, %H:%M:%S %:z"));
}

char *
tny_words_duration (gint64 seconds)
{
  if (seconds < MINUTE)
    return g_strdup_printf (_("%d s"), (int) MAX (seconds, 0));
  if (seconds < HOUR)
    return g_strdup_printf (_("%d min %d s"), (int) (seconds / MINUTE), (int) (seconds % MINUTE));

  return g_strdup_printf (_("%d h %d min"), (int) (seconds / HOUR),
                          (int) (seconds % HOUR / MINUTE));
}

char *
tny_words_left (gint64 left_usec)
{
  if (left_usec < 0)
    return NULL;

  gint64 minutes = (left_usec + MINUTE * G_USEC_PER_SEC / 2) / (MINUTE * G_USEC_PER_SEC);

  if (minutes < 1)
    return g_strdup (_("less than a minute left"));
  if (minutes < 90)
    return g_strdup_printf (ngettext ("about %d minute left", "about %d minutes left",
                                      (gulong) minutes), (int) minutes);

  return g_strdup_printf (ngettext ("about %d hour left", "about %d hours left",
                                    (gulong) ((minutes + 30) / 60)), (int) ((minutes + 30) / 60));
}

char *
tny_words_progress (const TnyProgress *progress)
{
  g_autofree char *left = tny_words_left (progress->left_usec);
  g_autofree char *count = NULL;
  const char *parts[5] = { NULL };
  guint n = 0;

  if (progress->phase != NULL && *progress->phase != '\0')
    parts[n++] = progress->phase;
  if (progress->detail != NULL && *progress->detail != '\0')
    parts[n++] = progress->detail;

  /* a detail has the figures already, in words */
  if (progress->total > 0 && (progress->detail == NULL || *progress->detail == '\0'))
    {
      g_autofree char *done = tny_words_number (progress->done);
      g_autofree char *total = tny_words_number (progress->total);

      /* translators: figures, e.g. "14 of 62" */
      parts[n++] = count = g_strdup_printf (_("%s of %s"), done, total);
    }

  if (left != NULL)
    parts[n++] = left;

  return n > 0 ? g_strjoinv (" · ", (char **) parts) : g_strdup (_("Working…"));
}

static gboolean
is_right_to_left (gunichar c)
{
  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_ARABIC:
    case G_UNICODE_SCRIPT_HEBREW:
    case G_UNICODE_SCRIPT_SYRIAC:
    case G_UNICODE_SCRIPT_THAANA:
    case G_UNICODE_SCRIPT_NKO:
    case G_UNICODE_SCRIPT_SAMARITAN:
    case G_UNICODE_SCRIPT_MANDAIC:
    case G_UNICODE_SCRIPT_ADLAM:
    case G_UNICODE_SCRIPT_HANIFI_ROHINGYA:
      return TRUE;
    default:
      return FALSE;
    }
}

int
tny_words_direction (const char *text)
{
  for (const char *p = text != NULL ? text : ""; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_right_to_left (c))
        return -1;
      if (g_unichar_isalpha (c))
        return 1;
    }

  return 0;
}

char *
tny_words_name (const char *name)
{
  g_autofree char *line = tny_text_one_line (name, NAME_CHARS);

  for (const char *p = line; *p != '\0'; p = g_utf8_next_char (p))
    if (is_right_to_left (g_utf8_get_char (p)))
      /* FIRST STRONG ISOLATE … POP DIRECTIONAL ISOLATE */
      return g_strconcat ("\u2068", line, "\u2069", NULL);

  return g_steal_pointer (&line);
}

char *
tny_words_notice (const char *text)
{
  GString *notice = g_string_new (text);

  g_string_replace (notice, "<", "‹", 0);

  return g_string_free (notice, FALSE);
}
