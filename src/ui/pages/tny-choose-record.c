/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-choose-record.h"

#include <glib/gi18n-lib.h>

#include "tny-list-source.h"
#include "tny-matching.h"
#include "tny-organization-columns.h"
#include "tny-preview-rows.h"
#include "tny-text.h"
#include "tny-words.h"

#define CLOSEST 10

/* The source: organizations, those closest to the tenant's name first while nothing is typed. */

#define TNY_TYPE_CLOSEST_SOURCE (tny_closest_source_get_type ())
G_DECLARE_FINAL_TYPE (TnyClosestSource, tny_closest_source, TNY, CLOSEST_SOURCE, GObject)

struct _TnyClosestSource
{
  GObject   parent_instance;

  TnyStore *store;                 /* lent */
  GObject  *organizations;         /* TnyListSource */
  char     *tenant_name;
};

G_DEFINE_FINAL_TYPE (TnyClosestSource, tny_closest_source, G_TYPE_OBJECT)

static void
tny_closest_source_finalize (GObject *object)
{
  TnyClosestSource *self = TNY_CLOSEST_SOURCE (object);

  g_object_unref (self->organizations);
  g_free (self->tenant_name);

  G_OBJECT_CLASS (tny_closest_source_parent_class)->finalize (object);
}

static void
tny_closest_source_class_init (TnyClosestSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tny_closest_source_finalize;
}

static void
tny_closest_source_init (TnyClosestSource *self)
{
}

static GArray *
closest_ids (GObject *source, const TnyTableQuery *query, GError **error)
{
  TnyClosestSource *self = TNY_CLOSEST_SOURCE (source);
  g_autoptr(GArray) all =
    tny_list_source_ops (TNY_LIST_ORGANIZATIONS)->ids (self->organizations, query, error);

  if (all == NULL || query->search != NULL || query->sort != NULL)
    return g_steal_pointer (&all);

  g_autoptr(GPtrArray) closest = tny_matching_closest (self->store, self->tenant_name, CLOSEST,
                                                       error);

  if (closest == NULL)
    return NULL;

  GArray *ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), all->len);
  g_autoptr(GHashTable) first = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < closest->len; i++)
    {
      TnyCandidate *candidate = closest->pdata[i];

      g_hash_table_add (first, &candidate->organization_id);
      g_array_append_val (ids, candidate->organization_id);
    }
  for (guint i = 0; i < all->len; i++)
    if (!g_hash_table_contains (first, &g_array_index (all, gint64, i)))
      g_array_append_val (ids, g_array_index (all, gint64, i));

  return ids;
}

static gpointer
closest_read (GObject *source, gint64 id)
{
  return tny_list_source_ops (TNY_LIST_ORGANIZATIONS)->read (
    TNY_CLOSEST_SOURCE (source)->organizations, id);
}

static const TnyTableOps closest_ops = { closest_ids, closest_read,
                                         (GDestroyNotify) tny_organization_row_free };

/* Organizations */

static char *
organization_name (gconstpointer record)
{
  return tny_words_name (((const TnyOrganizationRow *) record)->name);
}

static char *
organization_tenant (gconstpointer record)
{
  const TnyOrganizationRow *row = record;

  return row->tenant_name != NULL ? tny_words_name (row->tenant_name) : g_strdup (_("none"));
}

static char *
organization_contacts (gconstpointer record)
{
  return tny_words_number (((const TnyOrganizationRow *) record)->n_contacts);
}

static char *
organization_row_name (gconstpointer record)
{
  const TnyOrganizationRow *row = record;
  g_autofree char *name = tny_text_one_line (row->name, 200);
  g_autofree char *tenant = tny_text_one_line (row->tenant_name, 200);
  g_autofree char *contacts = tny_words_number (row->n_contacts);

  /* translators: an organization, spoken: name, its tenant, contacts */
  return g_strdup_printf (ngettext ("%s, %s, %s contact", "%s, %s, %s contacts",
                                    (gulong) row->n_contacts),
                          name, *tenant != '\0' ? tenant : _("no tenant"), contacts);
}

static const TnyColumn organization_columns[] = {
  { "name",     N_("Name"),     24, TNY_COLUMN_EXPAND | TNY_COLUMN_NAME, organization_name },
  { NULL,       N_("Tenant"),   16, TNY_COLUMN_EXPAND | TNY_COLUMN_NAME | TNY_COLUMN_DIM,
    organization_tenant },
  { NULL,       N_("Contacts"), 8,  TNY_COLUMN_NUMERIC | TNY_COLUMN_DIM, organization_contacts },
};

static void
set_organization_columns (TnyTable *table)
{
  tny_table_set_columns (table, organization_columns, G_N_ELEMENTS (organization_columns),
                         organization_row_name);
}

static char *
plain_organization_name (gconstpointer record)
{
  return g_strdup (((const TnyOrganizationRow *) record)->name);
}

