/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-match-to-window.h"

#include <glib/gi18n-lib.h>

#include "tny-list-source.h"
#include "tny-matching.h"
#include "tny-dialog.h"
#include "tny-names.h"
#include "tny-state-bin.h"
#include "tny-text.h"
#include "tny-words.h"

#define CLOSEST 10

struct _TnyMatchToWindow
{
  AdwWindow       parent_instance;

  AdwWindowTitle *title;
  GtkWidget      *match;
  GtkWidget      *entry;
  TnyStateBin    *states;
  TnyTable       *table;

  gboolean        for_device;      /* rows are configurations, else organizations */
};

G_DEFINE_FINAL_TYPE (TnyMatchToWindow, tny_match_to_window, ADW_TYPE_WINDOW)

enum { CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

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

/* Columns */

static char *
name_text (gconstpointer record)
{
  return tny_words_name (((const TnyOrganizationRow *) record)->name);
}

static char *
tenant_text (gconstpointer record)
{
  const TnyOrganizationRow *row = record;

  return row->tenant_name != NULL ? tny_words_name (row->tenant_name) : g_strdup (_("none"));
}

static char *
contacts_text (gconstpointer record)
{
  return tny_words_number (((const TnyOrganizationRow *) record)->n_contacts);
}

static char *
row_name (gconstpointer record)
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

static const TnyColumn columns[] = {
  { "name",     N_("Name"),     24, TNY_COLUMN_EXPAND | TNY_COLUMN_NAME, name_text },
  { NULL,       N_("Tenant"),   16, TNY_COLUMN_EXPAND | TNY_COLUMN_NAME | TNY_COLUMN_DIM, tenant_text },
  { NULL,       N_("Contacts"), 8,  TNY_COLUMN_NUMERIC | TNY_COLUMN_DIM, contacts_text },
};

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

/* Callbacks */

static void
no_configuration_found (TnyEmpty *empty, gpointer data)
{
  gboolean searching = *gtk_editable_get_text (
    GTK_EDITABLE (TNY_MATCH_TO_WINDOW (data)->entry)) != '\0';

  empty->title = searching ? _("No configuration found") : _("No configurations yet");
  empty->description = searching ? _("Try a shorter part of the name or serial number.")
                                 : _("Import the configurations of this organization first.");
}

static void
nothing_found (TnyEmpty *empty, gpointer data)
{
  gboolean searching = *gtk_editable_get_text (
    GTK_EDITABLE (TNY_MATCH_TO_WINDOW (data)->entry)) != '\0';

  empty->title = searching ? _("No organization found") : _("No organizations yet");
  empty->description = searching ? _("Try a shorter part of the name.")
                                 : _("Import your organizations, or create one for this tenant.");
}

static void
search_changed_cb (TnyMatchToWindow *self)
{
  tny_table_set_search (self->table, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
selected_cb (TnyMatchToWindow *self, gint64 id)
{
  gtk_widget_set_sensitive (self->match, id != 0);
}

static void
choose_cb (TnyMatchToWindow *self)
{
  gconstpointer row = tny_table_get_record (self->table);

  /* while an answer is on its way, Enter would take what is no longer asked for */
  if (row == NULL || tny_table_is_loading (self->table))
    return;

  g_signal_emit (self, signals[CHOSEN], 0, tny_table_get_selected (self->table),
                 self->for_device ? ((const TnyConfigurationRow *) row)->name
                                  : ((const TnyOrganizationRow *) row)->name);
  gtk_window_close (GTK_WINDOW (self));
}

static void
stop_cb (TnyMatchToWindow *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
        TnyMatchToWindow *self)
{
  return keyval == GDK_KEY_Down && tny_table_focus (self->table);
}

static gboolean
close_shortcut_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  gtk_window_close (GTK_WINDOW (widget));

  return TRUE;
}

static void
tny_match_to_window_dispose (GObject *object)
{
  TnyMatchToWindow *self = TNY_MATCH_TO_WINDOW (object);

  if (self->table != NULL)
    tny_table_set_source (self->table, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TNY_TYPE_MATCH_TO_WINDOW);

  G_OBJECT_CLASS (tny_match_to_window_parent_class)->dispose (object);
}

static void
tny_match_to_window_class_init (TnyMatchToWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_match_to_window_dispose;

  g_type_ensure (TNY_TYPE_STATE_BIN);
  g_type_ensure (TNY_TYPE_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               TNY_RESOURCES "tny-match-to-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TnyMatchToWindow, title);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchToWindow, match);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchToWindow, entry);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchToWindow, states);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchToWindow, table);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, close_shortcut_cb, NULL);

  signals[CHOSEN] = g_signal_new ("chosen", TNY_TYPE_MATCH_TO_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_STRING);
}

static void
tny_match_to_window_init (TnyMatchToWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->entry, keys);
}

static GtkWidget *
begin (TnyMatchToWindow *self, const TnyTableOps *ops, GObject *source)
{
  tny_table_set_source (self->table, ops, source);
  tny_table_reload (self->table);
  tny_dialog_prepare (GTK_WIDGET (self));
  gtk_widget_grab_focus (self->entry);

  return GTK_WIDGET (self);
}

GtkWidget *
tny_match_to_window_new_for_device (GtkWidget *from, TnyStore *store, const char *device_name,
                                    gint64 organization_id)
{
  TnyMatchToWindow *self = g_object_new (TNY_TYPE_MATCH_TO_WINDOW, "transient-for",
                                         gtk_widget_get_root (from), NULL);
  g_autoptr(GObject) source =
    tny_list_source_new (store, &(TnyListQuery) { .kind = TNY_LIST_CONFIGURATIONS,
                                                  .organization_id = organization_id });
  g_autofree char *name = tny_words_name (device_name);

  self->for_device = TRUE;
  adw_window_title_set_subtitle (self->title, name);
  tny_name_set (self->entry, _("Search Configurations"));
  g_object_set (self->entry, "placeholder-text", _("Name, host name or serial number"), NULL);
  g_object_set (self->table, "label", _("Configurations"), NULL);
  tny_table_set_columns (self->table, configuration_columns, G_N_ELEMENTS (configuration_columns),
                         configuration_row_name);
  tny_state_bin_follow (self->states, self->table, _("Reading configurations…"),
                        no_configuration_found, self, NULL);

  return begin (self, tny_list_source_ops (TNY_LIST_CONFIGURATIONS), source);
}

GtkWidget *
tny_match_to_window_new (GtkWidget *from, TnyStore *store, const char *tenant_name)
{
  TnyMatchToWindow *self = g_object_new (TNY_TYPE_MATCH_TO_WINDOW, "transient-for",
                                         gtk_widget_get_root (from), NULL);
  g_autoptr(TnyClosestSource) source = g_object_new (TNY_TYPE_CLOSEST_SOURCE, NULL);
  g_autofree char *name = tny_words_name (tenant_name);

  source->store = store;
  source->tenant_name = g_strdup (tenant_name);
  source->organizations = tny_list_source_new (store, &(TnyListQuery) {
                                                 .kind = TNY_LIST_ORGANIZATIONS });
  adw_window_title_set_subtitle (self->title, name);
  tny_name_set (self->entry, _("Search Organizations"));
  tny_table_set_columns (self->table, columns, G_N_ELEMENTS (columns), row_name);
  tny_state_bin_follow (self->states, self->table, _("Looking for close names…"), nothing_found,
                        self, NULL);

  return begin (self, &closest_ops, G_OBJECT (source));
}
