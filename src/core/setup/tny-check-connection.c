/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The connection itself, by what the partner's own tenant answers.
 *
 * Source: Microsoft Graph v1.0, "List organizations", "Get application", "List a user's memberships
 * (direct and transitive)", "List groups", "List unifiedRoleAssignments"; Partner Center REST, "Get
 * a list of customers": 401 with code 900421 is a sign-in without a second factor.
 */
#include "config.h"

#include "tny-check-private.h"

#include <stdlib.h>

#include "tny-json.h"
#include "tny-role.h"
#include "tny-text.h"

/* Microsoft ends a sign-in that nobody used for so long. */
#define DAY          (24 * 3600)

static char *
days_until (TnyCheckRun *run, gint64 then)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, MAX ((then - tny_check_now (run)) / DAY, 0));
}

/* By the first answer that told the time. Without any, other checks say why. */
void
tny_check_clock (TnyCheckRun *run, const TnyAnswer *answer)
{
  gint64 off = llabs (answer->date - answer->at);
  g_autofree char *minutes = g_strdup_printf ("%" G_GINT64_FORMAT, off / 60);

  if (answer->date == 0)
    tny_check_add_unknown (run, NULL, "clock", NULL);
  else
    tny_check_add (run, NULL, "clock", off > TNY_CHECK_CLOCK_OFF ? "off" : "ok", answer, "minutes",
                   minutes, NULL);
}

/* What a refused token says, and whether it keeps us from asking anything else. Codes not in here
 * say that it could not be found out. */
static const struct { TnyError code; const char *id, *finding; } refusals[] = {
  { TNY_ERROR_SECRET_WRONG, "secret", "refused" },
  { TNY_ERROR_SECRET_EXPIRED, "secret", "expired" },
  { TNY_ERROR_CERTIFICATE, "certificate", "refused" },
  { TNY_ERROR_SIGN_IN, "sign-in", "ended" },
  { TNY_ERROR_WRONG_ACCOUNT, "sign-in", "ended" },
  { TNY_ERROR_BLOCKED, "sign-in", "blocked" },
  { TNY_ERROR_APP, "sign-in", "app" },
  { TNY_ERROR_REGISTRATION, "sign-in", "app" },
  { TNY_ERROR_MFA, "mfa", "missing" },
  { TNY_ERROR_CONSENT, "own-consent", "none" },
};

/* 403: the token was accepted, whatever else is missing. */
static gboolean
token_was_accepted (const TnyAnswer *answer)
{
  return answer->error == NULL || tny_answer_is (answer, TNY_ERROR_PERMISSION);
}

/* Only what Microsoft refused for good keeps us from asking more: without consent here, a customer
 * may have given it all the same, and a service that is ill now may be well for the next
 * request. */
static gboolean
ends_everything (const TnyAnswer *answer)
{
  static const TnyError passing[] = { TNY_ERROR_CONSENT, TNY_ERROR_UNAVAILABLE, TNY_ERROR_THROTTLED,
                                      TNY_ERROR_PROTOCOL, TNY_ERROR_ACCESS };

  for (guint i = 0; i < G_N_ELEMENTS (passing); i++)
    if (tny_answer_is (answer, passing[i]))
      return FALSE;

  return TRUE;
}

/* What the app proves itself with. */
static const char *
proof_id (TnyCheckRun *run)
{
  return run->context->certificate != NULL ? "certificate" : "secret";
}

/* The ids that are decided nowhere else then. */
static void
add_waiting (TnyCheckRun *run, const char *known)
{
  const char *const ids[] = { "sign-in", "own-consent", "renewal", proof_id (run), "mfa" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    if (!g_str_equal (ids[i], known) && (i < 3 || run->stop != NULL))
      tny_check_add_unknown (run, NULL, ids[i], NULL);
}

static void
check_refusal (TnyCheckRun *run, const TnyAnswer *answer)
{
  const char *known = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (refusals) && known == NULL; i++)
    if (tny_answer_is (answer, refusals[i].code))
      {
        known = refusals[i].id;
        tny_check_add (run, NULL, known, refusals[i].finding, answer, NULL);
      }
  if (known == NULL)
    {
      known = "sign-in";
      tny_check_add_unknown (run, NULL, known, answer);
    }
  if (ends_everything (answer))
    run->stop = g_error_copy (answer->error);
  add_waiting (run, known);
}

