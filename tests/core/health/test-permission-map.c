/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For every subset of features: with exactly the computed permissions all is well; with one fewer,
 * that one is named, and exactly the fields that hang on it are explained by it. */
#include "health-fixture.h"

#include <string.h>

static const struct { TnyFeature feature; const char *stream, *field; } choices[] = {
  { TNY_FEATURE_USERS, "users", "mail" },
  { TNY_FEATURE_SIGN_INS, "sign-ins", "last_sign_in" },
  { TNY_FEATURE_MAILBOXES, "mailboxes", "mailbox_used_bytes" },
  { TNY_FEATURE_LICENCES, "licences", NULL },
  { TNY_FEATURE_DEVICES, "devices", "devices" },
};

static char *
streams_of (guint subset)
{
  GString *streams = g_string_new ("tenants");

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    if (subset >> i & 1)
      g_string_append_printf (streams, ",%s", choices[i].stream);

  return g_string_free (streams, FALSE);
}

static gboolean
is_openid (const TnyPermission *permission)
{
  return permission->delegated_id != NULL && permission->application_id == NULL &&
         (g_str_equal (permission->name, "openid") || g_str_equal (permission->name, "profile") ||
          g_str_equal (permission->name, "offline_access"));
}

static gboolean
is_needed (const TnyPermission *permission, guint features)
{
  return tny_checks_needs (permission, features, "gdap", FALSE) ||
         tny_checks_needs (permission, features, "gdap", TRUE);
}

/* The sample cloud with exactly these, less @without. */
static void
grant (Sync *self, guint features, const TnyPermission *without)
{
  guint n;
  const TnyPermission *table = tny_permission_table (&n);

  sim_control (self, "POST", "reset");
  sim_scenario (self, "all-access", TRUE);
  for (guint i = 0; i < n; i++)
    if (!is_openid (&table[i]) && (&table[i] == without || !is_needed (&table[i], features)))
      health_permission (self, table[i].name, "missing", "everywhere");
  health_renew (self);
}

/* Whether another permission of the set does as well. */
static gboolean
is_covered (const TnyPermission *permission, guint features)
{
  guint n;
  const TnyPermission *table = tny_permission_table (&n);

  for (guint i = 0; i < n; i++)
    if (&table[i] != permission && is_needed (&table[i], features) &&
        tny_permission_covers (table[i].name, permission->name))
      return TRUE;

  return FALSE;
}

static void
set_streams (Sync *self, const char *streams)
{
  db_run (self, "UPDATE connections SET streams = '%s'", streams);
}

/* The first cause of @field, as explain has it. */
static char *
first_cause_of (Sync *self, const char *kind, const char *of, const char *field)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyReader) reader = tny_store_borrow (self->store, &error);
  g_autoptr(GPtrArray) causes = tny_explain (reader, kind, of, field, &error);
  const TnyCause *first;

  g_assert_no_error (error);
  g_assert_cmpuint (causes->len, >, 0);
  first = causes->pdata[0];

  return g_strdup (first->check_id != NULL ? first->check_id : "");
}

/* Exactly what hangs on @permission is explained by it. */
static void
explain_all (Sync *self, const char *user, guint subset, const TnyPermission *without)
{
  g_autofree char *id = g_strdup_printf ("permission/%s/delegated", without->name);

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autofree char *cause = NULL;
      gboolean hangs = (without->needed_for & choices[i].feature) != 0;

      if ((subset >> i & 1) == 0 || choices[i].field == NULL)
        continue;
      cause = first_cause_of (self, "user", user, choices[i].field);
      if (hangs != g_str_equal (cause, id))
        g_error ("without %s, %s is explained by “%s”", without->name, choices[i].field, cause);
    }
}

