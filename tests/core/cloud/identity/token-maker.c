/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "token-maker.h"

#include <string.h>

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>

#include "tny-secret.h"

struct _TokenMaker
{
  gnutls_privkey_t key;
  char            *kid;
};

TokenMaker *
token_maker_new (const char *kid, guint bits)
{
  TokenMaker *self = g_new0 (TokenMaker, 1);

  g_assert_cmpint (gnutls_privkey_init (&self->key), ==, 0);
  g_assert_cmpint (gnutls_privkey_generate (self->key, GNUTLS_PK_RSA, bits, 0), ==, 0);
  self->kid = g_strdup (kid);
  return self;
}

void
token_maker_free (TokenMaker *self)
{
  gnutls_privkey_deinit (self->key);
  g_free (self->kid);
  g_free (self);
}

char *
token_maker_jwk (TokenMaker *self, const char *use)
{
  gnutls_datum_t modulus, exponent;
  g_autofree char *n = NULL;
  g_autofree char *e = NULL;

  g_assert_cmpint (gnutls_privkey_export_rsa_raw2 (self->key, &modulus, &exponent, NULL, NULL,
                                                   NULL, NULL,
                                                   NULL, NULL, GNUTLS_EXPORT_FLAG_NO_LZ), ==, 0);
  n = tny_base64url_encode (modulus.data, modulus.size);
  e = tny_base64url_encode (exponent.data, exponent.size);
  gnutls_free (modulus.data);
  gnutls_free (exponent.data);

  return g_strdup_printf ("{\"kty\":\"RSA\",\"kid\":\"%s\",\"use\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}",
                          self->kid, use, n, e);
}

char *
token_maker_jwks (TokenMaker *self)
{
  g_autofree char *jwk = token_maker_jwk (self, "sig");

  return g_strdup_printf ("{\"keys\":[%s]}", jwk);
}

char *
token_maker_sign (TokenMaker *self, const char *header, const char *claims)
{
  g_autofree char *first = tny_base64url_encode (header, strlen (header));
  g_autofree char *second = tny_base64url_encode (claims, strlen (claims));
  g_autofree char *text = g_strconcat (first, ".", second, NULL);
  gnutls_datum_t message = { (unsigned char *) text, strlen (text) };
  gnutls_datum_t signature;
  g_autofree char *third = NULL;

  g_assert_cmpint (gnutls_privkey_sign_data2 (self->key, GNUTLS_SIGN_RSA_SHA256, 0, &message,
                                              &signature), ==, 0);
  third = tny_base64url_encode (signature.data, signature.size);
  gnutls_free (signature.data);

  return g_strconcat (text, ".", third, NULL);
}

char *
token_maker_token (TokenMaker *self, const char *claims)
{
  g_autofree char *header = g_strdup_printf ("{\"typ\":\"JWT\",\"alg\":\"RS256\",\"kid\":\"%s\"}",
                                             self->kid);

  return token_maker_sign (self, header, claims);
}

char *
token_maker_hash (const char *of)
{
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (sum, (const guchar *) of, -1);
  g_checksum_get_digest (sum, digest, &length);
  return tny_base64url_encode (digest, 16);
}
