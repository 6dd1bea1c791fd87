/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-licences-page.h"

#include <glib/gi18n-lib.h>

#include "tny-choose-file.h"
#include "tny-error-show.h"
#include "tny-filter-bar.h"
#include "tny-licence-export.h"
#include "tny-list-source.h"
#include "tny-session.h"
#include "tny-shell.h"
#include "tny-state-bin.h"
#include "tny-table.h"
#include "tny-text.h"
#include "tny-words.h"

/* TnyLicencesPage: what tenants have bought, and how much of it is assigned. */
struct _TnyLicencesPage
{
  TnyPage       parent_instance;

  TnyFilterBar *order;
  TnyStateBin  *states;
  TnyTable     *table;

  TnyStore     *store;           /* lent; NULL without a session */
};

G_DEFINE_FINAL_TYPE (TnyLicencesPage, tny_licences_page, TNY_TYPE_PAGE)

/* The two ways to look at the same rows are two orders of them. */
static const TnyFilter orders[] = {
  { "organization", N_("By Organization"), NULL, NULL },
  { "name",         N_("By Licence"),      NULL, NULL },
};

/* Cells */

static char *
licence_name (gconstpointer record)
{
  const TnyLicenceRow *row = record;
  g_autofree char *part = tny_words_name (row->part_number);

  /* translators: %s is the part number of a product */
  return row->name != NULL ? g_strdup (row->name) : g_strdup_printf (_("%s, name not known"), part);
}

static char *
part_number (gconstpointer record)
{
  return tny_words_name (((const TnyLicenceRow *) record)->part_number);
}

static char *
organization (gconstpointer record)
{
  const TnyLicenceRow *row = record;

  return tny_words_name (row->organization_name != NULL ? row->organization_name
                                                        : row->tenant_name);
}

static char *
units (gint64 number)
{
  return number >= 0 ? tny_words_number (number) : g_strdup (TNY_UNKNOWN);
}

static char *
assigned (gconstpointer record)
{
  return units (((const TnyLicenceRow *) record)->consumed);
}

static char *
total (gconstpointer record)
{
  return units (((const TnyLicenceRow *) record)->total);
}

static char *
assigned_of_total (gconstpointer record)
{
  g_autofree char *used = assigned (record), *bought = total (record);

  /* translators: figures, e.g. "14 of 62" */
  return g_strdup_printf (_("%s of %s"), used, bought);
}

static char *
free_units (gconstpointer record)
{
  const TnyLicenceRow *row = record;

  g_autofree char *many = NULL;

  if (row->free_units == TNY_UNITS_NOT_TOLD)
    return g_strdup (TNY_UNKNOWN);
  if (row->free_units >= 0)
    return tny_words_number (row->free_units);
  many = tny_words_number (-row->free_units);

  return g_strconcat ("−", many, NULL);
}

/* A share of the whole, as a figure: nothing to divide by is nothing known. */
static char *
use (gconstpointer record)
{
  const TnyLicenceRow *row = record;

  if (row->consumed < 0 || row->total <= 0)
    return g_strdup (TNY_UNKNOWN);

  /* translators: a share in per cent */
  return g_strdup_printf (_("%d %%"), (int) (row->consumed * 100 / row->total));
}

static const struct { const char *state, *word, *icon, *style; } states[] = {
  { "active",        N_("Active"),        "emblem-ok-symbolic",          NULL },
  { "warning",       N_("Warning"),       "dialog-warning-symbolic",     "warning" },
  { "suspended",     N_("Suspended"),     "media-playback-pause-symbolic", "dim-label" },
  { "over-assigned", N_("Over-assigned"), "dialog-error-symbolic",       "error" },
  { "deleted",       N_("Deleted"),       "user-trash-symbolic",         "dim-label" },
  { "locked-out",    N_("Locked out"),    "changes-prevent-symbolic",    "dim-label" },
  { "unknown",       N_("Not told by Microsoft"), "content-loading-symbolic", "dim-label" },
};

static guint
find_state (gconstpointer record)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_str_equal (states[i].state, ((const TnyLicenceRow *) record)->state))
      return i;

  return G_N_ELEMENTS (states) - 1;
}

static char *
state_word (gconstpointer record)
{
  return g_strdup (_(states[find_state (record)].word));
}

static const char *
state_icon (gconstpointer record)
{
  return states[find_state (record)].icon;
}

static const char *
state_style (gconstpointer record)
{
  return states[find_state (record)].style;
}

static const char *
blank_assigned (gconstpointer record)
{
  return ((const TnyLicenceRow *) record)->consumed < 0 ? "consumed" : NULL;
}

static const char *
blank_total (gconstpointer record)
{
  return ((const TnyLicenceRow *) record)->total < 0 ? "enabled" : NULL;
}

static const char *
blank_free (gconstpointer record)
{
  return ((const TnyLicenceRow *) record)->free_units == TNY_UNITS_NOT_TOLD ? "free" : NULL;
}

