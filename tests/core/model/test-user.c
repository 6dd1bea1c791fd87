/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-user.h"

static void
test_select (void)
{
  g_autofree char *select = tny_shape_select (&tny_user_shape);

  g_assert_cmpstr (select, ==,
                   "id,userPrincipalName,displayName,givenName,surname,mail,proxyAddresses,otherMails,"
                   "accountEnabled,userType,jobTitle,department,companyName,officeLocation,mobilePhone,"
                   "businessPhones,city,country,usageLocation,onPremisesSyncEnabled,assignedLicenses,"
                   "createdDateTime");
  g_assert_cmpuint (tny_user_shape.n_fields, <=, TNY_SHAPE_MAX_FIELDS);
}

static void
test_not_told (void)
{
  g_autoptr(TnyUser) user = tny_user_new ();
  g_autofree char *aliases = tny_user_fold_aliases (user);

  g_assert_null (user->graph_id);
  g_assert_cmpint (user->enabled, ==, -1);
  g_assert_cmpint (user->on_premises_sync, ==, -1);
  g_assert_cmpint (user->created_at, ==, 0);
  g_assert_cmpstr (aliases, ==, "");
  g_assert_cmpstr (tny_user_get_kind (user), ==, "member");
  tny_user_free (NULL);
}

static void
test_copy (void)
{
  g_autoptr(TnyUser) user = tny_user_new (), copy = NULL;

  user->display_name = g_strdup ("Zoë");
  user->aliases = g_strdup ("a@b.example");
  user->enabled = 1;
  user->created_at = 42;
  copy = tny_user_copy (user);
  g_clear_pointer (&user, tny_user_free);
  g_assert_cmpstr (copy->display_name, ==, "Zoë");
  g_assert_cmpstr (copy->aliases, ==, "a@b.example");
  g_assert_cmpint (copy->enabled, ==, 1);
  g_assert_cmpint (copy->created_at, ==, 42);
}

static void
test_aliases (void)
{
  g_autoptr(TnyUser) user = tny_user_new ();
  g_autofree char *folded = NULL;

  user->mail = g_strdup ("Zoe@Contoso.EXAMPLE");
  user->aliases = g_strdup ("ZOE@contoso.example\nz@contoso.example\nno address\n"
                            "Z.Oe@contoso.example\nzz@contoso.example\nz@contoso.example.org");
  folded = tny_user_fold_aliases (user);
  g_assert_cmpstr (folded, ==, "zoe@contoso.example\nz@contoso.example\nz.oe@contoso.example\n"
                               "zz@contoso.example\nz@contoso.example.org");
}

static void
test_kinds (void)
{
  static const struct { const char *type, *login, *name, *kind; } users[] = {
    { "Member", "a@b.example", "A", "member" },
    { NULL, "a@b.example", NULL, "member" },
    { "Guest", "a_b#EXT#@c.example", "A", "guest" },
    { "guest", NULL, NULL, "guest" },
    { "Member", "Sync_DC01_0a1b2c@b.example",
      "On-Premises Directory Synchronization Service Account",
      "service" },
    { "Member", "sync_team@b.example", "Sync Team", "member" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (users); i++)
    {
      g_autoptr(TnyUser) user = tny_user_new ();

      user->user_type = g_strdup (users[i].type);
      user->user_principal_name = g_strdup (users[i].login);
      user->display_name = g_strdup (users[i].name);
      g_assert_cmpstr (tny_user_get_kind (user), ==, users[i].kind);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/user/select-is-the-table", test_select);
  g_test_add_func ("/model/user/new-user-tells-nothing", test_not_told);
  g_test_add_func ("/model/user/copy-is-whole", test_copy);
  g_test_add_func ("/model/user/addresses-are-folded-and-distinct", test_aliases);
  g_test_add_func ("/model/user/kinds", test_kinds);

  return g_test_run ();
}
