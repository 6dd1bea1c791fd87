/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-read.h"

static sqlite3_stmt *
first_row (sqlite3_stmt *stmt, const char *parameter, gint64 id, gboolean *found, GError **error)
{
  if (stmt == NULL)
    return NULL;
  tny_bind_int (stmt, parameter, id);

  return tny_step (stmt, found, error) ? stmt : NULL;
}

sqlite3_stmt *
tny_read_by_id (TnyReader *reader, const char *name, const char *parameter, gint64 id,
                gboolean *found, GError **error)
{
  return first_row (tny_reader_stmt (reader, name, error), parameter, id, found, error);
}

sqlite3_stmt *
tny_txn_read (TnyTxn *txn, const char *name, const char *parameter, gint64 id, gboolean *found,
              GError **error)
{
  return first_row (tny_txn_stmt (txn, name, error), parameter, id, found, error);
}
