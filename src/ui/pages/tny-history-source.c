/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-history-source.h"

struct _TnyHistorySource
{
  GObject    parent_instance;

  TnyStore  *store;             /* lent */
  TnyReader *reader;            /* of the main thread; NULL until asked for */
  GArray    *open;              /* gint64: batches that are unfolded */
};

G_DEFINE_FINAL_TYPE (TnyHistorySource, tny_history_source, G_TYPE_OBJECT)

/* Helpers */

static guint
find_open (TnyHistorySource *self, gint64 batch)
{
  for (guint i = 0; i < self->open->len; i++)
    if (g_array_index (self->open, gint64, i) == batch)
      return i;

  return G_MAXUINT;
}

static GArray *
history_ids (GObject *source, const TnyTableQuery *query, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (TNY_HISTORY_SOURCE (source)->store, error);
  g_auto(GStrv) batches = g_strsplit (query->filter != NULL ? query->filter : "", ",", -1);
  g_autoptr(GArray) open = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; batches[i] != NULL; i++)
    {
      gint64 batch = g_ascii_strtoll (batches[i], NULL, 10);

      g_array_append_val (open, batch);
    }

  return reader != NULL ? tny_decision_groups (reader, TNY_LIST_DECISIONS, (const gint64 *) (gpointer) open->data, open->len, error)
                        : NULL;
}

static gpointer
history_read (GObject *source, gint64 id)
{
  TnyHistorySource *self = TNY_HISTORY_SOURCE (source);
  g_autoptr(GError) error = NULL;
  guint n = 1;

  if (self->reader == NULL)
    self->reader = tny_store_borrow (self->store, &error);

  TnyDecisionRow *row = self->reader == NULL ? NULL
                        : id < 0 ? tny_decision_group_read (self->reader, TNY_LIST_DECISIONS, -id, &n, &error)
                        : tny_decision_read (self->reader, id, &error);

  if (error != NULL)
    g_debug ("decision %" G_GINT64_FORMAT ": %s", id, error->message);
  if (row == NULL)
    return NULL;

  TnyHistoryLine *line = g_new0 (TnyHistoryLine, 1);
  gboolean open = find_open (self, row->batch) != G_MAXUINT;

  *line = (TnyHistoryLine) { .row = row, .n = n, .open = id < 0 && open, .member = id > 0 && open };

  return line;
}

static void
history_free (gpointer data)
{
  TnyHistoryLine *line = data;

  tny_decision_row_free (line->row);
  g_free (line);
}

/* Virtual functions */

static void
tny_history_source_dispose (GObject *object)
{
  g_clear_pointer (&TNY_HISTORY_SOURCE (object)->reader, tny_reader_return);

  G_OBJECT_CLASS (tny_history_source_parent_class)->dispose (object);
}

static void
tny_history_source_finalize (GObject *object)
{
  g_array_unref (TNY_HISTORY_SOURCE (object)->open);

  G_OBJECT_CLASS (tny_history_source_parent_class)->finalize (object);
}

static void
tny_history_source_class_init (TnyHistorySourceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tny_history_source_dispose;
  G_OBJECT_CLASS (klass)->finalize = tny_history_source_finalize;
}

static void
tny_history_source_init (TnyHistorySource *self)
{
  self->open = g_array_new (FALSE, FALSE, sizeof (gint64));
}

/* Public functions */

const TnyTableOps tny_history_source_ops = { history_ids, history_read, history_free };

TnyHistorySource *
tny_history_source_new (TnyStore *store)
{
  TnyHistorySource *self = g_object_new (TNY_TYPE_HISTORY_SOURCE, NULL);

  self->store = store;

  return self;
}

void
tny_history_source_toggle (TnyHistorySource *self, gint64 batch)
{
  g_return_if_fail (TNY_IS_HISTORY_SOURCE (self));

  guint place = find_open (self, batch);

  if (place != G_MAXUINT)
    g_array_remove_index (self->open, place);
  else
    g_array_append_val (self->open, batch);
}

char *
tny_history_source_filter (TnyHistorySource *self)
{
  g_return_val_if_fail (TNY_IS_HISTORY_SOURCE (self), NULL);

  GString *filter = g_string_new (NULL);

  for (guint i = 0; i < self->open->len; i++)
    g_string_append_printf (filter, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "",
                            g_array_index (self->open, gint64, i));

  return g_string_free (filter, filter->len == 0);
}
