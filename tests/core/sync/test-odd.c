/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers that the sample cloud never gives: a Graph of a few lines, which says what a test
 * wants. */
#include "sync-fixture.h"

#include <string.h>

#include <glib/gstdio.h>
#include <libsoup/soup.h>

#include "tny-error.h"

#define TENANT "11111111-2222-3333-4444-555555555555"

typedef struct
{
  Sync          sync;
  SoupServer   *server;
  GThread      *thread;
  GMainContext *context;
  GMainLoop    *loop;
  int           port;

  GMutex        lock;             /* guards what follows */
  const char   *organization;     /* whole answer */
  const char   *pages[4];         /* value arrays; the first is the one without a $skiptoken */
  guint         status[4];        /* 0 is 200 */
  guint         asked[4];
} Odd;

static void
answer (Odd *self, SoupServerMessage *message, guint status, const char *body)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, body, strlen (body));
}

static void
answer_users (Odd *self, SoupServerMessage *message, guint page)
{
  GString *body = g_string_new (NULL);

  self->asked[page]++;
  if (self->status[page] != 0)
    g_string_append (body, "{\"error\":{\"code\":\"syncStateNotFound\",\"message\":\"\"}}");
  else
    {
      g_string_append_printf (body, "{\"value\":%s", self->pages[page]);
      if (page + 1 < G_N_ELEMENTS (self->pages) && self->pages[page + 1] != NULL)
        g_string_append_printf (body, ",\"@odata.nextLink\":\"http://127.0.0.1:%d/graph/v1.0/users?$skiptoken=%u\"",
                                self->port, page + 1);
      g_string_append_c (body, '}');
    }
  answer (self, message, self->status[page] != 0 ? self->status[page] : 200, body->str);
  g_string_free (body, TRUE);
}

static void
handle (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  Odd *self = data;
  const char *page = query != NULL ? g_hash_table_lookup (query, "$skiptoken") : NULL;

  g_mutex_lock (&self->lock);
  if (g_str_has_suffix (path, "/organization"))
    answer (self, message, 200, self->organization);
  else if (g_str_has_suffix (path, "/users"))
    answer_users (self, message, page != NULL ? (guint) atoi (page) : 0);
  else
    answer (self, message, 404, "{}");
  g_mutex_unlock (&self->lock);
}

static gpointer
serve (gpointer data)
{
  Odd *self = data;
  g_autoptr(GError) error = NULL;
  GSList *uris;

  g_main_context_push_thread_default (self->context);
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, handle, self, NULL);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  g_atomic_int_set (&self->port, g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  g_main_loop_run (self->loop);
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

static TnySecret *
get_token (gpointer self, const char *tenant_id, const char *resource, const char *claims,
           GCancellable *cancellable, GError **error)
{
  return tny_secret_new ("sim-token-1");
}

static void
drop_token (gpointer self, const char *tenant_id, const char *resource, const TnySecret *token)
{
}

static void
odd_set_up (Odd *self, gconstpointer data)
{
  static const TnyTokenSource source = { get_token, drop_token, NULL };
  Sync *s = &self->sync;
  g_autofree char *key = NULL;
  g_autoptr(GError) error = NULL;

  g_mutex_init (&self->lock);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->organization = "{\"value\":[{\"id\":\"" TENANT "\",\"displayName\":\"Contoso\",\"tenantType\":\"AAD\",\"verifiedDomains\":[]}]}";
  self->thread = g_thread_new ("odd-graph", serve, self);
  while (g_atomic_int_get (&self->port) == 0)
    g_thread_yield ();

  s->folder = g_dir_make_tmp ("tny-odd-XXXXXX", &error);
  g_assert_no_error (error);
  s->key_file = g_build_filename (s->folder, "odd.cloud", NULL);
  key = g_strdup_printf ("[cloud]\nname=odd\nlogin=http://127.0.0.1:%d/login\ngraph=http://127.0.0.1:%d/graph\n"
                         "partner=http://127.0.0.1:%d/partner\nportal=http://127.0.0.1:%d/portal\n",
                         self->port, self->port, self->port, self->port);
  g_assert_true (g_file_set_contents (s->key_file, key, -1, NULL));
  s->tenant_id = g_strdup (TENANT);
  s->client_id = g_strdup (TENANT);
  s->secret = g_strdup ("s");
  s->refresh_token = g_strdup ("r");
  s->context = (TnySyncContext) { .reach = "direct", .streams = "tenants,users", .trigger = "manual",
                                  .partner_tenant_id = TENANT };
  sync_open (s);
  tny_http_set_tokens (s->http, &source);
  sync_insert_connection (s);
  s->context.connection_id = s->connection_id;
}

static void
odd_tear_down (Odd *self, gconstpointer data)
{
  sync_tear_down (&self->sync, NULL);
  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
}

static void
assert_state (Odd *self, const char *expected)
{
  g_autoptr(GError) error = NULL;

  const char *state = sync_run (&self->sync, &error);

  if (error != NULL)
    g_test_message ("%s", error->message);
  g_assert_cmpstr (state, ==, expected);
  db_assert_sound (&self->sync);
}

#define A "aaaaaaaa-0000-0000-0000-000000000001"
#define B "aaaaaaaa-0000-0000-0000-000000000002"
#define C "aaaaaaaa-0000-0000-0000-000000000003"
#define USER(id, upn, name) "{\"id\":\"" id "\",\"userPrincipalName\":\"" upn "\",\"displayName\":\"" name "\"}"

static void
test_user_without_login_is_left_out (Odd *self, gconstpointer data)
{
  Sync *s = &self->sync;
  g_autofree char *object = NULL;

  self->pages[0] = "[" USER (A, "a@x.example", "A") "," USER (B, "b@x.example", "B") "]";
  assert_state (self, "ok");
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users"), ==, 2);

  /* B has lost its login: it is told, B stays as it was, and the others are read. */
  self->pages[0] = "[" USER (A, "a2@x.example", "A") ",{\"id\":\"" B "\",\"userPrincipalName\":null},"
                   "{\"id\":\"" C "\"}]";
  assert_state (self, "ok");
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==, 2);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE user_principal_name = 'a2@x.example'"), ==, 1);
  g_assert_cmpint (db_int (s, "SELECT failed FROM run_streams WHERE name = 'users' ORDER BY run_id DESC"), ==, 2);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM log WHERE action = 'skip' AND level = 'warning'"), ==, 2);
  object = db_text (s, "SELECT object FROM log WHERE action = 'skip' ORDER BY id");
  g_assert_cmpstr (object, ==, B);
}

