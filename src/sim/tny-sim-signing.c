/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-signing.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <string.h>

#define KEY_BITS 2048

struct _TnySimSigning
{
  GThread          *maker;         /* NULL once joined */
  gnutls_privkey_t  key;
  char             *kid;
  char             *modulus, *exponent;     /* base64url */
};

static void
check (int code, const char *what)
{
  if (code < 0)
    g_error ("%s: %s", what, gnutls_strerror (code));
}

static char *
encode_datum (const gnutls_datum_t *datum)
{
  const guint8 *data = datum->data;
  gsize length = datum->size;

  while (length > 1 && *data == 0)         /* JWK numbers have no leading zero */
    {
      data++;
      length--;
    }

  return tny_sim_base64url (data, length);
}

static gpointer
make_key (gpointer data)
{
  TnySimSigning *self = data;
  gnutls_datum_t modulus, exponent;
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize length = sizeof digest;

  check (gnutls_privkey_init (&self->key), "key");
  check (gnutls_privkey_generate (self->key, GNUTLS_PK_RSA, KEY_BITS, 0), "key");
  check (gnutls_privkey_export_rsa_raw (self->key, &modulus, &exponent, NULL, NULL, NULL, NULL,
                                        NULL, NULL),
         "key");
  self->modulus = encode_datum (&modulus);
  self->exponent = encode_datum (&exponent);
  g_checksum_update (sum, modulus.data, modulus.size);
  g_checksum_get_digest (sum, digest, &length);
  self->kid = tny_sim_base64url (digest, length);
  gnutls_free (modulus.data);
  gnutls_free (exponent.data);

  return NULL;
}

static void
ensure (TnySimSigning *self)
{
  g_clear_pointer (&self->maker, g_thread_join);
}

TnySimSigning *
tny_sim_signing_start (void)
{
  TnySimSigning *self = g_new0 (TnySimSigning, 1);

  self->maker = g_thread_new ("signing-key", make_key, self);

  return self;
}

void
tny_sim_signing_free (TnySimSigning *self)
{
  if (self == NULL)
    return;
  ensure (self);
  gnutls_privkey_deinit (self->key);
  g_free (self->kid);
  g_free (self->modulus);
  g_free (self->exponent);
  g_free (self);
}

void
tny_sim_signing_keys (TnySimSigning *self, GString *out, const char *issuer)
{
  ensure (self);
  g_string_append_printf (out,
                          "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"kid\":\"%s\","
                          "\"x5t\":\"%s\",\"n\":\"%s\",\"e\":\"%s\",\"issuer\":\"%s\"}]}",
                          self->kid, self->kid, self->modulus, self->exponent, issuer);
}

char *
tny_sim_signing_sign (TnySimSigning *self, const char *claims)
{
  g_autofree char *header = NULL, *head = NULL, *body = NULL, *signed_part = NULL, *proof = NULL;
  gnutls_datum_t data, signature;

  ensure (self);
  header = g_strdup_printf ("{\"typ\":\"JWT\",\"alg\":\"RS256\",\"kid\":\"%s\"}", self->kid);
  head = tny_sim_base64url ((const guint8 *) header, strlen (header));
  body = tny_sim_base64url ((const guint8 *) claims, strlen (claims));
  signed_part = g_strconcat (head, ".", body, NULL);
  data.data = (guint8 *) signed_part;
  data.size = strlen (signed_part);
  check (gnutls_privkey_sign_data (self->key, GNUTLS_DIG_SHA256, 0, &data, &signature),
         "signature");
  proof = tny_sim_base64url (signature.data, signature.size);
  gnutls_free (signature.data);

  return g_strconcat (signed_part, ".", proof, NULL);
}

char *
tny_sim_base64url (const guint8 *data, gsize length)
{
  char *text = g_base64_encode (data, length);

  for (char *at = text; *at != '\0'; at++)
    if (*at == '+')
      *at = '-';
    else if (*at == '/')
      *at = '_';
    else if (*at == '=')
      *at = '\0';

  return text;
}
