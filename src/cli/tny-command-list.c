/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-commands.h"
#include "tny-products.h"

static const TnyColumn tenant_columns[] = {
  TNY_COLUMN (TnyTenantRow, NULL, N_("Tenant"), TEXT, name),
  TNY_COLUMN (TnyTenantRow, NULL, N_("Domain"), TEXT, default_domain),
  TNY_COLUMN (TnyTenantRow, NULL, N_("State"), TEXT, state),
  TNY_COLUMN (TnyTenantRow, NULL, N_("Organization"), TEXT, organization_name),
  TNY_COLUMN (TnyTenantRow, NULL, N_("Users"), REPORTED, known_users),
  TNY_COLUMN (TnyTenantRow, NULL, N_("Access"), TEXT, access),
  TNY_COLUMN (TnyTenantRow, NULL, N_("Users read"), TIME, users_read_at),
  TNY_COLUMN (TnyTenantRow, NULL, N_("Id"), TEXT, graph_id),
  TNY_COLUMN_END
};

static const TnyColumn organization_columns[] = {
  TNY_COLUMN (TnyOrganizationRow, NULL, N_("Id"), ID, id),
  TNY_COLUMN (TnyOrganizationRow, NULL, N_("Organization"), TEXT, name),
  TNY_COLUMN (TnyOrganizationRow, NULL, N_("Type"), TEXT, type),
  TNY_COLUMN (TnyOrganizationRow, NULL, N_("Status"), TEXT, status),
  TNY_COLUMN (TnyOrganizationRow, NULL, N_("Contacts"), NUMBER, n_contacts),
  TNY_COLUMN (TnyOrganizationRow, NULL, N_("Tenant"), TEXT, tenant_name),
  TNY_COLUMN (TnyOrganizationRow, NULL, N_("Users"), REPORTED, known_users),
  TNY_COLUMN_END
};

static const TnyColumn contact_columns[] = {
  TNY_COLUMN (TnyContactRow, NULL, N_("Id"), ID, id),
  TNY_COLUMN (TnyContactRow, NULL, N_("First name"), TEXT, first_name),
  TNY_COLUMN (TnyContactRow, NULL, N_("Last name"), TEXT, last_name),
  TNY_COLUMN (TnyContactRow, NULL, N_("Title"), TEXT, title),
  TNY_COLUMN (TnyContactRow, NULL, N_("Addresses"), TEXTS, emails),
  TNY_COLUMN (TnyContactRow, NULL, N_("Organization"), TEXT, organization_name),
  TNY_COLUMN_END
};

static const TnyColumn user_columns[] = {
  TNY_COLUMN (TnyUserRow, NULL, N_("Name"), TEXT, display_name),
  TNY_COLUMN (TnyUserRow, NULL, N_("User"), TEXT, user_principal_name),
  TNY_COLUMN (TnyUserRow, NULL, N_("Kind"), TEXT, kind),
  TNY_COLUMN (TnyUserRow, NULL, N_("Enabled"), ANSWER, enabled),
  TNY_COLUMN (TnyUserRow, NULL, N_("State"), TEXT, state),
  TNY_COLUMN (TnyUserRow, NULL, N_("Tenant"), TEXT, tenant_name),
  TNY_COLUMN (TnyUserRow, NULL, N_("Read"), TIME, read_at),
  TNY_COLUMN_END
};

/* A licence with the words for one whose product is not known. */
typedef struct
{
  TnyLicenceRow *row;
  char          *name, *organization, *tenant;
  const char    *state;
  gint64         consumed, total, free_units;
} Licence;

static const TnyColumn licence_columns[] = {
  TNY_COLUMN (Licence, NULL, N_("Licence"), TEXT, name),
  TNY_COLUMN (Licence, NULL, N_("Organization"), TEXT, organization),
  TNY_COLUMN (Licence, NULL, N_("Tenant"), TEXT, tenant),
  TNY_COLUMN (Licence, NULL, N_("Assigned"), REPORTED, consumed),
  TNY_COLUMN (Licence, NULL, N_("Total"), REPORTED, total),
  TNY_COLUMN (Licence, NULL, N_("Free"), BALANCE, free_units),
  TNY_COLUMN (Licence, NULL, N_("State"), TEXT, state),
  TNY_COLUMN_END
};

