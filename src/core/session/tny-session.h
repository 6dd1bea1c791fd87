/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnySession: one open data folder and one cloud: what the window and every command stand on.
 *
 *   tny_session_new ──tny_session_open (worker) ──▸ open ──tny_session_close──▸ closed
 *
 * Making one costs nothing (no file, no network, no keyring); opening reads the database. Functions that
 * say "blocks" belong in worker threads.
 *
 * Signals, all on the main loop:
 *   changed                      the database changed (at most ten times a second)
 *   sync-started (TnyJob *, gint64 connection_id), sync-finished (gint64 run_id)
 *   connection-changed (gint64)  signed in, credentials, schedule, run state
 */

#include "tny-certificate.h"
#include "tny-cloud.h"
#include "tny-job.h"
#include "tny-keyring.h"
#include "tny-provision.h"
#include "tny-sign-in.h"
#include "tny-store.h"
#include "tny-sync-settings.h"

G_BEGIN_DECLS

#define TNY_TYPE_SESSION (tny_session_get_type ())
G_DECLARE_FINAL_TYPE (TnySession, tny_session, TNY, SESSION, GObject)

/* @data_folder: (nullable): NULL takes TENANTRY_DATA_DIR, else XDG_DATA_HOME/tenantry.
 * @cloud: (nullable): NULL is global; "sample" and names and key files as for --cloud. */
TnySession    * tny_session_new            (const char *data_folder, const char *cloud);

/* Blocks. @mode TNY_STORE_READ for commands that only look (a database that does not exist yet is made).
 * Errors as tny_store_open(), and ARGUMENT for an unknown cloud. */
gboolean        tny_session_open           (TnySession *self, TnyStoreMode mode,
                                            GCancellable *cancellable, GError **error);
/* Cancels what runs, waits for it, closes. Blocks for at most some seconds. */
void            tny_session_close          (TnySession *self);
gboolean        tny_session_is_open        (TnySession *self);

/* The file name that the records of this cloud have in the folder; free with g_free. Needs no open
 * session. ARGUMENT or FILE for a key file that is none. */
char          * tny_session_find_database  (TnySession *self, GError **error);

TnyStore      * tny_session_get_store      (TnySession *self);     /* lent; NULL until open */
/* Where Microsoft is, lent. For the sample cloud its server is started at the first call: blocks then. */
const TnyCloud * tny_session_need_cloud    (TnySession *self, GCancellable *cancellable, GError **error);
/* The same without starting anything: NULL until it was needed. */
const TnyCloud * tny_session_get_cloud     (TnySession *self);
const char    * tny_session_get_cloud_name (TnySession *self);     /* as given; "global" for NULL */
/* The cloud of a connection, lent: of this session when it is a cloud on this computer, else one of
 * Microsoft's by its name ("usgov"; NULL: the session's). ARGUMENT for a name that is none. May start the
 * sample cloud: blocks then. */
const TnyCloud * tny_session_find_cloud    (TnySession *self, const char *name,
                                            GCancellable *cancellable, GError **error);
/* The cloud of a tenant's connection, for links into its portal: lent; the session's for a tenant we do not
 * know; NULL while the sample cloud is not running. Reads one row, starts nothing: also for the main loop. */
const TnyCloud * tny_session_cloud_of_tenant (TnySession *self, const char *graph_id);
gboolean        tny_session_is_sample      (TnySession *self);
const char    * tny_session_get_folder     (TnySession *self);
/* Switches a scenario of the sample cloud; see tny_sample_cloud_switch(). Blocks. ARGUMENT elsewhere. */
gboolean        tny_session_switch_scenario (TnySession *self, const char *scenario, gboolean on,
                                             GCancellable *cancellable, GError **error);
TnyKeyring    * tny_session_get_keyring    (TnySession *self);     /* lent */
/* Secrets in memory only, after the person chose "Keep Until I Quit". */
void            tny_session_keep_secrets_in_memory (TnySession *self);

/* Connections */

