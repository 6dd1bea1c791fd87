/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-commands.h"
#include "tny-session-consent.h"

/* consent preview, consent apply: consent in customers' tenants through Partner Center. */

typedef struct { const char *tenant_id, *name, *state, *missing, *message, *detail; } Line;

static const TnyColumn columns[] = {
  TNY_COLUMN (Line, "name", N_("Tenant"), TEXT, name),
  TNY_COLUMN (Line, "tenant_id", NULL, TEXT, tenant_id),
  TNY_COLUMN (Line, "state", N_("Consent"), TEXT, state),
  TNY_COLUMN (Line, "missing", N_("Missing"), TEXT, missing),
  TNY_COLUMN (Line, "message", N_("Why"), TEXT, message),
  TNY_COLUMN (Line, "detail", NULL, TEXT, detail),
  TNY_COLUMN_END
};

static gboolean
print (TnyCli *cli, GPtrArray *list, GError **error)
{
  TnyOutput *output = tny_output_begin (columns, cli->json);

  cli->printed = cli->json;
  for (guint i = 0; i < list->len; i++)
    {
      const TnyConsentTenant *tenant = list->pdata[i];
      Line line = { tenant->tenant_id, tenant->name, tny_consent_state_name (tenant->state),
                    tenant->missing, tenant->words, tenant->detail };

      tny_output_row (output, &line);
    }

  return tny_output_end (output, error);
}

/* Tenants by id as they are; the names are those of the list itself, so that it also works before the
 * first sync. */
static gboolean
find_tenants (TnyCli *cli, GPtrArray *list, GStrv *ids, GError **error)
{
  GPtrArray *wanted = tny_cli_values (cli, "tenant");
  g_autoptr(GStrvBuilder) found = g_strv_builder_new ();

  for (guint i = 0; wanted != NULL && i < wanted->len; i++)
    {
      const char *name = wanted->pdata[i];
      guint n = 0;

      for (guint t = 0; t < list->len; t++)
        {
          const TnyConsentTenant *tenant = list->pdata[t];

          if (g_ascii_strcasecmp (tenant->tenant_id, name) != 0 && g_strcmp0 (tenant->name, name) != 0)
            continue;
          g_strv_builder_add (found, tenant->tenant_id);
          n++;
        }
      if (n == 1)
        continue;
      g_set_error (error, TNY_ERROR, n == 0 ? TNY_ERROR_NOT_FOUND : TNY_ERROR_AMBIGUOUS,
                   n == 0 ? "No GDAP customer is called “%s”" : "Several customers are called “%s”", name);
      return FALSE;
    }
  *ids = wanted != NULL ? g_strv_builder_end (found) : NULL;

  return TRUE;
}

static gboolean
is_wanted (const TnyConsentTenant *tenant, GStrv ids)
{
  return ids == NULL || g_strv_contains ((const char *const *) ids, tenant->tenant_id);
}

static void
keep_wanted (GPtrArray *list, GStrv ids)
{
  for (guint i = list->len; i > 0; i--)
    if (!is_wanted (list->pdata[i - 1], ids))
      g_ptr_array_remove_index (list, i - 1);
}

static guint
count (GPtrArray *list, TnyConsentState state)
{
  guint n = 0;

  for (guint i = 0; i < list->len; i++)
    n += ((TnyConsentTenant *) list->pdata[i])->state == state;

  return n;
}

static gboolean
look (TnyCli *cli, const TnyConnection *connection, TnyJob **job, GStrv *ids, GError **error)
{
  *job = tny_session_new_consent (cli->session, connection->id, NULL, FALSE);
  if (!tny_cli_run_job (cli, *job, error) ||
      !find_tenants (cli, tny_job_get_result (*job), ids, error))
    return FALSE;
  keep_wanted (tny_job_get_result (*job), *ids);

  return TRUE;
}

