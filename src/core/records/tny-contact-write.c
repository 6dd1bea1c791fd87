/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-contact-write.h"

#include <string.h>

#include "tny-contact-index.h"
#include "tny-contact-row.h"
#include "tny-import-private.h"
#include "tny-read.h"
#include "tny-text.h"

static const TnyContactChange *
find_change (const TnyContactEntry *entry, const char *field)
{
  for (guint i = 0; i < entry->changes->len; i++)
    {
      const TnyContactChange *change = entry->changes->pdata[i];

      if (strcmp (change->field, field) == 0)
        return change;
    }

  return NULL;
}

/* The new value of a field; NULL: it stays. */
static const char *
offered (const TnyContactEntry *entry, const char *field)
{
  const TnyContactChange *change = find_change (entry, field);

  return change != NULL ? change->to : NULL;
}

/* The same when it is to replace what is here. */
static const char *
replacing (const TnyContactEntry *entry, const char *field)
{
  const TnyContactChange *change = find_change (entry, field);

  return change != NULL && change->from != NULL ? change->to : NULL;
}

/* What the contact will be sorted by: its names with those that come, else an address, else what
 * the user is called; NULL: as it was. */
static gboolean
new_sort_name (TnyTxn *txn, const TnyContactEntry *entry, char **sort_name, GError **error)
{
  const char *first = offered (entry, "first_name"), *last = offered (entry, "last_name");
  const char *mail = offered (entry, "email");
  gboolean create = entry->line.outcome == TNY_CONTACT_CREATE, found;
  sqlite3_stmt *stmt;

  *sort_name = NULL;
  if (!create && first == NULL && last == NULL)
    return TRUE;
  if (!create)
    {
      stmt = tny_txn_read (txn, "contacts/fields", "id", entry->line.contact_id, &found, error);
      if (stmt == NULL)
        return FALSE;
      *sort_name = tny_import_sort_name (first != NULL ? first : tny_text (stmt, 2),
                                         last != NULL ? last : tny_text (stmt, 3), NULL);
      return TRUE;
    }
  *sort_name = tny_import_sort_name (first, last, NULL);
  if (*sort_name == NULL)
    *sort_name = tny_text_fold (mail != NULL ? mail : entry->line.user);

  return TRUE;
}

static char *
fold_item (const char *kind, const char *value)
{
  char *folded =
    strcmp (kind, "phone") == 0 ? tny_contact_fold_phone (value) : tny_text_fold_mail (value);

  if (folded == NULL || *folded == '\0')
    {
      g_free (folded);
      folded = tny_text_fold (value);
    }

  return folded;
}

static sqlite3_stmt *
item_stmt (TnyTxn *txn, const char *name, gint64 contact_id, const char *kind, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, name, error);

  if (stmt == NULL)
    return NULL;
  tny_bind_int (stmt, "contact_id", contact_id);
  tny_bind_text (stmt, "kind", kind);

  return stmt;
}

static gboolean
insert_item (TnyTxn *txn, gint64 contact_id, const char *kind, const char *value,
             const char *folded, gboolean primary, GError **error)
{
  sqlite3_stmt *stmt = item_stmt (txn, "contacts/insert-item", contact_id, kind, error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "value", value);
  tny_bind_text (stmt, "folded", folded);
  tny_bind_int (stmt, "is_primary", primary);

  return tny_run (stmt, error);
}

/* A @primary item is only for a contact without any of its kind, another one for one that lacks it:
 * a user of another tenant may have brought it in the same step. */
static gboolean
add_item (TnyTxn *txn, gint64 contact_id, const char *kind, const char *value, gboolean primary,
          GError **error)
{
  g_autofree char *folded = value != NULL ? fold_item (kind, value) : NULL;
  sqlite3_stmt *stmt;
  gint64 there;

  if (value == NULL)
    return TRUE;
  stmt = item_stmt (txn, "contacts/has-kind", contact_id, kind, error);
  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "folded", primary ? NULL : folded);

  return tny_read_int (stmt, 0, &there, error) &&
         (there != 0 || insert_item (txn, contact_id, kind, value, folded, primary, error));
}

/* Makes @value the primary item of its kind. The one that was stays as another one. */
static gboolean
take_item (TnyTxn *txn, gint64 contact_id, const char *kind, const char *value, GError **error)
{
  g_autofree char *folded = value != NULL ? fold_item (kind, value) : NULL;
  sqlite3_stmt *stmt;
  gint64 id = 0;

  if (value == NULL)
    return TRUE;
  stmt = item_stmt (txn, "contacts/has-item", contact_id, kind, error);
  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "folded", folded);
  if (!tny_read_int (stmt, 0, &id, error))
    return FALSE;
  if (id == 0)
    {
      if (!insert_item (txn, contact_id, kind, value, folded, FALSE, error))
        return FALSE;
      id = tny_txn_last_id (txn);
    }
  stmt = item_stmt (txn, "contacts/make-primary", contact_id, kind, error);
  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", id);

  return tny_run (stmt, error);
}

static gboolean
fill_or_create (TnyTxn *txn, const TnyContactEntry *entry, gint64 now, gint64 *id, GError **error)
{
  gboolean create = *id == 0;
  g_autofree char *sort_name = NULL;
  sqlite3_stmt *stmt;

  if (!new_sort_name (txn, entry, &sort_name, error) ||
      (stmt = tny_txn_stmt (txn, create ? "contacts/create" : "contacts/fill", error)) == NULL)
    return FALSE;
  if (create)
    tny_bind_int (stmt, "organization_id", entry->line.organization_id);
  else
    tny_bind_int (stmt, "id", *id);
  tny_bind_text (stmt, "first_name", offered (entry, "first_name"));
  tny_bind_text (stmt, "last_name", offered (entry, "last_name"));
  tny_bind_text (stmt, "sort_name", sort_name);
  tny_bind_text (stmt, "title", offered (entry, "title"));
  tny_bind_int (stmt, "at", now);
  if (!tny_run (stmt, error))
    return FALSE;
  if (create)
    *id = tny_txn_last_id (txn);

  return add_item (txn, *id, "email", offered (entry, "email"), TRUE, error) &&
         add_item (txn, *id, "email", offered (entry, "additional_email"), FALSE, error) &&
         add_item (txn, *id, "phone", offered (entry, "phone"), TRUE, error);
}

static gboolean
replace (TnyTxn *txn, const TnyContactEntry *entry, gint64 id, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "contacts/take", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", id);
  tny_bind_text (stmt, "first_name", replacing (entry, "first_name"));
  tny_bind_text (stmt, "last_name", replacing (entry, "last_name"));
  tny_bind_text (stmt, "title", replacing (entry, "title"));

  return tny_run (stmt, error) &&
         take_item (txn, id, "email", replacing (entry, "email"), error) &&
         take_item (txn, id, "phone", replacing (entry, "phone"), error);
}

gboolean
tny_contact_write (TnyTxn *txn, const TnyContactEntry *entry, gint64 now, gint64 *id, char **before,
                   char **after, GError **error)
{
  return (*id == 0 || tny_contact_read_json (txn, *id, before, error)) &&
         fill_or_create (txn, entry, now, id, error) && replace (txn, entry, *id, error) &&
         tny_contact_read_json (txn, *id, after, error);
}