typedef struct
{
  gint64    id;
  char     *name, *tenant_id, *client_id, *reach;
  char     *account_id, *account_name, *sign_in_state, *streams;
  char     *cloud;                   /* "global", "usgov", "usgov-dod", "china"; of Microsoft's only */
  char     *certificate;             /* thumbprint; NULL: the app has a secret */
  int       account_mfa;             /* 1, 0, -1 unknown */
  gint64    secret_expires, signed_in_at, created_at;          /* 0: unknown */
  gint64    next_sync_at;            /* 0: not scheduled */
  gint64    interval_secs;           /* 0: by hand */
  int       quiet_from, quiet_until; /* minutes of the local day; equal: none */
  int       priority;                /* TnyPriority: whose turn comes first */
  gboolean  paused;
  gboolean  syncing;                 /* a run of it goes on in this program */
  gint64    last_run_id;             /* 0: none */
} TnyConnection;
void            tny_connection_free        (TnyConnection *connection);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyConnection, tny_connection_free)

/* What a person enters. Texts are trimmed; NULL keeps the present value when changing. */
typedef struct
{
  const char *name, *tenant_id, *client_id, *reach;   /* tenant_id: GUID or a verified domain */
  gint64      secret_expires;                         /* 0: not told */
  TnySecret  *secret;                                 /* NULL: keep */
  const char *streams;
  gboolean    recommended;                            /* of a new one: licensed people only, as the set-up
                                                       * recommends: no guests, nobody who may not sign in, no
                                                       * shared mailboxes; else everybody */
  const char *cloud;                                  /* one of Microsoft's; NULL: the session's. It stays */
  gboolean    certificate;                            /* instead of @secret the certificate that waits, see
                                                       * tny_session_prepare_certificate() */
} TnyConnectionDraft;

/* Blocks. Checks the texts (ARGUMENT), resolves a domain, stores the secret in the keyring first, then
 * the row. Nothing remains of a failed call. The first sync is scheduled one hour from now. */
gboolean        tny_session_add_connection    (TnySession *self, const TnyConnectionDraft *draft,
                                               gint64 *id, GCancellable *cancellable, GError **error);
gboolean        tny_session_change_connection (TnySession *self, gint64 id, const TnyConnectionDraft *draft,
                                               GCancellable *cancellable, GError **error);
/* Secrets are forgotten in any case. @delete_data FALSE keeps tenants, users and decisions readable:
 * the connection stays as a paused one without sign-in. */
gboolean        tny_session_remove_connection (TnySession *self, gint64 id, gboolean delete_data,
                                               GCancellable *cancellable, GError **error);
GPtrArray     * tny_session_list_connections  (TnySession *self, GError **error);    /* TnyConnection */
TnyConnection * tny_session_find_connection   (TnySession *self, const char *name_or_id, GError **error);
                                              /* NULL name: the only one there is, else AMBIGUOUS */
gboolean        tny_session_pause             (TnySession *self, gint64 id, gboolean paused, GError **error);

/* A certificate instead of a secret. Its key is made here, stays in the keyring, and waits there until a
 * connection takes it (the draft's member certificate). The same one is given until then, unless @anew.
 * Blocks. KEYRING_…; free with tny_certificate_free(). */
TnyCertificate * tny_session_prepare_certificate (TnySession *self, guint months, gboolean anew,
                                                  GCancellable *cancellable, GError **error);
/* The public part of what a connection uses, or with 0 of what waits; NOT_FOUND where there is none. */
TnyCertificate * tny_session_find_certificate (TnySession *self, gint64 connection_id,
                                               GCancellable *cancellable, GError **error);

/* Drops secrets and tokens from memory; what runs keeps its own until it is home. They are read from the
 * keyring again when they are needed. Main loop. */
void            tny_session_forget_secrets    (TnySession *self);
/* What is synced, of whom and when; @tenant_id 0: of the connection. As tny_sync_settings_write(). Blocks. */
gboolean        tny_session_change_settings   (TnySession *self, gint64 connection_id, gint64 tenant_id,
                                               const TnySyncSettings *settings,
                                               GCancellable *cancellable, GError **error);
/* The directory a domain belongs to, in @cloud (as in tny_session_find_cloud()). Blocks.
 * (transfer full): its id; NULL with the errors of tny_identity_resolve_domain(), and ARGUMENT for the
 * directory of personal accounts. */
char          * tny_session_find_directory    (TnySession *self, const char *cloud, const char *domain,
                                               GCancellable *cancellable, GError **error);

/* Asks Microsoft whether ids and secret work (client credentials). Blocks. */
gboolean        tny_session_check_credentials (TnySession *self, const TnyConnectionDraft *draft,
                                               GCancellable *cancellable, GError **error);

