/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-provision-private.h"

static void
entry_free (gpointer data)
{
  TnyProvisionEntry *self = data;

  g_free (self->key);
  g_free (self->state);
  g_free (self->object_id);
  g_free (self->subject);
  g_free (self->detail);
  g_free (self->words);
  g_free (self);
}

GPtrArray *
tny_journal_read (TnyStore *store, const char *tenant_id, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (store, error);
  sqlite3_stmt *stmt = reader != NULL ? tny_reader_stmt (reader, "provision/list", error) : NULL;
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func (entry_free);
  gboolean row = FALSE;

  if (stmt == NULL)
    return NULL;
  tny_bind_text (stmt, "tenant_id", tenant_id);
  while (tny_step (stmt, &row, error))
    {
      TnyProvisionEntry *entry;

      if (!row)
        return g_steal_pointer (&list);
      entry = g_new0 (TnyProvisionEntry, 1);
      entry->key = tny_dup_text (stmt, 0);
      entry->kind = (TnyEffectKind) tny_int (stmt, 1);
      entry->state = tny_dup_text (stmt, 2);
      entry->object_id = tny_dup_text (stmt, 3);
      entry->subject = tny_dup_text (stmt, 4);
      entry->detail = tny_dup_text (stmt, 5);
      entry->words = tny_dup_text (stmt, 6);
      g_ptr_array_add (list, entry);
    }

  return NULL;
}

TnyProvisionEntry *
tny_journal_find (GPtrArray *journal, const char *key)
{
  for (guint i = 0; i < journal->len; i++)
    {
      TnyProvisionEntry *entry = journal->pdata[i];

      if (g_str_equal (entry->key, key))
        return entry;
    }

  return NULL;
}

/* Members that a statement does not have stay unbound. */
typedef struct
{
  const char      *statement, *tenant_id, *key, *object_id, *request_id, *detail;
  const TnyEffect *effect;
  gint64           at;
} Write;

static gboolean
write_func (TnyTxn *txn, gpointer data, GError **error)
{
  Write *self = data;
  sqlite3_stmt *stmt = tny_txn_stmt (txn, self->statement, error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "tenant_id", self->tenant_id);
  tny_bind_text (stmt, "key", self->key);
  if (self->effect != NULL)
    {
      tny_bind_int (stmt, "kind", self->effect->kind);
      tny_bind_text (stmt, "subject", self->effect->subject);
      tny_bind_text (stmt, "detail", self->detail);
      tny_bind_text (stmt, "words", self->effect->words);
      tny_bind_int (stmt, "at", self->at);
    }
  else if (g_str_equal (self->statement, "provision/done"))
    {
      tny_bind_text (stmt, "object_id", self->object_id);
      tny_bind_text (stmt, "request_id", self->request_id);
    }

  return tny_run (stmt, error);
}

static gboolean
write_row (TnyProvisionRun *run, Write *row, GError **error)
{
  row->tenant_id = run->result->tenant_id;

  return tny_store_write (run->context->store, TNY_DURABLE, write_func, row, error);
}

gboolean
tny_journal_begin (TnyProvisionRun *self, const TnyEffect *effect, const char *detail, GError **error)
{
  Write row = { .statement = "provision/begin", .key = effect->key, .effect = effect,
                .detail = detail, .at = tny_clock_now (self->context->clock) };

  return write_row (self, &row, error);
}

gboolean
tny_journal_done (TnyProvisionRun *self, const char *key, const char *object_id,
                  const char *request_id, GError **error)
{
  Write row = { .statement = "provision/done", .key = key, .object_id = object_id,
                .request_id = request_id };

  return write_row (self, &row, error);
}

gboolean
tny_journal_undoing (TnyProvisionRun *self, const char *key, GError **error)
{
  Write row = { .statement = "provision/undoing", .key = key };

  return write_row (self, &row, error);
}

gboolean
tny_journal_remove (TnyProvisionRun *self, const char *key, GError **error)
{
  Write row = { .statement = "provision/remove", .key = key };

  return write_row (self, &row, error);
}

gboolean
tny_provision_can_undo (TnyStore *store, gboolean *can, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (store, error);
  sqlite3_stmt *stmt = reader != NULL ? tny_reader_stmt (reader, "provision/any", error) : NULL;
  gint64 any;

  if (stmt == NULL || !tny_read_int (stmt, 0, &any, error))
    return FALSE;
  *can = any != 0;

  return TRUE;
}
