/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-pages.h"
#include "tny-sim-token.h"

#include <string.h>
#include <sys/random.h>

#define CODE_SECONDS 600

/* Parameters that go from page to page in hidden fields; who picked what comes on top. */
static const char *const carried[] = {
  "client_id", "response_type", "redirect_uri", "scope", "response_mode", "state", "nonce",
  "code_challenge", "code_challenge_method", "prompt", "login_hint", "domain_hint", "claims",
};

typedef struct
{
  TnySim             *sim;
  TnySimRequest      *request;
  TnySimAnswer       *answer;
  const char         *authority_name;
  TnySimAuthority     authority;
  const TnySimTenant *tenant;        /* named in the path */
  TnySimScopeRequest  scope;
  guint               app;
  GPtrArray          *fields;        /* name, value, … */
  char               *action;
} Visit;

/* The first visit is a GET; the buttons of our pages POST everything again. */
static const char *
get (const Visit *visit, const char *name)
{
  const char *value = tny_sim_form (visit->request, name);

  return value != NULL ? value : tny_sim_query (visit->request, name);
}

static void
show_error (Visit *visit, guint code, const char *detail, gboolean again)
{
  g_autofree char *text = tny_sim_login_error_text (code, detail);

  tny_sim_page_error (visit->answer, visit->action, again ? visit->fields : NULL, text);
}

static void
send_back (Visit *visit, GPtrArray *fields)
{
  tny_sim_page_leave (visit->answer, get (visit, "redirect_uri"), get (visit, "response_mode"),
                      fields, get (visit, "state"));
}

static void
send_error (Visit *visit, const char *error, const char *subcode, const char *description)
{
  g_autoptr(GPtrArray) fields = g_ptr_array_new ();

  tny_sim_fields_add (fields, "error", error);
  if (subcode != NULL)
    tny_sim_fields_add (fields, "error_subcode", subcode);
  if (description != NULL)
    tny_sim_fields_add (fields, "error_description", description);
  send_back (visit, fields);
}

static void
send_code_error (Visit *visit, guint code, const char *detail)
{
  g_autofree char *text = tny_sim_login_error_text (code, detail);

  send_error (visit, tny_sim_login_error_word (code), NULL, text);
}

/* What Microsoft checks before it trusts the redirect address: shown on its page, and only
 * there. */
static gboolean
check_address (Visit *visit)
{
  const char *client = get (visit, "client_id"), *redirect_uri = get (visit, "redirect_uri");

  if (visit->authority == TNY_SIM_AUTHORITY_UNKNOWN)
    show_error (visit, 90002, visit->authority_name, FALSE);
  else if (client == NULL || redirect_uri == NULL)
    show_error (visit, 900144, client == NULL ? "client_id" : "redirect_uri", FALSE);
  else if ((visit->app = tny_sim_app_find (visit->sim, client)) == TNY_SIM_APP_NONE)
    show_error (visit, 700016, client, FALSE);
  else if (!tny_sim_app_redirects (visit->sim, visit->app, redirect_uri))
    show_error (visit, 50011, redirect_uri, FALSE);
  else
    return TRUE;

  return FALSE;
}

static gboolean
check_parameters (Visit *visit)
{
  const char *type = get (visit, "response_type"), *mode = get (visit, "response_mode");
  const char *scope = get (visit, "scope"), *challenge = get (visit, "code_challenge");
  const char *method = get (visit, "code_challenge_method");
  guint wrong;

  if (mode != NULL && !g_str_equal (mode, "query") && !g_str_equal (mode, "form_post") &&
      !g_str_equal (mode, "fragment"))
    send_code_error (visit, 70007, mode);
  else if (type == NULL || scope == NULL)
    send_code_error (visit, 900144, type == NULL ? "response_type" : "scope");
  else if (!g_str_equal (type, "code"))
    send_code_error (visit, 70005, type);
  else if ((wrong = tny_sim_scope_request (scope, TRUE, &visit->scope)) != 0)
    send_code_error (visit, wrong, scope);
  else if (method != NULL && (challenge == NULL ||
                              (!g_str_equal (method, "S256") && !g_str_equal (method, "plain"))))
    send_code_error (visit, 50147, NULL);
  else if (challenge != NULL && (strlen (challenge) < 43 || strlen (challenge) > 128))
    send_code_error (visit, 501491, NULL);
  else if (g_strcmp0 (get (visit, "prompt"), "none") == 0)
    send_code_error (visit, 50058, NULL);
  else
    return TRUE;

  return FALSE;
}

static void
forget_old_codes (TnySim *sim)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, sim->codes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (tny_sim_now (sim) > ((TnySimCode *) value)->expires + CODE_SECONDS)
      g_hash_table_iter_remove (&iter);
}

static void
send_code (Visit *visit, guint account, const TnySimTenant *home)
{
  TnySim *sim = visit->sim;
  TnySimCode *code = tny_sim_code_new ();
  guint8 random[64];
  char session[TNY_SIM_GUID_LENGTH + 1];
  g_autofree char *text = NULL;
  g_autoptr(GPtrArray) fields = g_ptr_array_new ();

  if (getrandom (random, sizeof random, 0) != sizeof random)
    g_error ("no random numbers");
  text = tny_sim_base64url (random, sizeof random);
  forget_old_codes (sim);
  code->account = account;
  code->app = visit->app;
  code->mfa = tny_sim_accounts[account].mfa && !tny_sim_has (sim, TNY_SIM_NO_MFA);
  code->tenant = (int) home->index;
  code->redirect_uri = g_strdup (get (visit, "redirect_uri"));
  code->scope = g_strdup (get (visit, "scope"));
  code->nonce = g_strdup (get (visit, "nonce"));
  code->challenge = g_strdup (get (visit, "code_challenge"));
  code->plain = g_strcmp0 (get (visit, "code_challenge_method"), "S256") != 0;
  code->expires = tny_sim_now (sim) + CODE_SECONDS;
  g_hash_table_insert (sim->codes, g_strdup (text), code);
  tny_sim_random_guid (session);
  tny_sim_fields_add (fields, "code", text);
  tny_sim_fields_add (fields, "session_state", session);
  send_back (visit, fields);
}