static const char *
blank_state (gconstpointer record)
{
  return find_state (record) == G_N_ELEMENTS (states) - 1 ? "state" : NULL;
}

static const char *
blank_name (gconstpointer record)
{
  return ((const TnyLicenceRow *) record)->name == NULL ? "name" : NULL;
}

static char *
explained_id (gconstpointer record)
{
  const TnyLicenceRow *row = record;

  return g_strconcat (row->tenant_graph_id, "/", row->sku_id, NULL);
}

static const TnyTableExplain explain = { "licence", explained_id, licence_name };

static char *
row_name (gconstpointer record)
{
  g_autofree char *name = licence_name (record), *owner = organization (record);
  g_autofree char *used = assigned (record), *bought = total (record), *left = NULL;
  g_autofree char *plain = tny_text_one_line (owner, 200);
  gint64 units_left = ((const TnyLicenceRow *) record)->free_units;

  if (units_left < 0 && units_left != TNY_UNITS_NOT_TOLD)
    {
      left = tny_words_number (-units_left);
      /* translators: a licence, spoken: its name, whose, assigned, bought, over-assigned */
      return g_strdup_printf (_("%s, %s, %s of %s, %s too many"), name, plain, used, bought, left);
    }
  left = free_units (record);

  /* translators: a licence, spoken: its name, whose, assigned, bought, free */
  return g_strdup_printf (_("%s, %s, %s of %s, %s free"), name, plain, used, bought, left);
}

static const TnyColumn columns[] = {
  { "name",         N_("Licence"),      26, TNY_COLUMN_EXPAND, licence_name, .caption = part_number,
    .folded = organization, .blank = blank_name },
  { "organization", N_("Organization"), 24, TNY_COLUMN_EXPAND | TNY_COLUMN_NAME | TNY_COLUMN_WIDE, organization },
  { "assigned",     N_("Assigned"),     7,  TNY_COLUMN_NUMERIC | TNY_COLUMN_WIDE, assigned, .blank = blank_assigned },
  { "total",        N_("Total"),        7,  TNY_COLUMN_NUMERIC | TNY_COLUMN_WIDE, total, .blank = blank_total },
  { "free",         N_("Free"),         6,  TNY_COLUMN_NUMERIC | TNY_COLUMN_WIDE, free_units, .blank = blank_free },
  { NULL,           N_("Use"),          5,  TNY_COLUMN_NUMERIC | TNY_COLUMN_WIDE, use },
  { "state",        N_("State"),        11, TNY_COLUMN_WIDE, state_word, state_icon, state_style, .blank = blank_state },
  { NULL,           N_("Assigned"),     11, TNY_COLUMN_NUMERIC | TNY_COLUMN_NARROW, assigned_of_total },
};

/* Callbacks */

static void
nothing_cb (TnyEmpty *empty, gpointer data)
{
  if (*tny_page_get_search (TNY_PAGE (data)) != '\0')
    {
      empty->title = _("No licence found");
      empty->description = _("Try a shorter part of the product’s or the organization’s name.");
      return;
    }

  empty->icon = "application-certificate-symbolic";
  empty->title = _("Licences are not synced");
  empty->description = _("The next sync of a connection whose set-up includes Licences reads "
                         "them.");
  empty->button = _("_Sync Now");
  empty->action = "app.sync";
}

static void
filled_cb (TnyLicencesPage *self, guint n)
{
  if (tny_page_settle (TNY_PAGE (self)) && n > 0)
    tny_table_focus (self->table);
}

static void
order_changed_cb (TnyLicencesPage *self)
{
  TnyPageState *state = tny_page_get_state (TNY_PAGE (self));

  if (self->store == NULL)
    return;
  tny_table_save (self->table, state);
  g_free (state->sort);
  state->sort = g_strdup (tny_filter_bar_get_active (self->order));
  state->descending = FALSE;
  tny_table_restore (self->table, state);
}

static void
retry_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tny_page_refresh (TNY_PAGE (widget));
}

/* Export: what is shown, as CSV. */

typedef struct
{
  TnyStore *store;
  char     *search, *path;
  guint     rows;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_free (export->search);
  g_free (export->path);
  g_free (export);
}

static gboolean
export_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Export *export = data;
  g_autoptr(TnyReader) reader = tny_store_borrow (export->store, error);
  TnyListQuery query = { .kind = TNY_LIST_LICENCES, .search = export->search };

  return reader != NULL
         && tny_licence_export (reader, &query, export->path, &export->rows, cancellable, error);
}

static void
exported_cb (TnyLicencesPage *self, gboolean ok, TnyJob *job)
{
  if (ok)
    tny_say (GTK_WIDGET (self), _("Licences exported."));
  else
    tny_error_show (GTK_WIDGET (self), tny_job_get_error (job));
}

