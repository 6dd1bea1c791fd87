/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the streams beside users brought, one row at a time. */
#include "tny-list.h"

#include "tny-licence.h"
#include "tny-read.h"
#include "tny-text.h"

static gint64
units (sqlite3_stmt *stmt, int column)
{
  return tny_is_null (stmt, column) ? TNY_UNITS_UNKNOWN : tny_int (stmt, column);
}

TnyLicenceRow *
tny_licence_read (TnyReader *reader, gint64 id, GError **error)
{
  gboolean found, known;
  sqlite3_stmt *stmt = tny_read_by_id (reader, "licences/row", "id", id, &found, error);
  TnyLicence licence;
  TnyLicenceRow *row;
  const char *name;

  if (stmt == NULL || !found)
    return NULL;
  row = g_new0 (TnyLicenceRow, 1);
  row->id = tny_int (stmt, 0);
  row->tenant_id = tny_int (stmt, 1);
  row->tenant_graph_id = tny_dup_text (stmt, 2);
  row->tenant_name = tny_dup_text (stmt, 3);
  row->organization_id = tny_int (stmt, 4);
  row->organization_name = tny_dup_text (stmt, 5);
  row->sku_id = tny_dup_text (stmt, 6);
  row->part_number = tny_dup_text (stmt, 7);
  row->enabled = units (stmt, 9);
  row->warning = units (stmt, 10);
  row->suspended = units (stmt, 11);
  row->locked_out = units (stmt, 12);
  row->consumed = units (stmt, 13);
  row->read_at = tny_int (stmt, 14);

  licence = (TnyLicence) { row->sku_id, row->part_number, (char *) tny_text (stmt, 8),
                           row->enabled, row->warning, row->suspended, row->locked_out,
                           row->consumed };
  name = tny_licence_name (&licence, &known);
  row->own_name = !tny_is_null (stmt, 15);
  row->name = row->own_name ? tny_dup_text (stmt, 15) : known ? g_strdup (name) : NULL;
  row->state = tny_licence_state (&licence);
  row->total = row->enabled < 0 || row->warning < 0 ? TNY_UNITS_UNKNOWN
                                                    : row->enabled + row->warning;
  if (!tny_licence_free_units (&licence, &row->free_units))
    row->free_units = TNY_UNITS_NOT_TOLD;

  return row;
}

void
tny_licence_row_free (TnyLicenceRow *row)
{
  if (row == NULL)
    return;

  g_free (row->tenant_graph_id);
  g_free (row->tenant_name);
  g_free (row->organization_name);
  g_free (row->sku_id);
  g_free (row->part_number);
  g_free (row->name);
  g_free (row);
}

TnyMailboxRow *
tny_mailbox_read (TnyReader *reader, gint64 id, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt = tny_read_by_id (reader, "mailboxes/row", "id", id, &found, error);
  TnyMailboxRow *row;

  if (stmt == NULL || !found)
    return NULL;
  row = g_new0 (TnyMailboxRow, 1);
  row->id = tny_int (stmt, 0);
  row->tenant_id = tny_int (stmt, 1);
  row->tenant_graph_id = tny_dup_text (stmt, 2);
  row->tenant_name = tny_dup_text (stmt, 3);
  row->organization_id = tny_int (stmt, 4);
  row->organization_name = tny_dup_text (stmt, 5);
  row->address = tny_dup_text (stmt, 6);
  row->display_name = tny_dup_text (stmt, 7);
  row->kind = tny_dup_text (stmt, 8);
  row->used_bytes = units (stmt, 9);
  row->quota_bytes = units (stmt, 10);
  row->items = units (stmt, 11);
  row->has_archive = (int) units (stmt, 12);
  row->created_on = tny_dup_text (stmt, 13);
  row->active_on = tny_dup_text (stmt, 14);
  row->report_date = tny_dup_text (stmt, 15);
  row->user_graph_id = tny_is_null (stmt, 16)
                       ? NULL : tny_guid_from_bytes (sqlite3_column_blob (stmt, 16));
  row->read_at = tny_int (stmt, 17);

  return row;
}

void
tny_mailbox_row_free (TnyMailboxRow *row)
{
  if (row == NULL)
    return;

  g_free (row->tenant_graph_id);
  g_free (row->tenant_name);
  g_free (row->organization_name);
  g_free (row->user_graph_id);
  g_free (row->address);
  g_free (row->display_name);
  g_free (row->kind);
  g_free (row->created_on);
  g_free (row->active_on);
  g_free (row->report_date);
  g_free (row);
}
