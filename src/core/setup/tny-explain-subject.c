/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a question about a blank field is about: the field, and whose it is. */
#include "config.h"

#include "tny-explain-private.h"

#include <string.h>

#include "tny-error.h"
#include "tny-text.h"

void
tny_question_clear (TnyQuestion *self)
{
  g_free (self->user_state);
  g_free (self->graph_id);
  g_free (self->name);
  g_free (self->access);
  g_free (self->access_detail);
  g_free (self->streams);
  g_free (self->reach);
  g_free (self->sign_in);
  g_free (self->enrolled_by);
  g_clear_pointer (&self->causes, g_ptr_array_unref);
}

static gboolean
is_filled (TnyQuestion *self, sqlite3_stmt *stmt)
{
  return self->field->column >= 0 && !tny_is_null (stmt, self->field->column);
}

/* FALSE with AMBIGUOUS when @stmt has another row. */
static gboolean
is_the_only_one (sqlite3_stmt *stmt, const char *what, const char *id, GError **error)
{
  gboolean row;

  if (!tny_step (stmt, &row, error))
    return FALSE;
  if (row)
    g_set_error (error, TNY_ERROR, TNY_ERROR_AMBIGUOUS, "More than one %s is called “%s”; use the id",
                 what, id);

  return !row;
}

/* The first row of @stmt; FALSE with NOT_FOUND where there is none. */
static gboolean
is_there (sqlite3_stmt *stmt, const char *what, const char *id, GError **error)
{
  gboolean row;

  if (!tny_step (stmt, &row, error))
    return FALSE;
  if (!row)
    g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "No %s is called “%s”", what, id);

  return row;
}

/* A row's number in the database as text; 0: it is none. */
static gint64
number_of (const char *id)
{
  gint64 number = 0;

  g_ascii_string_to_signed (id, 10, 1, G_MAXINT64, &number, NULL);

  return number;
}

/* @row_id: in the database; 0: by @id. */
static gboolean
read_user (TnyQuestion *self, gint64 row_id, const char *id, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (self->reader, "explain/user", error);
  g_autofree char *login = g_ascii_strdown (id, -1);
  guint8 bytes[16];

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", row_id);
  if (tny_guid_to_bytes (id, bytes))
    tny_bind_blob (stmt, "graph_id", bytes, sizeof bytes);
  tny_bind_text (stmt, "login", login);
  if (!is_there (stmt, "user", id, error))
    return FALSE;
  self->tenant_id = tny_int (stmt, 0);
  self->user_state = tny_dup_text (stmt, 1);
  self->read_at = tny_int (stmt, 2);
  self->filled = is_filled (self, stmt);

  return is_the_only_one (stmt, "user", id, error);
}

/* The contact's user; without one, the tenant that should have it. */
static gboolean
find_user_of_contact (TnyQuestion *self, const char *id, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (self->reader, "explain/contact", error);
  gint64 contact = number_of (id), user = 0;
  gboolean row = FALSE;
  guint n = 0;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", contact);
  while (tny_step (stmt, &row, error) && row)
    {
      user = tny_int (stmt, 0);
      n++;
    }
  if (row)
    return FALSE;
  if (n == 1)
    return read_user (self, user, id, error);

  self->no_user = TRUE;
  stmt = tny_reader_stmt (self->reader, "explain/contact-tenant", error);
  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", contact);
  if (!tny_step (stmt, &row, error))
    return FALSE;
  if (!row)
    g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "There is no contact “%s”", id);
  else
    self->tenant_id = tny_int (stmt, 0);

  return row;
}

static gboolean
find_tenant (TnyQuestion *self, const char *id, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (self->reader, "tenants/find", error);
  g_autofree char *lower = g_ascii_strdown (id, -1), *folded = tny_text_fold (id);
  g_autoptr(GString) names = g_string_new (NULL);
  gboolean row = FALSE;
  guint n = 0;

  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "graph_id", lower);
  tny_bind_text (stmt, "folded", folded);
  while (tny_step (stmt, &row, error) && row)
    {
      self->tenant_id = tny_int (stmt, 0);
      g_string_append_printf (names, "%s%s (%s)", n++ > 0 ? ", " : "", tny_text (stmt, 2),
                              tny_text (stmt, 1));
    }
  if (row)
    return FALSE;
  if (n == 0)
    g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "No tenant is called “%s”", id);
  else if (n > 1)
    g_set_error (error, TNY_ERROR, TNY_ERROR_AMBIGUOUS, "“%s” fits: %s", id, names->str);

  return n == 1;
}

