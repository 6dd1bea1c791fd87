/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-log-columns.h"

#include <glib/gi18n-lib.h>

#include "tny-clock.h"
#include "tny-error.h"
#include "tny-text.h"
#include "tny-words.h"

static const struct { const char *state, *word, *icon, *css; } states[] = {
  { "ok", N_("OK"), "emblem-ok-symbolic", NULL },
  { "incomplete", N_("Incomplete"), "dialog-warning-symbolic", "warning" },
  { "failed", N_("Failed"), "dialog-error-symbolic", "error" },
  { "cancelled", N_("Cancelled"), "action-unavailable-symbolic", "dim-label" },
  { "running", N_("Syncing…"), "emblem-synchronizing-symbolic", NULL },
  { "stopped", N_("Stopped before it ended"), "dialog-warning-symbolic", "warning" },
  { "not-run", N_("Not run"), "action-unavailable-symbolic", "dim-label" },
};

static const struct { const char *level, *word, *icon, *css; } levels[] = {
  { "debug", N_("Debug"), "content-loading-symbolic", "dim-label" },
  { "info", N_("Info"), NULL, NULL },
  { "warning", N_("Warning"), "dialog-warning-symbolic", "warning" },
  { "error", N_("Error"), "dialog-error-symbolic", "error" },
};

static const struct { const char *trigger, *word; } triggers[] = {
  { "manual", N_("manual") }, { "schedule", N_("schedule") }, { "matching", N_("after matching") },
};

static guint
find_state (const char *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (states[i].state, state) == 0)
      return i;

  return G_N_ELEMENTS (states) - 1;
}

static guint
find_level (const char *level)
{
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    if (g_strcmp0 (levels[i].level, level) == 0)
      return i;

  return 1;
}

static const char *
trigger_word (const char *trigger)
{
  for (guint i = 0; i < G_N_ELEMENTS (triggers); i++)
    if (g_strcmp0 (triggers[i].trigger, trigger) == 0)
      return _(triggers[i].word);

  return trigger;
}

static const char *
state_of (const TnyRunRow *run)
{
  return run->stopped ? "stopped" : run->state;
}

static char *
run_duration (const TnyRunRow *run)
{
  return run->ended_at != 0 ? tny_words_duration (MAX (run->ended_at - run->started_at, 0)) : NULL;
}

/* Runs */

static char *
run_time_text (gconstpointer record)
{
  const TnyRunRow *run = record;
  g_autofree char *when = tny_words_ago (run->started_at, tny_clock_now (NULL));

  /* translators: of a run: when, and what started it */
  return g_strdup_printf (_("%s · %s"), when, trigger_word (run->trigger));
}

static char *
run_state_text (gconstpointer record)
{
  return g_strdup (tny_run_state_word (state_of (record)));
}

static const char *
run_state_icon (gconstpointer record)
{
  return states[find_state (state_of (record))].icon;
}

static const char *
run_state_style (gconstpointer record)
{
  return states[find_state (state_of (record))].css;
}

static char *
run_users_text (gconstpointer record)
{
  return tny_words_number ((guint64) MAX (((const TnyRunRow *) record)->stored, 0));
}

static const TnyColumn run_columns[] = {
  { .id = "started_at", .title = N_("Run"), .chars = TNY_RUN_CHARS, .flags = TNY_COLUMN_EXPAND,
    .text = run_state_text, .icon = run_state_icon, .style = run_state_style, .caption = run_time_text },
  { .title = N_("Users"), .chars = TNY_RUN_USERS_CHARS, .flags = TNY_COLUMN_NUMERIC,
    .text = run_users_text },
};

static char *
run_name (gconstpointer record)
{
  return tny_run_headline (record, tny_clock_now (NULL));
}

void
tny_runs_set_columns (TnyTable *table)
{
  tny_table_set_columns (table, run_columns, G_N_ELEMENTS (run_columns), run_name);
}

/* Lines */

static char *
clock_text (gint64 at)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (at);

  return g_date_time_format (time, "%H:%M:%S");
}

