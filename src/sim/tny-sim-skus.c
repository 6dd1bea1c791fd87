/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-skus.h"

typedef struct
{
  const char *id, *name, *service;
} Plan;

static const Plan plans[] = {
  { "9aaf7827-d63c-4b61-89c3-182f06f82e5c", "EXCHANGE_S_STANDARD", "exchange" },
  { "efb87545-963c-4e0d-99df-69c6916d9eb0", "EXCHANGE_S_ENTERPRISE", "exchange" },
  { "41781fb2-bc02-4b7c-bd55-b576c07bb09d", "AAD_PREMIUM", "AADPremiumService" },
  { "c1ec4a95-1f05-45b3-a911-aa3fa01094f5", "INTUNE_A", "SCO" },
};
enum { EXCHANGE_1 = 1 << 0, EXCHANGE_2 = 1 << 1, PREMIUM = 1 << 2, INTUNE = 1 << 3 };

/* Source: "Product names and service plan identifiers for licensing". */
static const struct
{
  const char *id, *part_number;
  guint       plans;
} products[] = {
  { "f245ecc8-75af-4f8e-b61f-27d8114de5f3", "O365_BUSINESS_PREMIUM", EXCHANGE_1 },
  { "3b555118-da6a-4418-894f-7df1e2096870", "O365_BUSINESS_ESSENTIALS", EXCHANGE_1 },
  { "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46", "SPB", EXCHANGE_1 | PREMIUM | INTUNE },
  { "05e9a617-0261-4cee-bb44-138d3ef5d965", "SPE_E3", EXCHANGE_2 | PREMIUM | INTUNE },
  { "6fd2c87f-b296-42f0-b197-1e91e994b900", "ENTERPRISEPACK", EXCHANGE_2 },
};
enum { BUSINESS_STANDARD, BUSINESS_BASIC, BUSINESS_PREMIUM, M365_E3, OFFICE_E3 };

static const struct { const char *id, *part_number; } premium_alone = {
  "078d2b04-f1bd-4111-bbd4-b4b1b354cef4", "AAD_PREMIUM"
};
static const struct { const char *id, *part_number; } free_product = {
  "f30db892-07e9-47e9-837c-80727f46fd3d", "FLOW_FREE"
};

static guint
main_product (const TnySimTenant *tenant)
{
  if (tenant->flags & TNY_SIM_INTUNE)
    return tenant->n_users > 150 ? M365_E3 : BUSINESS_PREMIUM;
  if (tenant->flags & TNY_SIM_PREMIUM)
    return OFFICE_E3;

  return tenant->index % 2 == 0 ? BUSINESS_BASIC : BUSINESS_STANDARD;
}

const char *
tny_sim_skus_main (const TnySimTenant *tenant)
{
  return products[main_product (tenant)].id;
}

static void
append_sku (GString            *out,
            const TnySimTenant *tenant,
            const char         *id,
            const char         *part_number,
            guint               bits,
            guint               consumed,
            guint               bought,
            gboolean            in_warning)
{
  char subscription[TNY_SIM_GUID_LENGTH + 1];
  const char *comma = "";

  tny_sim_guid (subscription, 0, TNY_SIM_DICE_OBJECT, tenant->index, g_str_hash (part_number));
  g_string_append_printf (out,
                          "%s{\"accountId\":\"%s\",\"accountName\":\"%s\",\"appliesTo\":\"User\","
                          "\"capabilityStatus\":\"%s\",\"consumedUnits\":%u,\"id\":\"%s_%s\","
                          "\"skuId\":\"%s\",\"skuPartNumber\":\"%s\",\"subscriptionIds\":[\"%s\"],"
                          "\"prepaidUnits\":{\"enabled\":%u,\"suspended\":0,\"warning\":%u,"
                          "\"lockedOut\":0},\"servicePlans\":[",
                          out->str[out->len - 1] == '[' ? "" : ",", tenant->id,
                          tenant->initial_domain, in_warning ? "Warning" : "Enabled", consumed,
                          tenant->id, id, id, part_number, subscription, in_warning ? 0 : bought,
                          in_warning ? bought : 0);
  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    if (bits >> i & 1)
      {
        g_string_append_printf (out,
                                "%s{\"servicePlanId\":\"%s\",\"servicePlanName\":\"%s\","
                                "\"provisioningStatus\":\"Success\",\"appliesTo\":\"User\"}",
                                comma, plans[i].id, plans[i].name);
        comma = ",";
      }
  g_string_append (out, "]}");
}

void
tny_sim_skus_append (GString *out, const TnySimEstate *estate, TnySimDirectory *directory,
                     const TnySimTenant *tenant)
{
  guint product = main_product (tenant), consumed = 0, bought;

  for (guint index = 0; index < tny_sim_directory_n (directory, tenant); index++)
    consumed += tny_sim_directory_state (directory, tenant, index).presence == TNY_SIM_HERE &&
                tny_sim_user_licensed (estate, tenant, index);
  g_string_append_c (out, '[');
  /* Some have bought too many, some a few too few. */
  bought = consumed + tenant->index % 7;
  if (tenant->index % 5 == 2 && consumed > 2)
    bought = consumed - 2;
  append_sku (out, tenant, products[product].id, products[product].part_number,
              products[product].plans, consumed, bought, tenant->index % 11 == 6);
  if ((tenant->flags & TNY_SIM_PREMIUM) && (products[product].plans & PREMIUM) == 0)
    append_sku (out, tenant, premium_alone.id, premium_alone.part_number, PREMIUM, 1, 5, FALSE);
  append_sku (out, tenant, free_product.id, free_product.part_number, 0, consumed / 3, 10000,
              FALSE);
  g_string_append_c (out, ']');
}

void
tny_sim_skus_append_assigned_plans (GString *out, const TnySimTenant *tenant)
{
  guint bits = products[main_product (tenant)].plans;
  const char *comma = "";

  if (tenant->flags & TNY_SIM_PREMIUM)
    bits |= PREMIUM;
  g_string_append_c (out, '[');
  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    if (bits >> i & 1)
      {
        g_string_append_printf (out,
                                "%s{\"assignedDateTime\":\"2024-02-01T09:00:00Z\","
                                "\"capabilityStatus\":\"Enabled\",\"service\":\"%s\","
                                "\"servicePlanId\":\"%s\"}",
                                comma, plans[i].service, plans[i].id);
        comma = ",";
      }
  g_string_append_c (out, ']');
}