static void
ask_for_consent (Visit *visit, guint account, const TnySimTenant *home, guint64 wanted)
{
  const char *answer = get (visit, "sample_consent");
  char index[12];

  if (g_strcmp0 (answer, "decline") == 0)
    send_code_error (visit, 65004, NULL);
  else if (g_strcmp0 (answer, "other") == 0)
    tny_sim_page_accounts (visit->answer, visit->action, visit->fields, NULL);
  else if (g_strcmp0 (answer, "accept") == 0 && tny_sim_accounts[account].administrator)
    {
      wanted |= tny_sim_granted (visit->sim, visit->app, account, home);
      if (visit->app == TNY_SIM_APP_TOOLS)
        tny_sim_consent_to_tools (visit->sim, account, wanted);
      else
        tny_sim_grant (visit->sim, visit->app, home, wanted, FALSE);
      send_code (visit, account, home);
    }
  else
    {
      g_snprintf (index, sizeof index, "%u", account);
      tny_sim_fields_add (visit->fields, "sample_account", index);
      tny_sim_page_consent (visit->answer, visit->action, visit->fields,
                            tny_sim_app_name (visit->sim, visit->app), home->name, wanted,
                            tny_sim_accounts[account].administrator);
    }
}

static void
sign_in (Visit *visit, guint index)
{
  TnySim *sim = visit->sim;
  const TnySimAccount *account;
  const TnySimTenant *home;
  guint64 wanted, granted;

  if (tny_sim_has (sim, TNY_SIM_WRONG_ACCOUNT))
    for (index = 0; tny_sim_accounts[index].partner_user >= 0; index++)
      ;
  account = &tny_sim_accounts[index];
  if (account->personal)
    {
      /* The registration is for organizations; personal accounts are kept out. */
      show_error (visit, 50020, account->address, TRUE);
      return;
    }
  home = tny_sim_account_home (account, sim->estate);
  if (!tny_sim_has (sim, TNY_SIM_WRONG_ACCOUNT) &&
      (visit->authority == TNY_SIM_AUTHORITY_CONSUMERS ||
       (visit->authority == TNY_SIM_AUTHORITY_TENANT && visit->tenant != home)))
    {
      show_error (visit, 50020, account->address, TRUE);
      return;
    }
  /* Conditional Access ends on Microsoft's page; nothing comes back to the application. */
  if (tny_sim_has (sim, TNY_SIM_SIGN_IN_BLOCKED) && home->index == 0)
    {
      show_error (visit, 53003, NULL, TRUE);
      return;
    }
  if (tny_sim_has (sim, TNY_SIM_APPROVAL_NEEDED) && !account->administrator)
    {
      send_code_error (visit, 90094, NULL);
      return;
    }
  wanted = visit->scope.everything || visit->scope.scopes == 0
             ? tny_sim_app_listed (sim, visit->app, home)
             : visit->scope.scopes;
  granted = tny_sim_granted (sim, visit->app, index, home);
  if (visit->scope.everything ? granted == 0 : (visit->scope.scopes & ~granted) != 0)
    ask_for_consent (visit, index, home, wanted);
  else
    send_code (visit, index, home);
}

/* Source: "Microsoft identity platform and OAuth 2.0 authorization code flow"; "Redirect URI (reply
 * URL) restrictions and limitations". */
void
tny_sim_authorize (TnySim *sim, TnySimRequest *request, TnySimAnswer *answer, const char *tenant)
{
  g_autoptr(GPtrArray) fields = g_ptr_array_new ();
  g_autofree char *escaped = g_uri_escape_string (tenant, NULL, FALSE);
  g_autofree char *action = g_strconcat (sim->bases[TNY_SIM_AREA_LOGIN], "/", escaped,
                                         "/oauth2/v2.0/authorize", NULL);
  Visit visit = {
    .sim = sim, .request = request, .answer = answer, .authority_name = tenant, .fields = fields,
    .action = action,
  };
  const char *picked;
  guint64 index;

  visit.authority = tny_sim_authority (sim, tenant, &visit.tenant);
  for (guint i = 0; i < G_N_ELEMENTS (carried); i++)
    if (get (&visit, carried[i]) != NULL)
      tny_sim_fields_add (fields, carried[i], get (&visit, carried[i]));
  if (!check_address (&visit) || !check_parameters (&visit))
    return;
  picked = get (&visit, "sample_account");
  if (g_strcmp0 (picked, "cancel") == 0)
    send_error (&visit, "access_denied", "cancel", NULL);
  else if (picked != NULL &&
           g_ascii_string_to_unsigned (picked, 10, 0, tny_sim_n_accounts - 1, &index, NULL))
    sign_in (&visit, (guint) index);
  else
    tny_sim_page_accounts (answer, action, fields, get (&visit, "login_hint"));
}
