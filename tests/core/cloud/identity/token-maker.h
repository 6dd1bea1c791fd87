/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Signs test tokens as an issuer would. Knows nothing of the code under test but base64url. */
typedef struct _TokenMaker TokenMaker;

TokenMaker * token_maker_new     (const char *kid, guint bits);
void         token_maker_free    (TokenMaker *self);
/* One entry of a key set: {"kty":"RSA",…}. */
char       * token_maker_jwk     (TokenMaker *self, const char *use);
/* {"keys":[…]} of this key alone. */
char       * token_maker_jwks    (TokenMaker *self);
/* header.claims.signature; both are JSON texts. */
char       * token_maker_sign    (TokenMaker *self, const char *header, const char *claims);
/* With the usual RS256 header. */
char       * token_maker_token   (TokenMaker *self, const char *claims);
/* Left half of SHA-256, as in at_hash. */
char       * token_maker_hash    (const char *of);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TokenMaker, token_maker_free)

G_END_DECLS