/* Sign-in. The flow that tny-sign-in.h describes, made for a stored connection with its secret from
 * the keyring (blocks); run it on the main loop. What it found is kept by tny_session_keep_sign_in()
 * (blocks): the refresh token goes into the keyring, the account into the row, and the schedule
 * resumes. At a renewal by somebody else than before: WRONG_ACCOUNT, unless @accept_other. */
TnySignIn     * tny_session_new_sign_in       (TnySession *self, gint64 connection_id, gboolean query,
                                               GCancellable *cancellable, GError **error);
gboolean        tny_session_keep_sign_in      (TnySession *self, gint64 connection_id,
                                               const TnySignInResult *result, gboolean accept_other,
                                               GCancellable *cancellable, GError **error);

/* "Do it for me". An administrator signs in with Microsoft's own public client (TNY_PROVISION_CLIENT);
 * what comes of it is made a TnyAdmin, which must outlive the jobs and is dropped after the last. The
 * jobs' result is a TnyProvisionResult; not started. @notify is called in the worker. Without @apply
 * they only look. Apply ends with the connection stored and its secret tried. */
TnySignIn     * tny_session_new_admin_sign_in (TnySession *self, const TnyProvisionOptions *options,
                                               gboolean query, GCancellable *cancellable,
                                               GError **error);
TnyJob        * tny_session_new_provision     (TnySession *self, TnyAdmin *admin,
                                               const TnyProvisionOptions *options, gboolean apply,
                                               TnyProvisionNotify notify, gpointer notify_data);
TnyJob        * tny_session_new_provision_undo (TnySession *self, TnyAdmin *admin, gboolean apply,
                                                TnyProvisionNotify notify, gpointer notify_data);

/* Sync. A job whose result is a gint64 run id; one run per connection at a time (DATABASE_BUSY). */
typedef struct
{
  gint64       connection_id;
  const char  *trigger;             /* manual, schedule, matching */
  gint64      *tenants;             /* (nullable) database ids, ends with 0: only these */
  const char  *streams;             /* (nullable): "licences": only these, whatever the settings say */
  gboolean     full;                /* ignore stored cursors and hashes */
  gboolean     confirmed;           /* with full: a person said that the many who are gone are gone */
} TnySyncRequest;
TnyJob        * tny_session_new_sync          (TnySession *self, const TnySyncRequest *request);  /* not started */
/* Starts it on the main loop, announced by sync-started; NULL when one runs. Lent. */
TnyJob        * tny_session_start_sync        (TnySession *self, const TnySyncRequest *request);
TnyJob        * tny_session_get_sync          (TnySession *self, gint64 connection_id);           /* lent or NULL */

/* Schedule. A run that was missed is made up for once; tenants that were matched and never read are read
 * at once, trigger "matching", so that their contacts need no sync by hand.
 *
 * What is due: TnySyncRequest, the important connections first. NULL with DATABASE_…. Blocks for
 * milliseconds. */
GPtrArray     * tny_session_list_due          (TnySession *self, gint64 now, GError **error);
/* Starts it; how many runs that were. Main loop. */
guint           tny_session_start_due         (TnySession *self);
gboolean        tny_session_is_due            (TnySession *self, gint64 connection_id, gint64 now);
/* When its next run comes by the clock; 0: never. */
gint64          tny_session_next_sync         (const TnyConnection *connection, gint64 now);

/* Health. A job whose result is a GPtrArray of TnyCheck (tny-check.h), stored too; not started. The job
 * fails when nothing can be asked at all: no sign-in yet, keyring, database. @tenants: (nullable):
 * database ids, ends with 0. */
/* What can be told without a sign-in, as tny_checks_computer() does: how data and secrets can be kept,
 * and the clock. @cloud as in tny_session_find_cloud(). Blocks. (element-type TnyCheck); NULL with the
 * errors of tny_session_find_cloud(). */
GPtrArray     * tny_session_check_computer    (TnySession *self, const char *cloud,
                                               GCancellable *cancellable, GError **error);
TnyJob        * tny_session_new_check         (TnySession *self, gint64 connection_id,
                                               const gint64 *tenants);
/* The same right after a sign-in: the connection alone, how many tenants it sees (check "tenants"), and
 * whether reports of the first of them show names ("reports"). */
TnyJob        * tny_session_new_first_look    (TnySession *self, gint64 connection_id);

G_END_DECLS
