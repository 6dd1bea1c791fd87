/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-sample-cloud.h"
#include "tny-schedule.h"
#include "tny-session.h"
#include "tny-tokens.h"

G_BEGIN_DECLS

/* TnyLive: what a connection needs while it talks to Microsoft. Made from row and keyring at the first
 * need, dropped when credentials or account change; who still uses it keeps a reference. */
typedef struct
{
  int         ref_count;        /* atomic */
  gint64      connection_id;
  char       *tenant_id, *reach;
  TnyHttp    *http;
  TnyTokens  *tokens;
} TnyLive;

struct _TnySession
{
  GObject         parent_instance;

  char           *folder;
  char           *cloud_name;
  GMainContext   *context;       /* where signals are emitted */

  TnyStore       *store;

  GMutex          lock;          /* guards the fields below */
  TnySampleCloud *sample;
  TnyCloud       *cloud;
  GHashTable     *clouds;        /* name -> TnyCloud: Microsoft's others, of connections there */
  TnyKeyring     *service, *memory;
  gboolean        in_memory;
  GHashTable     *lives;         /* connection id -> TnyLive */
  GHashTable     *syncs;         /* connection id -> TnyJob; main loop only */
  GSource        *changed;       /* pending "changed" */
};

TnyLive * tny_session_get_live   (TnySession *self, gint64 connection_id, GCancellable *cancellable,
                                  GError **error);       /* blocks: keyring */
void      tny_session_drop_live  (TnySession *self, gint64 connection_id);
void      tny_live_unref         (TnyLive *live);

/* Slots of a connection's secrets in the keyring. */
TnySlot   tny_session_slot       (TnySession *self, const char *kind, const char *tenant_id,
                                  const char *account_id);

/* NULL with NOT_FOUND when there is no such connection. */
TnyConnection * tny_session_read_connection (TnySession *self, gint64 id, GError **error);

/* The certificate that waits: NULL when there is none. Blocks. */
gboolean  tny_session_find_waiting         (TnySession *self, TnySecret **bundle,
                                            GCancellable *cancellable, GError **error);
void      tny_session_forget_waiting       (TnySession *self);

/* What @draft brings to prove that the app is the app: its secret, or the certificate that waits; NULL in
 * @secret when it brings neither. Blocks. NOT_FOUND when no certificate waits. */
gboolean  tny_session_find_proof           (TnySession *self, const TnyConnectionDraft *draft,
                                            TnySecret **secret, GCancellable *cancellable, GError **error);

void      tny_session_remove_row           (TnySession *self, gint64 id);
/* Microsoft ended the sign-in: nothing is asked until a person signs in. */
gboolean  tny_session_mark_ended           (TnySession *self, gint64 id, GError **error);

/* Any thread: the signals follow on the main loop. */
void      tny_session_connection_changed   (TnySession *self, gint64 id);
/* Main loop. */
void      tny_session_emit_sync_started    (TnySession *self, TnyJob *job, gint64 connection_id);
void      tny_session_emit_sync_finished   (TnySession *self, gint64 run_id);
/* Cancels every sync and waits until they are home. */
void      tny_session_end_syncs            (TnySession *self);

/* Database of the cloud's name, known without starting the sample cloud; NULL with ARGUMENT. */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyLive, tny_live_unref)

G_END_DECLS
