/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-list.h"

#include <string.h>

#include "tny-error.h"
#include "tny-text.h"

/* One sortable column: its id and both orders, ties always in the same order so that rows do not
 * jump. */
typedef struct { const char *id, *up, *down; } Column;

#define COLUMN(id, expression, ties) \
  { id, "\nORDER BY " expression " ASC NULLS LAST" ties, \
        "\nORDER BY " expression " DESC NULLS LAST" ties }

static const Column tenant_columns[] = {
  COLUMN ("name", "t.name_folded", ", t.id"),
  COLUMN ("state", "coalesce (m.state, iif (s.tenant_id IS NULL, 'unmatched', 'suggested'))",
          ", t.name_folded, t.id"),
  COLUMN ("suggestion", "o.name_folded", ", t.name_folded, t.id"),
  COLUMN ("score", "coalesce (m.score, s.score)", ", t.name_folded, t.id"),
  COLUMN ("domain", "t.default_domain", ", t.name_folded, t.id"),
  COLUMN ("users", "t.users_present", ", t.name_folded, t.id"),
  COLUMN ("read", "t.users_read_at", ", t.name_folded, t.id"),
  { NULL }
};

static const Column organization_columns[] = {
  COLUMN ("name", "o.name_folded", ", o.id"),
  COLUMN ("type", "o.type", ", o.name_folded, o.id"),
  COLUMN ("status", "o.status", ", o.name_folded, o.id"),
  COLUMN ("tenant",
          "(SELECT min (x.name_folded) FROM matches AS m JOIN tenants AS x ON x.id = m.tenant_id"
          " WHERE m.organization_id = o.id)",
          ", o.name_folded, o.id"),
  COLUMN ("contacts", "(SELECT count (*) FROM contacts AS c WHERE c.organization_id = o.id)",
          ", o.name_folded, o.id"),
  COLUMN ("users",
          "(SELECT sum (x.users_present) FROM matches AS m JOIN tenants AS x"
          " ON x.id = m.tenant_id WHERE m.organization_id = o.id)",
          ", o.name_folded, o.id"),
  COLUMN ("read",
          "(SELECT min (x.users_read_at) FROM matches AS m JOIN tenants AS x ON x.id = m.tenant_id"
          " WHERE m.organization_id = o.id)",
          ", o.name_folded, o.id"),
  { NULL }
};

static const Column contact_columns[] = {
  { "name", "\nORDER BY c.sort_name, c.id", "\nORDER BY c.sort_name DESC, c.id" },
  COLUMN ("organization",
          "(SELECT n.name_folded FROM organizations AS n WHERE n.id = c.organization_id)",
          ", c.sort_name, c.id"),
  COLUMN ("email",
          "(SELECT i.folded FROM contact_items AS i WHERE i.contact_id = c.id AND i.kind = 'email'"
          " ORDER BY i.is_primary DESC, i.id LIMIT 1)",
          ", c.sort_name, c.id"),
  COLUMN ("title", "c.title", ", c.sort_name, c.id"),
  { NULL }
};

static const Column user_columns[] = {
  { "name", "\nORDER BY u.sort_name, u.id", "\nORDER BY u.sort_name DESC, u.id" },
  COLUMN ("user", "lower (u.user_principal_name)", ", u.id"),
  COLUMN ("tenant", "(SELECT n.name_folded FROM tenants AS n WHERE n.id = u.tenant_id)",
          ", u.sort_name, u.id"),
  COLUMN ("enabled", "u.enabled", ", u.sort_name, u.id"),
  COLUMN ("created", "u.created_at", ", u.sort_name, u.id"),
  { NULL }
};

/* The first order of these three is newest first. */
static const Column run_columns[] = {
  { "newest", "\nORDER BY r.started_at DESC, r.id DESC", "\nORDER BY r.started_at, r.id" },
  COLUMN ("started", "r.started_at", ", r.id"),
  COLUMN ("state", "r.state", ", r.id DESC"),
  COLUMN ("problems", "r.problems", ", r.id DESC"),
  { NULL }
};

