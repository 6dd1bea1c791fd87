/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tny-check.h"
#include "tny-cli.h"
#include "tny-clock.h"
#include "tny-coming.h"
#include "tny-commands.h"
#include "tny-json.h"
#include "tny-text.h"

#define TEXT_MAX 600

/* --- JSON --- */

static void
append_member (GString *out, const char *name, const char *text)
{
  g_string_append_printf (out, ",\"%s\":", name);
  tny_json_append_text (out, text);
}

static void
append_time (GString *out, const char *name, gint64 at)
{
  g_autofree char *text = at != 0 ? tny_time_format (at) : NULL;

  append_member (out, name, text);
}

static void
append_evidence (GString *out, const TnyCheck *check)
{
  if (check->endpoint == NULL && check->detail == NULL)
    {
      g_string_append (out, ",\"evidence\":null");
      return;
    }
  g_string_append (out, ",\"evidence\":{\"endpoint\":");
  tny_json_append_text (out, check->endpoint);
  if (check->status != 0)
    g_string_append_printf (out, ",\"status\":%u", check->status);
  else
    g_string_append (out, ",\"status\":null");
  append_member (out, "request_id", check->request_id);
  append_member (out, "detail", check->detail);
  append_time (out, "at", check->checked_at);
  g_string_append_c (out, '}');
}

static void
print_json (TnyOutput *output, const TnyCheck *check)
{
  g_autoptr(GString) out = g_string_new ("{\"id\":");

  tny_json_append_text (out, check->id);
  append_member (out, "area", tny_check_area_name (check->area));
  append_member (out, "subject", check->subject);
  append_member (out, "tenant_id", check->tenant_id);
  append_member (out, "state", tny_check_state_name (check->state));
  append_member (out, "finding", check->finding);
  append_member (out, "claim", check->claim);
  append_evidence (out, check);
  append_time (out, "checked_at", check->checked_at);
  append_time (out, "due_at", check->due_at);
  append_member (out, "due", check->due);
  g_string_append_printf (out, ",\"due_soon\":%s", check->due_soon ? "true" : "false");
  append_member (out, "remedy", check->remedy);
  append_member (out, "who", check->who);
  append_member (out, "message", check->message);
  append_member (out, "url", check->url);
  append_member (out, "action", check->action);
  g_string_append_c (out, '}');
  tny_output_item (output, out->str);
}

/* --- text --- */

static void
append_line (GString *out, const char *before, const char *text)
{
  g_autofree char *safe = tny_text_one_line (text, TEXT_MAX);

  g_string_append_printf (out, "%s%s\n", before, safe);
}

static const char *
mark_of (const TnyCheck *check)
{
  if (check->state == TNY_CHECK_FAIL)
    return _("FAIL");
  if (check->state == TNY_CHECK_UNKNOWN)
    return _("?");
  if (check->due_soon)
    return _("SOON");

  return check->state == TNY_CHECK_PASS ? _("ok") : "–";
}

static void
append_check (GString *out, const TnyCheck *check)
{
  g_autofree char *mark = g_strdup_printf ("  %-5s", mark_of (check));

  append_line (out, mark, check->claim);
  if (check->remedy == NULL || check->state == TNY_CHECK_NOT_NEEDED)
    return;
  append_line (out, "        → ", check->remedy);
  if (check->who != NULL)
    append_line (out, "          ", check->who);
  if (check->url != NULL)
    append_line (out, "          ", check->url);
}

static gboolean
is_problem (const TnyCheck *check)
{
  return check->state == TNY_CHECK_FAIL || check->state == TNY_CHECK_UNKNOWN || check->due_soon;
}

/* What only follows from another check of the same subject is counted, not shown. */
static void
append_tenant_problems (GString *out, GPtrArray *checks, guint from, guint to)
{
  const TnyCheck *cause = NULL;
  guint others = 0;

  for (guint i = from; i < to; i++)
    {
      const TnyCheck *check = checks->pdata[i];

      if (check->state == TNY_CHECK_FAIL && cause == NULL)
        cause = check;
    }
  for (guint i = from; i < to; i++)
    {
      const TnyCheck *check = checks->pdata[i];

      if (!is_problem (check))
        continue;
      if (check == cause || (cause == NULL && check->finding[0] != 'w') ||
          (check->due_soon && check->state == TNY_CHECK_PASS))
        append_check (out, check);
      else
        others++;
    }
  if (others > 0)
    {
      g_autofree char *more = g_strdup_printf (ngettext ("%u more follows from it.",
                                                         "%u more follow from it.", others),
                                                           others);

      append_line (out, "        ", more);
    }
}

static guint
end_of_tenant (GPtrArray *checks, guint from)
{
  const TnyCheck *first = checks->pdata[from];
  guint to = from;

  while (to < checks->len &&
         g_strcmp0 (((TnyCheck *) checks->pdata[to])->tenant_id, first->tenant_id) == 0)
    to++;

  return to;
}

static guint
n_problems (GPtrArray *checks, guint from, guint to)
{
  guint n = 0;

  for (guint i = from; i < to; i++)
    n += is_problem (checks->pdata[i]);

  return n;
}

/* Problems first; what is well only when it was asked for. */
static void
append_group (GString *out, GPtrArray *checks, guint from, guint to, gboolean all)
{
  for (guint pass = 0; pass < (all ? 2u : 1u); pass++)
    for (guint i = from; i < to; i++)
      if (is_problem (checks->pdata[i]) == (pass == 0))
        append_check (out, checks->pdata[i]);
}

