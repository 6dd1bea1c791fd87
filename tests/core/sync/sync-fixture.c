/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

#include <string.h>

#include <glib/gstdio.h>
#include <libsoup/soup.h>

#include "tny-json.h"

#define REDIRECT "http://localhost:1/tenantry/callback"

/* A clock in which waits last a thousandth, so that back-off is real and short. */

static gint64
quick_now (TnyClock *clock)
{
  return tny_clock_now (NULL);
}

static gint64
quick_boot (TnyClock *clock)
{
  return tny_clock_boot (NULL) * 1000;
}

static gboolean
quick_wait (TnyClock *clock, gint64 usec, GCancellable *cancellable)
{
  return tny_wait (NULL, MAX (1, usec / 1000), cancellable, NULL);
}

static TnyClock quick_clock = { quick_now, quick_boot, quick_wait };

/* Plain HTTP to the sample cloud, as a browser or curl would do it */

static char *
fetch (SoupSession *session, const char *method, const char *url, const char *form, char **location)
{
  g_autoptr(SoupMessage) message = soup_message_new (method, url);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = NULL;

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (form != NULL)
    {
      g_autoptr(GBytes) bytes = g_bytes_new (form, strlen (form));

      soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", bytes);
    }
  body = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  if (location != NULL)
    *location = g_strdup (soup_message_headers_get_one (soup_message_get_response_headers (message),
                                                        "Location"));
  else
    g_assert_cmpuint (soup_message_get_status (message), ==, 200);

  return g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
}

static char *
member (const char *json, const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tny_json_parse_object (json, strlen (json), &error);

  g_assert_no_error (error);

  return g_strdup (tny_json_text (json_node_get_object (node), name));
}

static void
sign_in (Sync *self)
{
  g_autoptr(SoupSession) session = soup_session_new ();
  g_autofree char *registration_url = g_strconcat (self->base, "/portal/registration.json", NULL);
  g_autofree char *registration = fetch (session, "GET", registration_url, NULL, NULL);
  g_autofree char *authorize = NULL, *token = NULL, *form = NULL, *location = NULL, *page = NULL;
  g_autofree char *answer = NULL, *code = NULL;
  const char *at;

  self->tenant_id = member (registration, "tenant_id");
  self->client_id = member (registration, "client_id");
  self->secret = member (registration, "client_secret");

  authorize = g_strdup_printf ("%s/login/%s/oauth2/v2.0/authorize", self->base, self->tenant_id);
  form = soup_form_encode ("client_id", self->client_id, "response_type", "code", "redirect_uri", REDIRECT,
                           "response_mode", "query", "state", "s", "nonce", "n", "sample_account", "0",
                           "scope", "https://graph.microsoft.com/.default offline_access openid", NULL);
  page = fetch (session, "POST", authorize, form, &location);
  g_assert_nonnull (location);
  at = strstr (location, "code=");
  g_assert_nonnull (at);
  code = g_strndup (at + 5, strcspn (at + 5, "&"));

  g_free (form);
  token = g_strdup_printf ("%s/login/%s/oauth2/v2.0/token", self->base, self->tenant_id);
  form = soup_form_encode ("client_id", self->client_id, "client_secret", self->secret, "grant_type",
                           "authorization_code", "code", code, "redirect_uri", REDIRECT, NULL);
  answer = fetch (session, "POST", token, form, NULL);
  self->refresh_token = member (answer, "refresh_token");
  g_assert_nonnull (self->refresh_token);
}

void
sim_control (Sync *self, const char *method, const char *what)
{
  g_autoptr(SoupSession) session = soup_session_new ();
  g_autofree char *url = g_strconcat (self->base, "/sample/", what, NULL);

  g_free (fetch (session, method, url, NULL, NULL));
}

void
sim_scenario (Sync *self, const char *name, gboolean on)
{
  g_autofree char *what = g_strdup_printf ("scenario?name=%s&on=%d", name, on);

  sim_control (self, "POST", what);
}

void
sim_users (Sync *self, const char *what, const char *tenant_id, guint count, guint seed)
{
  g_autofree char *query = g_strdup_printf ("users?do=%s&tenant=%s&count=%u&seed=%u", what,
                                            tenant_id != NULL ? tenant_id : "all", count, seed);

  sim_control (self, "POST", query);
}

char *
sim_get (Sync *self, const char *what)
{
  g_autoptr(SoupSession) session = soup_session_new ();
  g_autofree char *url = g_strconcat (self->base, "/sample/", what, NULL);

  return fetch (session, "GET", url, NULL, NULL);
}

char *
sim_requests (Sync *self)
{
  return sim_get (self, "requests");
}