static char *
line_time_text (gconstpointer record)
{
  return clock_text (((const TnyLogRow *) record)->at);
}

static char *
line_level_text (gconstpointer record)
{
  return g_strdup (_(levels[find_level (((const TnyLogRow *) record)->level)].word));
}

static const char *
line_level_icon (gconstpointer record)
{
  return levels[find_level (((const TnyLogRow *) record)->level)].icon;
}

static const char *
line_level_style (gconstpointer record)
{
  return levels[find_level (((const TnyLogRow *) record)->level)].css;
}

static char *
line_tenant_text (gconstpointer record)
{
  const char *name = ((const TnyLogRow *) record)->tenant_name;

  return name != NULL ? tny_text_display (name) : NULL;
}

/* "Users of Contoso: 403 …" without the name that stands beside it. */
static char *
plain_message (const TnyLogRow *line)
{
  g_autofree char *of = line->tenant_name != NULL ? g_strdup_printf (" of %s: ", line->tenant_name) : NULL;
  const char *found = of != NULL ? strstr (line->message, of) : NULL;

  /* what is read of a tenant is a word or two */
  if (found == NULL || found - line->message > 40)
    return g_strdup (line->message);

  return g_strdup_printf ("%.*s: %s", (int) (found - line->message), line->message, found + strlen (of));
}

/* What it means to a person comes first, the technical text below it. */
static char *
line_message_text (gconstpointer record)
{
  const TnyLogRow *line = record;
  const TnyRemedy *remedy = line->remedy != NULL ? tny_remedy_by_name (line->remedy) : NULL;
  g_autofree char *message = plain_message (line);

  return remedy != NULL ? g_strdup (_(remedy->headline)) : tny_text_display (message);
}

static char *
line_message_caption (gconstpointer record)
{
  const TnyLogRow *line = record;
  g_autofree char *message = plain_message (line);

  return line->remedy != NULL && tny_remedy_by_name (line->remedy) != NULL ? tny_text_display (message) : NULL;
}

static const TnyColumn line_columns[] = {
  { .title = N_("Time"), .chars = 8, .flags = TNY_COLUMN_MONO | TNY_COLUMN_WIDE, .text = line_time_text },
  /* where there is little room, whose line it is counts for more than its level, which is chosen above */
  { .title = N_("Level"), .chars = 7, .flags = TNY_COLUMN_WIDE, .text = line_level_text, .icon = line_level_icon,
    .style = line_level_style },
  { .title = N_("Tenant"), .chars = 14, .flags = TNY_COLUMN_NAME, .text = line_tenant_text,
    .folded = line_time_text },
  { .title = N_("Message"), .chars = 40, .flags = TNY_COLUMN_EXPAND, .text = line_message_text,
    .caption = line_message_caption },
};

static char *
line_name (gconstpointer record)
{
  return tny_log_line_text (record);
}

void
tny_lines_set_columns (TnyTable *table)
{
  tny_table_set_columns (table, line_columns, G_N_ELEMENTS (line_columns), line_name);
}

/* Words */

const char *
tny_run_state_word (const char *state)
{
  return _(states[find_state (state)].word);
}

char *
tny_run_headline (const TnyRunRow *run, gint64 now)
{
  g_autofree char *when = tny_words_ago (run->started_at, now);
  g_autofree char *duration = run_duration (run);

  if (duration == NULL)
    /* translators: a run that goes on: time, what started it, result so far */
    return g_strdup_printf (_("%s · %s · %s"), when, trigger_word (run->trigger),
                            tny_run_state_word (state_of (run)));

  /* translators: a run: time, what started it, result, duration */
  return g_strdup_printf (_("%s · %s · %s · %s"), when, trigger_word (run->trigger),
                          tny_run_state_word (state_of (run)), duration);
}