static gpointer
read_licence (TnyReader *reader, gint64 id, GError **error)
{
  TnyLicenceRow *row = tny_licence_read (reader, id, error);
  Licence *licence;

  if (row == NULL)
    return NULL;
  licence = g_new0 (Licence, 1);
  *licence = (Licence) { row, NULL, row->organization_name, row->tenant_name, row->state,
                         row->consumed, row->total, row->free_units };
  licence->name = row->name != NULL ? g_strdup (row->name)
                                    /* translators: %s is the part number of a product */
                                    : g_strdup_printf (_("%s (name not known)"), row->part_number);

  return licence;
}

static void
free_licence (gpointer data)
{
  Licence *licence = data;

  tny_licence_row_free (licence->row);
  g_free (licence->name);
  g_free (licence);
}

static const TnyColumn mailbox_columns[] = {
  TNY_COLUMN (TnyMailboxRow, NULL, N_("Mailbox"), TEXT, display_name),
  TNY_COLUMN (TnyMailboxRow, NULL, N_("Address"), TEXT, address),
  TNY_COLUMN (TnyMailboxRow, NULL, N_("Kind"), TEXT, kind),
  TNY_COLUMN (TnyMailboxRow, NULL, N_("Used"), BYTES, used_bytes),
  TNY_COLUMN (TnyMailboxRow, NULL, N_("Quota"), BYTES, quota_bytes),
  TNY_COLUMN (TnyMailboxRow, NULL, N_("Last activity"), TEXT, active_on),
  TNY_COLUMN (TnyMailboxRow, NULL, N_("Tenant"), TEXT, tenant_name),
  TNY_COLUMN (TnyMailboxRow, NULL, N_("As of"), TEXT, report_date),
  TNY_COLUMN_END
};

static const TnyColumn device_columns[] = {
  TNY_COLUMN (TnyDeviceRow, NULL, N_("Device"), TEXT, name),
  TNY_COLUMN (TnyDeviceRow, NULL, N_("Organization"), TEXT, organization_name),
  TNY_COLUMN (TnyDeviceRow, NULL, N_("State"), TEXT, state),
  TNY_COLUMN (TnyDeviceRow, NULL, N_("Configuration"), TEXT, configuration_name),
  TNY_COLUMN (TnyDeviceRow, NULL, N_("Score"), SCORE, score),
  TNY_COLUMN (TnyDeviceRow, NULL, N_("Primary user"), TEXT, user_principal_name),
  TNY_COLUMN (TnyDeviceRow, NULL, N_("Serial number"), TEXT, serial_number),
  TNY_COLUMN (TnyDeviceRow, NULL, N_("Addresses"), TEXTS, macs),
  TNY_COLUMN (TnyDeviceRow, NULL, N_("System"), TEXT, operating_system),
  TNY_COLUMN (TnyDeviceRow, NULL, N_("Compliance"), TEXT, compliance),
  TNY_COLUMN (TnyDeviceRow, NULL, N_("Id"), TEXT, graph_id),
  TNY_COLUMN_END
};

static const TnyColumn configuration_columns[] = {
  TNY_COLUMN (TnyConfigurationRow, NULL, N_("Id"), ID, id),
  TNY_COLUMN (TnyConfigurationRow, NULL, N_("Configuration"), TEXT, name),
  TNY_COLUMN (TnyConfigurationRow, NULL, N_("Organization"), TEXT, organization_name),
  TNY_COLUMN (TnyConfigurationRow, NULL, N_("Type"), TEXT, type),
  TNY_COLUMN (TnyConfigurationRow, NULL, N_("Serial number"), TEXT, serial_number),
  TNY_COLUMN (TnyConfigurationRow, NULL, N_("Address"), TEXT, mac_address),
  TNY_COLUMN (TnyConfigurationRow, NULL, N_("Device"), TEXT, device_name),
  TNY_COLUMN_END
};

/* The id of the product after --licence; NULL when it is not given. */
static gboolean
find_licence (TnyCli *cli, TnyReader *reader, char **id, GError **error)
{
  const char *name = tny_cli_value (cli, "licence");
  g_autoptr(TnyProduct) product = NULL;

  if (name == NULL)
    return TRUE;
  product = tny_product_find (reader, name, error);
  if (product == NULL)
    return FALSE;
  *id = g_steal_pointer (&product->sku_id);

  return TRUE;
}

