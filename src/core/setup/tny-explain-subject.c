/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a question about a blank field is about: the field, and whose it is. */
#include "config.h"

#include "tny-explain-private.h"

#include "tny-error.h"
#include "tny-text.h"

static const TnyExplainField user_fields[] = {
  { "user_principal_name", TNY_FEATURE_USERS, 3, FALSE },
  { "display_name", TNY_FEATURE_USERS, 4, FALSE },
  { "mail", TNY_FEATURE_USERS, 5, FALSE },
  { "aliases", TNY_FEATURE_USERS, 6, FALSE },
  { "enabled", TNY_FEATURE_USERS, 7, FALSE },
  { "status", TNY_FEATURE_USERS, 7, FALSE },
  { "kind", TNY_FEATURE_USERS, 8, FALSE },
  { "title", TNY_FEATURE_USERS, 9, FALSE },
  { "department", TNY_FEATURE_USERS, 10, FALSE },
  { "mobile_phone", TNY_FEATURE_USERS, 11, FALSE },
  { "business_phone", TNY_FEATURE_USERS, 12, FALSE },
  { "licences", TNY_FEATURE_USERS, 13, FALSE },
  { "created_at", TNY_FEATURE_USERS, 14, FALSE },
  { "last_sign_in", TNY_FEATURE_SIGN_INS, 15, TRUE },
  { "last_password_change", TNY_FEATURE_SIGN_INS, 16, FALSE },
  { "mailbox_used_bytes", TNY_FEATURE_MAILBOXES, 17, FALSE },
  { "mailbox_quota_bytes", TNY_FEATURE_MAILBOXES, 18, FALSE },
  { "devices", TNY_FEATURE_DEVICES, 19, FALSE },
};

static const TnyExplainField tenant_fields[] = {
  { "name", TNY_FEATURE_TENANTS, 1, FALSE },
  { "default_domain", TNY_FEATURE_TENANTS, 10, FALSE },
  { "city", TNY_FEATURE_USERS, 11, FALSE },
  { "country", TNY_FEATURE_USERS, 12, FALSE },
  { "relationship", TNY_FEATURE_TENANTS, 13, FALSE },
  { "relationship_ends", TNY_FEATURE_TENANTS, 14, FALSE },
  { "users_read_at", TNY_FEATURE_USERS, 5, FALSE },
  { "users_reported", TNY_FEATURE_USERS, 15, FALSE },
  { "licences", TNY_FEATURE_LICENCES, 16, FALSE },
  { "devices", TNY_FEATURE_DEVICES, 18, FALSE },
  { "mailboxes", TNY_FEATURE_MAILBOXES, 17, FALSE },
};

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
  g_clear_pointer (&self->causes, g_ptr_array_unref);
}

static const TnyExplainField *
find_field (const char *kind, const char *name, gboolean *of_user, gboolean *of_contact,
            GError **error)
{
  const TnyExplainField *fields;
  guint n;

  *of_contact = g_strcmp0 (kind, "contact") == 0 || g_strcmp0 (kind, "contacts") == 0;
  *of_user = *of_contact || g_strcmp0 (kind, "user") == 0 || g_strcmp0 (kind, "users") == 0;
  if (!*of_user && g_strcmp0 (kind, "tenant") != 0 && g_strcmp0 (kind, "tenants") != 0)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT, "“%s” is neither user, contact nor tenant",
                   kind);
      return NULL;
    }
  fields = *of_user ? user_fields : tenant_fields;
  n = *of_user ? G_N_ELEMENTS (user_fields) : G_N_ELEMENTS (tenant_fields);

  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      if (g_strcmp0 (fields[i].name, name) == 0)
        return &fields[i];
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", fields[i].name);
    }
  g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT, "“%s” is no field of a %s. There are: %s",
               name,
               *of_user ? "user" : "tenant", names->str);

  return NULL;
}

/* @row_id: in the database; 0: by @id. */
static gboolean
read_user (TnyQuestion *self, gint64 row_id, const char *id, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (self->reader, "explain/user", error);
  g_autofree char *login = g_ascii_strdown (id, -1);
  guint8 bytes[16];
  gboolean row = FALSE;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", row_id);
  if (tny_guid_to_bytes (id, bytes))
    tny_bind_blob (stmt, "graph_id", bytes, sizeof bytes);
  tny_bind_text (stmt, "login", login);
  if (!tny_step (stmt, &row, error))
    return FALSE;
  if (!row)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "No user is called “%s”", id);
      return FALSE;
    }
  self->tenant_id = tny_int (stmt, 0);
  self->user_state = tny_dup_text (stmt, 1);
  self->read_at = tny_int (stmt, 2);
  self->filled = self->field->column >= 0 && !tny_is_null (stmt, self->field->column);
  if (!tny_step (stmt, &row, error))
    return FALSE;
  if (row)
    g_set_error (error, TNY_ERROR, TNY_ERROR_AMBIGUOUS, "More than one user is called “%s”; use "
                                                        "the id",
                 id);

  return !row;
}

/* The contact's user; without one, the tenant that should have it. */
static gboolean
find_user_of_contact (TnyQuestion *self, const char *id, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (self->reader, "explain/contact", error);
  gint64 contact = 0, user = 0;
  gboolean row = FALSE;
  guint n = 0;

  if (stmt == NULL)
    return FALSE;
  g_ascii_string_to_signed (id, 10, 1, G_MAXINT64, &contact, NULL);
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
  if (!self->of_user)
    self->filled = self->field->column >= 0 && !tny_is_null (stmt, self->field->column);

  return TRUE;
}

gboolean
tny_question_read (TnyQuestion *self, const char *kind, const char *id, const char *field,
                   GError **error)
{
  self->field = find_field (kind, field, &self->of_user, &self->of_contact, error);
  if (self->field == NULL ||
      !(self->of_contact ? find_user_of_contact (self, id, error)
        : self->of_user ? read_user (self, 0, id, error) : find_tenant (self, id, error)))
    return FALSE;

  return (self->no_user && self->tenant_id == 0) || read_tenant (self, error);
}