static const Column log_columns[] = {
  { "time", "\nORDER BY l.id", "\nORDER BY l.id DESC" },
  { NULL }
};

static const Column decision_columns[] = {
  { "newest", "\nORDER BY d.id DESC", "\nORDER BY d.id" },
  COLUMN ("tenant", "d.tenant_name", ", d.id DESC"),
  COLUMN ("who", "d.who", ", d.id DESC"),
  { NULL }
};

static const Column licence_columns[] = {
  { "name", "\nORDER BY l.sort_name, t.name_folded, l.id",
    "\nORDER BY l.sort_name DESC, t.name_folded, l.id" },
  COLUMN ("organization", "coalesce (o.name_folded, t.name_folded)", ", l.sort_name, l.id"),
  COLUMN ("tenant", "t.name_folded", ", l.sort_name, l.id"),
  COLUMN ("assigned", "l.consumed", ", l.sort_name, t.name_folded, l.id"),
  COLUMN ("total", "l.enabled + l.warning", ", l.sort_name, t.name_folded, l.id"),
  COLUMN ("free", "l.enabled + l.warning - l.consumed", ", l.sort_name, t.name_folded, l.id"),
  COLUMN ("state", "l.status", ", l.sort_name, t.name_folded, l.id"),
  { NULL }
};

static const Column mailbox_columns[] = {
  { "name", "\nORDER BY b.sort_name, b.id", "\nORDER BY b.sort_name DESC, b.id" },
  COLUMN ("address", "b.folded", ", b.id"),
  COLUMN ("tenant", "t.name_folded", ", b.sort_name, b.id"),
  COLUMN ("kind", "b.kind", ", b.sort_name, b.id"),
  COLUMN ("used", "b.used_bytes", ", b.sort_name, b.id"),
  COLUMN ("quota", "b.quota_bytes", ", b.sort_name, b.id"),
  COLUMN ("active", "b.active_on", ", b.sort_name, b.id"),
  { NULL }
};

static const Column device_columns[] = {
  { "name", "\nORDER BY d.sort_name, d.id", "\nORDER BY d.sort_name DESC, d.id" },
  COLUMN ("organization", "coalesce (o.name_folded, t.name_folded)", ", d.sort_name, d.id"),
  COLUMN ("configuration", "c.sort_name", ", d.sort_name, d.id"),
  COLUMN ("user", "lower (d.user_principal_name)", ", d.sort_name, d.id"),
  COLUMN ("score", "coalesce (x.score, s.score)", ", d.sort_name, d.id"),
  COLUMN ("state", "coalesce (x.state, iif (s.device_id IS NULL, 'unmatched', 'suggested'))",
          ", d.sort_name, d.id"),
  COLUMN ("system", "lower (d.operating_system)", ", d.sort_name, d.id"),
  COLUMN ("compliance", "d.compliance", ", d.sort_name, d.id"),
  COLUMN ("synced", "d.last_sync_at", ", d.sort_name, d.id"),
  { NULL }
};

static const Column configuration_columns[] = {
  { "name", "\nORDER BY c.sort_name, c.id", "\nORDER BY c.sort_name DESC, c.id" },
  COLUMN ("organization", "o.name_folded", ", c.sort_name, c.id"),
  COLUMN ("type", "c.type", ", c.sort_name, c.id"),
  COLUMN ("serial", "c.serial_number", ", c.sort_name, c.id"),
  { NULL }
};

static const Column device_decision_columns[] = {
  { "newest", "\nORDER BY d.id DESC", "\nORDER BY d.id" },
  COLUMN ("device", "d.device_name", ", d.id DESC"),
  COLUMN ("who", "d.who", ", d.id DESC"),
  { NULL }
};

/* What a kind may be filtered by, and what the statement compares with. */
typedef struct { const char *id, *value; } Filter;

static const Filter no_filters[] = { { NULL } };

