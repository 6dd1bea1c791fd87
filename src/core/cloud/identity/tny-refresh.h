/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-clock.h"
#include "tny-keyring.h"

G_BEGIN_DECLS

/* TnyRefresh: the one refresh token of a connection, between Microsoft, who may give a new one with
 * every answer, and the keyring, which holds one. Private to identity; any thread.
 *
 *   unknown ──dup()──▸ saved ──offer()──▸ newer in memory ──save()──▸ saved
 *                                             │      ▴
 *      any of them ──retire()──▸ retired      └──────┘ store failed: once a minute again
 */
typedef struct _TnyRefresh TnyRefresh;

/* @slot: copied; @keyring and @clock are lent; @token: (nullable): referenced, else the
 * keyring's */
TnyRefresh * tny_refresh_new     (TnyKeyring     *keyring,
                                  const TnySlot  *slot,
                                  TnySecret      *token,
                                  TnyClock       *clock);
void         tny_refresh_free    (TnyRefresh     *self);

/* (transfer full): the newest; reads the keyring the first time. NULL with SIGN_IN (the keyring
 * holds none), KEYRING_…, or G_IO_ERROR_CANCELLED (retired). */
TnySecret  * tny_refresh_dup     (TnyRefresh     *self,
                                  GCancellable   *cancellable,
                                  GError        **error);
/* What came with an answer; NULL for nothing. */
void         tny_refresh_offer   (TnyRefresh     *self,
                                  TnySecret      *token);
/* Writes the newest if the keyring has another; the old one is replaced there, and forgotten here
 * only after the new one was read back. Blocks. @at_once: also within the minute after a
 * failure. */
gboolean     tny_refresh_save    (TnyRefresh     *self,
                                  gboolean        at_once,
                                  GError        **error);
/* From its return on nothing is read or written. Blocks while somebody is at the keyring. */
void         tny_refresh_retire  (TnyRefresh     *self);

G_END_DECLS
