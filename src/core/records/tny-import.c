/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-error.h"
#include "tny-text.h"

/* A field: what it is called here, and in files of others. */
typedef struct
{
  TnyImportField     field;
  const char *const *aliases;
} Field;

#define ALIASES(...) ((const char *const[]) { __VA_ARGS__, NULL })

static const Field organization_fields[N_ORGANIZATION_FIELDS] = {
  [ORGANIZATION_ID] = { { "id", N_("Id"), FALSE }, ALIASES ("organization_id", "external_id") },
  [ORGANIZATION_NAME] = { { "name", N_("Name"), TRUE },
                          ALIASES ("organization", "organization_name", "company", "company_name",
                                   "client") },
  [ORGANIZATION_TYPE] = { { "type", N_("Type"), FALSE }, ALIASES ("organization_type") },
  [ORGANIZATION_STATUS] = { { "status", N_("Status"), FALSE }, ALIASES ("organization_status") },
  [ORGANIZATION_SHORT_NAME] = { { "short_name", N_("Short Name"), FALSE },
                                ALIASES ("abbreviation") },
  [ORGANIZATION_DESCRIPTION] = { { "description", N_("Description"), FALSE }, NULL },
  [ORGANIZATION_QUICK_NOTES] = { { "quick_notes", N_("Quick Notes"), FALSE }, ALIASES ("notes") },
  [ORGANIZATION_ALERT] = { { "alert", N_("Alert"), FALSE }, NULL },
  /* As an export of locations calls them, and lists that people keep. */
  [ORGANIZATION_WEBSITE] = { { "website", N_("Website"), FALSE },
                             ALIASES ("web", "web_site", "url", "homepage", "domain", "domains") },
  [ORGANIZATION_PHONE] = { { "phone", N_("Phone"), FALSE },
                           ALIASES ("phone_number", "main_phone", "telephone", "office_phone") },
  [ORGANIZATION_STREET] = { { "street", N_("Street"), FALSE },
                            ALIASES ("address_1", "address1", "address", "street_address") },
  [ORGANIZATION_CITY] = { { "city", N_("City"), FALSE }, ALIASES ("town") },
  [ORGANIZATION_REGION] = { { "region", N_("Region"), FALSE },
                            ALIASES ("region_name", "state", "province", "county") },
  [ORGANIZATION_POSTAL_CODE] = { { "postal_code", N_("Postal Code"), FALSE },
                                 ALIASES ("postcode", "zip", "zip_code") },
  [ORGANIZATION_COUNTRY] = { { "country", N_("Country"), FALSE }, ALIASES ("country_name") },
};

static const Field contact_fields[N_CONTACT_FIELDS] = {
  [CONTACT_ID] = { { "id", N_("Id"), FALSE }, ALIASES ("contact_id", "external_id") },
  [CONTACT_ORGANIZATION] = { { "organization", N_("Organization"), TRUE },
                             ALIASES ("organization_name", "company", "company_name", "client") },
  [CONTACT_FIRST_NAME] = { { "first_name", N_("First Name"), FALSE },
                           ALIASES ("given_name", "forename") },
  [CONTACT_LAST_NAME] = { { "last_name", N_("Last Name"), FALSE },
                          ALIASES ("surname", "family_name") },
  [CONTACT_NAME] = { { "name", N_("Full Name"), FALSE }, ALIASES ("full_name", "display_name") },
  [CONTACT_TYPE] = { { "type", N_("Type"), FALSE }, ALIASES ("contact_type") },
  [CONTACT_TITLE] = { { "title", N_("Title"), FALSE }, ALIASES ("job_title", "position") },
  [CONTACT_LOCATION] = { { "location", N_("Location"), FALSE }, NULL },
  [CONTACT_IMPORTANT] = { { "important", N_("Important"), FALSE }, NULL },
  [CONTACT_EMAIL] = { { "email", N_("E-mail"), FALSE },
                      ALIASES ("primary_email", "email_address", "mail") },
  [CONTACT_PHONE] = { { "phone", N_("Phone"), FALSE },
                      ALIASES ("primary_phone", "office_phone", "work_phone") },
  [CONTACT_NOTES] = { { "notes", N_("Notes"), FALSE }, NULL },
  [CONTACT_ITEMS] = { { "additional_contact_items", N_("Additional Contact Items"), FALSE },
                      NULL },
};

