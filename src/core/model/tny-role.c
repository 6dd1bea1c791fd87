/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-role.h"

#include <glib/gi18n-lib.h>

#define GLOBAL_ADMINISTRATOR        TNY_ROLE_GLOBAL_ADMINISTRATOR
#define PRIVILEGED_ROLE             "e8611ab8-c189-46e8-94e1-60213ab1f814"
#define PRIVILEGED_AUTHENTICATION   "7be44c8a-adaf-4e2a-84d6-ab2649e08a13"
#define CLOUD_APPLICATION           "158c047a-c907-4556-b7ef-446551a6b5f7"
#define APPLICATION                 "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"
#define USER_ADMINISTRATOR          "fe930be7-5e62-47db-91af-98c3a49a38b1"
#define LICENSE_ADMINISTRATOR       "4d6ac14f-3453-41d0-bef9-a3e0c569773a"
#define GLOBAL_READER               "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
#define DIRECTORY_READERS           "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
#define REPORTS_READER              "4a5d8f65-41da-4de4-8968-e035b65339cf"
#define INTUNE_ADMINISTRATOR        "3a2c62db-5318-420d-8d74-23affee5d9d5"
#define INSIGHTS_LEADER             "31e939ad-9672-4796-9c2e-873181342d2d"
#define EXCHANGE_ADMINISTRATOR      "29232cdf-9323-42fd-ade2-1d097af3e4de"
#define SECURITY_READER             "5d6b6bb7-de71-4623-b4af-96380a352509"
#define SECURITY_ADMINISTRATOR      "194ae4cb-b126-40b2-bd5b-6091b380977d"

/* Source: Microsoft Entra, "Microsoft Entra built-in roles". */
static const TnyRole roles[] = {
  { GLOBAL_ADMINISTRATOR, "Global Administrator" },
  { PRIVILEGED_ROLE, "Privileged Role Administrator" },
  { PRIVILEGED_AUTHENTICATION, "Privileged Authentication Administrator" },
  { CLOUD_APPLICATION, "Cloud Application Administrator" },
  { APPLICATION, "Application Administrator" },
  { USER_ADMINISTRATOR, "User Administrator" },
  { LICENSE_ADMINISTRATOR, "License Administrator" },
  { GLOBAL_READER, "Global Reader" },
  { DIRECTORY_READERS, "Directory Readers" },
  { REPORTS_READER, "Reports Reader" },
  { INTUNE_ADMINISTRATOR, "Intune Administrator" },
  { INSIGHTS_LEADER, "Insights Business Leader" },
  { EXCHANGE_ADMINISTRATOR, "Exchange Administrator" },
  { SECURITY_READER, "Security Reader" },
  { SECURITY_ADMINISTRATOR, "Security Administrator" },
};

/* Source: the role paragraphs of "List users", "signInActivity", "Microsoft 365 usage reports:
 * authorization", "List subscribedSkus", "List managedDevices", "Update user: passwordProfile". */
static const TnyRoleNeed needs[] = {
  { TNY_FEATURE_USERS, { GLOBAL_READER, DIRECTORY_READERS, USER_ADMINISTRATOR,
                         GLOBAL_ADMINISTRATOR } },
  { TNY_FEATURE_SIGN_INS, { REPORTS_READER, GLOBAL_READER, SECURITY_READER, SECURITY_ADMINISTRATOR,
                            GLOBAL_ADMINISTRATOR } },
  { TNY_FEATURE_MAILBOXES, { REPORTS_READER, GLOBAL_READER, EXCHANGE_ADMINISTRATOR,
                             GLOBAL_ADMINISTRATOR } },
  { TNY_FEATURE_LICENCES, { GLOBAL_READER, LICENSE_ADMINISTRATOR, GLOBAL_ADMINISTRATOR } },
  { TNY_FEATURE_DEVICES, { INTUNE_ADMINISTRATOR, GLOBAL_READER, GLOBAL_ADMINISTRATOR } },
  { TNY_FEATURE_HEALTH, { GLOBAL_READER, DIRECTORY_READERS, CLOUD_APPLICATION, APPLICATION,
                          GLOBAL_ADMINISTRATOR } },
  { TNY_FEATURE_UNCONCEAL, { GLOBAL_ADMINISTRATOR } },
  { TNY_FEATURE_ROTATION, { USER_ADMINISTRATOR, PRIVILEGED_AUTHENTICATION, GLOBAL_ADMINISTRATOR } },
  { TNY_FEATURE_ROTATION_HYBRID, { USER_ADMINISTRATOR, PRIVILEGED_AUTHENTICATION,
                                   GLOBAL_ADMINISTRATOR } },
};

const TnyRole *
tny_role_by_id (const char *id)
{
  if (id == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (g_ascii_strcasecmp (roles[i].id, id) == 0)
      return &roles[i];

  return NULL;
}

const TnyRoleNeed *
tny_role_needs (guint *n)
{
  *n = G_N_ELEMENTS (needs);

  return needs;
}

guint
tny_roles_missing (GHashTable *held, guint features)
{
  guint missing = 0;

  for (guint i = 0; i < G_N_ELEMENTS (needs); i++)
    {
      gboolean served = FALSE;

      if ((features & needs[i].feature) == 0)
        continue;
      for (guint k = 0; k < G_N_ELEMENTS (needs[i].any_of) && needs[i].any_of[k] != NULL; k++)
        served |= g_hash_table_contains (held, needs[i].any_of[k]);
      if (!served)
        missing |= needs[i].feature;
    }

  return missing;
}

char *
tny_role_need_text (const TnyRoleNeed *need)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (need->any_of) && need->any_of[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", i == 0 ? "" : _(" or "),
                            tny_role_by_id (need->any_of[i])->name);

  return g_string_free (text, FALSE);
}

char *
tny_roles_text (GHashTable *held)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (g_hash_table_contains (held, roles[i].id))
      g_string_append_printf (text, "%s%s", text->len == 0 ? "" : ", ", roles[i].name);

  return g_string_free (text, FALSE);
}

gboolean
tny_roles_consent (GHashTable *held)
{
  return g_hash_table_contains (held, GLOBAL_ADMINISTRATOR) ||
         g_hash_table_contains (held, PRIVILEGED_ROLE) ||
         g_hash_table_contains (held, CLOUD_APPLICATION);
}
