/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-store-private.h"

#include <errno.h>
#include <string.h>

#include "tny-error.h"

/* Room on the disk may show as SQLITE_FULL or as an I/O error with one of these. */
static gboolean
no_room (int system_error)
{
  return system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG;
}

static TnyError
error_for_io (int code, int system_error)
{
  if (no_room (system_error))
    return TNY_ERROR_DATABASE_FULL;
  switch (code)
    {
    case SQLITE_IOERR_READ:
    case SQLITE_IOERR_SHORT_READ:
    case SQLITE_IOERR_CORRUPTFS:
    case SQLITE_IOERR_DATA:
      return TNY_ERROR_DATABASE_DAMAGED;
    case SQLITE_IOERR_NOMEM:
      return TNY_ERROR_DATABASE_FULL;
    default:
      return TNY_ERROR_DATABASE_READ_ONLY;
    }
}

static TnyError
error_for (int code, int system_error)
{
  switch (code & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return TNY_ERROR_DATABASE_BUSY;
    case SQLITE_FULL:
    case SQLITE_NOMEM:
      return TNY_ERROR_DATABASE_FULL;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return TNY_ERROR_DATABASE_READ_ONLY;
    case SQLITE_CANTOPEN:
      if (code == SQLITE_CANTOPEN_SYMLINK || code == SQLITE_CANTOPEN_ISDIR)
        return TNY_ERROR_FILE;
      return no_room (system_error) ? TNY_ERROR_DATABASE_FULL : TNY_ERROR_DATABASE_READ_ONLY;
    case SQLITE_IOERR:
      return error_for_io (code, system_error);
    case SQLITE_CONSTRAINT:
      return TNY_ERROR_STALE;
    default:
      /* CORRUPT and NOTADB say it; ERROR and MISMATCH mean a schema that is not the one it
       * claims. */
      return TNY_ERROR_DATABASE_DAMAGED;
    }
}

void
tny_sql_set_error (GError **error, sqlite3 *db, int code, const char *what)
{
  int last = errno, system_error = db != NULL ? sqlite3_system_errno (db) : 0;

  /* A failed COMMIT does not reach sqlite3_system_errno(): there the last word of the system
   * stands, which tny_run() and tny_step() wiped before. */
  if (system_error == 0 && (code & 0xff) == SQLITE_IOERR)
    system_error = last;
  if (code == SQLITE_INTERRUPT)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
      return;
    }
  g_set_error (error, TNY_ERROR, error_for (code, system_error), "%s: %s (SQLite %d%s%s)", what,
               db != NULL ? sqlite3_errmsg (db) : sqlite3_errstr (code), code,
               system_error != 0 ? ", " : "", system_error != 0 ? g_strerror (system_error) : "");
}

/* Statements by name */

/* A value that could not be bound (no memory, over 1 GB) stays NULL: the statement must not run.
 * Kept per thread, because binding and running happen in one. */
static _Thread_local struct { sqlite3_stmt *stmt; int code; } unbound;

static void
finalize_cb (gpointer stmt)
{
  sqlite3_finalize (stmt);
}

void
tny_statements_init (TnyStatements *self, sqlite3 *db, gboolean read_only)
{
  self->db = db;
  self->read_only = read_only;
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize_cb);
}

void
tny_statements_clear (TnyStatements *self)
{
  g_clear_pointer (&self->by_name, g_hash_table_unref);
}

void
tny_statements_reset (TnyStatements *self)
{
  for (sqlite3_stmt *stmt = sqlite3_next_stmt (self->db, NULL); stmt != NULL;
       stmt = sqlite3_next_stmt (self->db, stmt))
    if (sqlite3_stmt_busy (stmt))
      sqlite3_reset (stmt);
}