static gboolean
read_tenant (TnyQuestion *self, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (self->reader, "explain/tenant", error);
  gboolean row = FALSE;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", self->tenant_id);
  if (!tny_step (stmt, &row, error))
    return FALSE;
  if (!row)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "The tenant is gone");
      return FALSE;
    }
  self->graph_id = tny_dup_text (stmt, 0);
  self->name = tny_dup_text (stmt, 1);
  self->connection_id = tny_int (stmt, 2);
  self->access = tny_dup_text (stmt, 3);
  self->access_detail = tny_dup_text (stmt, 4);
  self->users_read_at = tny_int (stmt, 5);
  self->listed_at = tny_int (stmt, 6);
  self->gone_at = tny_int (stmt, 7);
  self->streams = tny_dup_text (stmt, 8);
  self->reach = tny_dup_text (stmt, 9);
  self->sign_in = tny_dup_text (stmt, 24);
  self->left_out = tny_int (stmt, 25) != 0;
  self->ignored = tny_int (stmt, 26) != 0;
  if (self->kind == TNY_EXPLAIN_TENANT || self->kind == TNY_EXPLAIN_ORGANIZATION)
    self->filled = is_filled (self, stmt);

  return TRUE;
}

static gboolean
find_organization (TnyQuestion *self, const char *id, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (self->reader, "explain/organization", error);
  g_autofree char *folded = tny_text_fold (id);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", number_of (id));
  tny_bind_text (stmt, "folded", folded);
  if (!is_there (stmt, "organization", id, error))
    return FALSE;
  self->tenant_id = tny_int (stmt, 2);

  return is_the_only_one (stmt, "organization", id, error);
}

/* @id: the tenant's and the product's, with a slash between. */
static gboolean
find_licence (TnyQuestion *self, const char *id, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (self->reader, "explain/licence", error);
  g_autofree char *lower = g_ascii_strdown (id, -1);
  g_auto(GStrv) parts = g_strsplit (lower, "/", 2);

  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "tenant", parts[0]);
  tny_bind_text (stmt, "sku", parts[0] != NULL ? parts[1] : NULL);
  if (!is_there (stmt, "licence", id, error))
    return FALSE;
  self->tenant_id = tny_int (stmt, 0);
  self->filled = is_filled (self, stmt);

  return TRUE;
}

static gboolean
find_device (TnyQuestion *self, const char *id, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (self->reader, "explain/device", error);
  g_autofree char *folded = tny_text_fold (id);
  guint8 bytes[16];

  if (stmt == NULL)
    return FALSE;
  if (tny_guid_to_bytes (id, bytes))
    tny_bind_blob (stmt, "graph_id", bytes, sizeof bytes);
  tny_bind_text (stmt, "folded", folded);
  if (!is_there (stmt, "device", id, error))
    return FALSE;
  self->tenant_id = tny_int (stmt, 0);
  self->filled = is_filled (self, stmt);
  if (g_str_has_prefix (self->field->name, "primary_user"))
    self->enrolled_by = tny_dup_text (stmt, 13);

  return is_the_only_one (stmt, "device", id, error);
}

static gboolean
find_connection (TnyQuestion *self, const char *id, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (self->reader, "explain/connection", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", number_of (id));
  tny_bind_text (stmt, "name", id);
  if (!is_there (stmt, "connection", id, error))
    return FALSE;
  self->name = tny_dup_text (stmt, 0);
  self->streams = tny_dup_text (stmt, 1);
  self->reach = tny_dup_text (stmt, 2);
  self->sign_in = tny_dup_text (stmt, 3);
  self->filled = is_filled (self, stmt);
  /* a count is as old as the list it counts */
  self->read_at = self->field->feature == TNY_FEATURE_TENANTS ? tny_int (stmt, 10)
                                                              : tny_int (stmt, self->field->column);
  self->connection_id = tny_int (stmt, 9);
  self->listed_at = tny_int (stmt, 10);

  return is_the_only_one (stmt, "connection", id, error);
}

gboolean
tny_question_read (TnyQuestion *self, const char *kind, const char *id, const char *field,
                   GError **error)
{
  gboolean found = FALSE;

  self->field = tny_explain_field (kind, field, &self->kind, error);
  if (self->field == NULL)
    return FALSE;
  switch (self->kind)
    {
    case TNY_EXPLAIN_USER:
      found = read_user (self, 0, id, error);
      break;
    case TNY_EXPLAIN_CONTACT:
      found = find_user_of_contact (self, id, error);
      break;
    case TNY_EXPLAIN_TENANT:
      found = find_tenant (self, id, error);
      break;
    case TNY_EXPLAIN_ORGANIZATION:
      found = find_organization (self, id, error);
      break;
    case TNY_EXPLAIN_LICENCE:
      found = find_licence (self, id, error);
      break;
    case TNY_EXPLAIN_DEVICE:
      found = find_device (self, id, error);
      break;
    case TNY_EXPLAIN_CONNECTION:
      return find_connection (self, id, error);
    }

  return found && (self->tenant_id == 0 || read_tenant (self, error));
}
