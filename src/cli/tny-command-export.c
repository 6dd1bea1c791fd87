/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-commands.h"
#include "tny-csv.h"

/* Organizations and contacts have the headings of the files they are imported from, so that what
 * was exported imports again. */
static const TnyColumn organization_columns[] = {
  TNY_COLUMN (TnyOrganizationRow, "id", NULL, TEXT, external_id),
  TNY_COLUMN (TnyOrganizationRow, "name", NULL, TEXT, name),
  TNY_COLUMN (TnyOrganizationRow, "organization_type", NULL, TEXT, type),
  TNY_COLUMN (TnyOrganizationRow, "organization_status", NULL, TEXT, status),
  TNY_COLUMN (TnyOrganizationRow, "short_name", NULL, TEXT, short_name),
  TNY_COLUMN (TnyOrganizationRow, "description", NULL, TEXT, description),
  TNY_COLUMN (TnyOrganizationRow, "quick_notes", NULL, TEXT, quick_notes),
  TNY_COLUMN (TnyOrganizationRow, "alert", NULL, TEXT, alert),
  TNY_COLUMN (TnyOrganizationRow, "website", NULL, TEXT, website),
  TNY_COLUMN (TnyOrganizationRow, "phone", NULL, TEXT, phone),
  TNY_COLUMN (TnyOrganizationRow, "street", NULL, TEXT, street),
  TNY_COLUMN (TnyOrganizationRow, "city", NULL, TEXT, city),
  TNY_COLUMN (TnyOrganizationRow, "region", NULL, TEXT, region),
  TNY_COLUMN (TnyOrganizationRow, "postal_code", NULL, TEXT, postal_code),
  TNY_COLUMN (TnyOrganizationRow, "country", NULL, TEXT, country),
  TNY_COLUMN_END
};

static const TnyColumn contact_columns[] = {
  TNY_COLUMN (TnyContactRow, "id", NULL, TEXT, external_id),
  TNY_COLUMN (TnyContactRow, "organization", NULL, TEXT, organization_name),
  TNY_COLUMN (TnyContactRow, "important", NULL, MARK, important),
  TNY_COLUMN (TnyContactRow, "first_name", NULL, TEXT, first_name),
  TNY_COLUMN (TnyContactRow, "last_name", NULL, TEXT, last_name),
  TNY_COLUMN (TnyContactRow, "contact_type", NULL, TEXT, type),
  TNY_COLUMN (TnyContactRow, "title", NULL, TEXT, title),
  TNY_COLUMN (TnyContactRow, "location", NULL, TEXT, location),
  TNY_COLUMN (TnyContactRow, "primary_email", NULL, FIRST, emails),
  TNY_COLUMN (TnyContactRow, "primary_phone", NULL, FIRST, phones),
  TNY_COLUMN (TnyContactRow, "notes", NULL, TEXT, notes),
  TNY_COLUMN (TnyContactRow, "emails", NULL, TEXTS, emails),
  TNY_COLUMN (TnyContactRow, "phones", NULL, TEXTS, phones),
  TNY_COLUMN_END
};

static const TnyColumn tenant_columns[] = {
  TNY_COLUMN (TnyTenantRow, "tenant_id", NULL, TEXT, graph_id),
  TNY_COLUMN (TnyTenantRow, "name", NULL, TEXT, name),
  TNY_COLUMN (TnyTenantRow, "default_domain", NULL, TEXT, default_domain),
  TNY_COLUMN (TnyTenantRow, "domains", NULL, TEXTS, domains),
  TNY_COLUMN (TnyTenantRow, "street", NULL, TEXT, street),
  TNY_COLUMN (TnyTenantRow, "postal_code", NULL, TEXT, postal_code),
  TNY_COLUMN (TnyTenantRow, "city", NULL, TEXT, city),
  TNY_COLUMN (TnyTenantRow, "region", NULL, TEXT, region),
  TNY_COLUMN (TnyTenantRow, "country", NULL, TEXT, country),
  TNY_COLUMN (TnyTenantRow, "phones", NULL, TEXTS, phones),
  TNY_COLUMN (TnyTenantRow, "state", NULL, TEXT, state),
  TNY_COLUMN (TnyTenantRow, "method", NULL, TEXT, method),
  TNY_COLUMN (TnyTenantRow, "organization", NULL, TEXT, organization_name),
  TNY_COLUMN (TnyTenantRow, "score", NULL, SCORE, score),
  TNY_COLUMN (TnyTenantRow, "users", NULL, REPORTED, known_users),
  TNY_COLUMN (TnyTenantRow, "users_read_at", NULL, TIME, users_read_at),
  TNY_COLUMN (TnyTenantRow, "access", NULL, TEXT, access),
  TNY_COLUMN_END
};