static void
start_sim (Sync *self, const SyncSetup *setup)
{
  g_autofree char *program = g_build_filename (g_getenv ("TNY_BUILD_ROOT"), "src/sim/tenantry-sample-cloud",
                                               NULL);
  g_autofree char *tenants = g_strdup_printf ("%u", setup->tenants != 0 ? setup->tenants : 6);
  g_autofree char *users = g_strdup_printf ("%u", setup->users != 0 ? setup->users : 120);
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                                                        G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  const char *argv[] = { program, "--tenants", tenants, "--users", users, "--write-cloud",
                         self->key_file, NULL };
  g_auto(GStrv) scenarios = g_strsplit (setup->scenarios != NULL ? setup->scenarios : "all-access", " ", -1);
  g_autoptr(GDataInputStream) out = NULL;
  g_autofree char *line = NULL;
  g_autoptr(GError) error = NULL;

  self->sim = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->sim));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (out), FALSE);
  line = g_data_input_stream_read_line (out, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (line != NULL && g_str_has_prefix (line, "ready "));
  self->base = g_strdup_printf ("http://127.0.0.1:%s", line + strlen ("ready "));
  sign_in (self);
  for (guint i = 0; scenarios[i] != NULL; i++)
    if (*scenarios[i] != '\0')
      sim_scenario (self, scenarios[i], TRUE);
  sim_control (self, "DELETE", "requests");
}

static gboolean
insert_connection (TnyTxn *txn, gpointer data, GError **error)
{
  Sync *self = data;
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "connections/insert", error);

  tny_bind_text (stmt, "name", "Northwind MSP");
  tny_bind_text (stmt, "tenant_id", self->tenant_id);
  tny_bind_text (stmt, "client_id", self->client_id);
  tny_bind_text (stmt, "reach", self->context.reach);
  tny_bind_int (stmt, "created_at", 1);
  if (!tny_run (stmt, error))
    return FALSE;
  self->connection_id = tny_txn_last_id (txn);

  return TRUE;
}

void
sync_insert_connection (Sync *self)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (tny_store_write (self->store, TNY_DURABLE, insert_connection, self, &error));
  db_run (self, "UPDATE connections SET sign_in_state = 'ok'");
}

void
sync_open (Sync *self)
{
  g_autoptr(TnySecret) secret = tny_secret_new (self->secret);
  g_autoptr(TnySecret) refresh_token = tny_secret_new (self->refresh_token);
  TnyTokensOptions options = { self->tenant_id, self->client_id, "00000000-0000-0000-0000-000000000001",
                               secret, refresh_token, self->clock };
  TnyHttpOptions http_options = { .clock = self->clock };
  g_autoptr(GError) error = NULL;
  TnyTokenSource source;

  self->cloud = tny_cloud_load (self->key_file, &error);
  g_assert_no_error (error);
  self->http = tny_http_new (self->cloud, &http_options);
  self->keyring = tny_keyring_new_memory ();
  self->tokens = tny_tokens_new (self->cloud, self->http, self->keyring, &options);
  source = tny_tokens_source (self->tokens);
  tny_http_set_tokens (self->http, &source);
  self->store = tny_store_open (self->folder, "sample.db", TNY_STORE_WRITE, &error);
  g_assert_no_error (error);
  self->context.store = self->store;
  self->context.http = self->http;
  self->context.clock = self->clock;
}

void
sync_close (Sync *self)
{
  g_clear_pointer (&self->store, tny_store_close);
  if (self->http != NULL)
    tny_http_set_tokens (self->http, NULL);
  g_clear_pointer (&self->tokens, tny_tokens_free);
  g_clear_pointer (&self->http, tny_http_unref);
  g_clear_pointer (&self->keyring, tny_keyring_free);
  g_clear_pointer (&self->cloud, tny_cloud_unref);
}

void
sync_set_up (Sync *self, gconstpointer data)
{
  static const SyncSetup usual = { NULL };
  const SyncSetup *setup = data != NULL ? data : &usual;
  g_autoptr(GError) error = NULL;

  self->folder = g_dir_make_tmp ("tny-sync-XXXXXX", &error);
  g_assert_no_error (error);
  self->key_file = g_build_filename (self->folder, "sample.cloud", NULL);
  start_sim (self, setup);
  self->clock = &quick_clock;
  self->context = (TnySyncContext) { .reach = setup->reach != NULL ? setup->reach : "gdap",
                                     .streams = "tenants,users", .trigger = "manual",
                                     .partner_tenant_id = self->tenant_id };
  sync_open (self);
  sync_insert_connection (self);
  self->context.connection_id = self->connection_id;
}

void
sync_tear_down (Sync *self, gconstpointer data)
{
  g_autoptr(GDir) dir = NULL;
  const char *name;

  sync_close (self);
  if (self->sim != NULL)
    {
      g_output_stream_close (g_subprocess_get_stdin_pipe (self->sim), NULL, NULL);
      g_subprocess_wait (self->sim, NULL, NULL);
      g_object_unref (self->sim);
    }
  dir = g_dir_open (self->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->key_file);
  g_free (self->base);
  g_free (self->tenant_id);
  g_free (self->client_id);
  g_free (self->secret);
  g_free (self->refresh_token);
}

typedef struct
{
  Sync   *sync;
  gint64  run_id;
} Running;

static gboolean
run_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Running *running = data;

  return tny_sync_run (&running->sync->context, job, &running->run_id, cancellable, error);
}