/* A listing may name a user twice, in any order, also with another content. */
static void
test_named_twice_is_one_user (Odd *self, gconstpointer data)
{
  Sync *s = &self->sync;
  g_autofree char *name = NULL;

  self->pages[0] = "[" USER (A, "a@x.example", "first") "," USER (B, "b@x.example", "B") ","
                   USER (A, "a@x.example", "second") "]";
  self->pages[1] = "[" USER (C, "c@x.example", "C") "," USER (A, "a@x.example", "third") ","
                   USER (B, "b@x.example", "B") "]";
  assert_state (self, "ok");
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users"), ==, 3);
  name = db_text (s, "SELECT display_name FROM users WHERE user_principal_name = 'a@x.example'");
  g_assert_cmpstr (name, ==, "third");
  g_assert_cmpint (db_int (s, "SELECT new FROM run_streams WHERE name = 'users'"), ==, 3);
  g_assert_cmpint (db_int (s, "SELECT changed + unchanged FROM run_streams WHERE name = 'users'"), ==, 0);
}

static void
test_other_tenant_answers (Odd *self, gconstpointer data)
{
  Sync *s = &self->sync;
  g_autofree char *access = NULL;

  self->pages[0] = "[" USER (A, "a@x.example", "A") "]";
  assert_state (self, "ok");
  self->organization = "{\"value\":[{\"id\":\"99999999-2222-3333-4444-555555555555\",\"displayName\":\"Other\"}]}";
  self->pages[0] = "[" USER (B, "b@other.example", "B") "]";
  assert_state (self, "failed");
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE user_principal_name LIKE '%%other%%'"), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==, 1);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenants WHERE name = 'Other'"), ==, 0);
  access = db_text (s, "SELECT access FROM tenants");
  g_assert_cmpstr (access, ==, "wrong-account");
}

/* The second page's link dies: the listing begins anew, once, and completes or fails. */
static void
test_link_dies_on_the_way (Odd *self, gconstpointer data)
{
  Sync *s = &self->sync;

  self->pages[0] = "[" USER (A, "a@x.example", "A") "]";
  self->pages[1] = "[" USER (B, "b@x.example", "B") "]";
  self->status[1] = 410;
  assert_state (self, "incomplete");
  g_assert_cmpuint (self->asked[0], ==, 2);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM log WHERE action = 'restart'"), ==, 1);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==, 1);

  self->status[1] = 0;
  assert_state (self, "ok");
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==, 2);
}

