/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tny-secret.h"

G_BEGIN_DECLS

/* TnyKeyring: where secrets live.
 *
 * One interface, two bodies: the Secret Service (in a Flatpak the Secret portal) through libsecret,
 * and memory only, for "Keep Until I Quit". There is no third: when the service is absent, locked
 * or refuses, the call fails and nothing is written anywhere else.
 *
 * Everything below except new, free and the memory body blocks and belongs in worker threads; any
 * number of threads may call at once. Every call ends after the keyring's own deadline, also when
 * the service hangs.
 *
 * Errors, for all: TNY_ERROR_KEYRING_LOCKED (a person can unlock it), _ABSENT (no service, no bus),
 * _FAILED (it is there and refused, or gave no answer in time); G_IO_ERROR_CANCELLED.
 */
typedef struct _TnyKeyring TnyKeyring;

#define TNY_KEYRING_CLIENT_SECRET "client-secret"
#define TNY_KEYRING_REFRESH_TOKEN "refresh-token"
#define TNY_KEYRING_CERTIFICATE   "certificate"     /* a key with its certificate, not in use yet */

/* TnySlot: where one secret lies. These texts are readable in a locked keyring, so they are ids and
 * fixed words only: never a name, an address or a secret. All lent. */
typedef struct
{
  const char *database;    /* tny_cloud's database name ("tenantry"): clouds never share secrets */
  const char *kind;        /* TNY_KEYRING_… or another fixed word */
  const char *tenant_id;   /* GUID of the directory */
  const char *object_id;   /* GUID of the user; NULL when the secret is not a user's */
  const char *slot;        /* "current", "pending", "previous"; NULL is "current" */
} TnySlot;

typedef enum
{
  TNY_KEYRING_READY,
  TNY_KEYRING_IS_LOCKED,
  TNY_KEYRING_IS_ABSENT,
  TNY_KEYRING_IS_BROKEN
} TnyKeyringState;

struct _TnyKeyring
{
  gboolean        (*store)      (TnyKeyring *self, const TnySlot *slot, TnySecret *secret,
                                 GCancellable *cancellable, GError **error);
  gboolean        (*lookup)     (TnyKeyring *self, const TnySlot *slot, TnySecret **secret,
                                 GCancellable *cancellable, GError **error);
  gboolean        (*remove)     (TnyKeyring *self, const TnySlot *match, gboolean exact,
                                 GCancellable *cancellable, GError **error);
  gboolean        (*unlock)     (TnyKeyring *self, GCancellable *cancellable, GError **error);
  TnyKeyringState (*state)      (TnyKeyring *self, GCancellable *cancellable, GError **error);
  void            (*free)       (TnyKeyring *self);
};

/* The Secret Service, or what libsecret puts in its place. Touches neither bus nor disk until the
 * first call. @deadline_usec: 0 for the usual 25 s; waiting for a person at an unlock prompt has 5
 * minutes of its own. */
TnyKeyring * tny_keyring_new_service (gint64      deadline_usec);
/* Memory only: gone, wiped, when it is freed. Never blocks. */
TnyKeyring * tny_keyring_new_memory  (void);
void         tny_keyring_free        (TnyKeyring *self);

/**
 * tny_keyring_store:
 * @slot: where to; an older secret there is replaced
 *
 * Stores, reads back and compares. Never shows a prompt.
 *
 * Returns: TRUE only when the keyring gave the same secret back
 */
gboolean tny_keyring_store (TnyKeyring    *self,
                            const TnySlot *slot,
                            TnySecret     *secret,
                            GCancellable  *cancellable,
                            GError       **error);

/**
 * tny_keyring_lookup:
 * @secret: (out) (nullable): the secret, or NULL when the keyring answered that there is none
 *
 * Never shows a prompt. A locked keyring is an error, never "none".
 *
 * Returns: FALSE with @error when the keyring could not be asked; @secret is then untouched
 */
gboolean tny_keyring_lookup (TnyKeyring    *self,
                             const TnySlot *slot,
                             TnySecret    **secret,
                             GCancellable  *cancellable,
                             GError       **error);

/* Removes one slot. TRUE also when it was empty before; a locked keyring is an error. */
gboolean tny_keyring_remove (TnyKeyring    *self,
                             const TnySlot *slot,
                             GCancellable  *cancellable,
                             GError       **error);

/* Removes everything that equals @match in the members that are not NULL ("disconnect": database
 * and tenant_id); here NULL in slot means every slot. database is required. */
gboolean tny_keyring_remove_all (TnyKeyring    *self,
                                 const TnySlot *match,
                                 GCancellable  *cancellable,
                                 GError       **error);

/* Shows the desktop's prompt and waits for the person. A dismissed prompt is
 * TNY_ERROR_KEYRING_LOCKED. Call it for a person who asked, never by itself. */
gboolean tny_keyring_unlock (TnyKeyring    *self,
                             GCancellable  *cancellable,
                             GError       **error);

/* Asks without changing or showing anything. @error is set for every state but READY. */
TnyKeyringState tny_keyring_state (TnyKeyring    *self,
                                   GCancellable  *cancellable,
                                   GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyKeyring, tny_keyring_free)

G_END_DECLS