static void
export_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(TnyLicencesPage) self = data;
  g_autoptr(GFile) file = tny_choose_file_finish (result, NULL);
  g_autoptr(TnyJob) job = NULL;
  Export *export;

  if (file == NULL || self->store == NULL)
    return;
  export = g_new0 (Export, 1);
  export->store = self->store;
  export->path = g_file_get_path (file);
  if (*tny_page_get_search (TNY_PAGE (self)) != '\0')
    export->search = g_strdup (tny_page_get_search (TNY_PAGE (self)));
  job = tny_job_new (export_func, export, export_free);
  g_signal_connect_object (job, "finished", G_CALLBACK (exported_cb), self, G_CONNECT_SWAPPED);
  tny_job_start (job);
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyFileChoice choice = {
    .title = _("Export Licences"), .accept = _("_Save"), .save = TRUE, .name = "licences.csv",
    .kind = _("CSV files"), .pattern = "*.csv",
  };

  tny_choose_file_async (widget, &choice, export_chosen_cb, g_object_ref (widget));
}

static void
sort_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tny_table_sort (TNY_LICENCES_PAGE (widget)->table, g_variant_get_string (parameter, NULL));
}

/* TnyPage */

static void
tny_licences_page_enter (TnyPage *page)
{
  TnyLicencesPage *self = TNY_LICENCES_PAGE (page);
  TnySession *session = tny_page_get_session (page);
  TnyPageState *state = tny_page_get_state (page);
  g_autoptr(GMenuModel) menu = tny_table_create_sort_menu (self->table, "licences.sort");
  g_autoptr(GObject) source = NULL;

  tny_page_add_pane (page, GTK_WIDGET (self->states));
  g_object_set (self, "menu", menu, NULL);
  if (session == NULL)
    return;

  if (state->sort == NULL)
    state->sort = g_strdup (orders[0].id);
  tny_filter_bar_set_active (self->order, state->sort);
  self->store = tny_session_get_store (session);
  source = tny_list_source_new (self->store, &(TnyListQuery) { .kind = TNY_LIST_LICENCES });
  tny_table_set_source (self->table, tny_list_source_ops (TNY_LIST_LICENCES), source);
  tny_table_restore (self->table, state);
}

static void
tny_licences_page_leave (TnyPage *page)
{
  TnyLicencesPage *self = TNY_LICENCES_PAGE (page);

  if (self->store == NULL)
    return;
  tny_table_save (self->table, tny_page_get_state (page));
  /* the readers go back before the store closes, whoever still holds the widgets */
  tny_table_set_source (self->table, NULL, NULL);
}

static void
tny_licences_page_refresh (TnyPage *page)
{
  TnyLicencesPage *self = TNY_LICENCES_PAGE (page);

  if (self->store != NULL)
    tny_table_reload (self->table);
}

static void
tny_licences_page_search_changed (TnyPage *page, const char *text)
{
  tny_table_set_search (TNY_LICENCES_PAGE (page)->table, text);
}

/* Virtual functions */

static void
tny_licences_page_dispose (GObject *object)
{
  TnyLicencesPage *self = TNY_LICENCES_PAGE (object);

  if (self->table != NULL)
    tny_table_set_source (self->table, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TNY_TYPE_LICENCES_PAGE);

  G_OBJECT_CLASS (tny_licences_page_parent_class)->dispose (object);
}

static void
tny_licences_page_class_init (TnyLicencesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  TnyPageClass *page_class = TNY_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_licences_page_dispose;
  page_class->enter = tny_licences_page_enter;
  page_class->leave = tny_licences_page_leave;
  page_class->refresh = tny_licences_page_refresh;
  page_class->search_changed = tny_licences_page_search_changed;

  g_type_ensure (TNY_TYPE_FILTER_BAR);
  g_type_ensure (TNY_TYPE_STATE_BIN);
  g_type_ensure (TNY_TYPE_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-licences-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TnyLicencesPage, order);
  gtk_widget_class_bind_template_child (widget_class, TnyLicencesPage, states);
  gtk_widget_class_bind_template_child (widget_class, TnyLicencesPage, table);
  gtk_widget_class_bind_template_callback (widget_class, order_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, filled_cb);
  gtk_widget_class_install_action (widget_class, "page.refresh", NULL, retry_action);
  gtk_widget_class_install_action (widget_class, "licences.sort", "s", sort_action);
  gtk_widget_class_install_action (widget_class, "page.export", NULL, export_action);
}

static void
tny_licences_page_init (TnyLicencesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tny_filter_bar_set_filters (self->order, orders, G_N_ELEMENTS (orders));
  tny_table_set_columns (self->table, columns, G_N_ELEMENTS (columns), row_name);
  tny_table_set_explain (self->table, &explain);
  tny_state_bin_follow (self->states, self->table, _("Reading licences…"), nothing_cb, self,
                        "page.refresh");
}