static gboolean
is_other_tenant (TnyCheckRun *run, const TnyAnswer *answer, gboolean *told)
{
  JsonArray *value = answer->object != NULL ? tny_json_array (answer->object, "value") : NULL;
  JsonObject *organization = value != NULL ? tny_json_array_object (value, 0) : NULL;
  const char *id = organization != NULL ? tny_json_text (organization, "id") : NULL;

  *told = id != NULL;

  return id != NULL && g_ascii_strcasecmp (id, run->context->partner_tenant_id) != 0;
}

/* The sign-in, by a token for the own tenant and what answers there. */
static void
check_sign_in (TnyCheckRun *run, TnyAnswer *answer)
{
  g_autofree char *day = tny_check_day (answer->at + TNY_CHECK_RENEWAL);
  gboolean told = FALSE;
  TnyCheck *check;

  if (token_was_accepted (answer) && is_other_tenant (run, answer, &told))
    {
      tny_check_add (run, NULL, "sign-in", "other-tenant", answer, NULL);
      g_set_error_literal (&run->stop, TNY_ERROR, TNY_ERROR_WRONG_ACCOUNT,
                           "GET /v1.0/organization: another tenant answered");
      add_waiting (run, "sign-in");
      return;
    }
  if (answer->error == NULL && !told)
    tny_answer_spoil (answer, "organization");
  if (!token_was_accepted (answer))
    {
      check_refusal (run, answer);
      return;
    }
  run->signed_in = TRUE;
  tny_check_add (run, NULL, "sign-in", "ok", answer, NULL);
  tny_check_add (run, NULL, "own-consent", "ok", answer, NULL);
  check = tny_check_add (run, NULL, "renewal", "ok", answer, "date", day, NULL);
  check->due_at = answer->at + TNY_CHECK_RENEWAL;
  check->due = g_strdup (check->subject);
}

/* --- the secret --- */

/* The end of our secret: the one that begins with the letters Microsoft shows of it, or the only
 * one. 0: cannot be told. */
static gint64
end_of_secret (TnyCheckRun *run, JsonArray *credentials)
{
  guint n = json_array_get_length (credentials);
  gint64 end = 0;

  for (guint i = 0; i < n; i++)
    {
      JsonObject *one = tny_json_array_object (credentials, i);
      const char *hint = one != NULL ? tny_json_text (one, "hint") : NULL;
      gint64 its_end = 0;

      if (one == NULL || !tny_json_time (one, "endDateTime", &its_end))
        continue;
      if (run->context->secret_hint != NULL ? g_strcmp0 (hint, run->context->secret_hint) == 0
          : n == 1)
        end = MAX (end, its_end);
    }

  return end;
}

static void
add_secret (TnyCheckRun *run, const TnyAnswer *answer, gint64 end, const char *finding)
{
  g_autofree char *day = tny_check_day (end), *days = days_until (run, end);
  gint64 now = tny_check_now (run);
  TnyCheck *check;

  if (end <= now)
    finding = "expired";
  else if (end - now < TNY_CHECK_SECRET_SOON)
    finding = "soon";
  check = tny_check_add (run, NULL, proof_id (run), finding, answer, "date", day, "days", days, NULL);
  check->due_at = end;
  check->due = g_strdup (check->subject);
  check->due_soon = end - now < TNY_CHECK_SECRET_SOON;
}

/* Microsoft writes the thumbprint as hex digits, as its portal shows it, or as bytes in base64. */
static gboolean
is_ours (TnyCheckRun *run, const char *identifier)
{
  gsize length;
  g_autofree guchar *bytes = NULL;
  g_autoptr(GString) hex = NULL;

  if (identifier == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (identifier, run->context->certificate) == 0)
    return TRUE;
  bytes = g_base64_decode (identifier, &length);
  hex = g_string_new (NULL);
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (hex, "%02X", bytes[i]);

  return g_ascii_strcasecmp (hex->str, run->context->certificate) == 0;
}

