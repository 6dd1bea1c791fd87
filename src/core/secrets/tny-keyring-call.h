/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>

#include "tny-secret.h"

G_BEGIN_DECLS

/* TnyKeyringCall: one question to the keyring, in a thread of its own. Private to secrets.
 *
 *   caller ──run()──▸ thread: connect, work, translate ──▸ caller
 *      └─ waits until done, cancelled or the deadline; a thread that hangs is left behind with
 *         nothing but its own copies, which it wipes when it comes back
 *
 * Each call opens a SecretService object of its own: libsecret's shared one belongs to the main
 * context of whoever came first, and does not notice from another thread that the daemon restarted.
 * In a Flatpak libsecret encrypts a file with a key from the Secret portal; that body hangs on
 * SecretBackend only, so there (and with SECRET_BACKEND=file in tests) service is NULL, the
 * secret_password_* calls are used, and one call runs at a time.
 */
typedef struct _TnyKeyringCall TnyKeyringCall;

/* Straight-line blocking code; what libsecret says becomes one of our errors afterwards. */
typedef gboolean (*TnyKeyringWork) (TnyKeyringCall *call, GError **error);

struct _TnyKeyringCall
{
  gatomicrefcount  refs;

  TnyKeyringWork   work;
  GHashTable      *attributes;   /* text → text; NULL when the question is not about a slot */
  TnySecret       *secret;       /* to store, or what was found */

  GCancellable    *cancellable;
  SecretService   *service;      /* NULL with the file body */

  GMutex           lock;         /* guards the fields below */
  GCond            changed;
  gboolean         done, ok;
  GError          *error;
};

/* Takes @attributes. */
TnyKeyringCall * tny_keyring_call_new   (TnyKeyringWork   work,
                                         GHashTable      *attributes);
void             tny_keyring_call_unref (TnyKeyringCall  *self);
/* Once. After TRUE @secret is the caller's to read; else the thread may still be at it. */
gboolean         tny_keyring_call_run   (TnyKeyringCall  *self,
                                         gint64           deadline_usec,
                                         GCancellable    *cancellable,
                                         GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyKeyringCall, tny_keyring_call_unref)

G_END_DECLS