static const TnyColumn user_columns[] = {
  TNY_COLUMN (TnyUserRow, "tenant_id", NULL, TEXT, tenant_graph_id),
  TNY_COLUMN (TnyUserRow, "tenant_name", NULL, TEXT, tenant_name),
  TNY_COLUMN (TnyUserRow, "user_id", NULL, TEXT, graph_id),
  TNY_COLUMN (TnyUserRow, "user_principal_name", NULL, TEXT, user_principal_name),
  TNY_COLUMN (TnyUserRow, "display_name", NULL, TEXT, display_name),
  TNY_COLUMN (TnyUserRow, "mail", NULL, TEXT, mail),
  TNY_COLUMN (TnyUserRow, "aliases", NULL, TEXTS, aliases),
  TNY_COLUMN (TnyUserRow, "enabled", NULL, ANSWER, enabled),
  TNY_COLUMN (TnyUserRow, "kind", NULL, TEXT, kind),
  TNY_COLUMN (TnyUserRow, "state", NULL, TEXT, state),
  TNY_COLUMN (TnyUserRow, "job_title", NULL, TEXT, job_title),
  TNY_COLUMN (TnyUserRow, "department", NULL, TEXT, department),
  TNY_COLUMN (TnyUserRow, "mobile_phone", NULL, TEXT, mobile_phone),
  TNY_COLUMN (TnyUserRow, "business_phone", NULL, TEXT, business_phone),
  TNY_COLUMN (TnyUserRow, "created_at", NULL, TIME, created_at),
  TNY_COLUMN (TnyUserRow, "read_at", NULL, TIME, read_at),
  TNY_COLUMN_END
};

static const TnyColumn licence_columns[] = {
  TNY_COLUMN (TnyLicenceRow, "tenant_id", NULL, TEXT, tenant_graph_id),
  TNY_COLUMN (TnyLicenceRow, "tenant_name", NULL, TEXT, tenant_name),
  TNY_COLUMN (TnyLicenceRow, "organization", NULL, TEXT, organization_name),
  TNY_COLUMN (TnyLicenceRow, "sku_id", NULL, TEXT, sku_id),
  TNY_COLUMN (TnyLicenceRow, "part_number", NULL, TEXT, part_number),
  TNY_COLUMN (TnyLicenceRow, "name", NULL, TEXT, name),
  TNY_COLUMN (TnyLicenceRow, "enabled", NULL, REPORTED, enabled),
  TNY_COLUMN (TnyLicenceRow, "warning", NULL, REPORTED, warning),
  TNY_COLUMN (TnyLicenceRow, "suspended", NULL, REPORTED, suspended),
  TNY_COLUMN (TnyLicenceRow, "consumed", NULL, REPORTED, consumed),
  TNY_COLUMN (TnyLicenceRow, "free", NULL, BALANCE, free_units),
  TNY_COLUMN (TnyLicenceRow, "state", NULL, TEXT, state),
  TNY_COLUMN (TnyLicenceRow, "read_at", NULL, TIME, read_at),
  TNY_COLUMN_END
};

static const TnyColumn mailbox_columns[] = {
  TNY_COLUMN (TnyMailboxRow, "tenant_id", NULL, TEXT, tenant_graph_id),
  TNY_COLUMN (TnyMailboxRow, "tenant_name", NULL, TEXT, tenant_name),
  TNY_COLUMN (TnyMailboxRow, "organization", NULL, TEXT, organization_name),
  TNY_COLUMN (TnyMailboxRow, "user_id", NULL, TEXT, user_graph_id),
  TNY_COLUMN (TnyMailboxRow, "address", NULL, TEXT, address),
  TNY_COLUMN (TnyMailboxRow, "display_name", NULL, TEXT, display_name),
  TNY_COLUMN (TnyMailboxRow, "kind", NULL, TEXT, kind),
  TNY_COLUMN (TnyMailboxRow, "used_bytes", NULL, REPORTED, used_bytes),
  TNY_COLUMN (TnyMailboxRow, "quota_bytes", NULL, REPORTED, quota_bytes),
  TNY_COLUMN (TnyMailboxRow, "items", NULL, REPORTED, items),
  TNY_COLUMN (TnyMailboxRow, "has_archive", NULL, ANSWER, has_archive),
  TNY_COLUMN (TnyMailboxRow, "created_on", NULL, TEXT, created_on),
  TNY_COLUMN (TnyMailboxRow, "active_on", NULL, TEXT, active_on),
  TNY_COLUMN (TnyMailboxRow, "report_date", NULL, TEXT, report_date),
  TNY_COLUMN_END
};

