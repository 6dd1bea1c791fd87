/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-import-private.h"

#include <string.h>

#include "tny-clock.h"
#include "tny-error.h"
#include "tny-read.h"
#include "tny-text.h"

typedef struct
{
  TnyImportPlan *plan;
  GCancellable  *cancellable;
  gint64         import_id, now;
} Apply;

static gboolean
check_generations (TnyTxn *txn, const TnyImportPlan *plan, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "records/generations", error);
  gboolean found;

  if (stmt == NULL || !tny_step (stmt, &found, error))
    return FALSE;
  if (tny_int (stmt, TNY_IMPORT_ORGANIZATIONS) == plan->generations[TNY_IMPORT_ORGANIZATIONS] &&
      tny_int (stmt, plan->kind) == plan->generations[plan->kind])
    return TRUE;
  g_set_error_literal (error, TNY_ERROR, TNY_ERROR_STALE,
                       "The records here changed since the file was compared with them");

  return FALSE;
}

static gboolean
add_import (TnyTxn *txn, Apply *apply, GError **error)
{
  TnyImportPlan *plan = apply->plan;
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "imports/add", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "kind", tny_import_kind_name (plan->kind));
  tny_bind_text (stmt, "file_name", plan->file_name);
  tny_bind_int (stmt, "at", apply->now);
  tny_bind_int (stmt, "added", plan->counts[TNY_IMPORT_NEW]);
  tny_bind_int (stmt, "changed", plan->counts[TNY_IMPORT_UPDATE]);
  if (!tny_run (stmt, error))
    return FALSE;
  apply->import_id = tny_txn_last_id (txn);

  return TRUE;
}

/* The record as JSON, in *@json. */
static gboolean
read_json (TnyTxn *txn, TnyImportKind kind, gint64 id, char **json, GError **error)
{
  static const char *const statements[] = {
    [TNY_IMPORT_ORGANIZATIONS] = "organizations/as-json",
    [TNY_IMPORT_CONTACTS] = "contacts/as-json",
    [TNY_IMPORT_CONFIGURATIONS] = "configurations/as-json",
  };
  gboolean found;
  sqlite3_stmt *stmt = tny_txn_read (txn, statements[kind], "id", id, &found, error);

  if (stmt == NULL)
    return FALSE;
  *json = found ? tny_dup_text (stmt, 0) : NULL;

  return TRUE;
}

static gboolean
write_organization (TnyTxn *txn, Apply *apply, const TnyImportValues *values, gint64 *id,
                    GError **error)
{
  static const char *const names[N_ORGANIZATION_FIELDS] = {
    [ORGANIZATION_TYPE] = "type", [ORGANIZATION_STATUS] = "status",
    [ORGANIZATION_SHORT_NAME] = "short_name", [ORGANIZATION_DESCRIPTION] = "description",
    [ORGANIZATION_QUICK_NOTES] = "quick_notes", [ORGANIZATION_ALERT] = "alert",
    [ORGANIZATION_WEBSITE] = "website", [ORGANIZATION_PHONE] = "phone",
    [ORGANIZATION_STREET] = "street", [ORGANIZATION_CITY] = "city",
    [ORGANIZATION_REGION] = "region", [ORGANIZATION_POSTAL_CODE] = "postal_code",
    [ORGANIZATION_COUNTRY] = "country",
  };
  sqlite3_stmt *stmt =
    tny_txn_stmt (txn, *id == 0 ? "organizations/insert" : "organizations/update", error);

  if (stmt == NULL)
    return FALSE;
  if (*id != 0)
    tny_bind_int (stmt, "id", *id);
  tny_bind_text (stmt, "external_id", values->external_id);
  tny_bind_text (stmt, "name", values->name);
  tny_bind_text (stmt, "folded", values->folded);
  for (guint i = ORGANIZATION_TYPE; i < N_ORGANIZATION_FIELDS; i++)
    tny_bind_text (stmt, names[i], values->texts[i]);
  tny_bind_int (stmt, "at", apply->now);
  if (!tny_run (stmt, error))
    return FALSE;
  if (*id == 0)
    *id = tny_txn_last_id (txn);

  return TRUE;
}

