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
  const char   *pages[4];         /* value arrays of all users; NULL ends them */
  const char   *changes[4];       /* … of what has changed, from the deltaLink on */
  guint         status[4], status_of_changes[4];      /* 0 is 200 */
  guint         asked[4], asked_changes[4];
  const char   *last_links;       /* NULL: a deltaLink; else what stands there on last pages */
  const char   *count;            /* NULL: not told */
  const char   *code;             /* of an error; NULL: the one that goes with the status */
} Odd;

static void
answer (Odd *self, SoupServerMessage *message, guint status, const char *body)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, body, strlen (body));
}

static void
append_links (Odd *self, GString *body, gboolean changes, guint page)
{
  const char *const *pages = changes ? self->changes : self->pages;

  if (page + 1 < G_N_ELEMENTS (self->pages) && pages[page + 1] != NULL)
    g_string_append_printf (body, ",\"@odata.nextLink\":\"http://127.0.0.1:%d/graph/v1.0/users/delta?$skiptoken=%s%u\"",
                            self->port, changes ? "c" : "", page + 1);
  else if (self->last_links != NULL)
    g_string_append (body, self->last_links);
  else
    g_string_append_printf (body, ",\"@odata.deltaLink\":\"http://127.0.0.1:%d/graph/v1.0/users/delta?$deltatoken=d%u\"",
                            self->port, self->asked[0] + self->asked_changes[0]);
}

static void
answer_users (Odd *self, SoupServerMessage *message, gboolean changes, guint page)
{
  guint status = changes ? self->status_of_changes[page] : self->status[page];
  GString *body = g_string_new (NULL);

  if (changes)
    self->asked_changes[page]++;
  else
    self->asked[page]++;
  if (status != 0)
    g_string_append_printf (body, "{\"error\":{\"code\":\"%s\",\"message\":\"\"}}",
                            self->code != NULL ? self->code
                            : status == 403 ? "Authorization_RequestDenied" : "syncStateNotFound");
  else
    {
      const char *rows = changes ? self->changes[page] : self->pages[page];

      g_string_append_printf (body, "{\"value\":%s", rows != NULL ? rows : "[]");
      append_links (self, body, changes, page);
      g_string_append_c (body, '}');
    }
  answer (self, message, status != 0 ? status : 200, body->str);
  g_string_free (body, TRUE);
}

static void
handle (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  Odd *self = data;
  const char *page = query != NULL ? g_hash_table_lookup (query, "$skiptoken") : NULL;
  gboolean later = query != NULL && g_hash_table_lookup (query, "$deltatoken") != NULL;

  g_mutex_lock (&self->lock);
  if (g_str_has_suffix (path, "/organization"))
    answer (self, message, 200, self->organization);
  else if (g_str_has_suffix (path, "/users/delta"))
    answer_users (self, message, later || (page != NULL && *page == 'c'),
                  page != NULL ? (guint) atoi (*page == 'c' ? page + 1 : page) : 0);
  else if (g_str_has_suffix (path, "/deletedItems/microsoft.graph.user"))
    answer (self, message, 200, "{\"value\":[]}");
  else if (g_str_has_suffix (path, "/users/$count") && self->count != NULL)
    {
      soup_server_message_set_status (message, 200, NULL);
      soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_COPY, self->count,
                                        strlen (self->count));
    }
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
  self->changes[0] = "[" USER (A, "a2@x.example", "A") ",{\"id\":\"" B "\",\"userPrincipalName\":null},"
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
  self->changes[0] = "[" USER (B, "b@other.example", "B") "]";
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

#define EVIL "Evil\\n2026 error: \\u001b[31m\\u202e'); DROP TABLE users; -- %s%n"

/* Names, and what a server says, are text: no line of the log can be forged, no statement changed, nothing masked is
 * shown. */
