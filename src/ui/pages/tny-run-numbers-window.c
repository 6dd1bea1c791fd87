/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-run-numbers-window.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-dialog.h"
#include "tny-error-show.h"
#include "tny-list.h"
#include "tny-table.h"
#include "tny-text.h"
#include "tny-words.h"

/* Source: the streams of a run, read once. Ids are places, from 1. */

#define TNY_TYPE_RUN_NUMBERS (tny_run_numbers_get_type ())
G_DECLARE_FINAL_TYPE (TnyRunNumbers, tny_run_numbers, TNY, RUN_NUMBERS, GObject)

struct _TnyRunNumbers
{
  GObject    parent_instance;

  TnyRunRow *run;
};

G_DEFINE_FINAL_TYPE (TnyRunNumbers, tny_run_numbers, G_TYPE_OBJECT)

static void
tny_run_numbers_finalize (GObject *object)
{
  tny_run_row_free (TNY_RUN_NUMBERS (object)->run);

  G_OBJECT_CLASS (tny_run_numbers_parent_class)->finalize (object);
}

static void
tny_run_numbers_class_init (TnyRunNumbersClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tny_run_numbers_finalize;
}

static void
tny_run_numbers_init (TnyRunNumbers *self)
{
}

static GArray *
numbers_ids (GObject *source, const TnyTableQuery *query, GError **error)
{
  const TnyRunRow *run = TNY_RUN_NUMBERS (source)->run;
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (gint64 i = 1; i <= (gint64) run->streams->len; i++)
    g_array_append_val (ids, i);

  return ids;
}

static gpointer
numbers_read (GObject *source, gint64 id)
{
  return TNY_RUN_NUMBERS (source)->run->streams->pdata[id - 1];
}

static void
numbers_keep (gpointer record)
{
  /* lent by the run */
}

static const TnyTableOps ops = { numbers_ids, numbers_read, numbers_keep };

/* Window */

struct _TnyRunNumbersWindow
{
  AdwWindow parent_instance;

  TnyTable *table;
};

G_DEFINE_FINAL_TYPE (TnyRunNumbersWindow, tny_run_numbers_window, ADW_TYPE_WINDOW)

static char *
tenant_text (gconstpointer record)
{
  const TnyRunStream *stream = record;

  return stream->tenant_name != NULL ? tny_words_name (stream->tenant_name) : g_strdup (_("The connection"));
}

static char *
stream_text (gconstpointer record)
{
  return g_strdup (((const TnyRunStream *) record)->name);
}

static char *
state_text (gconstpointer record)
{
  const TnyRunStream *stream = record;

  return stream->error != NULL && strcmp (stream->error, stream->state) != 0
           ? g_strdup_printf ("%s: %s", stream->state, stream->error) : g_strdup (stream->state);
}

static const char *
state_icon (gconstpointer record)
{
  const char *state = ((const TnyRunStream *) record)->state;

  if (strcmp (state, "ok") == 0)
    return "emblem-ok-symbolic";
  if (strcmp (state, "failed") == 0)
    return "dialog-error-symbolic";
  if (strcmp (state, "incomplete") == 0)
    return "dialog-warning-symbolic";
  if (strcmp (state, "running") == 0)
    return "emblem-synchronizing-symbolic";

  return "action-unavailable-symbolic";
}

#define NUMBER(member) \
  static char * \
  member##_text (gconstpointer record) \
  { \
    gint64 number = ((const TnyRunStream *) record)->member; \
    return number >= 0 ? tny_words_number ((guint64) number) : g_strdup (TNY_UNKNOWN); \
  }

NUMBER (reported)
NUMBER (stored)
NUMBER (added)
NUMBER (changed)
NUMBER (removed)
NUMBER (failed)
NUMBER (requests)
NUMBER (retries)

static char *
row_name (gconstpointer record)
{
  const TnyRunStream *stream = record;
  g_autofree char *tenant = tenant_text (record);
  g_autofree char *name = tny_text_one_line (tenant, 200);
  g_autofree char *reported = stream->reported >= 0 ? reported_text (record) : g_strdup (_("unknown"));
  g_autofree char *stored = stored_text (record);

  /* translators: a stream of a run, spoken: tenant, stream, how it ended, rows stored, rows reported */
  return g_strdup_printf (_("%s, %s, %s, %s of %s"), name, stream->name, stream->state, stored, reported);
}

static const TnyColumn columns[] = {
  { NULL, N_("Tenant"),   20, TNY_COLUMN_EXPAND | TNY_COLUMN_NAME, tenant_text },
  { NULL, N_("What"),      9, 0, stream_text },
  { NULL, N_("State"),    10, 0, state_text, state_icon },
  { NULL, N_("Reported"),  6, TNY_COLUMN_NUMERIC | TNY_COLUMN_WIDE, reported_text },
  { NULL, N_("Stored"),    6, TNY_COLUMN_NUMERIC, stored_text },
  { NULL, N_("New"),       4, TNY_COLUMN_NUMERIC, added_text },
  { NULL, N_("Changed"),   5, TNY_COLUMN_NUMERIC | TNY_COLUMN_WIDE, changed_text },
  { NULL, N_("Removed"),   5, TNY_COLUMN_NUMERIC | TNY_COLUMN_WIDE, removed_text },
  { NULL, N_("Failed"),    4, TNY_COLUMN_NUMERIC, failed_text },
  { NULL, N_("Requests"),  5, TNY_COLUMN_NUMERIC | TNY_COLUMN_WIDE, requests_text },
  { NULL, N_("Retries"),   4, TNY_COLUMN_NUMERIC | TNY_COLUMN_WIDE, retries_text },
};

static void
tny_run_numbers_window_dispose (GObject *object)
{
  TnyRunNumbersWindow *self = TNY_RUN_NUMBERS_WINDOW (object);

  if (self->table != NULL)
    tny_table_set_source (self->table, NULL, NULL);
  self->table = NULL;

  G_OBJECT_CLASS (tny_run_numbers_window_parent_class)->dispose (object);
}

static void
tny_run_numbers_window_class_init (TnyRunNumbersWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tny_run_numbers_window_dispose;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tny_run_numbers_window_init (TnyRunNumbersWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *table = tny_table_new ();

  self->table = TNY_TABLE (table);
  g_object_set (table, "label", _("Numbers"), "vexpand", TRUE, NULL);
  tny_table_set_columns (self->table, columns, G_N_ELEMENTS (columns), row_name);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), table);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_title (GTK_WINDOW (self), _("Numbers of the Run"));
  gtk_window_set_default_size (GTK_WINDOW (self), 1040, 560);
  gtk_widget_set_size_request (GTK_WIDGET (self), 340, 300);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
}

void
tny_run_numbers_window_present (GtkWidget *from, TnyStore *store, gint64 run_id)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyReader) reader = tny_store_borrow (store, &error);
  TnyRunRow *run = reader != NULL ? tny_run_read (reader, run_id, TRUE, &error) : NULL;
  g_autoptr(TnyRunNumbers) source = NULL;
  TnyRunNumbersWindow *self;

  if (run == NULL)
    {
      tny_error_show (from, error);
      return;
    }
  source = g_object_new (TNY_TYPE_RUN_NUMBERS, NULL);
  source->run = run;
  self = g_object_new (TNY_TYPE_RUN_NUMBERS_WINDOW, "transient-for", gtk_widget_get_root (from), NULL);
  tny_table_set_source (self->table, &ops, G_OBJECT (source));
  tny_table_reload (self->table);
  tny_dialog_prepare (GTK_WIDGET (self));
  gtk_window_present (GTK_WINDOW (self));
}
