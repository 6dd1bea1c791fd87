/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-error.h"
#include "tny-keyring.h"

#define PARTNER "11111111-2222-3333-4444-555555555555"
#define OTHER   "99999999-2222-3333-4444-555555555555"

static const TnySlot token = { "tenantry", TNY_KEYRING_REFRESH_TOKEN, PARTNER, OTHER, NULL };
static const TnySlot client = { "tenantry", TNY_KEYRING_CLIENT_SECRET, PARTNER, NULL, NULL };
static const TnySlot elsewhere = { "sample", TNY_KEYRING_CLIENT_SECRET, PARTNER, NULL, NULL };

static void
put (TnyKeyring *keyring, const TnySlot *slot, const char *text)
{
  g_autoptr(TnySecret) secret = tny_secret_new (text);
  g_autoptr(GError) error = NULL;

  g_assert_true (tny_keyring_store (keyring, slot, secret, NULL, &error));
  g_assert_no_error (error);
}

static void
assert_holds (TnyKeyring *keyring, const TnySlot *slot, const char *text)
{
  g_autoptr(TnySecret) secret = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (tny_keyring_lookup (keyring, slot, &secret, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (secret != NULL ? tny_secret_peek (secret) : NULL, ==, text);
}

static void
test_keeps (void)
{
  g_autoptr(TnyKeyring) keyring = tny_keyring_new_memory ();
  TnySlot spelled = token;

  assert_holds (keyring, &token, NULL);
  put (keyring, &token, "one");
  put (keyring, &token, "two");
  assert_holds (keyring, &token, "two");
  assert_holds (keyring, &client, NULL);

  spelled.slot = "current";
  assert_holds (keyring, &spelled, "two");
  spelled.slot = "previous";
  assert_holds (keyring, &spelled, NULL);
  g_assert_cmpint (tny_keyring_state (keyring, NULL, NULL), ==, TNY_KEYRING_READY);
  g_assert_true (tny_keyring_unlock (keyring, NULL, NULL));
}

static void
test_removes (void)
{
  g_autoptr(TnyKeyring) keyring = tny_keyring_new_memory ();
  const TnySlot connection = { .database = "tenantry", .tenant_id = PARTNER };

  put (keyring, &token, "token");
  put (keyring, &client, "client");
  put (keyring, &elsewhere, "sample");

  /* exact: NULL object id is not "any" */
  g_assert_true (tny_keyring_remove (keyring, &client, NULL, NULL));
  g_assert_true (tny_keyring_remove (keyring, &client, NULL, NULL));
  assert_holds (keyring, &client, NULL);
  assert_holds (keyring, &token, "token");

  put (keyring, &client, "client");
  g_assert_true (tny_keyring_remove_all (keyring, &connection, NULL, NULL));
  assert_holds (keyring, &token, NULL);
  assert_holds (keyring, &client, NULL);
  assert_holds (keyring, &elsewhere, "sample");
}

static void
test_cancelled (void)
{
  g_autoptr(TnyKeyring) keyring = tny_keyring_new_memory ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(TnySecret) secret = tny_secret_new ("s");
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (tny_keyring_store (keyring, &token, secret, cancellable, &error));
  g_assert_true (tny_error_cancelled (error));
  assert_holds (keyring, &token, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secrets/memory/keeps-one-secret-per-slot", test_keeps);
  g_test_add_func ("/secrets/memory/removes-exactly-or-a-whole-connection", test_removes);
  g_test_add_func ("/secrets/memory/does-nothing-once-cancelled", test_cancelled);

  return g_test_run ();
}
