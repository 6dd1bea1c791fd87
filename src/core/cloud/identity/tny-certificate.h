/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tny-secret.h"

G_BEGIN_DECLS

/* A certificate instead of a client secret.
 *
 * Key and certificate are made here and never parted: one text, the private key (PKCS #8) and then the
 * certificate, both PEM. It stands wherever a client secret can stand (one TnySecret, one slot of the
 * keyring), and a token request proves with it what it would prove with a secret. Only the certificate
 * ever leaves, as a file for the portal.
 *
 * Source: "Microsoft identity platform application authentication certificate credentials"
 */
typedef struct
{
  char   *thumbprint;      /* SHA-1 of the certificate, upper-case hex: as Entra shows it */
  char   *name;            /* "CN=Tenantry" */
  gint64  from, until;     /* unix seconds */
  GBytes *der;
} TnyCertificate;

void             tny_certificate_free      (TnyCertificate *self);

/* Whether @secret (nullable) is a key with its certificate, and no client secret. */
gboolean         tny_certificate_is_bundle (const TnySecret *secret);

/**
 * tny_certificate_make:
 * @months: how long it is good, 1 to 36
 * @now: unix seconds
 *
 * A new RSA key of 2048 bits and its self-signed certificate. Takes some tenths of a second: worker
 * threads only.
 *
 * Returns: (transfer full): the bundle; NULL with PROTOCOL when GnuTLS cannot make it
 */
TnySecret      * tny_certificate_make      (guint months, gint64 now, GError **error);
/* What of a bundle is public; NULL with ARGUMENT when it is none. */
TnyCertificate * tny_certificate_read      (const TnySecret *bundle, GError **error);
/* Writes the public part: PEM when @path ends in .pem or .crt, else DER (.cer), as the portal takes all
 * three. Replaces a file that is there. FALSE with FILE. */
gboolean         tny_certificate_export    (const TnyCertificate *self, const char *path, GError **error);

/**
 * tny_certificate_assert:
 * @audience: address of the token endpoint the assertion is for
 * @now: unix seconds
 *
 * A signed statement that the app is the app, good for five minutes and one request: JWT with PS256 and
 * the certificate's SHA-256 thumbprint.
 *
 * Returns: (transfer full): NULL with ARGUMENT when @bundle is none
 */
TnySecret      * tny_certificate_assert    (const TnySecret *bundle, const char *audience,
                                            const char *client_id, gint64 now, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyCertificate, tny_certificate_free)

G_END_DECLS