/* The end of our certificate; 0: the app does not hold it. */
static gint64
end_of_certificate (TnyCheckRun *run, JsonArray *credentials)
{
  guint n = json_array_get_length (credentials);
  gint64 end = 0;

  for (guint i = 0; i < n; i++)
    {
      JsonObject *one = tny_json_array_object (credentials, i);
      gint64 its_end = 0;

      if (one != NULL && is_ours (run, tny_json_text (one, "customKeyIdentifier")) &&
          tny_json_time (one, "endDateTime", &its_end))
        end = MAX (end, its_end);
    }

  return end;
}

/* What a person told, or the certificate says of itself, counts only where the app may not look. An answer
 * that was lost is none. */
static void
check_secret (TnyCheckRun *run, TnyAnswer *application)
{
  gboolean certificate = run->context->certificate != NULL;
  const char *member = certificate ? "keyCredentials" : "passwordCredentials";
  JsonArray *credentials = NULL;
  gboolean may_not = tny_answer_is (application, TNY_ERROR_PERMISSION) ||
                     tny_answer_is (application, TNY_ERROR_CONSENT);
  gint64 end;

  if (application->error == NULL)
    {
      credentials = tny_json_array (application->object, member);
      if (credentials == NULL)
        tny_answer_spoil (application, member);
    }
  if (application->error != NULL && !may_not)
    {
      tny_check_add_unknown (run, NULL, proof_id (run), run->signed_in ? application : NULL);
      return;
    }
  end = credentials == NULL ? 0
      : certificate ? end_of_certificate (run, credentials) : end_of_secret (run, credentials);
  if (end == 0 && certificate && credentials != NULL)
    tny_check_add (run, NULL, "certificate", "missing", application, NULL);
  else if (end == 0 && certificate && run->context->secret_expires == 0)
    tny_check_add_unknown (run, NULL, "certificate", application);
  else if (end != 0)
    add_secret (run, application, end, "ok");
  else if (run->context->secret_expires != 0)
    add_secret (run, application, run->context->secret_expires, "told");
  else
    tny_check_add (run, NULL, "secret", "no-end", application, NULL);
}

/* --- the account --- */

static void
add_mfa_as_told (TnyCheckRun *run, const TnyAnswer *answer)
{
  if (run->context->account_mfa == 1)
    tny_check_add (run, NULL, "mfa", "told", answer, NULL);
  else if (run->context->account_mfa == 0)
    tny_check_add (run, NULL, "mfa", "missing", answer, NULL);
  else
    tny_check_add_unknown (run, NULL, "mfa", answer);
}

static void
check_mfa (TnyCheckRun *run)
{
  g_autoptr(TnyAnswer) answer = NULL;

  if (run->direct)
    {
      add_mfa_as_told (run, NULL);
      return;
    }
  answer = tny_check_partner (run);
  if (answer->error == NULL)
    tny_check_add (run, NULL, "mfa", "ok", answer, NULL);
  else if (tny_answer_is (answer, TNY_ERROR_MFA))
    tny_check_add (run, NULL, "mfa", "missing", answer, NULL);
  else if (tny_answer_is (answer, TNY_ERROR_ARGUMENT))
    add_mfa_as_told (run, NULL);          /* this cloud has no Partner Center */
  else if (run->context->account_mfa == 0)
    tny_check_add (run, NULL, "mfa", "missing", answer, NULL);
  else if (tny_answer_is (answer, TNY_ERROR_PERMISSION) ||
           tny_answer_is (answer, TNY_ERROR_CONSENT))
    tny_check_add (run, NULL, "mfa", "closed", answer, NULL);
  else
    tny_check_add_unknown (run, NULL, "mfa", run->signed_in ? answer : NULL);
}