/* Names are text: no line of the log can be forged, no statement changed, nothing masked is
 * shown. */
static void
test_names_are_text (Odd *self, gconstpointer data)
{
  Sync *s = &self->sync;
  g_autofree char *name = NULL, *sort_name = NULL;

  self->organization = "{\"value\":[{\"id\":\"" TENANT "\",\"tenantType\":\"AAD\",\"displayName\":\"Evil\\n2026 error: \\u001b[31m"
                       "\\u202e'); DROP TABLE users; -- %s%n\",\"verifiedDomains\":[]}]}";
  self->pages[0] = "[" USER (A, "a@x.example", "<b>=1+1</b>'; DELETE FROM users; --") ","
                   USER (B, "b@x.example", "") "]";
  assert_state (self, "ok");
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users"), ==, 2);
  name = db_text (s, "SELECT display_name FROM users WHERE user_principal_name = 'a@x.example'");
  g_assert_cmpstr (name, ==, "<b>=1+1</b>'; DELETE FROM users; --");
  sort_name = db_text (s, "SELECT sort_name FROM users WHERE user_principal_name = 'b@x.example'");
  g_assert_cmpstr (sort_name, ==, "b@x.example");
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM log WHERE message LIKE '%%Evil%%'"), >, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM log WHERE instr (message, char (10)) > 0 OR "
                              "instr (message, char (27)) > 0 OR instr (message, char (8238)) > 0"), ==, 0);
}

/* Who may only read the basics is told null for the rest: what is known of a place stays, and is not
 * current. */
static void
test_withheld_details (Odd *self, gconstpointer data)
{
  Sync *s = &self->sync;

  self->organization = "{\"value\":[{\"id\":\"" TENANT "\",\"displayName\":\"Contoso\",\"tenantType\":\"AAD\","
                       "\"city\":\"Graz\",\"street\":\"Ring 1\",\"businessPhones\":[\"1\"],\"verifiedDomains\":["
                       "{\"name\":\"old.example\",\"isDefault\":true}]}]}";
  self->pages[0] = "[" USER (A, "a@x.example", "A") "]";
  assert_state (self, "ok");
  self->organization = "{\"value\":[{\"id\":\"" TENANT "\",\"displayName\":\"Contoso\",\"tenantType\":null,"
                       "\"city\":null,\"street\":null,\"verifiedDomains\":["
                       "{\"name\":\"new.example\",\"isDefault\":true}]}]}";
  assert_state (self, "incomplete");
  g_assert_cmpint (db_int (s, "SELECT city = 'Graz' AND street = 'Ring 1' AND phones = '1' FROM tenants"), ==, 1);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenant_domains WHERE name = 'new.example'"), ==, 1);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenant_domains"), ==, 1);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenant_streams WHERE name = 'details' AND "
                              "state = 'incomplete' AND error = 'permission' AND read_at > 0"), ==, 1);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenant_streams WHERE name = 'users' AND state = 'ok'"), ==, 1);
}

/* An empty list, whole and well formed, is still "everybody is gone": more than a third. */
static void
test_empty_listing_removes_nobody_unasked (Odd *self, gconstpointer data)
{
  Sync *s = &self->sync;

  self->pages[0] = "[" USER (A, "a@x.example", "A") "," USER (B, "b@x.example", "B") ","
                   USER (C, "c@x.example", "C") "]";
  assert_state (self, "ok");
  self->pages[0] = "[]";
  assert_state (self, "incomplete");
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==, 3);

  s->context.full = s->context.confirmed = TRUE;
  assert_state (self, "ok");
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==, 0);
}

#define add_odd_test(name, func) g_test_add (name, Odd, NULL, odd_set_up, func, odd_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_odd_test ("/sync/odd/user-without-login-is-left-out", test_user_without_login_is_left_out);
  add_odd_test ("/sync/odd/named-twice-is-one-user", test_named_twice_is_one_user);
  add_odd_test ("/sync/odd/other-tenant-answers", test_other_tenant_answers);
  add_odd_test ("/sync/odd/link-dies-on-the-way", test_link_dies_on_the_way);
  add_odd_test ("/sync/odd/names-are-text", test_names_are_text);
  add_odd_test ("/sync/odd/withheld-details", test_withheld_details);
  add_odd_test ("/sync/odd/empty-listing-removes-nobody-unasked", test_empty_listing_removes_nobody_unasked);

  return g_test_run ();
}