static void
test_names_are_text (Odd *self, gconstpointer data)
{
  Sync *s = &self->sync;
  g_autofree char *name = NULL, *sort_name = NULL;

  self->organization = "{\"value\":[{\"id\":\"" TENANT "\",\"tenantType\":\"AAD\",\"displayName\":\"" EVIL
                       "\",\"verifiedDomains\":[]}]}";
  self->pages[0] = "[" USER (A, "a@x.example", "<b>=1+1</b>'; DELETE FROM users; --") ","
                   USER (B, "b@x.example", "") "]";
  assert_state (self, "ok");
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users"), ==, 2);
  name = db_text (s, "SELECT display_name FROM users WHERE user_principal_name = 'a@x.example'");
  g_assert_cmpstr (name, ==, "<b>=1+1</b>'; DELETE FROM users; --");
  sort_name = db_text (s, "SELECT sort_name FROM users WHERE user_principal_name = 'b@x.example'");
  g_assert_cmpstr (sort_name, ==, "b@x.example");
  self->status_of_changes[0] = 403;
  self->code = EVIL;
  assert_state (self, "incomplete");
  /* a line names its tenant by id, and a code that is none is not told */
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM log WHERE message LIKE '%%403 Forbidden%%'"), >, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM log WHERE message LIKE '%%Evil%%' OR object LIKE '%%Evil%%'"),
                   ==, 0);
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
  self->status_of_changes[0] = 410;
  for (guint i = 0; i < 2; i++)         /* the question stays until it is answered */
    {
      assert_state (self, "incomplete");
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==, 3);
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM change_links"), ==, 0);
    }

  s->context.full = s->context.confirmed = TRUE;
  assert_state (self, "ok");
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==, 0);
}

/* The same over changes: the link stays where it was, so that they are told again. */
static void
test_many_deletions_wait_for_a_word (Odd *self, gconstpointer data)
{
  Sync *s = &self->sync;
  g_autofree char *before = NULL, *after = NULL;

  self->pages[0] = "[" USER (A, "a@x.example", "A") "," USER (B, "b@x.example", "B") ","
                   USER (C, "c@x.example", "C") "]";
  assert_state (self, "ok");
  before = db_text (s, "SELECT link FROM change_links");
  self->changes[0] = "[" USER (A, "a@x.example", "A2") ",{\"id\":\"" B "\",\"@removed\":{\"reason\":\"changed\"}}]";
  for (guint i = 0; i < 2; i++)
    {
      assert_state (self, "incomplete");
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==, 3);
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE display_name = 'A2'"), ==, 1);
      g_free (after);
      after = db_text (s, "SELECT link FROM change_links");
      g_assert_cmpstr (after, ==, before);
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM run_streams WHERE error = 'decision' AND run_id = "
                                  "(SELECT max (id) FROM runs)"), ==, 1);
    }
  self->pages[0] = "[" USER (A, "a@x.example", "A2") "," USER (C, "c@x.example", "C") "]";
  s->context.full = s->context.confirmed = TRUE;
  assert_state (self, "ok");
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==, 2);
}

/* A last page without a link, with both, or with one that is no text: nobody says that it was all. */
static void
test_end_must_be_told (Odd *self, gconstpointer data)
{
  static const char *const links[] = {
    "", ",\"@odata.deltaLink\":null",
    ",\"@odata.deltaLink\":\"http://127.0.0.1:1/x\",\"@odata.nextLink\":\"http://127.0.0.1:1/y\"",
    ",\"@odata.deltaLink\":\"https://evil.example/v1.0/users/delta?$deltatoken=x\"",
    ",\"@odata.deltaLink\":\"nonsense\"", ",\"@odata.deltaLink\":5",
  };
  Sync *s = &self->sync;

  self->pages[0] = "[" USER (A, "a@x.example", "A") "," USER (B, "b@x.example", "B") ","
                   USER (C, "c@x.example", "C") "]";
  self->pages[1] = "[]";
  assert_state (self, "ok");
  self->pages[0] = "[" USER (A, "a@x.example", "A") "," USER (B, "b@x.example", "B") "]";
  self->status_of_changes[0] = 410;
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      self->last_links = links[i];
      assert_state (self, "incomplete");
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==, 3);
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM change_links WHERE link LIKE '%%evil%%'"), ==, 0);
    }
}