static const Field configuration_fields[N_CONFIGURATION_FIELDS] = {
  [CONFIGURATION_ID] = { { "id", N_("Id"), FALSE }, ALIASES ("configuration_id", "external_id") },
  [CONFIGURATION_ORGANIZATION] = { { "organization", N_("Organization"), TRUE },
                                   ALIASES ("organization_name", "company", "company_name",
                                            "client") },
  [CONFIGURATION_NAME] = { { "name", N_("Name"), FALSE },
                           ALIASES ("configuration", "configuration_name", "device_name") },
  [CONFIGURATION_TYPE] = { { "type", N_("Type"), FALSE }, ALIASES ("configuration_type") },
  [CONFIGURATION_STATUS] = { { "status", N_("Status"), FALSE },
                             ALIASES ("configuration_status") },
  [CONFIGURATION_HOSTNAME] = { { "hostname", N_("Host Name"), FALSE },
                               ALIASES ("host", "computer_name") },
  [CONFIGURATION_PRIMARY_IP] = { { "primary_ip", N_("IP Address"), FALSE },
                                 ALIASES ("ip", "ip_address") },
  [CONFIGURATION_GATEWAY] = { { "default_gateway", N_("Default Gateway"), FALSE },
                              ALIASES ("gateway") },
  [CONFIGURATION_MAC] = { { "mac_address", N_("Hardware Address"), FALSE },
                          ALIASES ("mac", "primary_mac") },
  [CONFIGURATION_SERIAL] = { { "serial_number", N_("Serial Number"), FALSE },
                             ALIASES ("serial", "service_tag") },
  [CONFIGURATION_ASSET_TAG] = { { "asset_tag", N_("Asset Tag"), FALSE }, ALIASES ("asset") },
  [CONFIGURATION_MANUFACTURER] = { { "manufacturer", N_("Manufacturer"), FALSE },
                                   ALIASES ("vendor", "maker") },
  [CONFIGURATION_MODEL] = { { "model", N_("Model"), FALSE }, NULL },
  [CONFIGURATION_SYSTEM] = { { "operating_system", N_("Operating System"), FALSE },
                             ALIASES ("os") },
  [CONFIGURATION_SYSTEM_NOTES] = { { "operating_system_notes", N_("Operating System Notes"), FALSE },
                                   NULL },
  [CONFIGURATION_POSITION] = { { "position", N_("Position"), FALSE }, NULL },
  [CONFIGURATION_NOTES] = { { "notes", N_("Notes"), FALSE }, NULL },
  [CONFIGURATION_INSTALLED_AT] = { { "installed_at", N_("Installed"), FALSE }, NULL },
  [CONFIGURATION_INSTALLED_BY] = { { "installed_by", N_("Installed By"), FALSE }, NULL },
  [CONFIGURATION_PURCHASED_AT] = { { "purchased_at", N_("Purchased"), FALSE }, NULL },
  [CONFIGURATION_PURCHASED_BY] = { { "purchased_by", N_("Purchased By"), FALSE }, NULL },
  [CONFIGURATION_WARRANTY] = { { "warranty_expires_at", N_("Warranty Ends"), FALSE },
                               ALIASES ("warranty", "warranty_expiration") },
  [CONFIGURATION_CONTACT] = { { "contact", N_("Contact"), FALSE }, NULL },
  [CONFIGURATION_LOCATION] = { { "location", N_("Location"), FALSE }, NULL },
  [CONFIGURATION_INTERFACES] = { { "configuration_interfaces", N_("Interfaces"), FALSE },
                                 ALIASES ("interfaces") },
  [CONFIGURATION_ARCHIVED] = { { "archived", N_("Archived"), FALSE }, NULL },
};

static const struct { const char *name; const Field *fields; guint n; } kinds[] = {
  [TNY_IMPORT_ORGANIZATIONS] = { "organizations", organization_fields, N_ORGANIZATION_FIELDS },
  [TNY_IMPORT_CONTACTS] = { "contacts", contact_fields, N_CONTACT_FIELDS },
  [TNY_IMPORT_CONFIGURATIONS] = { "configurations", configuration_fields, N_CONFIGURATION_FIELDS },
};