const char *
sync_run (Sync *self, GError **error)
{
  static char state[32];
  Running running = { self };
  g_autoptr(TnyJob) job = tny_job_new (run_func, &running, NULL);
  g_autofree char *text = NULL;
  gboolean ok = tny_job_run_sync (job, error);

  g_assert_cmpint (running.run_id, >, 0);
  text = db_text (self, "SELECT state FROM runs WHERE id = %" G_GINT64_FORMAT, running.run_id);
  g_strlcpy (state, text, sizeof state);
  g_assert_cmpint (ok, ==, g_str_equal (state, "ok"));
  if (error != NULL && ok)
    g_assert_no_error (*error);

  return state;
}

gint64
sync_last_run (Sync *self)
{
  return db_int (self, "SELECT max (id) FROM runs");
}

/* A look at the database beside the store */

static sqlite3_stmt *
look (Sync *self, sqlite3 **db, const char *sql, va_list arguments)
{
  g_autofree char *path = g_build_filename (self->folder, "sample.db", NULL);
  g_autofree char *text = g_strdup_vprintf (sql, arguments);
  sqlite3_stmt *stmt;

  g_assert_cmpint (sqlite3_open_v2 (path, db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (*db, 5000);
  sqlite3_exec (*db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
  sqlite3_db_config (*db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  if (sqlite3_prepare_v2 (*db, text, -1, &stmt, NULL) != SQLITE_OK)
    g_error ("%s: %s", text, sqlite3_errmsg (*db));

  return stmt;
}

static char *
look_text (Sync *self, const char *sql, va_list arguments)
{
  sqlite3 *db;
  sqlite3_stmt *stmt = look (self, &db, sql, arguments);
  char *text = sqlite3_step (stmt) == SQLITE_ROW ? tny_dup_text (stmt, 0) : NULL;

  sqlite3_finalize (stmt);
  sqlite3_close (db);

  return text;
}

char *
db_text (Sync *self, const char *sql, ...)
{
  va_list arguments;
  char *text;

  va_start (arguments, sql);
  text = look_text (self, sql, arguments);
  va_end (arguments);

  return text;
}

gint64
db_int (Sync *self, const char *sql, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, sql);
  text = look_text (self, sql, arguments);
  va_end (arguments);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

void
db_run (Sync *self, const char *sql, ...)
{
  va_list arguments;

  va_start (arguments, sql);
  g_free (look_text (self, sql, arguments));
  va_end (arguments);
}

char *
db_content (Sync *self)
{
  return db_text (self,
    "SELECT group_concat (line, char (10)) FROM (SELECT * FROM ("
    "SELECT hex (t.graph_id) || ' ' || t.name || ' ' || ifnull (t.default_domain, '-') || ' ' || t.sources || ' ' "
    "       || ifnull (t.relationship, '-') || ' ' || ifnull (t.access, '-') || ' ' || t.users_present || ' ' "
    "       || (t.gone_at IS NOT NULL) AS line FROM tenants AS t UNION ALL "
    "SELECT hex (t.graph_id) || hex (u.graph_id) || ' ' || u.row_hash || ' ' || u.user_principal_name || ' ' "
    "       || ifnull (u.display_name, '-') || ' ' || replace (u.aliases, char (10), ' ') || ' ' || u.state "
    "       || ' ' || ifnull (u.enabled, '-') || ' ' || ifnull (u.mail, '-') || ' ' || u.sort_name "
    "  FROM users AS u JOIN tenants AS t ON t.id = u.tenant_id) ORDER BY line)");
}

void
db_assert_sound (Sync *self)
{
  g_autofree char *integrity = db_text (self, "PRAGMA integrity_check");

  g_assert_cmpstr (integrity, ==, "ok");
  g_assert_cmpint (db_int (self, "SELECT count (*) FROM pragma_foreign_key_check"), ==, 0);
  /* The count that is kept is the count there is. */
  g_assert_cmpint (db_int (self, "SELECT count (*) FROM tenants AS t WHERE users_present <> "
                                 "(SELECT count (*) FROM users WHERE tenant_id = t.id AND state = 'present')"),
                   ==, 0);
  /* What a round has taken away waits only for its end. */
  g_assert_cmpint (db_int (self, "SELECT count (*) FROM removals AS r WHERE NOT EXISTS (SELECT 1 FROM cursors "
                                 "WHERE tenant_id = r.tenant_id AND stream = r.stream)"), ==, 0);
  g_assert_cmpint (db_int (self, "SELECT count (*) FROM users WHERE state = 'present' AND "
                                 "(deleted_at IS NOT NULL OR restorable_until IS NOT NULL)"), ==, 0);
  /* Pages are marked as seen only for a listing that will go on. */
  g_assert_cmpint (db_int (self, "SELECT count (*) FROM seen_pages AS s WHERE NOT EXISTS (SELECT 1 FROM cursors "
                                 "WHERE tenant_id = s.tenant_id AND stream = s.stream AND pages > s.page)"),
                   ==, 0);
}