/* The text of a file without what ends it, so that an ORDER BY can follow. */
static char *
load_statement (const char *name, GError **error)
{
  g_autofree char *path = g_strconcat (TNY_SQL_PREFIX "/", name, ".sql", NULL);
  g_autoptr(GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  char *text;
  gsize length;

  if (bytes == NULL)
    return NULL;
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  length = strlen (text);
  while (length > 0 && (g_ascii_isspace (text[length - 1]) || text[length - 1] == ';'))
    text[--length] = '\0';

  return text;
}

sqlite3_stmt *
tny_statements_get (TnyStatements *self, const char *name, const char *order, GError **error)
{
  g_autofree char *key = order == NULL ? g_strdup (name) : g_strconcat (name, "\n", order, NULL);
  sqlite3_stmt *stmt = g_hash_table_lookup (self->by_name, key);
  g_autofree char *text = NULL, *sql = NULL;
  g_autoptr(GError) problem = NULL;
  int code;

  if (stmt != NULL)
    {
      sqlite3_reset (stmt);
      sqlite3_clear_bindings (stmt);
      if (unbound.stmt == stmt)
        unbound.stmt = NULL;
      return stmt;
    }

  text = load_statement (name, &problem);
  if (text == NULL)
    {
      g_critical ("No statement %s: %s", name, problem->message);
      g_set_error (error, TNY_ERROR, TNY_ERROR_DATABASE_DAMAGED, "No statement %s", name);
      return NULL;
    }
  sql = order == NULL ? g_steal_pointer (&text) : g_strconcat (text, "\n", order, NULL);
  code = sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
  if (code != SQLITE_OK)
    {
      tny_sql_set_error (error, self->db, code, name);
      return NULL;
    }
  if (self->read_only && !sqlite3_stmt_readonly (stmt))
    {
      g_critical ("Statement %s writes and was asked of a reader", name);
      sqlite3_finalize (stmt);
      g_set_error (error, TNY_ERROR, TNY_ERROR_DATABASE_READ_ONLY, "%s writes", name);
      return NULL;
    }
  g_hash_table_insert (self->by_name, g_steal_pointer (&key), stmt);

  return stmt;
}

/* Binding */

static void
note_bind (sqlite3_stmt *stmt, int code)
{
  if (code != SQLITE_OK)
    {
      unbound.stmt = stmt;
      unbound.code = code;
    }
}

static int
parameter (sqlite3_stmt *stmt, const char *name)
{
  char full[64];
  int index;

  g_snprintf (full, sizeof full, ":%s", name);
  index = sqlite3_bind_parameter_index (stmt, full);
  if (index == 0)
    g_critical ("No parameter %s in: %s", full, sqlite3_sql (stmt));

  return index;
}

void
tny_bind_text (sqlite3_stmt *stmt, const char *name, const char *text)
{
  note_bind (stmt, sqlite3_bind_text (stmt, parameter (stmt, name), text, -1, SQLITE_TRANSIENT));
}

void
tny_bind_int (sqlite3_stmt *stmt, const char *name, gint64 value)
{
  note_bind (stmt, sqlite3_bind_int64 (stmt, parameter (stmt, name), value));
}

void
tny_bind_int_or_null (sqlite3_stmt *stmt, const char *name, gint64 value, gint64 null)
{
  if (value == null)
    note_bind (stmt, sqlite3_bind_null (stmt, parameter (stmt, name)));
  else
    note_bind (stmt, sqlite3_bind_int64 (stmt, parameter (stmt, name), value));
}

void
tny_bind_real (sqlite3_stmt *stmt, const char *name, double value)
{
  note_bind (stmt, sqlite3_bind_double (stmt, parameter (stmt, name), value));
}

void
tny_bind_blob (sqlite3_stmt *stmt, const char *name, gconstpointer data, gsize n)
{
  note_bind (stmt, sqlite3_bind_blob64 (stmt, parameter (stmt, name), data, n, SQLITE_TRANSIENT));
}

void
tny_bind_row (sqlite3_stmt *stmt, const TnyShape *shape, gconstpointer row)
{
  for (guint i = 0; i < shape->n_fields; i++)
    {
      const TnyField *field = &shape->fields[i];
      gconstpointer member = (const char *) row + field->offset;

      switch (field->kind)
        {
        case TNY_FIELD_FLAG:
          tny_bind_int_or_null (stmt, field->column, *(const int *) member, -1);
          break;
        case TNY_FIELD_TIME:
          tny_bind_int_or_null (stmt, field->column, *(const gint64 *) member, 0);
          break;
        case TNY_FIELD_INT:
          tny_bind_int (stmt, field->column, *(const gint64 *) member);
          break;
        case TNY_FIELD_KEY:
        case TNY_FIELD_TEXT:
        case TNY_FIELD_FIRST:
        case TNY_FIELD_MAILS:
        case TNY_FIELD_SKUS:
          tny_bind_text (stmt, field->column, *(char *const *) member);
          break;
        }
    }
}

/* Running */

static const char *
statement_start (sqlite3_stmt *stmt)
{
  const char *sql = sqlite3_sql (stmt);

  /* Comments at the head of a file say why, not what. */
  while (g_str_has_prefix (sql, "--") || g_ascii_isspace (*sql))
    sql = *sql == '-' ? strchr (sql, '\n') != NULL ? strchr (sql, '\n') + 1 : "" : sql + 1;

  return sql;
}

static void
set_step_error (GError **error, sqlite3_stmt *stmt, int code)
{
  const char *sql = statement_start (stmt);
  g_autofree char *what = g_strndup (sql, strcspn (sql, "\n"));

  tny_sql_set_error (error, sqlite3_db_handle (stmt), code, what);
}

static int
step (sqlite3_stmt *stmt)
{
  if (unbound.stmt == stmt)
    {
      unbound.stmt = NULL;
      return unbound.code;
    }
  errno = 0;

  return sqlite3_step (stmt);
}

gboolean
tny_run (sqlite3_stmt *stmt, GError **error)
{
  int code;

  do
    code = step (stmt);
  while (code == SQLITE_ROW);
  if (code != SQLITE_DONE)
    set_step_error (error, stmt, code);
  sqlite3_reset (stmt);

  return code == SQLITE_DONE;
}

gboolean
tny_step (sqlite3_stmt *stmt, gboolean *row, GError **error)
{
  int code = step (stmt);

  if (code == SQLITE_ROW || code == SQLITE_DONE)
    {
      *row = code == SQLITE_ROW;
      if (code == SQLITE_DONE)
        sqlite3_reset (stmt);
      return TRUE;
    }
  set_step_error (error, stmt, code);
  sqlite3_reset (stmt);

  return FALSE;
}

const char *
tny_text (sqlite3_stmt *stmt, int column)
{
  return (const char *) sqlite3_column_text (stmt, column);
}

char *
tny_dup_text (sqlite3_stmt *stmt, int column)
{
  return g_strdup (tny_text (stmt, column));
}

gint64
tny_int (sqlite3_stmt *stmt, int column)
{
  return sqlite3_column_int64 (stmt, column);
}

gboolean
tny_is_null (sqlite3_stmt *stmt, int column)
{
  return sqlite3_column_type (stmt, column) == SQLITE_NULL;
}

gboolean
tny_read_int (sqlite3_stmt *stmt, gint64 fallback, gint64 *value, GError **error)
{
  gboolean row;

  if (!tny_step (stmt, &row, error))
    return FALSE;
  *value = row && !tny_is_null (stmt, 0) ? tny_int (stmt, 0) : fallback;
  sqlite3_reset (stmt);

  return TRUE;
}

/* All names, for checks */

static void
collect (const char *folder, const char *prefix, GPtrArray *names)
{
  g_auto(GStrv) children = g_resource_enumerate_children (tny_sql_get_resource (), folder,
                                                          G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  for (guint i = 0; children != NULL && children[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (folder, "/", children[i], NULL);
      g_autofree char *name = g_strconcat (prefix, children[i], NULL);

      if (g_str_equal (name, "migrations/"))
        continue;
      if (g_str_has_suffix (name, "/"))
        {
          path[strlen (path) - 1] = '\0';
          collect (path, name, names);
        }
      else
        g_ptr_array_add (names, g_strndup (name, strlen (name) - strlen (".sql")));
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

const char * const *
tny_store_statements (void)
{
  static GPtrArray *names;

  if (g_once_init_enter (&names))
    {
      GPtrArray *all = g_ptr_array_new ();

      collect (TNY_SQL_PREFIX, "", all);
      g_ptr_array_sort (all, compare_names);
      g_ptr_array_add (all, NULL);
      g_once_init_leave (&names, all);
    }

  return (const char *const *) names->pdata;
}