static void
test_map (Sync *self, gconstpointer data)
{
  guint n, n_subsets = 0, n_fewer = 0;
  const TnyPermission *table = tny_permission_table (&n);
  g_autofree char *user = NULL;

  g_assert_cmpstr (sync_run (self, NULL), ==, "ok");
  user = db_text (self, "SELECT user_principal_name FROM users WHERE state = 'present' AND "
                        "instr (user_principal_name, '#') = 0 LIMIT 1");
  for (guint subset = 0; subset < 1u << G_N_ELEMENTS (choices); subset++)
    {
      g_autofree char *streams = streams_of (subset);
      guint features = tny_checks_features (streams);
      g_autoptr(GPtrArray) well = NULL;
      g_autofree char *problems = NULL;
      TnyChecksContext context;

      set_streams (self, streams);
      grant (self, features, NULL);
      context = health_context (self, streams);
      well = health_run (self, &context);
      problems = health_problems (well);
      g_assert_cmpstr (problems, ==, "");
      n_subsets++;
      for (guint i = 0; i < n; i++)
        {
          g_autoptr(GPtrArray) checks = NULL;
          g_autofree char *id = g_strdup_printf ("permission/%s/delegated", table[i].name);
          const TnyCheck *cause;

          if (is_openid (&table[i]) || !is_needed (&table[i], features) ||
              (table[i].needed_for & features & ~(TNY_FEATURES_ALWAYS | TNY_FEATURE_HEALTH)) == 0)
            continue;
          grant (self, features, &table[i]);
          context = health_context (self, streams);
          checks = health_run (self, &context);
          cause = tny_checks_first_cause (checks,
                                          ((TnyCheck *) checks->pdata[checks->len - 1])->tenant_id);
          if (is_covered (&table[i], features))
            {
              g_assert_null (cause);
              health_assert (checks, id, "covered");
              continue;
            }
          g_assert_nonnull (cause);
          g_assert_cmpstr (cause->id, ==, id);
          g_assert_cmpstr (cause->finding, ==, "missing");
          health_assert (checks, "consent", "partial");
          explain_all (self, user, subset, &table[i]);
          n_fewer++;
        }
    }
  g_test_message ("%u subsets all well, %u times one permission fewer was named", n_subsets,
                  n_fewer);
}

/* Every subset of what can be synced today: with exactly its permissions all promised fields fill,
 * and with one fewer exactly those that hang on it stay blank. */
static const struct { TnyFeature feature; const char *stream, *filled, *field; } fills[] = {
  { TNY_FEATURE_USERS, "users", "SELECT count (*) FROM users WHERE state = 'present'",
    "users_reported" },
  { TNY_FEATURE_LICENCES, "licences", "SELECT count (*) FROM licences", "licences" },
  { TNY_FEATURE_MAILBOXES, "mailboxes", "SELECT count (*) FROM mailboxes WHERE used_bytes > 0",
    "mailboxes" },
  { TNY_FEATURE_SIGN_INS, "sign-ins", "SELECT count (*) FROM users WHERE last_sign_in > 0", NULL },
  { TNY_FEATURE_DEVICES, "devices", "SELECT count (*) FROM devices", "devices" },
};

static void
forget_all (Sync *self)
{
  db_run (self, "DELETE FROM tenants");
  db_run (self, "DELETE FROM cursors");
}

/* Exactly what hangs on @without stays blank, and explain names it; how many fields that were. */
static guint
assert_filled (Sync *self, guint subset, guint features, const TnyPermission *without)
{
  g_autofree char *id = without != NULL ? g_strdup_printf ("permission/%s/delegated", without->name)
                                        : NULL;
  g_autofree char *tenant = db_text (self, "SELECT graph_id FROM tenants LIMIT 1");
  guint n_blank = 0;

  for (guint i = 0; i < G_N_ELEMENTS (fills); i++)
    {
      gboolean promised = subset >> i & 1;
      gboolean hangs = without != NULL && (without->needed_for & fills[i].feature) != 0 &&
                       !is_covered (without, features);
      gboolean filled = db_int (self, "%s", fills[i].filled) > 0;
      g_autofree char *cause = NULL;

      if (!promised)
        continue;
      /* whether names are concealed is asked for, and told by the report itself where that is refused */
      if (hangs && g_str_equal (without->name, "ReportSettings.Read.All"))
        hangs = FALSE;
      if (filled == hangs)
        g_error ("%s of subset %u without %s: %s", fills[i].stream, subset,
                 without != NULL ? without->name : "nothing", filled ? "filled" : "blank");
      n_blank += hangs;
      if (!hangs || fills[i].field == NULL)
        continue;
      cause = first_cause_of (self, "tenant", tenant, fills[i].field);
      if (!g_str_equal (cause, id))
        g_error ("%s of subset %u without %s: explained by “%s”", fills[i].stream, subset,
                 without->name, cause);
    }

  return n_blank;
}