static const TnyColumn device_columns[] = {
  TNY_COLUMN (TnyDeviceRow, "tenant_id", NULL, TEXT, tenant_graph_id),
  TNY_COLUMN (TnyDeviceRow, "tenant_name", NULL, TEXT, tenant_name),
  TNY_COLUMN (TnyDeviceRow, "organization", NULL, TEXT, organization_name),
  TNY_COLUMN (TnyDeviceRow, "device_id", NULL, TEXT, graph_id),
  TNY_COLUMN (TnyDeviceRow, "name", NULL, TEXT, name),
  TNY_COLUMN (TnyDeviceRow, "serial_number", NULL, TEXT, serial_number),
  TNY_COLUMN (TnyDeviceRow, "mac_addresses", NULL, TEXTS, macs),
  TNY_COLUMN (TnyDeviceRow, "manufacturer", NULL, TEXT, manufacturer),
  TNY_COLUMN (TnyDeviceRow, "model", NULL, TEXT, model),
  TNY_COLUMN (TnyDeviceRow, "operating_system", NULL, TEXT, operating_system),
  TNY_COLUMN (TnyDeviceRow, "os_version", NULL, TEXT, os_version),
  TNY_COLUMN (TnyDeviceRow, "compliance", NULL, TEXT, compliance),
  TNY_COLUMN (TnyDeviceRow, "ownership", NULL, TEXT, ownership),
  TNY_COLUMN (TnyDeviceRow, "primary_user", NULL, TEXT, user_principal_name),
  TNY_COLUMN (TnyDeviceRow, "enrolled_by", NULL, TEXT, enrolled_by),
  TNY_COLUMN (TnyDeviceRow, "state", NULL, TEXT, state),
  TNY_COLUMN (TnyDeviceRow, "configuration", NULL, TEXT, configuration_name),
  TNY_COLUMN (TnyDeviceRow, "score", NULL, SCORE, score),
  TNY_COLUMN (TnyDeviceRow, "last_sync_at", NULL, TIME, last_sync_at),
  TNY_COLUMN_END
};

/* The columns of IT Glue's own export, in its order. */
static const TnyColumn configuration_columns[] = {
  TNY_COLUMN (TnyConfigurationRow, "id", NULL, TEXT, external_id),
  TNY_COLUMN (TnyConfigurationRow, "organization", NULL, TEXT, organization_name),
  TNY_COLUMN (TnyConfigurationRow, "name", NULL, TEXT, name),
  TNY_COLUMN (TnyConfigurationRow, "configuration_type", NULL, TEXT, type),
  TNY_COLUMN (TnyConfigurationRow, "configuration_status", NULL, TEXT, status),
  TNY_COLUMN (TnyConfigurationRow, "hostname", NULL, TEXT, hostname),
  TNY_COLUMN (TnyConfigurationRow, "primary_ip", NULL, TEXT, primary_ip),
  TNY_COLUMN (TnyConfigurationRow, "default_gateway", NULL, TEXT, default_gateway),
  TNY_COLUMN (TnyConfigurationRow, "mac_address", NULL, TEXT, mac_address),
  TNY_COLUMN (TnyConfigurationRow, "serial_number", NULL, TEXT, serial_number),
  TNY_COLUMN (TnyConfigurationRow, "asset_tag", NULL, TEXT, asset_tag),
  TNY_COLUMN (TnyConfigurationRow, "manufacturer", NULL, TEXT, manufacturer),
  TNY_COLUMN (TnyConfigurationRow, "model", NULL, TEXT, model),
  TNY_COLUMN (TnyConfigurationRow, "operating_system", NULL, TEXT, operating_system),
  TNY_COLUMN (TnyConfigurationRow, "operating_system_notes", NULL, TEXT, operating_system_notes),
  TNY_COLUMN (TnyConfigurationRow, "position", NULL, TEXT, position),
  TNY_COLUMN (TnyConfigurationRow, "notes", NULL, TEXT, notes),
  TNY_COLUMN (TnyConfigurationRow, "installed_at", NULL, TEXT, installed_at),
  TNY_COLUMN (TnyConfigurationRow, "installed_by", NULL, TEXT, installed_by),
  TNY_COLUMN (TnyConfigurationRow, "purchased_at", NULL, TEXT, purchased_at),
  TNY_COLUMN (TnyConfigurationRow, "purchased_by", NULL, TEXT, purchased_by),
  TNY_COLUMN (TnyConfigurationRow, "warranty_expires_at", NULL, TEXT, warranty_expires_at),
  TNY_COLUMN (TnyConfigurationRow, "contact", NULL, TEXT, contact),
  TNY_COLUMN (TnyConfigurationRow, "location", NULL, TEXT, location),
  TNY_COLUMN (TnyConfigurationRow, "configuration_interfaces", NULL, TEXT, interfaces),
  TNY_COLUMN (TnyConfigurationRow, "archived", NULL, MARK, archived),
  TNY_COLUMN_END
};

