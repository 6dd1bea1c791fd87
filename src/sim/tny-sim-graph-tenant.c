/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tny-sim-graph.h"
#include "tny-sim-skus.h"

/* Which tenants are renamed depends on nothing but their place; contracts keep the name they had. */
void
tny_sim_append_tenant_name (GString *out, const TnySim *sim, const TnySimTenant *tenant)
{
  g_autofree char *renamed = g_strdup_printf ("Novara %u Holdings", tenant->index);
  gboolean other = tny_sim_has (sim, TNY_SIM_TENANTS_RENAMED) && tenant->index % 3 == 1;

  tny_sim_append_json (out, other ? renamed : tenant->name);
}

static const char *
authentication_of (const TnySimTenant *tenant, gboolean initial_domain)
{
  return (tenant->flags & TNY_SIM_FEDERATED) && !initial_domain ? "Federated" : "Managed";
}

static void
append_verified (GString *out, const TnySimTenant *tenant, const char *name, gboolean is_default,
                 gboolean initial)
{
  g_string_append_printf (out, "%s{\"capabilities\":\"Email, OfficeCommunicationsOnline\","
                          "\"isDefault\":%s,\"isInitial\":%s,\"name\":\"%s\",\"type\":\"%s\"}",
                          is_default ? "" : ",", tny_sim_flag (is_default), tny_sim_flag (initial),
                          name, authentication_of (tenant, initial));
}

static void
append_domains (GString *out, const TnySimTenant *tenant)
{
  g_auto(GStrv) more = g_strsplit (tenant->more_domains, " ", -1);

  g_string_append_c (out, '[');
  append_verified (out, tenant, tenant->domain, TRUE, FALSE);
  for (guint i = 0; more[i] != NULL; i++)
    append_verified (out, tenant, more[i], FALSE, FALSE);
  append_verified (out, tenant, tenant->initial_domain, FALSE, TRUE);
  g_string_append_c (out, ']');
}

/* Who may only read the basics gets null for the rest, as documented. */
static void
append_details (GString *out, const TnySimTenant *tenant)
{
  guint at = tenant->index;

  g_string_append (out, ",\"businessPhones\":[");
  if (tenant->phone != NULL)
    tny_sim_append_json (out, tenant->phone);
  g_string_append (out, "],\"city\":");
  tny_sim_append_json (out, tenant->city);
  g_string_append (out, ",\"street\":");
  tny_sim_append_json (out, tenant->street);
  g_string_append_printf (out,
                          ",\"country\":null,\"countryLetterCode\":\"%s\","
                          "\"createdDateTime\":\"20%02u-0%u-1%uT08:30:00Z\","
                          "\"defaultUsageLocation\":\"%s\",\"onPremisesSyncEnabled\":%s,"
                          "\"onPremisesLastSyncDateTime\":%s,\"partnerTenantType\":null,"
                          "\"postalCode\":\"%s\",\"preferredLanguage\":\"en\",\"state\":null,"
                          "\"technicalNotificationMails\":[\"it@%s\"],"
                          "\"marketingNotificationEmails\":[],"
                          "\"securityComplianceNotificationMails\":[],"
                          "\"securityComplianceNotificationPhones\":[],\"privacyProfile\":null,"
                          "\"assignedPlans\":",
                          tenant->country, 14 + at % 11, 1 + at % 9, at % 9, tenant->country,
                          tenant->flags & TNY_SIM_HYBRID ? "true" : "null",
                          tenant->flags & TNY_SIM_HYBRID ? "\"2026-06-01T05:12:44Z\"" : "null",
                          tenant->postal_code, tenant->domain);
  tny_sim_skus_append_assigned_plans (out, tenant);
  g_string_append (out, ",\"provisionedPlans\":[]");
}

void
tny_sim_graph_organization (TnySimGraphCall *call)
{
  static const char *const properties[] = {
    "id", "deletedDateTime", "displayName", "tenantType", "businessPhones", "city", "country",
    "countryLetterCode", "createdDateTime", "defaultUsageLocation", "marketingNotificationEmails",
    "mobileDeviceManagementAuthority", "onPremisesLastSyncDateTime", "onPremisesSyncEnabled",
    "partnerTenantType", "postalCode", "preferredLanguage", "privacyProfile", "assignedPlans",
    "provisionedPlans", "securityComplianceNotificationMails",
    "securityComplianceNotificationPhones", "state", "street", "technicalNotificationMails",
    "verifiedDomains", NULL
  };
  const guint64 full = tny_sim_scopes_parse ("Organization.Read.All Directory.Read.All "
                                             "Directory.ReadWrite.All");
  const TnySimTenant *tenant = call->tenant;
  g_autoptr(GString) array = g_string_new (NULL);

  if (!tny_sim_graph_select (call, "organization", properties))
    return;
  g_string_append_printf (array, "[{\"id\":\"%s\",\"deletedDateTime\":null,\"displayName\":",
                          tenant->id);
  tny_sim_append_tenant_name (array, call->sim, tenant);
  g_string_append (array, ",\"tenantType\":");
  g_string_append (array, call->token.scopes & full ? "\"AAD\"" : "null");
  if (call->token.scopes & full)
    append_details (array, tenant);
  g_string_append (array, ",\"verifiedDomains\":");
  append_domains (array, tenant);
  g_string_append (array, "}]");
  tny_sim_graph_begin (call, "organization", NULL);
  tny_sim_graph_append_array (call, array);
}