static void
append_tenants (GString *out, GPtrArray *checks, guint from, gboolean all)
{
  guint well = 0, n = 0;

  for (guint to; from < checks->len; from = to, n++)
    {
      const TnyCheck *first = checks->pdata[from];

      to = end_of_tenant (checks, from);
      if (!all && n_problems (checks, from, to) == 0)
        {
          well++;
          continue;
        }
      append_line (out, "  ", first->subject != NULL ? first->subject : first->tenant_id);
      if (all)
        append_group (out, checks, from, to, TRUE);
      else
        append_tenant_problems (out, checks, from, to);
    }
  if (well > 0)
    {
      g_autofree char *text = g_strdup_printf (ngettext ("%u of %u tenant: nothing to do.",
                                                         "%u of %u tenants: nothing to do.", n),
                                               well, n);

      append_line (out, "  ", text);
    }
}

static char *
text_of (GPtrArray *checks, gboolean all)
{
  static const char *const titles[] = { N_("Connection"), N_("Permissions"), N_("Tenants") };
  g_autoptr(GString) out = g_string_new (NULL);
  guint from = 0, to;

  for (guint area = 0; area < TNY_N_CHECK_AREAS; area++, from = to)
    {
      for (to = from; to < checks->len && ((TnyCheck *) checks->pdata[to])->area == area; to++)
        continue;
      if (from == to)
        continue;
      append_line (out, "", _(titles[area]));
      if (area == TNY_CHECK_TENANTS)
        append_tenants (out, checks, from, all);
      else if (!all && n_problems (checks, from, to) == 0)
        append_line (out, "  ", _("Nothing to do."));
      else
        append_group (out, checks, from, to, all);
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* --- the command --- */

static gboolean
print_checks (TnyCli *cli, GPtrArray *checks, GError **error)
{
  static const TnyColumn no_columns[] = { TNY_COLUMN_END };
  g_autofree char *text = NULL;

  if (!cli->json)
    {
      text = text_of (checks, tny_cli_has (cli, "all"));
      return tny_output_write (text, strlen (text), error);
    }

  TnyOutput *output = tny_output_begin (no_columns, TRUE);

  cli->printed = TRUE;
  for (guint i = 0; i < checks->len; i++)
    print_json (output, checks->pdata[i]);

  return tny_output_end (output, error);
}

/* The results are printed in any case; what they say decides the exit code. */
static gboolean
judge (TnyCli *cli, GPtrArray *checks, GError **error)
{
  guint failed = tny_checks_count (checks, TNY_CHECK_FAIL);
  guint unknown = tny_checks_count (checks, TNY_CHECK_UNKNOWN);
  guint passed = tny_checks_count (checks, TNY_CHECK_PASS);

  tny_cli_say (cli, _("%u passed, %u failed, %u not checked."), passed, failed, unknown);
  if (failed > 0)
    g_set_error (error, TNY_ERROR, TNY_ERROR_CHECK_FAILED, "%u checks failed", failed);
  else if (unknown > 0)
    g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_CHECKED, "%u checks could not be made", unknown);

  return failed == 0 && unknown == 0;
}

/* What ends by itself, as a calendar. */
static gboolean
save_calendar (TnyCli *cli, const TnyConnection *connection, GPtrArray *checks, GError **error)
{
  const char *path = tny_cli_value (cli, "ics");
  g_autoptr(GPtrArray) list = tny_coming_new ();
  guint n;

  if (path == NULL)
    return TRUE;
  tny_coming_add (list, checks, connection->id, connection->name, connection->client_id);
  if (!tny_calendar_save (list, tny_clock_now (NULL), path, &n, error))
    return FALSE;
  if (n == 0)
    tny_cli_say (cli, _("Nothing is known to end; there is no calendar to save."));
  else
    tny_cli_say (cli, ngettext ("Saved %u date to “%s”.", "Saved %u dates to “%s”.", n), n, path);

  return TRUE;
}

static gboolean
run_check (TnyCli *cli, GError **error)
{
  g_autoptr(TnyConnection) connection =
    tny_session_find_connection (cli->session, tny_cli_argument (cli, 0), error);
  g_autofree gint64 *tenants = NULL;
  g_autoptr(TnyJob) job = NULL;
  GPtrArray *checks;

  if (connection == NULL || !tny_cli_find_tenants (cli, &tenants, error))
    return FALSE;
  job = tny_session_new_check (cli->session, connection->id, tenants);
  if (!tny_cli_run_job (cli, job, error))
    return FALSE;
  checks = tny_job_get_result (job);

  return save_calendar (cli, connection, checks, error) && print_checks (cli, checks, error) &&
         judge (cli, checks, error);
}

static const TnyOption options[] = {
  { "tenant", N_("TENANT"), N_("Only this one; may be given several times"), TRUE },
  { "all", NULL, N_("Show what is well, too") },
  { "ics", N_("FILE"), N_("Save what ends, as a calendar with alarms") },
  { NULL }
};

const TnyCommand tny_command_check = {
  "check", "[CONNECTION]", 0, 1,
  N_("Check permissions, consent, GDAP, roles, MFA and what ends soon"),
  TNY_OPENS_EITHER, TNY_DRY_NOT, options, run_check
};
