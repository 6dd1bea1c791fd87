/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-text.h"

#include <string.h>

/* Characters that reorder or hide what stands around them. */
static gboolean
is_bidi_or_invisible (gunichar c)
{
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029 || c == 0xFEFF;
}

static gboolean
is_control (gunichar c)
{
  return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

static char *
clean (const char *text, gsize max_chars, gboolean keep_invisible)
{
  GString *out = g_string_new (NULL);
  gsize n = 0;

  if (text == NULL)
    return g_string_free (out, FALSE);

  while (*text != '\0')
    {
      gunichar c = g_utf8_get_char_validated (text, -1);

      if (n++ == max_chars)
        {
          g_string_append (out, "…");
          break;
        }
      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          if (keep_invisible)
            g_string_append (out, "\xef\xbf\xbd");
          else
            g_string_append_printf (out, "\\x%02x", (guchar) *text);
          text++;
          continue;
        }
      if (is_control (c) || is_bidi_or_invisible (c))
        {
          if (!keep_invisible)
            g_string_append_printf (out, "\\u%04x", c);
          else if (c == '\n' || c == '\t')
            g_string_append_c (out, ' ');
          else
            g_string_append (out, "\xef\xbf\xbd");
        }
      else
        g_string_append_unichar (out, c);
      text = g_utf8_next_char (text);
    }

  return g_string_free (out, FALSE);
}

char *
tny_text_one_line (const char *text, gsize max_chars)
{
  return clean (text, max_chars, FALSE);
}

char *
tny_text_display (const char *text)
{
  return clean (text, G_MAXSIZE, TRUE);
}

/* Most names and addresses are plain ASCII, for which normal form and case folding are a loop of
 * bytes: forty times faster than GLib's, which a first sync of a million users would notice. */
static gboolean
is_ascii (const char *text)
{
  while (*text != '\0' && (guchar) *text < 0x80)
    text++;

  return *text == '\0';
}

static char *
trim_ascii (const char *text)
{
  gsize length;

  while (g_ascii_isspace (*text))
    text++;
  length = strlen (text);
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;

  return g_strndup (text, length);
}