static gboolean
print (TnyCli *cli, TnyListKind kind, const TnyListPrinter *printer, GError **error)
{
  TnyListQuery query = { .kind = kind, .search = tny_cli_value (cli, "search"),
                         .filter = tny_cli_value (cli, "kind") };
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  g_autofree char *licence = NULL;

  if (reader == NULL || !find_licence (cli, reader, &licence, error) ||
      !tny_cli_find_tenant (cli, reader, tny_cli_value (cli, "tenant"), &query.tenant_id, error) ||
      !tny_cli_find_organization (cli, reader, tny_cli_value (cli, "organization"),
                                  &query.organization_id, error))
    return FALSE;
  g_clear_pointer (&reader, tny_reader_return);
  query.licence = licence;

  return tny_cli_print_list (cli, printer, &query, error);
}

#define LIST(name, NAME, row) \
  static gpointer \
  read_##name (TnyReader *reader, gint64 id, GError **error) \
  { \
    return tny_##row##_read (reader, id, error); \
  } \
  static gboolean \
  run_##name (TnyCli *cli, GError **error) \
  { \
    static const TnyListPrinter printer = { \
      row##_columns, read_##name, (GFreeFunc) tny_##row##_row_free \
    }; \
    return print (cli, TNY_LIST_##NAME, &printer, error); \
  }

LIST (tenants, TENANTS, tenant)
LIST (organizations, ORGANIZATIONS, organization)
LIST (contacts, CONTACTS, contact)
LIST (users, USERS, user)
LIST (mailboxes, MAILBOXES, mailbox)
LIST (devices, DEVICES, device)
LIST (configurations, CONFIGURATIONS, configuration)

static gboolean
run_licences (TnyCli *cli, GError **error)
{
  static const TnyListPrinter printer = { licence_columns, read_licence, free_licence };

  return print (cli, TNY_LIST_LICENCES, &printer, error);
}

static const TnyOption options[] = {
  { "organization", N_("ORGANIZATION"), N_("Only what belongs to this organization") },
  { "tenant", N_("TENANT"), N_("Only what belongs to this tenant") },
  { "search", N_("TEXT"), N_("Only names and addresses that contain this") },
  { NULL }
};

static const TnyOption user_options[] = {
  { "organization", N_("ORGANIZATION"), N_("Only what belongs to this organization") },
  { "tenant", N_("TENANT"), N_("Only what belongs to this tenant") },
  { "licence", N_("PRODUCT"), N_("Only who holds this product, also those a setting leaves out") },
  { "search", N_("TEXT"), N_("Only names and addresses that contain this") },
  { NULL }
};

static const TnyOption mailbox_options[] = {
  { "organization", N_("ORGANIZATION"), N_("Only what belongs to this organization") },
  { "tenant", N_("TENANT"), N_("Only what belongs to this tenant") },
  { "kind", N_("KIND"), N_("Only these: person, shared, room or equipment") },
  { "search", N_("TEXT"), N_("Only names and addresses that contain this") },
  { NULL }
};

const TnyCommand tny_command_list_tenants = {
  "list tenants", "", 0, 0, N_("List the tenants, with the organization each one is"),
  TNY_OPENS_READ, TNY_DRY_NOT, options, run_tenants
};

const TnyCommand tny_command_list_organizations = {
  "list organizations", "", 0, 0, N_("List the organizations"),
  TNY_OPENS_READ, TNY_DRY_NOT, options, run_organizations
};

const TnyCommand tny_command_list_contacts = {
  "list contacts", "", 0, 0, N_("List the contacts of organizations"),
  TNY_OPENS_READ, TNY_DRY_NOT, options, run_contacts
};

const TnyCommand tny_command_list_users = {
  "list users", "", 0, 0, N_("List the users of tenants"),
  TNY_OPENS_READ, TNY_DRY_NOT, user_options, run_users
};

const TnyCommand tny_command_list_licences = {
  "list licences", "", 0, 0, N_("List what tenants have bought, and how much of it is assigned"),
  TNY_OPENS_READ, TNY_DRY_NOT, options, run_licences
};

const TnyCommand tny_command_list_mailboxes = {
  "list mailboxes", "", 0, 0,
  N_("List mailboxes with their kind and size, as the usage report has them"),
  TNY_OPENS_READ, TNY_DRY_NOT, mailbox_options, run_mailboxes
};

const TnyCommand tny_command_list_devices = {
  "list devices", "", 0, 0,
  N_("List the devices that Intune manages, with the configuration each one is"),
  TNY_OPENS_READ, TNY_DRY_NOT, options, run_devices
};

const TnyCommand tny_command_list_configurations = {
  "list configurations", "", 0, 0,
  N_("List the configurations of organizations, with the device each one is"),
  TNY_OPENS_READ, TNY_DRY_NOT, options, run_configurations
};