static gboolean
make_primary (TnyTxn *txn, gint64 contact_id, const char *kind, gint64 item_id, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "contacts/make-primary", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "contact_id", contact_id);
  tny_bind_text (stmt, "kind", kind);
  tny_bind_int (stmt, "id", item_id);

  return tny_run (stmt, error);
}

/* Adds what is not there yet; nothing is taken away. */
static gboolean
write_item (TnyTxn *txn, gint64 contact_id, const TnyImportItem *item, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "contacts/has-item", error);
  gboolean found;
  gint64 id;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "contact_id", contact_id);
  tny_bind_text (stmt, "kind", item->kind);
  tny_bind_text (stmt, "folded", item->folded);
  if (!tny_step (stmt, &found, error))
    return FALSE;
  if (found && (!item->primary || tny_int (stmt, 1) != 0))
    return TRUE;
  id = found ? tny_int (stmt, 0) : 0;
  if (id == 0)
    {
      if ((stmt = tny_txn_stmt (txn, "contacts/insert-item", error)) == NULL)
        return FALSE;
      tny_bind_int (stmt, "contact_id", contact_id);
      tny_bind_text (stmt, "kind", item->kind);
      tny_bind_text (stmt, "value", item->value);
      tny_bind_text (stmt, "folded", item->folded);
      tny_bind_int (stmt, "is_primary", 0);
      if (!tny_run (stmt, error))
        return FALSE;
      id = tny_txn_last_id (txn);
    }

  return !item->primary || make_primary (txn, contact_id, item->kind, id, error);
}

/* What a contact will be sorted by: names that the line leaves empty are those it has. */
static gboolean
merge_sort_name (TnyTxn *txn, gint64 id, const TnyImportValues *values, char **sort_name,
                 GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt;

  *sort_name = NULL;
  if (id != 0)
    {
      stmt = tny_txn_read (txn, "contacts/fields", "id", id, &found, error);
      if (stmt == NULL)
        return FALSE;
      *sort_name = tny_import_sort_name (
        values->first_name != NULL ? values->first_name : tny_text (stmt, 2),
        values->last_name != NULL ? values->last_name : tny_text (stmt, 3), values->items);
    }
  if (*sort_name == NULL)
    *sort_name = g_strdup (values->sort_name);

  return TRUE;
}

static gboolean
write_contact (TnyTxn *txn, Apply *apply, const TnyImportValues *values, gint64 organization_id,
               gint64 *id, GError **error)
{
  g_autofree char *sort_name = NULL;
  sqlite3_stmt *stmt;

  if (!merge_sort_name (txn, *id, values, &sort_name, error) ||
      (stmt = tny_txn_stmt (txn, *id == 0 ? "contacts/insert" : "contacts/update", error)) == NULL)
    return FALSE;
  if (*id != 0)
    tny_bind_int (stmt, "id", *id);
  tny_bind_int (stmt, "organization_id", organization_id);
  tny_bind_text (stmt, "external_id", values->external_id);
  tny_bind_text (stmt, "first_name", values->first_name);
  tny_bind_text (stmt, "last_name", values->last_name);
  tny_bind_text (stmt, "sort_name", sort_name);
  tny_bind_text (stmt, "title", values->title);
  tny_bind_text (stmt, "type", values->type);
  tny_bind_text (stmt, "location", values->location);
  tny_bind_int_or_null (stmt, "important", values->important, -1);
  tny_bind_text (stmt, "notes", values->notes);
  tny_bind_int (stmt, "at", apply->now);
  if (!tny_run (stmt, error))
    return FALSE;
  if (*id == 0)
    *id = tny_txn_last_id (txn);
  for (guint i = 0; i < values->items->len; i++)
    if (!write_item (txn, *id, values->items->pdata[i], error))
      return FALSE;

  return TRUE;
}

