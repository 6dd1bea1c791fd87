/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tenant itself answers: consent, data, licences, report settings.
 *
 * Source: Microsoft Graph v1.0, "Get adminReportSettings", "List subscribedSkus", "List users";
 * what a refused token says, "Microsoft Entra authentication and authorization error codes".
 */
#include "config.h"

#include "tny-check-private.h"

#include <glib/gi18n-lib.h>

#include "tny-json.h"

static const char *const premium_plans[] = {
  "41781fb2-bc02-4b7c-bd55-b576c07bb09d",      /* AAD_PREMIUM */
  "eec0eb4f-6444-4f95-aba0-50c24d67f998",      /* AAD_PREMIUM_P2 */
};

static char *
consent_link (TnyCheckRun *run, const TnyCheckTenant *tenant)
{
  const char *base = tny_cloud_get_base (tny_http_get_cloud (run->context->http),
                                         TNY_SERVICE_LOGIN);

  return g_strdup_printf ("%s/%s/adminconsent?client_id=%s", base, tenant->graph_id,
                          run->context->client_id);
}

/* "User.Read.All, Reports.Read.All", and what stays empty without the first. */
static char *
missing_permissions (TnyCheckRun *run, TnyGrants *grants, const char **blank)
{
  guint n;
  const TnyPermission *table = tny_permission_table (&n);
  g_autoptr(GString) missing = g_string_new (NULL);

  *blank = NULL;
  for (guint i = 0; i < n; i++)
    {
      if (!tny_checks_needs (&table[i], run->features, run->context->reach, TRUE) ||
          tny_grants_cover (grants, table[i].name) != NULL)
        continue;
      g_string_append_printf (missing, "%s%s", missing->len > 0 ? ", " : "", table[i].name);
      if (*blank == NULL && table[i].blank_without != NULL)
        *blank = _(table[i].blank_without);
    }

  return missing->len > 0 ? g_string_free (g_steal_pointer (&missing), FALSE) : NULL;
}

static void
check_consent (TnyCheckRun *run, const TnyCheckTenant *tenant)
{
  g_autofree char *url = consent_link (run, tenant), *missing = NULL;
  g_auto(TnyGrants) grants = { 0 };
  const TnyAnswer *problem, *evidence;
  const char *blank;

  tny_grants_read (&grants, run, tenant->graph_id, FALSE);
  problem = tny_grants_problem (&grants);
  evidence = grants.grants != NULL ? grants.grants : grants.principal;
  if (grants.no_principal)
    tny_check_add (run, tenant, "consent", "none", evidence, "url", url, NULL);
  else if (tny_answer_is (problem, TNY_ERROR_PERMISSION))
    tny_check_add (run, tenant, "consent", "refused", problem, "url", url, "missing",
                   problem == grants.grants ? "Directory.Read.All" : "Application.Read.All", NULL);
  else if (problem != NULL)
    tny_check_add_unknown (run, tenant, "consent", problem);
  else if ((missing = missing_permissions (run, &grants, &blank)) != NULL)
    {
      TnyCheck *check = tny_check_add (run, tenant, "consent", "partial", evidence, "missing",
                                       missing,
                                       "blank", blank, "url", url, NULL);

      check->detail = g_steal_pointer (&missing);
    }
  else
    tny_check_add (run, tenant, "consent", "ok", evidence, NULL);
}

static void
check_premium (TnyCheckRun *run, const TnyCheckTenant *tenant)
{
  g_autoptr(TnyAnswer) answer = NULL;
  gboolean found = FALSE;

  if ((run->features & TNY_FEATURE_SIGN_INS) == 0)
    {
      tny_check_add (run, tenant, "premium", "not-needed", NULL, NULL);
      return;
    }
  answer = tny_check_list (run, tenant->graph_id, "/subscribedSkus",
                           "$select=id,capabilityStatus,servicePlans");
  if (answer->error != NULL)
    {
      tny_check_add_unknown (run, tenant, "premium", answer);
      return;
    }
  for (guint i = 0; i < answer->objects->len; i++)
    {
      const char *status = tny_json_text (answer->objects->pdata[i], "capabilityStatus");
      JsonArray *plans = tny_json_array (answer->objects->pdata[i], "servicePlans");

      if (g_strcmp0 (status, "Enabled") != 0 && g_strcmp0 (status, "Warning") != 0)
        continue;
      for (guint k = 0; plans != NULL && k < json_array_get_length (plans); k++)
        {
          JsonObject *plan = tny_json_array_object (plans, k);
          const char *id = plan != NULL ? tny_json_text (plan, "servicePlanId") : NULL;

          for (guint p = 0; id != NULL && p < G_N_ELEMENTS (premium_plans); p++)
            found |= g_ascii_strcasecmp (id, premium_plans[p]) == 0;
        }
    }
  tny_check_add (run, tenant, "premium", found ? "ok" : "none", answer, NULL);
}

TnyAnswer *
tny_check_ask_report_names (TnyCheckRun *run, const TnyCheckTenant *tenant)
{
  TnyAnswer *answer = tny_check_get (run, tenant->graph_id, "/admin/reportSettings", NULL);

  /* Shown only when it is said: absent, null and another type are not FALSE. */
  if (answer->error == NULL && tny_json_flag (answer->object, "displayConcealedNames", TRUE) !=
                                 tny_json_flag (answer->object, "displayConcealedNames", FALSE))
    tny_answer_spoil (answer, "displayConcealedNames");

  return answer;
}

gboolean
tny_check_conceals_names (const TnyAnswer *answer)
{
  return tny_json_flag (answer->object, "displayConcealedNames", TRUE);
}