static const Filter tenant_filters[] = {
  { "unmatched", "unmatched" }, { "suggested", "suggested" }, { "matched", "matched" },
  { "ignored", "ignored" }, { NULL }
};

static const Filter user_filters[] = {
  { "present", "present" }, { "deleted", "deleted" }, { "out-of-scope", "out-of-scope" },
  { "enabled", "enabled" }, { "disabled", "disabled" }, { NULL }
};

static const Filter mailbox_filters[] = {
  { "person", "person" }, { "shared", "shared" }, { "room", "room" },
  { "equipment", "equipment" }, { NULL }
};

static const Filter run_filters[] = {
  { "running", "running" }, { "ok", "ok" }, { "incomplete", "incomplete" }, { "failed", "failed" },
  { "cancelled", "cancelled" }, { NULL }
};

static const Filter log_filters[] = {
  { "problems", "warning error" }, { "error", "error" }, { "warning", "warning error" },
  { "info", "info warning error" }, { "debug", "debug info warning error" }, { NULL }
};

static const Filter decision_filters[] = {
  { "automatic", "automatic" }, { "accept", "accept" }, { "match", "match" }, { "create", "create" },
  { "ignore", "ignore" }, { "revert", "revert" }, { "undo", "undo" }, { "redo", "redo" }, { NULL }
};

static const struct
{
  const Column      *columns;
  const Filter      *filters;
  const char        *filter_name;       /* parameter of the statement */
  const char        *statement;
} kinds[] = {
  [TNY_LIST_TENANTS]       = { tenant_columns, tenant_filters, "filter", "tenants/ids" },
  [TNY_LIST_ORGANIZATIONS] = { organization_columns, no_filters, "filter", "organizations/ids" },
  [TNY_LIST_CONTACTS]      = { contact_columns, no_filters, "filter", "contacts/ids" },
  [TNY_LIST_USERS]         = { user_columns, user_filters, "filter", "users/ids" },
  [TNY_LIST_RUNS]          = { run_columns, run_filters, "filter", "runs/ids" },
  [TNY_LIST_LOG]           = { log_columns, log_filters, "worst", "log/ids" },
  [TNY_LIST_DECISIONS]     = { decision_columns, decision_filters, "filter", "decisions/ids" },
  [TNY_LIST_LICENCES]      = { licence_columns, no_filters, "filter", "licences/ids" },
  [TNY_LIST_MAILBOXES]     = { mailbox_columns, mailbox_filters, "filter", "mailboxes/ids" },
  [TNY_LIST_DEVICES]       = { device_columns, tenant_filters, "filter", "devices/ids" },
  [TNY_LIST_CONFIGURATIONS] = { configuration_columns, no_filters, "filter",
                                "configurations/ids" },
  [TNY_LIST_DEVICE_DECISIONS] = { device_decision_columns, no_filters, "filter",
                                  "device-decisions/ids" },
};

/* A condition that an index answers gets a statement of its own. */
static const char *
statement_for (const TnyListQuery *query, const char *search)
{
  gboolean narrowed = query->organization_id != 0 || query->tenant_id != 0;

  switch (query->kind)
    {
    case TNY_LIST_CONTACTS:
      if (narrowed)
        return "contacts/ids-of-organization";
      return search != NULL ? "contacts/ids" : "contacts/ids-all";
    case TNY_LIST_USERS:
      if (query->licence != NULL)
        return "users/ids-of-licence";
      if (narrowed)
        return "users/ids-of-tenant";
      return search != NULL ? "users/ids" : "users/ids-all";
    case TNY_LIST_LOG:
      return query->run_id != 0 ? "log/ids-of-run" : "log/ids";
    default:
      return kinds[query->kind].statement;
    }
}

/* Statements ask for what they can use. */
static gboolean
asks_for (sqlite3_stmt *stmt, const char *name)
{
  g_autofree char *parameter = g_strconcat (":", name, NULL);

  return sqlite3_bind_parameter_index (stmt, parameter) > 0;
}

