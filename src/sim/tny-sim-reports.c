/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-reports.h"

#include <string.h>

#include "tny-sim-user-property.h"

/* Source: "reportRoot: getMailboxUsageDetail" for the columns and their order. Older reports lack
 * two of them; some have one more, which is not documented: the kind of the mailbox, in one of two
 * ways to write it. */

#define DAY            (24 * 60 * 60)
#define AGE_DAYS       2             /* of a report */
#define GIB            (G_GUINT64_CONSTANT (1) << 30)

typedef enum { KIND_NONE, KIND_SHORT, KIND_LONG } KindColumn;

typedef struct
{
  GString             *out;
  const TnySimReport  *report;
  const TnySimTenant  *tenant;
  char                 refreshed[11];
  gboolean             quoted;
  gboolean             newer_columns;
  KindColumn           kinds;
} Csv;

static void
write_day (char out[11], gint64 seconds)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (seconds);
  g_autofree char *text = g_date_time_format (time, "%Y-%m-%d");

  g_strlcpy (out, text, 11);
}

static void
put_text (Csv *csv, const char *text)
{
  if (!csv->quoted && strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (csv->out, text);
      return;
    }
  g_string_append_c (csv->out, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (csv->out, '"');
      g_string_append_c (csv->out, *text);
    }
  g_string_append_c (csv->out, '"');
}

/* 32 hexadecimal digits in capitals that follow from what they hide. */
static void
put_name (Csv *csv, const char *text)
{
  char hidden[33];
  guint64 high, low;

  if (!csv->report->concealed)
    {
      put_text (csv, text);
      return;
    }
  high = tny_sim_dice (7, TNY_SIM_DICE_OBJECT, csv->tenant->index, g_str_hash (text));
  low = tny_sim_dice (8, TNY_SIM_DICE_OBJECT, csv->tenant->index, g_str_hash (text));
  g_snprintf (hidden, sizeof hidden, "%016" G_GINT64_MODIFIER "X%016" G_GINT64_MODIFIER "X", high,
              low);
  put_text (csv, hidden);
}

static const char *
kind_word (const Csv *csv, TnySimUserKind kind)
{
  gboolean full = csv->kinds == KIND_LONG;

  switch (kind)
    {
    case TNY_SIM_USER_SHARED:
      return full ? "SharedMailbox" : "Shared";
    case TNY_SIM_USER_ROOM:
      return full ? "RoomMailbox" : "Room";
    case TNY_SIM_USER_EQUIPMENT:
      return full ? "EquipmentMailbox" : "Equipment";
    default:
      return full ? "UserMailbox" : "User";
    }
}

static void
append_header (Csv *csv)
{
  g_string_append (csv->out,
                   "\xef\xbb\xbfReport Refresh Date,User Principal Name,Display Name,Is Deleted,"
                   "Deleted Date,Created Date,Last Activity Date,Item Count,Storage Used (Byte),"
                   "Issue Warning Quota (Byte),Prohibit Send Quota (Byte),"
                   "Prohibit Send/Receive Quota (Byte),Deleted Item Count,"
                   "Deleted Item Size (Byte)");
  if (csv->newer_columns)
    g_string_append (csv->out, ",Deleted Item Quota (Byte),Has Archive");
  if (csv->kinds != KIND_NONE)
    g_string_append (csv->out, ",Recipient Type");
  g_string_append (csv->out, ",Report Period\n");
}

static void
append_row (Csv *csv, const TnySimUser *user, const char *deleted)
{
  guint64 roll = tny_sim_user_roll (user, 30), items = roll % 90000;
  guint64 quota = (csv->tenant->flags & TNY_SIM_PREMIUM ? 100 : 50) * GIB;
  guint64 used = items * 70000 + (roll >> 20 & 0xfffff);
  char created[11], active[11] = "";

  write_day (created, csv->report->now - (400 + (gint64) (roll >> 8 & 2047)) * DAY);
  if ((roll >> 24 & 7) != 0)
    write_day (active, csv->report->now - (AGE_DAYS + (gint64) (roll >> 28 & 15)) * DAY);
  g_string_append_printf (csv->out, "%s,", csv->refreshed);
  put_name (csv, user->upn);
  g_string_append_c (csv->out, ',');
  put_name (csv, user->display);
  g_string_append_printf (csv->out,
                          ",%s,%s,%s,%s,%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT ",%"
                          G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT ",%"
                          G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT, *deleted ? "True" : "False",
                          deleted, created, active, items, used, quota / 100 * 98,
                          quota / 100 * 99, quota, items / 20, items * 3000);
  if (csv->newer_columns)
    g_string_append_printf (csv->out, ",%" G_GUINT64_FORMAT ",%s", 30 * GIB,
                            (roll >> 32 & 7) == 0 ? "True" : "False");
  if (csv->kinds != KIND_NONE)
    g_string_append_printf (csv->out, ",%s", kind_word (csv, user->kind));
  g_string_append_printf (csv->out, ",%u\n", csv->report->period);
}

static gboolean
has_mailbox (const TnySimUser *user)
{
  switch (user->kind)
    {
    case TNY_SIM_USER_MEMBER:
    case TNY_SIM_USER_LEAVER:
      return user->licensed && user->mail[0] != '\0';
    case TNY_SIM_USER_SHARED:
    case TNY_SIM_USER_ROOM:
    case TNY_SIM_USER_EQUIPMENT:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Somebody who left some days ago: still in the report, no longer in the directory. */
static void
append_deleted (Csv *csv, const TnySimEstate *estate)
{
  g_autofree TnySimUser *user = g_new (TnySimUser, 1);
  char day[11];

  tny_sim_user_make (user, estate, csv->tenant, 0);
  user->kind = TNY_SIM_USER_MEMBER;
  g_snprintf (user->upn, sizeof user->upn, "left.long-ago@%s", csv->tenant->domain);
  user->display = "Left Long Ago";
  write_day (day, csv->report->now - 9 * DAY);
  append_row (csv, user, day);
}

void
tny_sim_report_append (GString *out, const TnySimEstate *estate, TnySimDirectory *directory,
                       const TnySimTenant *tenant, const TnySimReport *report)
{
  g_autofree TnySimUser *user = g_new (TnySimUser, 1);
  Csv csv = { out, report, tenant };

  write_day (csv.refreshed, report->now - AGE_DAYS * DAY);
  csv.quoted = tenant->index % 4 == 1;
  csv.newer_columns = tenant->index % 5 != 4;
  csv.kinds = tenant->index % 3 == 2 ? KIND_NONE : tenant->index % 2 ? KIND_LONG : KIND_SHORT;
  append_header (&csv);
  for (guint index = 0; index < tny_sim_directory_n (directory, tenant); index++)
    if (tny_sim_directory_make (directory, user, tenant, index) && has_mailbox (user))
      append_row (&csv, user, "");
  if (tenant->n_users > 0 && tenant->index % 4 == 2)
    append_deleted (&csv, estate);
}