static gboolean
write_record (TnyTxn *txn, Apply *apply, const TnyImportValues *values, gint64 organization_id,
              gint64 *id, GError **error)
{
  switch (apply->plan->kind)
    {
    case TNY_IMPORT_ORGANIZATIONS:
      return write_organization (txn, apply, values, id, error);
    case TNY_IMPORT_CONTACTS:
      return write_contact (txn, apply, values, organization_id, id, error);
    case TNY_IMPORT_CONFIGURATIONS:
      return tny_import_write_configuration (txn, values, organization_id, apply->now, id, error);
    case TNY_IMPORT_N_KINDS:
      break;
    }

  g_return_val_if_reached (FALSE);
}

static gboolean
write_line (TnyTxn *txn, Apply *apply, const TnyImportTarget *target, GError **error)
{
  TnyImportPlan *plan = apply->plan;
  static const char *const words[] = {
    [TNY_IMPORT_ORGANIZATIONS] = "organization", [TNY_IMPORT_CONTACTS] = "contact",
    [TNY_IMPORT_CONFIGURATIONS] = "configuration",
  };
  g_auto(TnyImportValues) values = { .important = -1, .archived = -1 };
  g_autofree char *before = NULL, *after = NULL, *why = NULL;
  gint64 id = target->record_id;
  sqlite3_stmt *stmt;

  if (!tny_import_values_read (plan, plan->csv->records->pdata[target->record], &values, &why))
    g_return_val_if_reached (FALSE);
  if (id != 0 && !read_json (txn, plan->kind, id, &before, error))
    return FALSE;
  if (!write_record (txn, apply, &values, target->organization_id, &id, error) ||
      !read_json (txn, plan->kind, id, &after, error) ||
      (stmt = tny_txn_stmt (txn, "imports/add-change", error)) == NULL)
    return FALSE;
  tny_bind_int (stmt, "import_id", apply->import_id);
  tny_bind_text (stmt, "kind", words[plan->kind]);
  tny_bind_int (stmt, "record_id", id);
  tny_bind_text (stmt, "before", before);
  tny_bind_text (stmt, "after", after);

  return tny_run (stmt, error);
}

static gboolean
apply_cb (TnyTxn *txn, gpointer data, GError **error)
{
  Apply *apply = data;
  TnyImportPlan *plan = apply->plan;

  if (!check_generations (txn, plan, error) || !add_import (txn, apply, error))
    return FALSE;
  for (guint i = 0; i < plan->lines->len; i++)
    {
      const TnyImportLine *line = plan->lines->pdata[i];

      if (i % 256 == 0 && g_cancellable_set_error_if_cancelled (apply->cancellable, error))
        return FALSE;
      if ((line->outcome == TNY_IMPORT_NEW || line->outcome == TNY_IMPORT_UPDATE) &&
          !write_line (txn, apply, &g_array_index (plan->targets, TnyImportTarget, i), error))
        {
          g_prefix_error (error, "Line %u: ", line->line);
          return FALSE;
        }
    }

  return TRUE;
}

gboolean
tny_import_apply (TnyImportPlan *self, GCancellable *cancellable, gint64 *import_id, GError **error)
{
  Apply apply = { self, cancellable, 0, tny_clock_now (NULL) };

  if (self->counts[TNY_IMPORT_NEW] + self->counts[TNY_IMPORT_UPDATE] == 0)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_ARGUMENT,
                           "There is nothing to import in the file");
      return FALSE;
    }
  if (!tny_store_write (self->store, TNY_DURABLE, apply_cb, &apply, error))
    return FALSE;
  if (import_id != NULL)
    *import_id = apply.import_id;

  return TRUE;
}
