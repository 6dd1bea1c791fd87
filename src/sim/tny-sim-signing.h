/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* TnySimSigning: the RSA key that signs id_tokens. It is made anew at each start, in a thread of
 * its own, because that takes longer than everything else at the start together. */
typedef struct _TnySimSigning TnySimSigning;

TnySimSigning * tny_sim_signing_start  (void);
void            tny_sim_signing_free   (TnySimSigning *self);

/* The JSON Web Key Set with the public half; @issuer goes into the key's "issuer" member. */
void            tny_sim_signing_keys   (TnySimSigning *self, GString *out, const char *issuer);
/* @claims, a JSON object, as a JWT signed with RS256. Free with g_free(). */
char          * tny_sim_signing_sign   (TnySimSigning *self, const char *claims);

/* Base64 with the URL alphabet and without padding. Free with g_free(). */
char          * tny_sim_base64url      (const guint8 *data, gsize length);

G_END_DECLS