static const Field *
fields_of (TnyImportKind kind, guint *n)
{
  *n = kinds[kind].n;

  return kinds[kind].fields;
}

const char *
tny_import_kind_name (TnyImportKind kind)
{
  g_return_val_if_fail ((guint) kind < TNY_IMPORT_N_KINDS, NULL);

  return kinds[kind].name;
}

const TnyImportField *
tny_import_fields (TnyImportKind kind, guint *n)
{
  static TnyImportField plain[TNY_IMPORT_N_KINDS][MAX_FIELDS];
  static gsize filled;

  if (g_once_init_enter (&filled))
    {
      for (guint k = 0; k < TNY_IMPORT_N_KINDS; k++)
        {
          guint count;
          const Field *fields = fields_of (k, &count);

          for (guint i = 0; i < count; i++)
            plain[k][i] = fields[i].field;
        }
      g_once_init_leave (&filled, 1);
    }
  fields_of (kind, n);

  return plain[kind];
}

static void
line_free (gpointer data)
{
  TnyImportLine *line = data;

  g_free (line->what);
  g_free (line->where);
  g_free (line->why);
  g_free (line);
}

static void
guess_columns (TnyImportPlan *self)
{
  guint n;
  const Field *fields = fields_of (self->kind, &n);

  for (guint i = 0; i < n; i++)
    self->columns[i] = tny_csv_column (self->csv, fields[i].field.id, fields[i].aliases);
}

static int
column_of (const TnyCsv *csv, const Field *field)
{
  return tny_csv_column (csv, field->field.id, field->aliases);
}

static TnyImportKind
guess_kind (const TnyCsv *csv)
{
  gboolean hardware = column_of (csv, &configuration_fields[CONFIGURATION_SERIAL]) >= 0 ||
                      column_of (csv, &configuration_fields[CONFIGURATION_MAC]) >= 0 ||
                      column_of (csv, &configuration_fields[CONFIGURATION_HOSTNAME]) >= 0;
  gboolean person = column_of (csv, &contact_fields[CONTACT_FIRST_NAME]) >= 0 ||
                    column_of (csv, &contact_fields[CONTACT_LAST_NAME]) >= 0 ||
                    column_of (csv, &contact_fields[CONTACT_EMAIL]) >= 0;

  if (column_of (csv, &contact_fields[CONTACT_ORGANIZATION]) < 0)
    return TNY_IMPORT_ORGANIZATIONS;

  return hardware ? TNY_IMPORT_CONFIGURATIONS
         : person ? TNY_IMPORT_CONTACTS : TNY_IMPORT_ORGANIZATIONS;
}

gboolean
tny_import_guess_kind (const char *path, TnyImportKind *kind, GError **error)
{
  g_autoptr(TnyCsv) csv = tny_csv_load (path, error);

  if (csv == NULL)
    return FALSE;
  *kind = guess_kind (csv);

  return TRUE;
}

/* What must have a column for any line to be usable. */
static gboolean
check_columns (TnyImportPlan *self, GError **error)
{
  guint n;
  const Field *fields = fields_of (self->kind, &n);

  for (guint i = 0; i < n; i++)
    if (fields[i].field.required && self->columns[i] < 0)
      {
        g_set_error (error, TNY_ERROR, TNY_ERROR_INPUT, "No column of the file holds “%s”",
                     fields[i].field.id);
        return FALSE;
      }
  if (self->kind == TNY_IMPORT_CONTACTS && self->columns[CONTACT_FIRST_NAME] < 0 &&
      self->columns[CONTACT_LAST_NAME] < 0 && self->columns[CONTACT_NAME] < 0 &&
      self->columns[CONTACT_EMAIL] < 0)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_INPUT,
                           "No column of the file holds names or e-mail addresses");
      return FALSE;
    }
  if (self->kind == TNY_IMPORT_CONFIGURATIONS && self->columns[CONFIGURATION_NAME] < 0 &&
      self->columns[CONFIGURATION_HOSTNAME] < 0)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_INPUT,
                           "No column of the file holds names or host names");
      return FALSE;
    }

  return TRUE;
}