/* What is there is not explained away. */
static void
assert_explained_as_filled (Sync *self)
{
  static const struct { const char *field, *has_it; } cases[] = {
    { "last_sign_in", "SELECT user_principal_name FROM users WHERE last_sign_in > 0" },
    { "last_password_change",
      "SELECT user_principal_name FROM users WHERE last_password_change > 0" },
    { "mailbox_used_bytes", "SELECT u.user_principal_name FROM users AS u JOIN mailboxes AS b "
                            "ON b.user_id = u.id WHERE b.used_bytes > 0" },
  };
  TnyChecksContext context = health_context (self, self->context.streams);
  g_autoptr(GPtrArray) checks = health_run (self, &context);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *user = db_text (self, "%s LIMIT 1", cases[i].has_it);
      g_autoptr(GError) error = NULL;
      g_autoptr(TnyReader) reader = tny_store_borrow (self->store, &error);
      g_autoptr(GPtrArray) causes = NULL;

      g_assert_nonnull (user);
      causes = tny_explain (reader, "user", user, cases[i].field, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (causes->len, ==, 1);
      g_assert_nonnull (strstr (((TnyCause *) causes->pdata[0])->cause, "It is not empty"));
    }
}

static void
sync_with (Sync *self, guint features, const TnyPermission *without)
{
  g_autoptr(GError) error = NULL;
  TnyChecksContext context;

  grant (self, features, without);
  forget_all (self);
  sync_run (self, &error);
  if (without == NULL)
    {
      g_assert_no_error (error);
      return;
    }
  context = health_context (self, self->context.streams);
  g_ptr_array_unref (health_run (self, &context));
}

static void
test_streams_fill (Sync *self, gconstpointer data)
{
  guint n, n_subsets = 0, n_fewer = 0, n_blank = 0;
  const TnyPermission *table = tny_permission_table (&n);

  for (guint subset = 0; subset < 1u << G_N_ELEMENTS (fills); subset++)
    {
      g_autoptr(GString) streams = g_string_new ("tenants");
      guint features, chosen = 0;

      /* dates of sign-ins are written beside users */
      if ((subset & 8) != 0 && (subset & 1) == 0)
        continue;
      for (guint i = 0; i < G_N_ELEMENTS (fills); i++)
        if (subset >> i & 1)
          {
            g_string_append_printf (streams, ",%s", fills[i].stream);
            chosen |= fills[i].feature;
          }
      features = tny_checks_features (streams->str);
      self->context.streams = streams->str;
      set_streams (self, streams->str);
      sync_with (self, features, NULL);
      assert_filled (self, subset, features, NULL);
      if (subset == (1u << G_N_ELEMENTS (fills)) - 1)
        assert_explained_as_filled (self);
      n_subsets++;
      for (guint i = 0; i < n; i++)
        {
          if (is_openid (&table[i]) || (table[i].needed_for & chosen) == 0)
            continue;
          sync_with (self, features, &table[i]);
          n_blank += assert_filled (self, subset, features, &table[i]);
          n_fewer++;
        }
    }
  g_test_message ("%u subsets filled what they promise; %u times one permission fewer left exactly the "
                  "predicted fields blank (%u), each explained by it", n_subsets, n_fewer, n_blank);
  g_assert_cmpuint (n_subsets, ==, 24);
  g_assert_cmpuint (n_blank, >=, 30);
}

int
main (int argc, char **argv)
{
  static const SyncSetup one_tenant = { NULL, 1, 10, "all-access" };

  g_test_init (&argc, &argv, NULL);
  add_sync_test ("/health/permission-map/subsets", &one_tenant, test_map);
  add_sync_test ("/health/permission-map/streams-fill", &one_tenant, test_streams_fill);

  return g_test_run ();
}