typedef struct { const char *kind, *file; guint rows; } Exported;

static const TnyColumn exported_columns[] = {
  TNY_COLUMN (Exported, "kind", NULL, TEXT, kind),
  TNY_COLUMN (Exported, "file", NULL, TEXT, file),
  TNY_COLUMN (Exported, "rows", NULL, COUNT, rows),
  TNY_COLUMN_END
};

static gboolean
export (TnyCli *cli, TnyListKind kind, const char *word, const TnyColumn *columns,
        gpointer (*read) (TnyReader *, gint64, GError **), GFreeFunc free_row, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  g_autoptr(GString) out = g_string_new (NULL);
  g_autoptr(GArray) ids = NULL;
  g_autofree char *sentence = NULL;
  TnyListQuery query = { .kind = kind };
  Exported exported = { word, tny_cli_argument (cli, 0), 0 };

  if (reader == NULL || (ids = tny_list_ids (reader, &query, error)) == NULL)
    return FALSE;

  tny_columns_append_csv (out, columns, NULL);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr(GError) failure = NULL;
      gpointer row;

      if (g_cancellable_set_error_if_cancelled (cli->cancellable, error))
        return FALSE;
      row = read (reader, g_array_index (ids, gint64, i), &failure);
      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (row == NULL)
        continue;
      tny_columns_append_csv (out, columns, row);
      exported.rows++;
      free_row (row);
    }
  if (!tny_csv_save (exported.file, out, error))
    return FALSE;

  sentence = g_strdup_printf (ngettext ("Saved %u row to “%s”.", "Saved %u rows to “%s”.",
                                        exported.rows), exported.rows, exported.file);

  return tny_cli_result (cli, exported_columns, &exported, sentence, error);
}

#define EXPORT(name, NAME, row) \
  static gpointer \
  read_##name (TnyReader *reader, gint64 id, GError **error) \
  { \
    return tny_##row##_read (reader, id, error); \
  } \
  static gboolean \
  run_##name (TnyCli *cli, GError **error) \
  { \
    return export (cli, TNY_LIST_##NAME, #name, row##_columns, read_##name, \
                   (GFreeFunc) tny_##row##_row_free, error); \
  }

EXPORT (organizations, ORGANIZATIONS, organization)
EXPORT (contacts, CONTACTS, contact)
EXPORT (tenants, TENANTS, tenant)
EXPORT (users, USERS, user)
EXPORT (licences, LICENCES, licence)
EXPORT (mailboxes, MAILBOXES, mailbox)
EXPORT (devices, DEVICES, device)
EXPORT (configurations, CONFIGURATIONS, configuration)

const TnyCommand tny_command_export_organizations = {
  "export organizations", "FILE.csv", 1, 1,
  N_("Save the organizations as CSV, to be imported again"),
  TNY_OPENS_READ, TNY_DRY_NOT, NULL, run_organizations
};

const TnyCommand tny_command_export_contacts = {
  "export contacts", "FILE.csv", 1, 1, N_("Save the contacts as CSV, to be imported again"),
  TNY_OPENS_READ, TNY_DRY_NOT, NULL, run_contacts
};

const TnyCommand tny_command_export_tenants = {
  "export tenants", "FILE.csv", 1, 1, N_("Save the tenants and their organizations as CSV"),
  TNY_OPENS_READ, TNY_DRY_NOT, NULL, run_tenants
};

const TnyCommand tny_command_export_users = {
  "export users", "FILE.csv", 1, 1, N_("Save the users as CSV"),
  TNY_OPENS_READ, TNY_DRY_NOT, NULL, run_users
};

const TnyCommand tny_command_export_licences = {
  "export licences", "FILE.csv", 1, 1, N_("Save the licences of all tenants as CSV"),
  TNY_OPENS_READ, TNY_DRY_NOT, NULL, run_licences
};

const TnyCommand tny_command_export_mailboxes = {
  "export mailboxes", "FILE.csv", 1, 1, N_("Save the mailboxes of all tenants as CSV"),
  TNY_OPENS_READ, TNY_DRY_NOT, NULL, run_mailboxes
};

const TnyCommand tny_command_export_devices = {
  "export devices", "FILE.csv", 1, 1, N_("Save the devices of all tenants as CSV"),
  TNY_OPENS_READ, TNY_DRY_NOT, NULL, run_devices
};

const TnyCommand tny_command_export_configurations = {
  "export configurations", "FILE.csv", 1, 1,
  N_("Save the configurations as CSV, to be imported again"),
  TNY_OPENS_READ, TNY_DRY_NOT, NULL, run_configurations
};
