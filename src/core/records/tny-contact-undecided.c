/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-contact-undecided.h"

#include "tny-contact-plan.h"

#define SETTING "contacts.undecided"

static gboolean
write_figure (TnyTxn *txn, gpointer data, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%u", *(guint *) data);
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "settings/write", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "name", SETTING);
  tny_bind_text (stmt, "value", text);

  return tny_run (stmt, error);
}

gboolean
tny_contact_undecided_keep (TnyStore *store, guint undecided, GError **error)
{
  gint64 kept;

  /* the reader goes back before anybody writes */
  {
    g_autoptr(TnyReader) reader = tny_store_borrow (store, error);
    sqlite3_stmt *stmt = reader != NULL ? tny_reader_stmt (reader, "counts/contacts", error) : NULL;

    if (stmt == NULL || !tny_read_int (stmt, 0, &kept, error))
      return FALSE;
  }

  return kept == undecided || tny_store_write (store, TNY_PAGED, write_figure, &undecided, error);
}

gboolean
tny_contact_undecided_recount (TnyStore *store, GCancellable *cancellable, GError **error)
{
  guint undecided;

  {
    g_autoptr(TnyReader) reader = tny_store_borrow (store, error);
    g_autoptr(TnyContactPlan) plan =
      reader != NULL ? tny_contact_plan_new (reader, 0, cancellable, error) : NULL;

    if (plan == NULL)
      return FALSE;
    undecided = tny_contact_plan_count (plan, TNY_CONTACT_UNDECIDED);
  }

  return tny_contact_undecided_keep (store, undecided, error);
}