static gboolean
find_filter (const TnyListQuery *query, const char **value, GError **error)
{
  const Filter *filters = kinds[query->kind].filters;

  *value = NULL;
  if (query->filter == NULL)
    return TRUE;
  for (guint i = 0; filters[i].id != NULL; i++)
    if (strcmp (filters[i].id, query->filter) == 0)
      {
        *value = filters[i].value;
        return TRUE;
      }
  g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT, "There is no filter “%s” here", query->filter);

  return FALSE;
}

static const char *
find_order (const TnyListQuery *query, GError **error)
{
  const Column *column = kinds[query->kind].columns;

  if (query->sort != NULL)
    while (column->id != NULL && strcmp (column->id, query->sort) != 0)
      column++;
  if (column->id != NULL)
    return query->descending ? column->down : column->up;
  g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT, "There is no column “%s” to sort by",
               query->sort);

  return NULL;
}

/* @order "" leaves the rows in any order. */
static sqlite3_stmt *
prepare (TnyReader *reader, const TnyListQuery *query, const char *order, GError **error)
{
  g_autofree char *search = query->search != NULL ? tny_text_fold (query->search) : NULL;
  const char *wanted = search != NULL && *search != '\0' ? search : NULL;
  const char *filter;
  sqlite3_stmt *stmt;
  const struct { const char *name; gint64 value; } ids[] = {
    { "organization_id", query->organization_id },
    { "tenant_id", query->tenant_id },
    { "run_id", query->run_id },
  };

  if (!find_filter (query, &filter, error))
    return NULL;
  stmt = tny_reader_stmt_ordered (reader, statement_for (query, wanted), order, error);
  if (stmt == NULL)
    return NULL;
  if (asks_for (stmt, kinds[query->kind].filter_name))
    tny_bind_text (stmt, kinds[query->kind].filter_name, filter);
  if (asks_for (stmt, "search"))
    tny_bind_text (stmt, "search", wanted);
  if (asks_for (stmt, "licence"))
    tny_bind_text (stmt, "licence", query->licence);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    if (asks_for (stmt, ids[i].name))
      tny_bind_int (stmt, ids[i].name, ids[i].value);

  return stmt;
}

const char *const *
tny_list_columns (TnyListKind kind)
{
  static const char *names[G_N_ELEMENTS (kinds)][12];
  static gsize filled;

  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (kinds), NULL);

  if (g_once_init_enter (&filled))
    {
      for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
        for (guint i = 0; kinds[k].columns[i].id != NULL; i++)
          names[k][i] = kinds[k].columns[i].id;
      g_once_init_leave (&filled, 1);
    }

  return names[kind];
}

GArray *
tny_list_ids (TnyReader *reader, const TnyListQuery *query, GError **error)
{
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  const char *order;
  sqlite3_stmt *stmt;
  gboolean row;

  g_return_val_if_fail ((guint) query->kind < G_N_ELEMENTS (kinds), NULL);

  order = find_order (query, error);
  stmt = order != NULL ? prepare (reader, query, order, error) : NULL;
  if (stmt == NULL)
    return NULL;
  for (;;)
    {
      gint64 id;

      if (!tny_step (stmt, &row, error))
        return NULL;
      if (!row || (query->limit != 0 && ids->len == query->limit))
        return g_steal_pointer (&ids);
      id = tny_int (stmt, 0);
      g_array_append_val (ids, id);
    }
}

gboolean
tny_list_count (TnyReader *reader, const TnyListQuery *query, gint64 *count, GError **error)
{
  sqlite3_stmt *stmt;
  gint64 n = 0;
  gboolean row;

  g_return_val_if_fail ((guint) query->kind < G_N_ELEMENTS (kinds), FALSE);

  stmt = prepare (reader, query, "", error);
  if (stmt == NULL)
    return FALSE;
  for (;; n++)
    {
      if (!tny_step (stmt, &row, error))
        return FALSE;
      if (!row)
        break;
    }
  *count = n;

  return TRUE;
}