static gboolean
compare (TnyImportPlan *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (self->store, error);

  return reader != NULL && tny_import_compare (self, reader, cancellable, error);
}

TnyImportPlan *
tny_import_plan_new (TnyStore *store, TnyImportKind kind, const char *path,
                     GCancellable *cancellable, GError **error)
{
  g_autoptr(TnyImportPlan) self = g_new0 (TnyImportPlan, 1);

  self->store = store;
  self->kind = kind;
  self->file_name = g_filename_display_basename (path);
  self->lines = g_ptr_array_new_with_free_func (line_free);
  self->targets = g_array_new (FALSE, TRUE, sizeof (TnyImportTarget));
  self->csv = tny_csv_load (path, error);
  if (self->csv == NULL)
    return NULL;
  self->headings = ((TnyCsvRecord *) self->csv->records->pdata[0])->fields;
  guess_columns (self);
  if (!check_columns (self, error) || !compare (self, cancellable, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
tny_import_plan_free (TnyImportPlan *self)
{
  if (self == NULL)
    return;

  g_free (self->file_name);
  g_ptr_array_unref (self->lines);
  g_array_unref (self->targets);
  tny_csv_free (self->csv);
  g_free (self);
}

GPtrArray *
tny_import_plan_headings (TnyImportPlan *self)
{
  return self->headings;
}

int
tny_import_plan_column (TnyImportPlan *self, guint field)
{
  g_return_val_if_fail (field < (guint) MAX_FIELDS, -1);

  return self->columns[field];
}

gboolean
tny_import_plan_map (TnyImportPlan *self, guint field, int column, GError **error)
{
  guint n;
  int before;

  fields_of (self->kind, &n);
  if (field >= n || column < -1 || column >= (int) self->headings->len)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT, "The file has no column %d", column);
      return FALSE;
    }
  before = self->columns[field];
  self->columns[field] = column;
  if (check_columns (self, error) && compare (self, NULL, error))
    return TRUE;
  self->columns[field] = before;

  return FALSE;
}

GPtrArray *
tny_import_plan_lines (TnyImportPlan *self)
{
  return self->lines;
}

guint
tny_import_plan_count (TnyImportPlan *self, TnyImportOutcome outcome)
{
  g_return_val_if_fail ((guint) outcome < TNY_IMPORT_N_OUTCOMES, 0);

  return self->counts[outcome];
}

TnyImportKind
tny_import_plan_guess (TnyImportPlan *self)
{
  return guess_kind (self->csv);
}

guint
tny_import_plan_repeated (TnyImportPlan *self, const char **example)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = 0;

  for (guint i = 0; i < self->lines->len; i++)
    {
      const TnyImportLine *line = self->lines->pdata[i];

      if (line->outcome == TNY_IMPORT_PROBLEM ||
          g_hash_table_add (seen, tny_text_fold (line->what)))
        continue;
      if (n++ == 0 && example != NULL)
        *example = line->what;
    }

  return n;
}

gboolean
tny_import_plan_latin1 (TnyImportPlan *self)
{
  return self->csv->latin1;
}

gboolean
tny_import_save_problems (TnyImportPlan *self, const char *path, GError **error)
{
  g_autoptr(GString) out = g_string_new (NULL);
  guint n = self->headings->len;

  for (guint i = 0; i < n; i++)
    tny_csv_append_field (out, self->headings->pdata[i], FALSE);
  tny_csv_append_field (out, "problem", TRUE);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const TnyImportLine *line = self->lines->pdata[i];
      const TnyImportTarget *target = &g_array_index (self->targets, TnyImportTarget, i);
      const TnyCsvRecord *record = self->csv->records->pdata[target->record];

      if (line->outcome != TNY_IMPORT_PROBLEM)
        continue;
      for (guint j = 0; j < n; j++)
        tny_csv_append_field (out, tny_csv_field (record, (int) j), FALSE);
      tny_csv_append_field (out, line->why, TRUE);
    }

  return tny_csv_save (path, out, error);
}
