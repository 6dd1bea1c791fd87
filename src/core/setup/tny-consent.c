/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-consent.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tny-error.h"
#include "tny-graph.h"
#include "tny-json.h"
#include "tny-permission.h"
#include "tny-secret.h"
#include "tny-text.h"

void
tny_consent_tenant_free (TnyConsentTenant *self)
{
  if (self == NULL)
    return;
  g_free (self->tenant_id);
  g_free (self->name);
  g_free (self->missing);
  g_free (self->words);
  g_free (self->detail);
  g_free (self);
}

const char *
tny_consent_state_name (TnyConsentState state)
{
  static const char *const names[TNY_N_CONSENT_STATES] = {
    [TNY_CONSENT_GIVEN] = "given", [TNY_CONSENT_NONE] = "none", [TNY_CONSENT_PARTLY] = "partly",
    [TNY_CONSENT_UNKNOWN] = "unknown", [TNY_CONSENT_FAILED] = "failed",
  };

  return names[state];
}

/* What only the partner's own directory has a use for stays at home. */
static gboolean
is_for_customers (const TnyPermission *permission)
{
  return g_str_equal (permission->resource, TNY_RESOURCE_GRAPH) &&
         !g_str_has_prefix (permission->name, "DelegatedAdmin") &&
         !g_str_has_prefix (permission->name, "CrossTenant");
}

char *
tny_consent_scopes (guint features, const char *separator)
{
  g_autoptr(GPtrArray) least = tny_permissions_for (features);
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < least->len; i++)
    {
      const TnyPermission *permission = least->pdata[i];

      if (is_for_customers (permission))
        g_string_append_printf (names, "%s%s", names->len > 0 ? separator : "", permission->name);
    }

  return g_string_free (g_steal_pointer (&names), FALSE);
}

/* --- looking --- */

static void
set_words (TnyConsentTenant *tenant, TnyConsentState state, const GError *cause)
{
  tenant->state = state;
  g_free (tenant->words);
  tenant->words = g_strdup (_(tny_remedy_for (cause)->headline));
  g_free (tenant->detail);
  tenant->detail = tny_text_one_line (cause->message, 300);
}

static gboolean
covered (const char *granted, const char *needed)
{
  g_auto(GStrv) names = g_strsplit (granted, " ", -1);

  for (guint i = 0; names[i] != NULL; i++)
    if (tny_permission_covers (names[i], needed))
      return TRUE;

  return FALSE;
}

static gboolean
scope_cb (JsonObject *object, gpointer data, GError **error)
{
  const char *scope = tny_json_text (object, "scope");

  if (scope != NULL)
    g_string_append_printf (data, " %s", scope);

  return TRUE;
}

static void
look_at_grants (const TnyConsentContext *context, TnyGraph *graph, TnyConsentTenant *tenant,
                GCancellable *cancellable, GError **error)
{
  g_autofree char *by_client = g_strdup_printf ("/servicePrincipals(appId='%s')", context->client_id);
  g_autoptr(JsonNode) node = tny_graph_get_object (graph, by_client, "$select=id", cancellable, error);
  const char *id = node != NULL ? tny_json_text (json_node_get_object (node), "id") : NULL;
  g_autofree char *path = id != NULL
    ? g_strdup_printf ("/servicePrincipals/%s/oauth2PermissionGrants", id) : NULL;
  g_autofree char *wanted = tny_consent_scopes (context->features, " ");
  g_auto(GStrv) names = g_strsplit (wanted, " ", -1);
  g_autoptr(GString) granted = g_string_new (NULL), missing = g_string_new (NULL);

  if (path == NULL || !tny_graph_list_objects (graph, path, NULL, scope_cb, granted, cancellable, error))
    return;
  for (guint i = 0; names[i] != NULL; i++)
    if (!covered (granted->str, names[i]))
      g_string_append_printf (missing, "%s%s", missing->len > 0 ? " " : "", names[i]);
  g_free (tenant->missing);
  tenant->missing = g_strdup (missing->str);
  tenant->state = missing->len > 0 ? TNY_CONSENT_PARTLY : TNY_CONSENT_GIVEN;
  if (missing->len > 0)
    tenant->words = g_strdup_printf (_("An earlier consent lacks: %s. An administrator there can add "
                                       "it."), missing->str);
}

static gboolean
look_at (const TnyConsentContext *context, TnyConsentTenant *tenant, GCancellable *cancellable,
         GError **error)
{
  TnyGraph *graph = tny_graph_new (context->http, tenant->tenant_id, TRUE);
  g_autoptr(GError) cause = NULL;

  tenant->state = TNY_CONSENT_UNKNOWN;
  tenant->missing = tny_consent_scopes (context->features, " ");
  look_at_grants (context, graph, tenant, cancellable, &cause);
  tny_graph_free (graph);
  if (cause == NULL)
    return TRUE;
  if (tny_error_cancelled (cause) || g_error_matches (cause, TNY_ERROR, TNY_ERROR_SIGN_IN))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  if (g_error_matches (cause, TNY_ERROR, TNY_ERROR_CONSENT))
    tenant->state = TNY_CONSENT_NONE;
  else
    set_words (tenant, TNY_CONSENT_UNKNOWN, cause);

  return TRUE;
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  const TnyConsentTenant *left = *(TnyConsentTenant *const *) a, *right = *(TnyConsentTenant *const *) b;

  return g_utf8_collate (left->name, right->name);
}