/* A row of changes may tell only what has changed; what was never set is not told either. */
static void
test_untold_stays_as_it_was (Odd *self, gconstpointer data)
{
  Sync *s = &self->sync;
  g_autofree char *row = NULL, *again = NULL;

  self->pages[0] = "[{\"id\":\"" A "\",\"userPrincipalName\":\"a@x.example\",\"displayName\":\"A\","
                   "\"mail\":\"a@x.example\",\"proxyAddresses\":[\"smtp:alias@x.example\"],\"jobTitle\":\"Boss\","
                   "\"accountEnabled\":true,\"createdDateTime\":\"2020-01-01T00:00:00Z\","
                   "\"assignedLicenses\":[{\"skuId\":\"" C "\"}]}]";
  assert_state (self, "ok");
  self->changes[0] = "[{\"id\":\"" A "\",\"department\":\"Sales\"},{\"id\":\"" A "\",\"jobTitle\":null}]";
  assert_state (self, "ok");
  row = db_text (s, "SELECT user_principal_name || '|' || display_name || '|' || mail || '|' || "
                    "replace (aliases, char (10), ' ') || '|' || ifnull (job_title, '-') || '|' || department || '|' || "
                    "enabled || '|' || created_at || '|' || licences || '|' || sort_name FROM users");
  g_assert_cmpstr (row, ==, "a@x.example|A|a@x.example|a@x.example alias@x.example|-|Sales|1|1577836800|" C "|a");
  g_assert_cmpint (db_int (s, "SELECT changed FROM run_streams WHERE name = 'users' ORDER BY run_id DESC"), ==, 1);

  /* Replays change nothing, and the last word counts. */
  self->changes[0] = "[{\"id\":\"" A "\",\"displayName\":\"Z\"}]";
  self->changes[1] = "[{\"id\":\"" A "\",\"displayName\":\"B\",\"accountEnabled\":false,\"proxyAddresses\":[]},"
                     "{\"id\":\"" B "\",\"displayName\":\"nobody we know\"}]";
  assert_state (self, "ok");
  again = db_text (s, "SELECT display_name || '|' || sort_name || '|' || enabled || '|' || aliases FROM users");
  g_assert_cmpstr (again, ==, "B|b|0|a@x.example");
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users"), ==, 1);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM log WHERE action = 'skip' AND object = '" B "'"), ==, 1);
}

/* In a list of all, what is not told is not there. */
static void
test_untold_in_a_list_of_all_is_gone (Odd *self, gconstpointer data)
{
  Sync *s = &self->sync;

  self->pages[0] = "[{\"id\":\"" A "\",\"userPrincipalName\":\"a@x.example\",\"jobTitle\":\"Boss\"}]";
  assert_state (self, "ok");
  self->pages[0] = "[{\"id\":\"" A "\",\"userPrincipalName\":\"a@x.example\"}]";
  self->status_of_changes[0] = 400;
  assert_state (self, "ok");
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE job_title IS NULL"), ==, 1);
}