static gboolean
run_preview (TnyCli *cli, GError **error)
{
  g_autoptr(TnyConnection) connection =
    tny_session_find_connection (cli->session, tny_cli_argument (cli, 0), error);
  g_autoptr(TnyJob) job = NULL;
  g_auto(GStrv) ids = NULL;

  return connection != NULL && look (cli, connection, &job, &ids, error) &&
         print (cli, tny_job_get_result (job), error);
}

static gboolean
give (TnyCli *cli, const TnyConnection *connection, GPtrArray *list, GError **error)
{
  g_autoptr(GStrvBuilder) chosen = g_strv_builder_new ();
  g_auto(GStrv) ids = NULL;
  g_autoptr(TnyJob) job = NULL;
  guint failed;

  for (guint i = 0; i < list->len; i++)
    if (((TnyConsentTenant *) list->pdata[i])->state == TNY_CONSENT_NONE)
      g_strv_builder_add (chosen, ((TnyConsentTenant *) list->pdata[i])->tenant_id);
  ids = g_strv_builder_end (chosen);
  job = tny_session_new_consent (cli->session, connection->id, (const char *const *) ids, TRUE);
  if (!tny_cli_run_job (cli, job, error) || !print (cli, tny_job_get_result (job), error))
    return FALSE;
  failed = count (tny_job_get_result (job), TNY_CONSENT_FAILED);
  if (failed > 0)
    g_set_error (error, TNY_ERROR, TNY_ERROR_INCOMPLETE,
                 "Consent could not be given in %u of %u tenants", failed, g_strv_length (ids));

  return failed == 0;
}

static gboolean
run_apply (TnyCli *cli, GError **error)
{
  g_autoptr(TnyConnection) connection =
    tny_session_find_connection (cli->session, tny_cli_argument (cli, 0), error);
  g_autoptr(TnyJob) job = NULL;
  g_auto(GStrv) ids = NULL;
  g_autofree char *scopes = NULL, *what = NULL;
  GPtrArray *list;
  guint n;

  if (connection == NULL || !look (cli, connection, &job, &ids, error))
    return FALSE;
  list = tny_job_get_result (job);
  n = count (list, TNY_CONSENT_NONE);
  if (n == 0 || cli->dry_run)
    {
      tny_cli_say (cli, n == 0 ? _("There is no tenant where consent has to be given.")
                               : _("Nothing was changed."));
      return print (cli, list, error);
    }
  for (guint i = 0; i < list->len; i++)
    {
      const TnyConsentTenant *tenant = list->pdata[i];

      if (tenant->state == TNY_CONSENT_NONE)
        {
          if (scopes == NULL)
            scopes = g_strdup (tenant->missing);
          tny_cli_say (cli, "POST /v1/customers/%s/applicationconsents  %s", tenant->tenant_id,
                       tenant->name);
        }
    }
  tny_cli_say (cli, _("Delegated permissions: %s"), scopes);
  what = g_strdup_printf (ngettext ("This gives the app consent in %u customer tenant, as listed.",
                                    "This gives the app consent in %u customer tenants, as listed.", n),
                          n);

  return tny_cli_confirm (cli, what, connection->name, error) && give (cli, connection, list, error);
}

static const TnyOption preview_options[] = {
  { "tenant", N_("TENANT"), N_("Only this customer; may be given several times"), TRUE },
  { NULL }
};

static const TnyOption apply_options[] = {
  { "tenant", N_("TENANT"), N_("Only this customer; may be given several times"), TRUE },
  { "confirm", N_("NAME"), N_("The connection's exact name, instead of being asked") },
  { NULL }
};

const TnyCommand tny_command_consent_preview = {
  "consent preview", "[CONNECTION]", 0, 1, N_("Show in which customers the app is consented"),
  TNY_OPENS_READ, TNY_DRY_NOT, preview_options, run_preview
};

const TnyCommand tny_command_consent_apply = {
  "consent apply", "[CONNECTION]", 0, 1, N_("Give consent in customers through Partner Center"),
  TNY_OPENS_WRITE, TNY_DRY_PLAN, apply_options, run_apply
};