static void
check_report_names (TnyCheckRun *run, const TnyCheckTenant *tenant)
{
  g_autoptr(TnyAnswer) answer = NULL;

  if ((run->features & TNY_FEATURE_MAILBOXES) == 0)
    {
      tny_check_add (run, tenant, "report-names", "not-needed", NULL, NULL);
      return;
    }
  answer = tny_check_ask_report_names (run, tenant);
  if (answer->error != NULL)
    tny_check_add_unknown (run, tenant, "report-names", answer);
  else
    tny_check_add (run, tenant, "report-names", tny_check_conceals_names (answer) ? "concealed" : "shown",
                   answer, NULL);
}

static void
add_refused (TnyCheckRun *run, const TnyCheckTenant *tenant, const TnyAnswer *answer)
{
  tny_check_add (run, tenant, "access", "refused", answer, "why",
                 _(tny_remedy_for (answer->error)->headline), NULL);
}

/* One user, as a sync would read them. */
static void
check_data (TnyCheckRun *run, const TnyCheckTenant *tenant, const TnyAnswer *organization)
{
  g_autoptr(TnyAnswer) answer = NULL;
  JsonArray *value;

  if ((run->features & TNY_FEATURE_USERS) == 0)
    {
      tny_check_add (run, tenant, "access", "ok", organization, NULL);
      return;
    }
  answer = tny_check_get (run, tenant->graph_id, "/users", "$select=id&$top=1");
  value = answer->error == NULL ? tny_json_array (answer->object, "value") : NULL;
  /* Every directory has somebody: that it names nobody is no proof that it can be read. */
  if (answer->error == NULL && value != NULL && json_array_get_length (value) == 0)
    {
      tny_check_add (run, tenant, "access", "empty", answer, NULL);
      return;
    }
  if (answer->error == NULL && (value == NULL || tny_json_array_object (value, 0) == NULL))
    tny_answer_spoil (answer, "user");
  if (tny_answer_is (answer, TNY_ERROR_PERMISSION) || tny_answer_is (answer, TNY_ERROR_CONSENT) ||
      tny_answer_is (answer, TNY_ERROR_ACCESS))
    add_refused (run, tenant, answer);
  else if (answer->error != NULL)
    tny_check_add_unknown (run, tenant, "access", answer);
  else
    tny_check_add (run, tenant, "access", "ok", answer, NULL);
}

/* No token, or no answer: what that says of the tenant, and what is not asked any more. */
static void
closed (TnyCheckRun *run, const TnyCheckTenant *tenant, const TnyAnswer *answer)
{
  static const char *const rest[] = { "premium", "report-names" };
  gboolean consent = tny_answer_is (answer, TNY_ERROR_CONSENT);
  gboolean blocked = tny_answer_is (answer, TNY_ERROR_BLOCKED);
  gboolean mfa = tny_answer_is (answer, TNY_ERROR_MFA);
  gboolean said = consent || blocked || mfa || tny_answer_is (answer, TNY_ERROR_ACCESS);
  g_autofree char *url = consent_link (run, tenant);

  if (blocked || mfa)
    tny_check_add (run, tenant, "conditional-access", blocked ? "blocked" : "mfa", answer, NULL);
  else
    tny_check_add_unknown (run, tenant, "conditional-access", said ? NULL : answer);
  if (run->direct)
    tny_check_add (run, tenant, "consent", "not-needed", NULL, NULL);
  else if (consent)
    tny_check_add (run, tenant, "consent", "none", answer, "url", url, NULL);
  else
    tny_check_add_unknown (run, tenant, "consent", said ? NULL : answer);
  if (said)
    add_refused (run, tenant, answer);
  else
    tny_check_add_unknown (run, tenant, "access", answer);
  for (guint i = 0; i < G_N_ELEMENTS (rest); i++)
    if (run->features & (i == 0 ? TNY_FEATURE_SIGN_INS : TNY_FEATURE_MAILBOXES))
      tny_check_add_unknown (run, tenant, rest[i], said ? NULL : answer);
    else
      tny_check_add (run, tenant, rest[i], "not-needed", NULL, NULL);
}

void
tny_check_tenant (TnyCheckRun *run, const TnyCheckTenant *tenant)
{
  g_autoptr(TnyAnswer) answer = NULL;
  JsonArray *value;
  JsonObject *organization;
  const char *id;

  tny_check_way_in (run, tenant);
  answer = tny_check_get (run, tenant->graph_id, "/organization", "$select=id");
  /* 403: there is a token, and what it may not read is told apart below. */
  if (answer->error != NULL && !tny_answer_is (answer, TNY_ERROR_PERMISSION))
    {
      closed (run, tenant, answer);
      return;
    }
  value = answer->error == NULL ? tny_json_array (answer->object, "value") : NULL;
  organization = value != NULL ? tny_json_array_object (value, 0) : NULL;
  id = organization != NULL ? tny_json_text (organization, "id") : NULL;
  if (answer->error == NULL && id == NULL)
    {
      tny_answer_spoil (answer, "organization");
      closed (run, tenant, answer);
      return;
    }
  tny_check_add (run, tenant, "conditional-access", "ok", answer, NULL);
  if (run->direct)
    tny_check_add (run, tenant, "consent", "not-needed", NULL, NULL);
  else
    check_consent (run, tenant);
  if (answer->error != NULL)
    add_refused (run, tenant, answer);
  else if (g_ascii_strcasecmp (id, tenant->graph_id) != 0)
    tny_check_add (run, tenant, "access", "other-tenant", answer, NULL);
  else
    check_data (run, tenant, answer);
  check_premium (run, tenant);
  check_report_names (run, tenant);
}
