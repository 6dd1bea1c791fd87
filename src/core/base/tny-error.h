/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* TnyError: what can the administrator do?
 *
 * One code per remedy, not per cause. The cause is in GError.message, in English, with what support
 * would ask for (endpoint, status, request id); the words people read are in the remedy table.
 * Cancelling is G_IO_ERROR_CANCELLED and is no failure.
 */
#define TNY_ERROR (tny_error_quark ())

typedef enum
{
  TNY_ERROR_ARGUMENT,          /* what was typed cannot be meant */
  TNY_ERROR_AMBIGUOUS,         /* a name fits more than one thing */
  TNY_ERROR_NOT_FOUND,         /* a name fits nothing here */
  TNY_ERROR_NOTHING_DONE,      /* there is nothing that could be taken back */
  TNY_ERROR_INPUT,             /* a file was rejected */
  TNY_ERROR_LINES,             /* a file was used, some of its lines were not */
  TNY_ERROR_FILE,              /* a file cannot be read or written */
  TNY_ERROR_SIGN_IN,           /* no usable sign-in: never made, ended, or revoked */
  TNY_ERROR_WRONG_ACCOUNT,     /* signed in, but as somebody else or in another tenant */
  TNY_ERROR_MFA,               /* Microsoft wants a second factor */
  TNY_ERROR_BLOCKED,           /* Conditional Access or a risk policy said no */
  TNY_ERROR_REDIRECT,          /* the browser could not come back, or a foreign page tried */
  TNY_ERROR_BROWSER,           /* no browser can be opened */
  TNY_ERROR_SECRET_WRONG,      /* Microsoft does not accept the secret */
  TNY_ERROR_SECRET_ID,         /* what was typed cannot be a secret: the Secret ID, blanks */
  TNY_ERROR_SECRET_MISSING,    /* the keyring does not hold it (any more) */
  TNY_ERROR_SECRET_EXPIRED,
  TNY_ERROR_CERTIFICATE,       /* Microsoft does not accept the certificate */
  TNY_ERROR_APP,               /* application or directory unknown, ids swapped, wrong cloud */
  TNY_ERROR_REGISTRATION,      /* the registration itself is off: redirect, platform, audience */
  TNY_ERROR_CONSENT,           /* nobody granted the permission in that tenant */
  TNY_ERROR_DECLINED,          /* whoever signed in was asked for consent, and said no */
  TNY_ERROR_PERMISSION,        /* the permission or the role is missing */
  TNY_ERROR_RELATIONSHIP,      /* no way into that tenant: no GDAP relationship with it is active */
  TNY_ERROR_ACCESS,            /* no way into that tenant: group, membership, agent */
  TNY_ERROR_LICENCE,           /* the tenant lacks the licence the data needs */
  TNY_ERROR_THROTTLED,
  TNY_ERROR_UNAVAILABLE,       /* Microsoft answers with 5xx, again and again */
  TNY_ERROR_NETWORK,
  TNY_ERROR_TLS,               /* the other side is not who it should be */
  TNY_ERROR_PROTOCOL,          /* an answer of another form: captive portal, cut page, proxy page */
  TNY_ERROR_CLOCK,             /* this computer's clock is wrong */
  TNY_ERROR_RESYNC,            /* a stored delta link has died: list anew (handled inside sync) */
  TNY_ERROR_KEYRING_LOCKED,
  TNY_ERROR_KEYRING_NOT_MADE,  /* the service is there, and has no default collection yet */
  TNY_ERROR_KEYRING_ABSENT,
  TNY_ERROR_KEYRING_FAILED,    /* the keyring is there and refused */
  TNY_ERROR_DATABASE_BUSY,     /* another Tenantry holds the lock */
  TNY_ERROR_DATA_FOLDER,       /* what stands there is no folder, or not ours to use */
  TNY_ERROR_DATABASE_DAMAGED,
  TNY_ERROR_DATABASE_NEWER,
  TNY_ERROR_DATABASE_FULL,     /* no room on the disk */
  TNY_ERROR_DATABASE_READ_ONLY,
  TNY_ERROR_INCOMPLETE,        /* finished, but not everything was read */
  TNY_ERROR_CHECK_FAILED,
  TNY_ERROR_NOT_CHECKED,
  TNY_ERROR_DECISION,          /* a person must decide or confirm first */
  TNY_ERROR_STALE,             /* what was prepared no longer fits the data */
  TNY_ERROR_CONCEALED,         /* the tenant's usage reports hide names */
  TNY_N_ERRORS
} TnyError;

/* Exit codes of the command line (documented in the manual; scripts rely on them). */
typedef enum
{
  TNY_EXIT_DONE = 0,
  TNY_EXIT_ARGUMENT = 1,
  TNY_EXIT_INPUT = 2,
  TNY_EXIT_SIGN_IN = 3,
  TNY_EXIT_PERMISSION = 4,
  TNY_EXIT_THROTTLED = 5,
  TNY_EXIT_NETWORK = 6,
  TNY_EXIT_KEYRING = 7,
  TNY_EXIT_DATABASE = 8,
  TNY_EXIT_INCOMPLETE = 9,
  TNY_EXIT_CHECK_FAILED = 10,
  TNY_EXIT_NOT_CHECKED = 11,
  TNY_EXIT_DECISION = 12,
  TNY_EXIT_CANCELLED = 130
} TnyExit;

/* TnyRemedy: one row of the remedy table. headline and advice are untranslated msgids: callers in
 * ui and cli pass them through gettext(). */
typedef struct
{
  TnyError    code;
  const char *name;      /* stable, for JSON and logs: "secret-wrong" */
  const char *headline;  /* what happened */
  const char *advice;    /* what is safe, and what to do */
  const char *action;    /* detailed action name for a button, NULL when there is none */
  TnyExit     exit;
} TnyRemedy;

GQuark            tny_error_quark      (void);
const TnyRemedy * tny_remedy_for       (const GError *error);
const TnyRemedy * tny_remedy_by_code   (TnyError      code);
const TnyRemedy * tny_remedy_by_name   (const char   *name);
gboolean          tny_error_cancelled  (const GError *error);

G_END_DECLS