/* Removed and back, back and removed: the last word counts, over pages and over an interruption. */
static void
test_last_word_about_who_is_gone (Odd *self, gconstpointer data)
{
  static const char gone_a[] = "[{\"id\":\"" A "\",\"@removed\":{\"reason\":\"changed\"}}]";
  static const char all[] = "[" USER (A, "a@x.example", "A") "," USER (B, "b@x.example", "B") ","
                            USER (C, "c@x.example", "C") ","
                            USER ("aaaaaaaa-0000-0000-0000-000000000004", "d@x.example", "D") "]";
  static const char a[] = "[" USER (A, "a@x.example", "A") "]";
  const struct { const char *pages[3]; gboolean gone; } rounds[] = {
    { { gone_a }, TRUE }, { { a }, FALSE }, { { gone_a, a }, FALSE }, { { a, gone_a }, TRUE },
    { { gone_a, gone_a }, TRUE }, { { a, gone_a, a }, FALSE }, { { gone_a, a, gone_a }, TRUE },
  };
  Sync *s = &self->sync;

  self->pages[0] = all;
  assert_state (self, "ok");
  for (guint cut = 0; cut < 2; cut++)
    for (guint i = 0; i < G_N_ELEMENTS (rounds); i++)
      {
        for (guint p = 0; p < 3; p++)
          self->changes[p] = rounds[i].pages[p];
        if (cut && self->changes[1] != NULL)
          {
            self->status_of_changes[1] = 403;
            assert_state (self, "incomplete");
            g_assert_cmpint (db_int (s, "SELECT count (*) FROM cursors WHERE changes = 1"), ==, 1);
            self->status_of_changes[1] = 0;
          }
        assert_state (self, "ok");
        g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'deleted' AND restorable_until > 0"),
                         ==, rounds[i].gone);
        g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==,
                         4 - rounds[i].gone);
        g_assert_cmpint (db_int (s, "SELECT count (*) FROM removals"), ==, 0);
      }
  g_assert_cmpuint (self->asked[0], ==, 1);

  /* For good: nothing brings it back. */
  self->changes[0] = "[{\"id\":\"" A "\",\"@removed\":{\"reason\":\"deleted\"}}]";
  self->changes[1] = self->changes[2] = NULL;
  assert_state (self, "ok");
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'deleted' AND restorable_until IS NULL"), ==, 1);
}

/* What Microsoft counts, what came and what is stored, and why they differ. */
static void
test_difference_is_explained (Odd *self, gconstpointer data)
{
  Sync *s = &self->sync;
  g_autofree char *line = NULL, *numbers = NULL;

  self->count = "5";
  self->pages[0] = "[" USER (A, "a@x.example", "A") "," USER (B, "b@x.example", "B") ",{\"id\":\"" C "\"}]";
  assert_state (self, "ok");
  numbers = db_text (s, "SELECT reported || ' ' || fetched || ' ' || stored || ' ' || failed FROM run_streams "
                        "WHERE name = 'users'");
  g_assert_cmpstr (numbers, ==, "5 3 2 1");
  line = db_text (s, "SELECT message FROM log WHERE action = 'difference'");
  g_assert_cmpstr (line, ==, "Users: Microsoft counts 5, 3 came, 2 are stored; 1 left out, each named "
                             "above; 2 went while they were listed, or are counted and not listed");
}

/* Links hold what Microsoft knows of a tenant: they are kept, and told to nobody. */
static void
test_links_are_not_logged (Odd *self, gconstpointer data)
{
  Sync *s = &self->sync;

  self->pages[0] = "[" USER (A, "a@x.example", "A") "]";
  self->pages[1] = "[]";
  assert_state (self, "ok");
  self->changes[0] = "[]";
  self->changes[1] = "[]";
  self->status_of_changes[1] = 403;
  assert_state (self, "incomplete");
  self->status_of_changes[1] = 410;
  assert_state (self, "ok");
  self->status_of_changes[0] = 400;
  assert_state (self, "ok");
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM log WHERE message LIKE '%%token%%' OR message LIKE '%%127.0.0.1%%'"),
                   ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenant_streams WHERE detail LIKE '%%token=%%'"), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM log WHERE action = 'restart' AND message LIKE "
                              "'Users: all are listed anew: GET /v1.0/users/delta: 410 Gone%%'"), ==, 1);
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
  add_odd_test ("/sync/odd/many-deletions-wait-for-a-word", test_many_deletions_wait_for_a_word);
  add_odd_test ("/sync/odd/end-must-be-told", test_end_must_be_told);
  add_odd_test ("/sync/odd/untold-stays-as-it-was", test_untold_stays_as_it_was);
  add_odd_test ("/sync/odd/untold-in-a-list-of-all-is-gone", test_untold_in_a_list_of_all_is_gone);
  add_odd_test ("/sync/odd/last-word-about-who-is-gone", test_last_word_about_who_is_gone);
  add_odd_test ("/sync/odd/difference-is-explained", test_difference_is_explained);
  add_odd_test ("/sync/odd/links-are-not-logged", test_links_are_not_logged);

  return g_test_run ();
}
