/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-store.h"

G_BEGIN_DECLS

/* The rows of user_contacts and contact_decisions that belong to one user, by the ids that never
 * change. */
typedef struct
{
  char   *tenant_graph_id;
  guint8  user_graph_id[16];
} TnyContactKey;

typedef enum { TNY_CONTACT_ROW_LINK, TNY_CONTACT_ROW_DECISION } TnyContactRowKind;

/* Statement @name with the user's ids bound; it stands before its first row. */
sqlite3_stmt * tny_contact_row_stmt    (TnyTxn *txn, const char *name, const TnyContactKey *key,
                                        GError **error);
/* The row as JSON; *@json NULL: there is none. Free with g_free(). */
gboolean       tny_contact_row_read    (TnyTxn *txn, TnyContactRowKind kind,
                                        const TnyContactKey *key, char **json, GError **error);
gboolean       tny_contact_row_remove  (TnyTxn *txn, TnyContactRowKind kind,
                                        const TnyContactKey *key, GError **error);
/* Puts back what tny_contact_row_read() gave. */
gboolean       tny_contact_row_restore (TnyTxn *txn, TnyContactRowKind kind,
                                        const TnyContactKey *key, const char *json, GError **error);
/* A contact with its addresses as JSON; *@json NULL: it is gone. */
gboolean       tny_contact_read_json   (TnyTxn *txn, gint64 contact_id, char **json,
                                        GError **error);
/* FALSE with STALE when a user is this contact, or it was chosen for one. */
gboolean       tny_contact_check_free  (TnyTxn *txn, gint64 contact_id, GError **error);
/* Puts a contact back to what tny_contact_read_json() gave. */
gboolean       tny_contact_restore     (TnyTxn *txn, gint64 contact_id, const char *json,
                                        GError **error);
gboolean       tny_contact_delete      (TnyTxn *txn, gint64 contact_id, GError **error);

G_END_DECLS