static GPtrArray *
list_customers (const TnyConsentContext *context, GCancellable *cancellable, GError **error)
{
  TnyGraph *graph = tny_graph_new (context->http, context->partner_tenant_id, TRUE);
  g_autoptr(GPtrArray) tenants = tny_graph_list_tenants (graph, TNY_TENANT_LIST_CUSTOMERS, cancellable,
                                                         error);
  g_autoptr(GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify) tny_consent_tenant_free);

  tny_graph_free (graph);
  for (guint i = 0; tenants != NULL && i < tenants->len; i++)
    {
      const TnyTenant *found = tenants->pdata[i];
      TnyConsentTenant *tenant;

      if (context->tenants != NULL && !g_strv_contains (context->tenants, found->tenant_id))
        continue;
      tenant = g_new0 (TnyConsentTenant, 1);
      tenant->tenant_id = g_strdup (found->tenant_id);
      tenant->name = g_strdup (found->display_name != NULL ? found->display_name : found->tenant_id);
      g_ptr_array_add (list, tenant);
    }
  if (tenants == NULL)
    return NULL;
  if (context->tenants != NULL && list->len < g_strv_length ((char **) context->tenants))
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "not every tenant named is a GDAP customer");
      return NULL;
    }
  g_ptr_array_sort (list, by_name);

  return g_steal_pointer (&list);
}

GPtrArray *
tny_consent_look (const TnyConsentContext *context, TnyJob *job, GCancellable *cancellable,
                  GError **error)
{
  g_autoptr(GPtrArray) list = list_customers (context, cancellable, error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      TnyConsentTenant *tenant = list->pdata[i];

      tny_job_say (job, _("Asking which customers have consented"), tenant->name);
      tny_job_report (job, i, list->len);
      if (!look_at (context, tenant, cancellable, error))
        return NULL;
    }

  return g_steal_pointer (&list);
}

/* --- giving --- */

static char *
consent_body (const TnyConsentContext *context)
{
  g_autoptr(GString) out = g_string_new ("{\"applicationId\":");
  g_autofree char *scopes = tny_consent_scopes (context->features, ",");

  tny_json_append_text (out, context->client_id);
  g_string_append (out, ",\"displayName\":");
  tny_json_append_text (out, context->app_name);
  g_string_append (out, ",\"applicationGrants\":[{\"enterpriseApplicationId\":\"" TNY_RESOURCE_GRAPH
                        "\",\"scope\":");
  tny_json_append_text (out, scopes);
  g_string_append (out, "}]}");

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Sent once: whether an unknown one happened, the next look says. */
static gboolean
give (const TnyConsentContext *context, const TnyConsentTenant *tenant, GCancellable *cancellable,
      GError **error)
{
  g_autofree char *path = g_strdup_printf ("/v1/customers/%s/applicationconsents", tenant->tenant_id);
  g_autofree char *text = consent_body (context), *id = tny_random_uuid ();
  g_autoptr(GUri) uri = tny_cloud_build_uri (tny_http_get_cloud (context->http), TNY_SERVICE_PARTNER,
                                             path, NULL, error);
  g_autoptr(GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr(TnyResponse) response = NULL;
  const char *headers[] = {
    "Accept", "application/json", "MS-Contract-Version", "v1", "MS-RequestId", id,
    "MS-PartnerCenter-Application", "Tenantry", NULL
  };
  TnyRequest request = {
    .service = TNY_SERVICE_PARTNER, .method = "POST", .uri = uri,
    .tenant_id = context->partner_tenant_id,
    .flags = TNY_REQUEST_AUTHORIZE | TNY_REQUEST_INTERACTIVE | TNY_REQUEST_ANY_STATUS,
    .headers = headers, .content_type = "application/json", .body = body,
  };

  if (uri == NULL)
    return FALSE;
  response = tny_http_send (context->http, &request, cancellable, error);
  if (response == NULL)
    return FALSE;
  if (response->status == 200 || response->status == 201 ||
      ((response->status == 400 || response->status == 409) &&
       strstr ((const char *) response->body->data, "ermission entry already exists") != NULL))
    return TRUE;
  tny_http_set_error (error, &request, response);

  return FALSE;
}

gboolean
tny_consent_give (const TnyConsentContext *context, GPtrArray *list, TnyJob *job,
                  GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < list->len; i++)
    {
      TnyConsentTenant *tenant = list->pdata[i];
      g_autoptr(GError) cause = NULL;

      tny_job_report (job, i, list->len);
      if (tenant->state != TNY_CONSENT_NONE)
        continue;
      tny_job_say (job, _("Giving consent"), tenant->name);
      if (give (context, tenant, cancellable, &cause))
        {
          tenant->state = TNY_CONSENT_GIVEN;
          g_free (tenant->missing);
          tenant->missing = g_strdup ("");
          continue;
        }
      if (tny_error_cancelled (cause) || g_error_matches (cause, TNY_ERROR, TNY_ERROR_SIGN_IN) ||
          g_error_matches (cause, TNY_ERROR, TNY_ERROR_MFA))
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return FALSE;
        }
      set_words (tenant, TNY_CONSENT_FAILED, cause);
    }
  tny_job_report (job, list->len, list->len);

  return TRUE;
}