static GHashTable *
ids_of (TnyAnswer *answer)
{
  g_autoptr(GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < answer->objects->len; i++)
    {
      const char *id = tny_json_text (answer->objects->pdata[i], "id");

      if (id == NULL)
        {
          tny_answer_spoil (answer, "id");
          return NULL;
        }
      g_hash_table_add (ids, g_ascii_strdown (id, -1));
    }

  return g_steal_pointer (&ids);
}

static void
check_agents (TnyCheckRun *run)
{
  g_autoptr(TnyAnswer) answer = NULL;
  g_autoptr(GHashTable) agents = NULL;
  GHashTableIter iter;
  gpointer id;
  gboolean member = FALSE;

  if (run->direct)
    {
      tny_check_add (run, NULL, "admin-agents", "not-needed", NULL, NULL);
      return;
    }
  answer = tny_check_list (run, run->context->partner_tenant_id, "/groups",
                           "$filter=displayName%20eq%20'AdminAgents'&$select=id,displayName");
  if (answer->error == NULL)
    agents = ids_of (answer);
  if (agents == NULL || run->partner.groups == NULL)
    {
      tny_check_add_unknown (run, NULL, "admin-agents",
                             agents == NULL ? answer : run->partner.member_of);
      return;
    }
  g_hash_table_iter_init (&iter, agents);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    member |= g_hash_table_contains (run->partner.groups, id);
  tny_check_add (run, NULL, "admin-agents",
                 member ? "ok" : g_hash_table_size (agents) == 0 ? "no-group" : "missing",
                 member || g_hash_table_size (agents) == 0 ? answer : run->partner.member_of, NULL);
}

static void
check_account_roles (TnyCheckRun *run)
{
  g_autofree char *query = NULL;
  g_autoptr(TnyAnswer) answer = NULL;
  gboolean global = FALSE;

  if (run->direct)
    {
      tny_check_add (run, NULL, "account-roles", "not-needed", NULL, NULL);
      return;
    }
  query = g_strdup_printf ("$filter=principalId%%20eq%%20'%s'&$select=id,roleDefinitionId",
                           run->context->account_id);
  answer = tny_check_list (run, run->context->partner_tenant_id,
                           "/roleManagement/directory/roleAssignments", query);
  if (answer->error != NULL)
    {
      tny_check_add_unknown (run, NULL, "account-roles", answer);
      return;
    }
  for (guint i = 0; i < answer->objects->len; i++)
    {
      const char *id = tny_json_text (answer->objects->pdata[i], "roleDefinitionId");

      global |= id != NULL && g_ascii_strcasecmp (id, TNY_ROLE_GLOBAL_ADMINISTRATOR) == 0;
    }
  tny_check_add (run, NULL, "account-roles", global ? "global-administrator" : "ok", answer, NULL);
}

void
tny_check_connection (TnyCheckRun *run)
{
  const char *tenant = run->context->partner_tenant_id;
  g_autofree char *path = g_strdup_printf ("/applications(appId='%s')", run->context->client_id);
  g_autoptr(TnyAnswer) organization = tny_check_get (run, tenant, "/organization", "$select=id");
  g_autoptr(TnyAnswer) application = NULL;

  check_sign_in (run, organization);
  application = tny_check_get (run, tenant, path,
                               run->context->certificate != NULL
                                 ? "$select=id,appId,keyCredentials,requiredResourceAccess"
                                 : "$select=id,appId,passwordCredentials,requiredResourceAccess");
  tny_check_clock (run, organization->date != 0 ? organization : application);
  if (run->stop == NULL)
    {
      check_secret (run, application);
      check_mfa (run);
    }
  if (!run->direct)
    {
      run->partner.member_of = tny_check_list (run, tenant, "/me/transitiveMemberOf", "$select=id");
      if (run->partner.member_of->error == NULL)
        run->partner.groups = ids_of (run->partner.member_of);
    }
  check_agents (run);
  check_account_roles (run);
  tny_check_permissions (run, application);
  if (run->context->first_look)
    tny_check_first_look (run, organization);
  if (run->gdap)
    run->partner.relationships = tny_check_list (
      run, tenant, "/tenantRelationships/delegatedAdminRelationships", "$top=300");
}
