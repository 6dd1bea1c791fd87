/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-list-source.h"

struct _TnyListSource
{
  GObject       parent_instance;

  TnyStore     *store;           /* lent */
  TnyListQuery  scope;           /* no texts but @licence: those are the table's */
  char         *licence;
  TnyReader    *reader;          /* of the main thread; NULL until asked for */
};

G_DEFINE_FINAL_TYPE (TnyListSource, tny_list_source, G_TYPE_OBJECT)

static GArray *
list_ids (GObject *source, const TnyTableQuery *query, GError **error)
{
  TnyListSource *self = TNY_LIST_SOURCE (source);
  TnyListQuery full = self->scope;
  g_autoptr(TnyReader) reader = tny_store_borrow (self->store, error);

  if (reader == NULL)
    return NULL;

  full.filter = query->filter;
  full.search = query->search;
  full.sort = query->sort;
  full.descending = query->descending;
  full.limit = query->limit;

  return tny_list_ids (reader, &full, error);
}

/* A record that cannot be read draws like one that is gone; the next query says what is wrong. */
#define READ_FUNC(name, call)                                                     \
  static gpointer                                                                 \
  read_##name (GObject *source, gint64 id)                                        \
  {                                                                               \
    g_autoptr(GError) error = NULL;                                               \
    TnyReader *reader = tny_list_source_get_reader (TNY_LIST_SOURCE (source), &error); \
    gpointer record = reader != NULL ? call : NULL;                               \
                                                                                  \
    if (error != NULL)                                                            \
      g_debug ("row %" G_GINT64_FORMAT ": %s", id, error->message);               \
                                                                                  \
    return record;                                                                \
  }

READ_FUNC (tenant, tny_tenant_read (reader, id, &error))
READ_FUNC (organization, tny_organization_read (reader, id, &error))
READ_FUNC (contact, tny_contact_read (reader, id, &error))
READ_FUNC (user, tny_user_read (reader, id, &error))
READ_FUNC (run, tny_run_read (reader, id, FALSE, &error))
READ_FUNC (log, tny_log_read (reader, id, &error))
READ_FUNC (decision, tny_decision_read (reader, id, &error))
READ_FUNC (licence, tny_licence_read (reader, id, &error))
READ_FUNC (mailbox, tny_mailbox_read (reader, id, &error))
READ_FUNC (device, tny_device_read (reader, id, &error))
READ_FUNC (configuration, tny_configuration_read (reader, id, &error))
READ_FUNC (device_decision, tny_device_decision_read (reader, id, &error))

static const TnyTableOps kinds[] = {
  [TNY_LIST_TENANTS]       = { list_ids, read_tenant, (GDestroyNotify) tny_tenant_row_free },
  [TNY_LIST_ORGANIZATIONS] = { list_ids, read_organization,
                               (GDestroyNotify) tny_organization_row_free },
  [TNY_LIST_CONTACTS]      = { list_ids, read_contact, (GDestroyNotify) tny_contact_row_free },
  [TNY_LIST_USERS]         = { list_ids, read_user, (GDestroyNotify) tny_user_row_free },
  [TNY_LIST_RUNS]          = { list_ids, read_run, (GDestroyNotify) tny_run_row_free },
  [TNY_LIST_LOG]           = { list_ids, read_log, (GDestroyNotify) tny_log_row_free },
  [TNY_LIST_DECISIONS]     = { list_ids, read_decision, (GDestroyNotify) tny_decision_row_free },
  [TNY_LIST_LICENCES]      = { list_ids, read_licence, (GDestroyNotify) tny_licence_row_free },
  [TNY_LIST_MAILBOXES]     = { list_ids, read_mailbox, (GDestroyNotify) tny_mailbox_row_free },
  [TNY_LIST_DEVICES]       = { list_ids, read_device, (GDestroyNotify) tny_device_row_free },
  [TNY_LIST_CONFIGURATIONS] = { list_ids, read_configuration,
                                (GDestroyNotify) tny_configuration_row_free },
  [TNY_LIST_DEVICE_DECISIONS] = { list_ids, read_device_decision,
                                  (GDestroyNotify) tny_decision_row_free },
};

static void
tny_list_source_dispose (GObject *object)
{
  g_clear_pointer (&TNY_LIST_SOURCE (object)->reader, tny_reader_return);

  G_OBJECT_CLASS (tny_list_source_parent_class)->dispose (object);
}

static void
tny_list_source_finalize (GObject *object)
{
  g_free (TNY_LIST_SOURCE (object)->licence);

  G_OBJECT_CLASS (tny_list_source_parent_class)->finalize (object);
}

static void
tny_list_source_class_init (TnyListSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tny_list_source_finalize;
  G_OBJECT_CLASS (klass)->dispose = tny_list_source_dispose;
}

static void
tny_list_source_init (TnyListSource *self)
{
}

GObject *
tny_list_source_new (TnyStore *store, const TnyListQuery *scope)
{
  g_return_val_if_fail (store != NULL, NULL);

  TnyListSource *self = g_object_new (TNY_TYPE_LIST_SOURCE, NULL);

  self->store = store;
  self->scope = *scope;
  self->licence = g_strdup (scope->licence);
  self->scope.licence = self->licence;

  return G_OBJECT (self);
}

const TnyTableOps *
tny_list_source_ops (TnyListKind kind)
{
  return &kinds[kind];
}

TnyReader *
tny_list_source_get_reader (TnyListSource *self, GError **error)
{
  g_return_val_if_fail (TNY_IS_LIST_SOURCE (self), NULL);

  if (self->reader == NULL)
    self->reader = tny_store_borrow (self->store, error);

  return self->reader;
}