static void
append_domain (GString *out, const TnySimTenant *tenant, const char *name, gboolean is_default,
               gboolean initial)
{
  g_string_append_printf (out,
                          "{\"id\":\"%s\",\"authenticationType\":\"%s\","
                          "\"availabilityStatus\":null,\"isAdminManaged\":true,\"isDefault\":%s,"
                          "\"isInitial\":%s,\"isRoot\":true,\"isVerified\":true,"
                          "\"manufacturer\":null,\"model\":null,"
                          "\"passwordNotificationWindowInDays\":14,"
                          "\"passwordValidityPeriodInDays\":2147483647,\"state\":null,"
                          "\"supportedServices\":[\"Email\",\"OfficeCommunicationsOnline\"]}",
                          name, authentication_of (tenant, initial), tny_sim_flag (is_default),
                          tny_sim_flag (initial));
}

void
tny_sim_graph_domains (TnySimGraphCall *call)
{
  static const char *const properties[] = {
    "id", "authenticationType", "availabilityStatus", "isAdminManaged", "isDefault", "isInitial",
    "isRoot", "isVerified", "manufacturer", "model", "passwordNotificationWindowInDays",
    "passwordValidityPeriodInDays", "state", "supportedServices", NULL
  };
  const TnySimTenant *tenant = call->tenant;
  g_auto(GStrv) more = g_strsplit (tenant->more_domains, " ", -1);
  g_autoptr(GString) array = g_string_new ("[");

  if (!tny_sim_graph_select (call, "domain", properties))
    return;
  append_domain (array, tenant, tenant->domain, TRUE, FALSE);
  for (guint i = 0; more[i] != NULL; i++)
    {
      g_string_append_c (array, ',');
      append_domain (array, tenant, more[i], FALSE, FALSE);
    }
  g_string_append_c (array, ',');
  append_domain (array, tenant, tenant->initial_domain, FALSE, TRUE);
  g_string_append_c (array, ']');
  tny_sim_graph_begin (call, "domains", NULL);
  tny_sim_graph_append_array (call, array);
}

void
tny_sim_graph_skus (TnySimGraphCall *call)
{
  static const char *const properties[] = {
    "accountId", "accountName", "appliesTo", "capabilityStatus", "consumedUnits", "id", "skuId",
    "skuPartNumber", "subscriptionIds", "prepaidUnits", "servicePlans", NULL
  };
  g_autoptr(GString) array = g_string_new (NULL);
  TnySimTenant now = *call->tenant;

  if (!tny_sim_graph_select (call, "subscribedSku", properties))
    return;
  now.flags = call->flags;             /* what a scenario has left of them */
  tny_sim_skus_append (array, call->sim->estate, call->sim->directory, &now);
  tny_sim_graph_begin (call, "subscribedSkus", NULL);
  tny_sim_graph_append_array (call, array);
}

void
tny_sim_graph_report_settings (TnySimGraphCall *call)
{
  GString *out = call->answer->body;

  if (g_str_equal (call->request->method, "PATCH"))
    {
      gsize length;
      const char *body = g_bytes_get_data (call->request->body, &length);
      g_autofree char *text = g_strndup (body, length);
      const char *value = strstr (text, "\"displayConcealedNames\"");

      value = value != NULL ? strchr (value, ':') : NULL;
      while (value != NULL && (*value == ':' || *value == ' '))
        value++;
      if (value == NULL || (!g_str_has_prefix (value, "true") &&
                            !g_str_has_prefix (value, "false")))
        {
          tny_sim_graph_error (call, 400, "Request_BadRequest",
                               "A value is required for displayConcealedNames.");
          return;
        }
      g_hash_table_insert (call->sim->report_settings, GUINT_TO_POINTER (call->tenant->index),
                           GINT_TO_POINTER (*value == 't'));
      call->answer->status = 204;
      return;
    }
  tny_sim_graph_begin (call, "admin/reportSettings/$entity", NULL);
  g_string_append_printf (out, ",\"displayConcealedNames\":%s}",
                          tny_sim_flag (tny_sim_reports_concealed (call->sim, call->tenant)));
}

void
tny_sim_graph_find_tenant (TnySimGraphCall *call)
{
  static const char prefix[] = "findTenantInformationByTenantId(tenantId='";
  const char *part = call->parts[1];
  GString *out = call->answer->body;
  const TnySimTenant *tenant = NULL;

  if (g_str_has_prefix (part, prefix) && strlen (part) == strlen (prefix) + TNY_SIM_GUID_LENGTH + 2)
    {
      g_autofree char *id = g_strndup (part + strlen (prefix), TNY_SIM_GUID_LENGTH);

      tenant = tny_sim_estate_find (call->sim->estate, id);
    }
  if (tenant == NULL)
    {
      tny_sim_graph_error (call, 404, "Request_ResourceNotFound", "Unable to find the tenant.");
      return;
    }
  tny_sim_graph_begin (call, "microsoft.graph.tenantInformation", NULL);
  g_string_append_printf (out,
                          ",\"tenantId\":\"%s\",\"federationBrandName\":null,\"displayName\":",
                          tenant->id);
  tny_sim_append_tenant_name (out, call->sim, tenant);
  g_string_append_printf (out, ",\"defaultDomainName\":\"%s\"}", tenant->domain);
}