/* Adds "12 new", unless there is none. */
static void
add_number (GString *out, gint64 n, char *(*words) (const char *number))
{
  g_autofree char *number = NULL, *text = NULL;

  if (n == 0)
    return;
  number = tny_words_number ((guint64) n);
  text = words (number);
  g_string_append_printf (out, "%s%s", out->len > 0 ? " · " : "", text);
}

static char *new_words     (const char *number) { return g_strdup_printf (_("%s new"), number); }
static char *changed_words (const char *number) { return g_strdup_printf (_("%s changed"), number); }
static char *removed_words (const char *number) { return g_strdup_printf (_("%s removed"), number); }
static char *failed_words  (const char *number) { return g_strdup_printf (_("%s failed"), number); }

char *
tny_run_numbers (const TnyRunRow *run)
{
  GString *out = g_string_new (NULL);
  gint64 tenants = 0, good = 0, stored = 0, reported = 0;
  gboolean all_told = TRUE;

  for (guint i = 0; run->streams != NULL && i < run->streams->len; i++)
    {
      const TnyRunStream *stream = run->streams->pdata[i];

      if (!g_str_equal (stream->name, "users"))
        continue;
      tenants++;
      good += g_str_equal (stream->state, "ok");
      stored += stream->stored;
      all_told = all_told && stream->reported >= 0;
      reported += MAX (stream->reported, 0);
    }

  if (tenants > 0)
    {
      g_autofree char *complete = tny_words_number ((guint64) good);
      g_autofree char *all = tny_words_number ((guint64) tenants);
      g_autofree char *here = tny_words_number ((guint64) stored);
      g_autofree char *there = tny_words_number ((guint64) reported);

      /* translators: complete tenants, all tenants */
      g_string_append_printf (out, _("Tenants %s of %s"), complete, all);
      g_string_append (out, " · ");
      if (all_told)
        /* translators: users stored, users that Microsoft reported */
        g_string_append_printf (out, _("Users %s of %s"), here, there);
      else
        /* translators: users stored; how many there are is not known */
        g_string_append_printf (out, _("Users %s"), here);
    }
  add_number (out, run->added, new_words);
  add_number (out, run->changed, changed_words);
  add_number (out, run->removed, removed_words);
  add_number (out, run->failed, failed_words);

  return g_string_free (out, FALSE);
}

char *
tny_run_end_words (const TnyRunRow *run)
{
  g_autofree char *numbers = NULL;
  guint tenants = 0, current = 0;

  if (!g_str_equal (run->state, "cancelled"))
    {
      numbers = tny_run_numbers (run);
      if (*numbers == '\0')
        /* translators: %s is the result of a sync ("Failed") */
        return g_strdup_printf (_("Sync: %s."), tny_run_state_word (state_of (run)));

      /* translators: result of a sync ("Incomplete"), its figures */
      return g_strdup_printf (_("Sync: %s. %s"), tny_run_state_word (state_of (run)), numbers);
    }

  for (guint i = 0; run->streams != NULL && i < run->streams->len; i++)
    {
      const TnyRunStream *stream = run->streams->pdata[i];

      tenants += g_str_equal (stream->name, "users");
      current += g_str_equal (stream->name, "users") && g_str_equal (stream->state, "ok");
    }
  if (tenants == 0)
    return g_strdup (_("Cancelled. What was here before stays."));

  return g_strdup_printf (ngettext ("Cancelled. %u of %u tenant is current, the others keep older data.",
                                    "Cancelled. %u of %u tenants are current, the others keep older data.",
                                    tenants), current, tenants);
}

char *
tny_log_line_text (const TnyLogRow *line)
{
  g_autofree char *time = clock_text (line->at);
  g_autofree char *plain = plain_message (line);
  g_autofree char *message = tny_text_one_line (plain, 4096);
  g_autofree char *tenant = line->tenant_name != NULL ? tny_text_one_line (line->tenant_name, 256) : NULL;

  return g_strdup_printf ("%s, %s, %s%s%s", time, _(levels[find_level (line->level)].word),
                          tenant != NULL ? tenant : "", tenant != NULL ? ", " : "", message);
}