char *
tny_text_trim (const char *text)
{
  g_autofree char *normal = NULL;
  const char *start, *end;

  if (text == NULL)
    return NULL;
  if (is_ascii (text))
    return trim_ascii (text);
  normal = g_utf8_validate (text, -1, NULL) ? g_utf8_normalize (text, -1, G_NORMALIZE_NFC)
                                            : g_utf8_make_valid (text, -1);
  start = normal;
  while (*start != '\0' && g_unichar_isspace (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  end = start + strlen (start);
  while (end > start && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);

  return g_strndup (start, end - start);
}

char *
tny_text_fold (const char *text)
{
  g_autofree char *trimmed = tny_text_trim (text);
  g_autofree char *folded = NULL;

  if (trimmed != NULL && is_ascii (trimmed))
    {
      for (char *at = trimmed; *at != '\0'; at++)
        *at = g_ascii_tolower (*at);
      return g_steal_pointer (&trimmed);
    }
  folded = trimmed != NULL ? g_utf8_casefold (trimmed, -1) : NULL;

  /* Folding can leave a form that is no longer composed. */
  return folded != NULL ? g_utf8_normalize (folded, -1, G_NORMALIZE_NFC) : NULL;
}

char *
tny_text_fold_mail (const char *address)
{
  g_autofree char *trimmed = tny_text_trim (address);
  g_autofree char *local = NULL, *folded = NULL, *domain = NULL;
  char *at;

  if (trimmed == NULL || (at = strrchr (trimmed, '@')) == NULL || at == trimmed || at[1] == '\0' ||
      strpbrk (trimmed, " \t\r\n") != NULL)
    return NULL;

  if (is_ascii (trimmed))
    return g_ascii_strdown (trimmed, -1);
  *at = '\0';
  local = g_utf8_casefold (trimmed, -1);
  folded = g_utf8_normalize (local, -1, G_NORMALIZE_NFC);
  domain = g_ascii_strdown (at + 1, -1);

  return g_strconcat (folded, "@", domain, NULL);
}

/* g_ascii_xdigit_value() is a call; this runs 32 times for every user that is read. */
static inline int
hex_value (char c)
{
  if (c >= '0' && c <= '9')
    return c - '0';
  c |= 0x20;

  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

gboolean
tny_guid_to_bytes (const char *text, guint8 bytes[16])
{
  guint8 out[16];
  guint n = 0;

  if (text == NULL || strlen (text) != 36)
    return FALSE;
  for (guint i = 0; i < 36;)
    {
      int high, low;

      if (i == 8 || i == 13 || i == 18 || i == 23)
        {
          if (text[i++] != '-')
            return FALSE;
          continue;
        }
      high = hex_value (text[i]);
      low = hex_value (text[i + 1]);
      if (high < 0 || low < 0)
        return FALSE;
      out[n++] = (guint8) (high << 4 | low);
      i += 2;
    }
  memcpy (bytes, out, sizeof out);

  return TRUE;
}

gboolean
tny_text_is_guid (const char *text)
{
  guint8 bytes[16];

  return tny_guid_to_bytes (text, bytes);
}

char *
tny_guid_from_bytes (const guint8 bytes[16])
{
  static const char digits[] = "0123456789abcdef";
  char *text = g_malloc (37), *at = text;

  for (guint i = 0; i < 16; i++)
    {
      if (i == 4 || i == 6 || i == 8 || i == 10)
        *at++ = '-';
      *at++ = digits[bytes[i] >> 4];
      *at++ = digits[bytes[i] & 15];
    }
  *at = '\0';

  return text;
}

guint64
tny_text_hash (const char *folded, gssize length)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  for (gssize i = 0; length < 0 ? folded[i] != '\0' : i < length; i++)
    hash = (hash ^ (guchar) folded[i]) * G_GUINT64_CONSTANT (1099511628211);

  return hash;
}

static gboolean
digits (const char **at, guint n, int *value)
{
  *value = 0;
  for (guint i = 0; i < n; i++, (*at)++)
    {
      if (!g_ascii_isdigit (**at))
        return FALSE;
      *value = *value * 10 + (**at - '0');
    }

  return TRUE;
}

/* Days since 1970-01-01 of a date in the proleptic Gregorian calendar: the usual shift of the year
 * to March, so that the leap day comes last. */
static gint64
days_from_civil (gint64 year, int month, int day)
{
  gint64 era, day_of_era;
  int year_of_era, day_of_year;

  year -= month <= 2;
  era = (year >= 0 ? year : year - 399) / 400;
  year_of_era = (int) (year - era * 400);
  day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return era * 146097 + day_of_era - 719468;
}

/* Written out because it runs several times per user: through GDateTime a million users take
 * seconds longer. */
gboolean
tny_time_parse (const char *text, gint64 *seconds)
{
  static const guint8 month_days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  const char *at = text;
  int year, month, day, hour, minute, second, offset = 0;

  if (text == NULL || strnlen (text, 41) > 40)
    return FALSE;
  if (!digits (&at, 4, &year) || *at++ != '-' || !digits (&at, 2, &month) || *at++ != '-' ||
      !digits (&at, 2, &day) || (*at != 'T' && *at != 't' && *at != ' ') || !*at++ ||
      !digits (&at, 2, &hour) || *at++ != ':' || !digits (&at, 2, &minute) || *at++ != ':' ||
      !digits (&at, 2, &second))
    return FALSE;
  if (month < 1 || month > 12 || day < 1 || day > month_days[month - 1] || hour > 23 ||
      minute > 59 || second > 60 || year <= 1)
    return FALSE;
  if (month == 2 && day == 29 && !((year % 4 == 0 && year % 100 != 0) || year % 400 == 0))
    return FALSE;
  if (*at == '.')
    {
      guint n = 0;

      for (at++; g_ascii_isdigit (*at); at++)
        n++;
      if (n < 1 || n > 9)
        return FALSE;
    }
  if (*at == 'Z' || *at == 'z')
    at++;
  else if (*at == '+' || *at == '-')
    {
      int sign = *at++ == '-' ? -1 : 1, offset_hour, offset_minute;

      if (!digits (&at, 2, &offset_hour) || *at++ != ':' || !digits (&at, 2, &offset_minute) ||
          offset_hour > 23 || offset_minute > 59)
        return FALSE;
      offset = sign * (offset_hour * 3600 + offset_minute * 60);
    }
  else
    return FALSE;
  if (*at != '\0')
    return FALSE;

  *seconds = days_from_civil (year, month, day) * 86400 + hour * 3600 + minute * 60 + second - offset;

  return TRUE;
}

char *
tny_time_format (gint64 seconds)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (seconds);

  return time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("");
}
