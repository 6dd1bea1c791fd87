/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fields that can be asked about, and what each hangs on. */
#include "config.h"

#include "tny-explain-private.h"

#include "tny-error.h"

static const TnyExplainField user_fields[] = {
  { "user_principal_name", TNY_FEATURE_USERS, 3, FALSE },
  { "display_name", TNY_FEATURE_USERS, 4, FALSE },
  { "mail", TNY_FEATURE_USERS, 5, FALSE },
  { "aliases", TNY_FEATURE_USERS, 6, FALSE },
  { "enabled", TNY_FEATURE_USERS, 7, FALSE },
  { "status", TNY_FEATURE_USERS, 7, FALSE },
  { "kind", TNY_FEATURE_USERS, 8, FALSE },
  { "title", TNY_FEATURE_USERS, 9, FALSE },
  { "job_title", TNY_FEATURE_USERS, 9, FALSE },
  { "department", TNY_FEATURE_USERS, 10, FALSE },
  { "mobile_phone", TNY_FEATURE_USERS, 11, FALSE },
  { "business_phone", TNY_FEATURE_USERS, 12, FALSE },
  { "licences", TNY_FEATURE_USERS, 13, FALSE },
  { "created_at", TNY_FEATURE_USERS, 14, FALSE },
  { "last_sign_in", TNY_FEATURE_SIGN_INS, 15, TRUE },
  { "last_password_change", TNY_FEATURE_SIGN_INS, 16, FALSE },
  { "mailbox_used_bytes", TNY_FEATURE_MAILBOXES, 17, FALSE },
  { "mailbox_quota_bytes", TNY_FEATURE_MAILBOXES, 18, FALSE },
  { "devices", TNY_FEATURE_DEVICES, 19, FALSE },
  { "read_at", TNY_FEATURE_USERS, 2, FALSE },
};

static const TnyExplainField tenant_fields[] = {
  { "name", TNY_FEATURE_TENANTS, 1, FALSE },
  { "default_domain", TNY_FEATURE_TENANTS, 10, FALSE },
  { "city", TNY_FEATURE_USERS, 11, FALSE },
  { "country", TNY_FEATURE_USERS, 12, FALSE },
  { "relationship", TNY_FEATURE_TENANTS, 13, FALSE },
  { "relationship_ends", TNY_FEATURE_TENANTS, 14, FALSE },
  { "users_read_at", TNY_FEATURE_USERS, 5, FALSE },
  { "users", TNY_FEATURE_USERS, 5, FALSE },
  { "users_reported", TNY_FEATURE_USERS, 15, FALSE },
  { "licences", TNY_FEATURE_LICENCES, 16, FALSE },
  { "devices", TNY_FEATURE_DEVICES, 18, FALSE },
  { "mailboxes", TNY_FEATURE_MAILBOXES, 17, FALSE },
  { "street", TNY_FEATURE_USERS, 19, FALSE },
  { "region", TNY_FEATURE_USERS, 20, FALSE },
  { "postal_code", TNY_FEATURE_USERS, 21, FALSE },
  { "phones", TNY_FEATURE_USERS, 22, FALSE },
  { "domains", TNY_FEATURE_USERS, 23, FALSE },
};

static const TnyExplainField organization_fields[] = {
  { "tenant_name", TNY_FEATURE_TENANTS, 1, FALSE },
  { "users", TNY_FEATURE_USERS, 5, FALSE },
  { "users_read_at", TNY_FEATURE_USERS, 5, FALSE },
};

static const TnyExplainField licence_fields[] = {
  { "name", TNY_FEATURE_LICENCES, -1, FALSE },
  { "enabled", TNY_FEATURE_LICENCES, 1, FALSE },
  { "warning", TNY_FEATURE_LICENCES, 2, FALSE },
  { "suspended", TNY_FEATURE_LICENCES, 3, FALSE },
  { "locked_out", TNY_FEATURE_LICENCES, 4, FALSE },
  { "consumed", TNY_FEATURE_LICENCES, 5, FALSE },
  { "free", TNY_FEATURE_LICENCES, 6, FALSE },
  { "state", TNY_FEATURE_LICENCES, 7, FALSE },
};

