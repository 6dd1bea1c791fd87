/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-put.h"

#include "tny-json.h"
#include "tny-sim-dice.h"

void
tny_sim_put_text (GString *out, const char *text)
{
  if (text == NULL)
    {
      g_string_append_len (out, "null", 4);
      return;
    }
  for (const guchar *at = (const guchar *) text;; at++)
    if (*at == '\0')
      {
        g_string_append_c (out, '"');
        g_string_append_len (out, text, (const char *) at - text);
        g_string_append_c (out, '"');
        return;
      }
    else if (*at < 0x20 || *at == '"' || *at == '\\')
      break;
  tny_json_append_text (out, text);
}

void
tny_sim_put_guid (GString *out, guint64 at)
{
  char text[TNY_SIM_GUID_LENGTH + 1];

  tny_sim_guid_write (text, at, tny_sim_mix (at));
  tny_sim_put_text (out, text);
}

void
tny_sim_put_digits (char *to, guint value, int n)
{
  while (n-- > 0)
    {
      to[n] = (char) ('0' + value % 10);
      value /= 10;
    }
}

void
tny_sim_put_time (GString *out, guint first, guint last, guint64 roll)
{
  char text[] = "\"0000-00-00T00:00:00Z\"";

  tny_sim_put_digits (text + 1, first + (guint) (roll % (last - first + 1)), 4);
  tny_sim_put_digits (text + 6, 1 + (guint) (roll >> 8) % 12, 2);
  tny_sim_put_digits (text + 9, 1 + (guint) (roll >> 16) % 28, 2);
  tny_sim_put_digits (text + 12, (guint) (roll >> 24) % 24, 2);
  tny_sim_put_digits (text + 15, (guint) (roll >> 32) % 60, 2);
  tny_sim_put_digits (text + 18, (guint) (roll >> 40) % 60, 2);
  g_string_append_len (out, text, sizeof text - 1);
}

void
tny_sim_put_recent (GString *out, gint64 anchor, guint64 roll)
{
  char text[] = "\"0000-00-00T00:00:00Z\"";
  gint64 seconds = anchor - 1 - (gint64) (roll % (120 * 86400));
  /* Days to a date by Howard Hinnant's "civil_from_days", for days after 1970. */
  guint days = (guint) (seconds / 86400) + 719468, day = (guint) (seconds % 86400);
  guint era = days / 146097, of_era = days % 146097;
  guint year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  guint of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;

  tny_sim_put_digits (text + 1, year + era * 400 + (month >= 10), 4);
  tny_sim_put_digits (text + 6, month < 10 ? month + 3 : month - 9, 2);
  tny_sim_put_digits (text + 9, of_year - (153 * month + 2) / 5 + 1, 2);
  tny_sim_put_digits (text + 12, day / 3600, 2);
  tny_sim_put_digits (text + 15, day / 60 % 60, 2);
  tny_sim_put_digits (text + 18, day % 60, 2);
  g_string_append_len (out, text, sizeof text - 1);
}
