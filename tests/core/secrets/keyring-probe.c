/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "tny-error.h"
#include "tny-keyring.h"

/* keyring-probe DEADLINE_MS: one command per line of standard input, one answer line each.
 *
 *   store KIND TEXT | lookup KIND | remove KIND | remove-all | state | unlock
 *   many N: N threads store, read and remove a slot of their own each
 *   cancel-next: the next command is cancelled after 50 ms
 *
 * Answers "ok [text]", "none", or "error NAME MICROSECONDS MESSAGE" with the remedy's name. */

#define TENANT "11111111-2222-3333-4444-555555555555"

static TnyKeyring *keyring;

static gpointer
cancel_later (gpointer data)
{
  g_autoptr(GCancellable) cancellable = data;

  g_usleep (50 * 1000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static gpointer
one_of_many (gpointer data)
{
  g_autofree char *slot_name = g_strdup_printf ("slot-%d", GPOINTER_TO_INT (data));
  TnySlot slot = { "tenantry", "many", TENANT, NULL, slot_name };
  g_autoptr(TnySecret) secret = tny_secret_take (tny_random_base64url (32));
  g_autoptr(TnySecret) back = NULL;
  g_autoptr(GError) error = NULL;

  if (!tny_keyring_store (keyring, &slot, secret, NULL, &error) ||
      !tny_keyring_lookup (keyring, &slot, &back, NULL, &error) ||
      back == NULL || !tny_secret_equal (back, secret) ||
      !tny_keyring_remove (keyring, &slot, NULL, &error))
    g_printerr ("many: %s\n", error != NULL ? error->message : "another secret came back");
  else
    return GINT_TO_POINTER (TRUE);
  return NULL;
}

static gboolean
many (int n)
{
  g_autofree GThread **threads = g_new (GThread *, n);
  gboolean ok = TRUE;

  for (int i = 0; i < n; i++)
    threads[i] = g_thread_new ("many", one_of_many, GINT_TO_POINTER (i));
  for (int i = 0; i < n; i++)
    ok &= GPOINTER_TO_INT (g_thread_join (threads[i]));
  return ok;
}

static void
answer (char *line, gboolean *cancel)
{
  g_auto(GStrv) words = g_strsplit (g_strstrip (line), " ", 3);
  TnySlot slot = { "tenantry", words[0] != NULL && words[1] != NULL ? words[1] : "any", TENANT,
                   NULL, NULL };
  const TnySlot connection = { .database = "tenantry", .tenant_id = TENANT };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GThread) canceller = NULL;
  g_autoptr(TnySecret) secret = NULL;
  g_autoptr(GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();
  gboolean ok = FALSE, looked = FALSE;

  if (*cancel)
    canceller = g_thread_new ("cancel", cancel_later, g_object_ref (cancellable));
  *cancel = FALSE;

  if (g_strcmp0 (words[0], "store") == 0)
    {
      secret = tny_secret_new (words[2]);
      ok = tny_keyring_store (keyring, &slot, secret, cancellable, &error);
    }
  else if (g_strcmp0 (words[0], "lookup") == 0)
    looked = ok = tny_keyring_lookup (keyring, &slot, &secret, cancellable, &error);
  else if (g_strcmp0 (words[0], "remove") == 0)
    ok = tny_keyring_remove (keyring, &slot, cancellable, &error);
  else if (g_strcmp0 (words[0], "remove-all") == 0)
    ok = tny_keyring_remove_all (keyring, &connection, cancellable, &error);
  else if (g_strcmp0 (words[0], "state") == 0)
    ok = tny_keyring_state (keyring, cancellable, &error) == TNY_KEYRING_READY;
  else if (g_strcmp0 (words[0], "unlock") == 0)
    ok = tny_keyring_unlock (keyring, cancellable, &error);
  else if (g_strcmp0 (words[0], "many") == 0)
    ok = many (atoi (words[1]));
  else if (g_strcmp0 (words[0], "cancel-next") == 0)
    ok = *cancel = TRUE;

  if (tny_error_cancelled (error))
    g_print ("cancelled %" G_GINT64_FORMAT "\n", g_get_monotonic_time () - begin);
  else if (!ok)
    g_print ("error %s %" G_GINT64_FORMAT " %s\n",
             error != NULL ? tny_remedy_for (error)->name : "unknown",
             g_get_monotonic_time () - begin, error != NULL ? error->message : "");
  else if (looked && secret == NULL)
    g_print ("none\n");
  else if (looked)
    g_print ("ok %s\n", tny_secret_peek (secret));
  else
    g_print ("ok\n");
}

int
main (int argc, char *argv[])
{
  g_autoptr(GIOChannel) in = g_io_channel_unix_new (0);
  gboolean cancel = FALSE;

  keyring = tny_keyring_new_service (g_ascii_strtoll (argv[1], NULL, 10) * 1000);
  for (;;)
    {
      g_autofree char *line = NULL;

      if (g_io_channel_read_line (in, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL)
        break;
      answer (line, &cancel);
      fflush (stdout);
    }
  tny_keyring_free (keyring);

  return 0;
}
