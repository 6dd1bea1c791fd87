/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The history of decisions, with those that were made together as one. */
#include "tny-list.h"

#include "tny-read.h"

typedef struct
{
  const char       *groups, *group;
  TnyDecisionRow *(*read) (TnyReader *reader, gint64 id, GError **error);
} Statements;

static const Statements *
statements_of (TnyListKind kind)
{
  static const Statements tenants = { "decisions/groups", "decisions/group", tny_decision_read };
  static const Statements devices = { "device-decisions/groups", "device-decisions/group",
                                      tny_device_decision_read };

  return kind == TNY_LIST_DEVICE_DECISIONS ? &devices : &tenants;
}

static gboolean
is_open (const gint64 *open, guint n_open, gint64 batch)
{
  for (guint i = 0; i < n_open; i++)
    if (open[i] == batch)
      return TRUE;

  return FALSE;
}

GArray *
tny_decision_groups (TnyReader *reader, TnyListKind kind, const gint64 *open, guint n_open,
                     GError **error)
{
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *stmt = tny_reader_stmt (reader, statements_of (kind)->groups, error);
  gint64 last = 0;
  gboolean more;

  if (stmt == NULL || !tny_step (stmt, &more, error))
    return NULL;
  while (more)
    {
      gint64 id = tny_int (stmt, 0), batch = tny_int (stmt, 1), group = -batch;
      gboolean several = tny_int (stmt, 2) > 1;

      if (several && batch != last)
        g_array_append_val (ids, group);
      if (!several || is_open (open, n_open, batch))
        g_array_append_val (ids, id);
      last = batch;
      if (!tny_step (stmt, &more, error))
        return NULL;
    }

  return g_steal_pointer (&ids);
}

TnyDecisionRow *
tny_decision_group_read (TnyReader *reader, TnyListKind kind, gint64 batch, guint *n,
                         GError **error)
{
  gboolean found;
  const Statements *statements = statements_of (kind);
  sqlite3_stmt *stmt =
    tny_read_by_id (reader, statements->group, "batch", batch, &found, error);

  if (stmt == NULL || !found)
    return NULL;

  gint64 newest = tny_int (stmt, 0);
  guint count = (guint) tny_int (stmt, 1);
  gboolean can_revert = tny_int (stmt, 2) != 0;
  TnyDecisionRow *row = statements->read (reader, newest, error);

  if (row == NULL)
    return NULL;
  row->can_revert = can_revert;
  *n = count;

  return row;
}