static const TnyExplainField device_fields[] = {
  { "name", TNY_FEATURE_DEVICES, 1, FALSE },
  { "serial_number", TNY_FEATURE_DEVICES, 2, FALSE },
  { "mac_addresses", TNY_FEATURE_DEVICES, 3, FALSE },
  { "manufacturer", TNY_FEATURE_DEVICES, 4, FALSE },
  { "model", TNY_FEATURE_DEVICES, 5, FALSE },
  { "operating_system", TNY_FEATURE_DEVICES, 6, FALSE },
  { "os_version", TNY_FEATURE_DEVICES, 7, FALSE },
  { "compliance", TNY_FEATURE_DEVICES, 8, FALSE },
  { "ownership", TNY_FEATURE_DEVICES, 9, FALSE },
  { "primary_user_id", TNY_FEATURE_DEVICES, 10, FALSE },
  { "primary_user", TNY_FEATURE_DEVICES, 10, FALSE },
  { "last_sync_at", TNY_FEATURE_DEVICES, 11, FALSE },
  { "enrolled_at", TNY_FEATURE_DEVICES, 12, FALSE },
};

/* Of a connection: its numbers, over all tenants. */
static const TnyExplainField connection_fields[] = {
  { "tenants", TNY_FEATURE_TENANTS, 4, FALSE },
  { "users", TNY_FEATURE_USERS, 5, FALSE },
  { "mailboxes", TNY_FEATURE_MAILBOXES, 6, FALSE },
  { "licences", TNY_FEATURE_LICENCES, 7, FALSE },
  { "devices", TNY_FEATURE_DEVICES, 8, FALSE },
};

static const struct
{
  const char *name, *plural;
  TnyExplainKind kind;
  const TnyExplainField *fields;
  guint n_fields;
} kinds[] = {
  { "user", "users", TNY_EXPLAIN_USER, user_fields, G_N_ELEMENTS (user_fields) },
  { "contact", "contacts", TNY_EXPLAIN_CONTACT, user_fields, G_N_ELEMENTS (user_fields) },
  { "tenant", "tenants", TNY_EXPLAIN_TENANT, tenant_fields, G_N_ELEMENTS (tenant_fields) },
  { "organization", "organizations", TNY_EXPLAIN_ORGANIZATION, organization_fields,
    G_N_ELEMENTS (organization_fields) },
  { "licence", "licences", TNY_EXPLAIN_LICENCE, licence_fields, G_N_ELEMENTS (licence_fields) },
  { "device", "devices", TNY_EXPLAIN_DEVICE, device_fields, G_N_ELEMENTS (device_fields) },
  { "connection", "connections", TNY_EXPLAIN_CONNECTION, connection_fields,
    G_N_ELEMENTS (connection_fields) },
};

const TnyExplainField *
tny_explain_field (const char *kind, const char *name, TnyExplainKind *is, GError **error)
{
  g_autoptr(GString) known = g_string_new (NULL);
  guint at = 0;

  while (at < G_N_ELEMENTS (kinds) && g_strcmp0 (kind, kinds[at].name) != 0 &&
         g_strcmp0 (kind, kinds[at].plural) != 0)
    {
      g_string_append_printf (known, "%s%s", at > 0 ? ", " : "", kinds[at].name);
      at++;
    }
  if (at == G_N_ELEMENTS (kinds))
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT, "“%s” cannot be explained. There are: %s",
                   kind, known->str);
      return NULL;
    }
  g_string_truncate (known, 0);
  for (guint i = 0; i < kinds[at].n_fields; i++)
    {
      if (g_strcmp0 (kinds[at].fields[i].name, name) == 0)
        {
          *is = kinds[at].kind;
          return &kinds[at].fields[i];
        }
      g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", kinds[at].fields[i].name);
    }
  g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT, "“%s” is no field of a %s. There are: %s", name,
               kinds[at].name, known->str);

  return NULL;
}
