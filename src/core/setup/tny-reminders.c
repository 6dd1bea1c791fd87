/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which ends people are to be reminded of, each lead once (table reminders). */
#include "config.h"

#include "tny-coming.h"

typedef struct
{
  GPtrArray *list;       /* of TnyComing: what is known to end; what was told is taken out */
  gint64     now;
} Reminding;

static sqlite3_stmt *
bind_end (sqlite3_stmt *stmt, const TnyComing *coming, guint lead)
{
  if (stmt == NULL)
    return NULL;
  tny_bind_int (stmt, "connection_id", coming->connection_id);
  tny_bind_text (stmt, "tenant_id", coming->tenant_id != NULL ? coming->tenant_id : "");
  tny_bind_text (stmt, "check_id", coming->check_id);
  tny_bind_int (stmt, "due_at", coming->due_at);
  tny_bind_int (stmt, "lead_days", lead);

  return stmt;
}

/* TRUE in *@told: nobody needs to hear of it now. */
static gboolean
was_told (TnyTxn *txn, const TnyComing *coming, guint lead, gint64 *told, GError **error)
{
  sqlite3_stmt *stmt;

  *told = lead == 0;
  if (lead == 0)
    return TRUE;
  stmt = bind_end (tny_txn_stmt (txn, "reminders/told", error), coming, lead);

  return stmt != NULL && tny_read_int (stmt, 0, told, error);
}

static gboolean
take_func (TnyTxn *txn, gpointer data, GError **error)
{
  Reminding *reminding = data;

  for (guint i = reminding->list->len; i > 0; i--)
    {
      const TnyComing *coming = reminding->list->pdata[i - 1];
      guint lead = tny_coming_lead (coming, reminding->now);
      sqlite3_stmt *stmt;
      gint64 told;

      if (!was_told (txn, coming, lead, &told, error))
        return FALSE;
      if (told)
        {
          g_ptr_array_remove_index (reminding->list, i - 1);
          continue;
        }
      stmt = bind_end (tny_txn_stmt (txn, "reminders/put", error), coming, lead);
      if (stmt == NULL)
        return FALSE;
      tny_bind_int (stmt, "reminded_at", reminding->now);
      if (!tny_run (stmt, error))
        return FALSE;
    }

  return TRUE;
}

GPtrArray *
tny_reminders_take (TnyStore *store, gint64 now, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (store, error);
  g_autoptr(GPtrArray) list = reader != NULL ? tny_coming_load (reader, error) : NULL;
  Reminding reminding = { list, now };
  gboolean any = FALSE;

  g_clear_pointer (&reader, tny_reader_return);
  for (guint i = 0; list != NULL && i < list->len; i++)
    any |= tny_coming_lead (list->pdata[i], now) != 0;
  /* nothing is written most of the time */
  if (list != NULL && !any)
    g_ptr_array_set_size (list, 0);
  else if (list == NULL || !tny_store_write (store, TNY_DURABLE, take_func, &reminding, error))
    return NULL;

  return g_steal_pointer (&list);
}
