/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-pages.h"
#include "tny-sim-token.h"

static const char *const carried[] = { "client_id", "redirect_uri", "state", "scope" };

static const char *
get (const TnySimRequest *request, const char *name)
{
  const char *value = tny_sim_form (request, name);

  return value != NULL ? value : tny_sim_query (request, name);
}

/* What is shown only on the page; 0 when the request can be trusted. */
static guint
fault_of (TnySim *sim, const TnySimRequest *request, const TnySimTenant *tenant, gboolean v2,
          guint *app, const char **detail)
{
  const char *client = get (request, "client_id"), *redirect_uri = get (request, "redirect_uri");

  *detail = client == NULL ? "client_id" : v2 && get (request, "scope") == NULL ? "scope" : NULL;
  if (*detail != NULL)
    return 900144;
  if (tenant == NULL)
    {
      *detail = request->parts[0];
      return 90002;
    }
  *detail = client;
  *app = tny_sim_app_find (sim, client);
  if (*app == TNY_SIM_APP_NONE || *app == TNY_SIM_APP_TOOLS)
    return 700016;
  *detail = redirect_uri;
  if (redirect_uri != NULL && !tny_sim_app_redirects (sim, *app, redirect_uri))
    return 50011;

  return 0;
}

static void
leave (TnySimAnswer *answer, const TnySimRequest *request, GPtrArray *fields)
{
  const char *redirect_uri = get (request, "redirect_uri");

  tny_sim_page_leave (answer, redirect_uri != NULL ? redirect_uri : TNY_SIM_REDIRECT_URI, NULL,
                      fields, get (request, "state"));
}

static guint64
wanted_scopes (TnySim *sim, guint app, const TnySimRequest *request, const TnySimTenant *tenant,
               gboolean v2, gboolean *everything)
{
  guint64 all = tny_sim_app_listed (sim, app, tenant);
  TnySimScopeRequest asked;

  *everything = TRUE;
  if (!v2 || tny_sim_scope_request (get (request, "scope"), TRUE, &asked) != 0 || asked.everything)
    return all;
  *everything = FALSE;

  return asked.scopes;
}

/* Source: "Admin consent on the Microsoft identity platform". Nobody signs in here: whoever
 * accepts is taken for an administrator of the tenant. */
void
tny_sim_admin_consent (TnySim        *sim,
                       TnySimRequest *request,
                       TnySimAnswer  *answer,
                       const char    *tenant_name,
                       gboolean       v2)
{
  g_autoptr(GPtrArray) fields = g_ptr_array_new ();
  g_autofree char *action = g_strconcat (sim->bases[TNY_SIM_AREA_LOGIN], request->path, NULL);
  g_autofree char *text = NULL;
  const char *reply = get (request, "sample_consent"), *detail;
  const TnySimTenant *tenant;
  guint64 wanted;
  guint fault, app;
  gboolean everything;

  if (tny_sim_authority (sim, tenant_name, &tenant) == TNY_SIM_AUTHORITY_ORGANIZATIONS)
    tenant = tny_sim_estate_tenant (sim->estate, 0);
  if ((fault = fault_of (sim, request, tenant, v2, &app, &detail)) != 0)
    {
      text = tny_sim_login_error_text (fault, detail);
      tny_sim_page_error (answer, action, NULL, text);
      return;
    }
  wanted = wanted_scopes (sim, app, request, tenant, v2, &everything);
  if (g_strcmp0 (reply, "accept") == 0)
    {
      /* What is not asked for any more is taken away. */
      tny_sim_grant (sim, app, tenant, wanted, everything);
      tny_sim_fields_add (fields, "admin_consent", "True");
      tny_sim_fields_add (fields, "tenant", tenant->id);
      if (v2)
        tny_sim_fields_add (fields, "scope", get (request, "scope"));
      leave (answer, request, fields);
    }
  else if (g_strcmp0 (reply, "decline") == 0)
    {
      text = tny_sim_login_error_text (65004, NULL);
      tny_sim_fields_add (fields, "error", "consent_required");
      tny_sim_fields_add (fields, "error_description", text);
      leave (answer, request, fields);
    }
  else
    {
      for (guint i = 0; i < G_N_ELEMENTS (carried); i++)
        if (get (request, carried[i]) != NULL)
          tny_sim_fields_add (fields, carried[i], get (request, carried[i]));
      tny_sim_page_consent (answer, action, fields, tny_sim_app_name (sim, app), tenant->name, wanted,
                            TRUE);
    }
}