static const TnyChoice organizations = {
  .title = N_("Match To"),
  .accept = N_("_Match"),
  .list = N_("Organizations"),
  .search = N_("Search Organizations"),
  .placeholder = N_("Name or short name"),
  .busy = N_("Looking for close names…"),
  .not_found = { .title = N_("No organization found"),
    .description = N_("Try a shorter part of the name.") },
  .none = { .title = N_("No organizations yet"),
    .description = N_("Import your organizations, or create one for this tenant.") },
  .set_columns = set_organization_columns,
  .name_of = plain_organization_name,
};

GtkWidget *
tny_choose_organization (GtkWidget *from, TnyStore *store, const char *tenant_name)
{
  g_autoptr(TnyClosestSource) source = g_object_new (TNY_TYPE_CLOSEST_SOURCE, NULL);

  source->store = store;
  source->tenant_name = g_strdup (tenant_name);
  source->organizations = tny_list_source_new (store, &(TnyListQuery) {
                                                 .kind = TNY_LIST_ORGANIZATIONS });

  return tny_choose_window_new (from, &organizations, tenant_name, &closest_ops,
                                G_OBJECT (source));
}

/* What hangs on one organization */

static GtkWidget *
choose_of (GtkWidget *from, TnyStore *store, TnyListKind kind, gint64 organization_id,
           const TnyChoice *choice, const char *subject)
{
  TnyListQuery scope = { .kind = kind, .organization_id = organization_id };
  g_autoptr(GObject) source = tny_list_source_new (store, &scope);

  return tny_choose_window_new (from, choice, subject, tny_list_source_ops (kind), source);
}

/* Configurations */

static char *
configuration_name (gconstpointer record)
{
  return tny_words_name (((const TnyConfigurationRow *) record)->name);
}

static char *
configuration_serial (gconstpointer record)
{
  const TnyConfigurationRow *row = record;

  return row->serial_number != NULL ? tny_words_name (row->serial_number)
                                    : g_strdup (TNY_UNKNOWN);
}

static char *
configuration_device (gconstpointer record)
{
  const TnyConfigurationRow *row = record;

  return row->device_name != NULL ? tny_words_name (row->device_name) : g_strdup (_("none"));
}

static char *
configuration_row_name (gconstpointer record)
{
  const TnyConfigurationRow *row = record;
  g_autofree char *name = tny_text_one_line (row->name, 200);
  g_autofree char *serial = configuration_serial (record);
  g_autofree char *device = tny_text_one_line (row->device_name, 200);

  /* translators: a configuration, spoken: name, serial number, its device */
  return g_strdup_printf (_("%s, %s, %s"), name, serial,
                          *device != '\0' ? device : _("no device"));
}

static const TnyColumn configuration_columns[] = {
  { "name",   N_("Name"),          24, TNY_COLUMN_EXPAND, configuration_name },
  { "serial", N_("Serial Number"), 14, TNY_COLUMN_EXPAND | TNY_COLUMN_DIM, configuration_serial },
  { NULL,     N_("Device"),        12, TNY_COLUMN_DIM, configuration_device },
};

static void
set_configuration_columns (TnyTable *table)
{
  tny_table_set_columns (table, configuration_columns, G_N_ELEMENTS (configuration_columns),
                         configuration_row_name);
}

static char *
plain_configuration_name (gconstpointer record)
{
  return g_strdup (((const TnyConfigurationRow *) record)->name);
}

static const TnyChoice configurations = {
  .title = N_("Match To"),
  .accept = N_("_Match"),
  .list = N_("Configurations"),
  .search = N_("Search Configurations"),
  .placeholder = N_("Name, host name or serial number"),
  .busy = N_("Reading configurations…"),
  .not_found = { .title = N_("No configuration found"),
    .description = N_("Try a shorter part of the name or serial number.") },
  .none = { .title = N_("No configurations yet"),
    .description = N_("Import the configurations of this organization first.") },
  .set_columns = set_configuration_columns,
  .name_of = plain_configuration_name,
};

GtkWidget *
tny_choose_configuration (GtkWidget *from, TnyStore *store, const char *device_name,
                          gint64 organization_id)
{
  return choose_of (from, store, TNY_LIST_CONFIGURATIONS, organization_id, &configurations,
                    device_name);
}

/* Contacts */

static char *
contact_name (gconstpointer record)
{
  return tny_preview_contact_name (record);
}

static const TnyChoice contacts = {
  .title = N_("Link To"),
  .accept = N_("_Link"),
  .list = N_("Contacts of the organization"),
  .search = N_("Search Contacts"),
  .placeholder = N_("Name or address"),
  .busy = N_("Reading contacts…"),
  .not_found = { .title = N_("No contact found"),
    .description = N_("Try a shorter part of the name or of the address.") },
  .none = { .title = N_("No contacts here"),
    .description = N_("This organization has no contacts yet.") },
  .set_columns = tny_contact_columns,
  .name_of = contact_name,
};

GtkWidget *
tny_choose_contact (GtkWidget *from, TnyStore *store, const char *user, gint64 organization_id)
{
  return choose_of (from, store, TNY_LIST_CONTACTS, organization_id, &contacts, user);
}
