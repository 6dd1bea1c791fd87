/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-certificate.h"

#include <string.h>

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "tny-error.h"

#define KEY_BITS       2048
#define SUBJECT        "CN=Tenantry"
#define BUNDLE_BEGIN   "-----BEGIN PRIVATE KEY-----"
#define ASSERTION_LIFE 300           /* seconds; Microsoft advises 5 to 10 minutes at most */

void
tny_certificate_free (TnyCertificate *self)
{
  if (self == NULL)
    return;

  g_free (self->thumbprint);
  g_free (self->name);
  g_clear_pointer (&self->der, g_bytes_unref);
  g_free (self);
}

gboolean
tny_certificate_is_bundle (const TnySecret *secret)
{
  return secret != NULL && g_str_has_prefix (tny_secret_peek (secret), BUNDLE_BEGIN);
}

static gboolean
worked (int code, const char *what, GError **error)
{
  if (code < 0)
    g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "%s: %s", what, gnutls_strerror (code));

  return code >= 0;
}

/* The wall calendar counts: 12 months are a year whatever its days. */
static time_t
months_later (gint64 now, guint months)
{
  g_autoptr(GDateTime) begin = g_date_time_new_from_unix_utc (now);
  g_autoptr(GDateTime) end = g_date_time_add_months (begin, (int) months);

  return (time_t) g_date_time_to_unix (end);
}

static gboolean
fill (gnutls_x509_crt_t crt, gnutls_x509_privkey_t key, guint months, gint64 now, GError **error)
{
  guint8 serial[16];
  const char *wrong;

  tny_random_bytes (serial, sizeof serial);
  serial[0] &= 0x7f;               /* positive */

  return worked (gnutls_x509_crt_set_version (crt, 3), "version", error) &&
         worked (gnutls_x509_crt_set_serial (crt, serial, sizeof serial), "serial", error) &&
         worked (gnutls_x509_crt_set_dn (crt, SUBJECT, &wrong), "name", error) &&
         worked (gnutls_x509_crt_set_activation_time (crt, (time_t) now), "begin", error) &&
         worked (gnutls_x509_crt_set_expiration_time (crt, months_later (now, months)), "end", error) &&
         worked (gnutls_x509_crt_set_key (crt, key), "key", error) &&
         worked (gnutls_x509_crt_set_key_usage (crt, GNUTLS_KEY_DIGITAL_SIGNATURE), "usage", error) &&
         worked (gnutls_x509_crt_sign2 (crt, crt, key, GNUTLS_DIG_SHA256, 0), "signature", error);
}

static TnySecret *
bundle_of (gnutls_x509_crt_t crt, gnutls_x509_privkey_t key, GError **error)
{
  gnutls_datum_t key_text = { NULL, 0 }, crt_text = { NULL, 0 };
  TnySecret *bundle = NULL;

  if (worked (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN,
                                                 &key_text), "key", error) &&
      worked (gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_PEM, &crt_text), "certificate", error))
    bundle = tny_secret_take (g_strdup_printf ("%.*s%.*s", (int) key_text.size, key_text.data,
                                               (int) crt_text.size, crt_text.data));
  tny_wipe (key_text.data, key_text.size);
  gnutls_free (key_text.data);
  gnutls_free (crt_text.data);

  return bundle;
}

TnySecret *
tny_certificate_make (guint months, gint64 now, GError **error)
{
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t crt;
  TnySecret *bundle = NULL;

  g_return_val_if_fail (months >= 1 && months <= 36, NULL);

  if (!worked (gnutls_x509_privkey_init (&key), "key", error))
    return NULL;
  if (!worked (gnutls_x509_crt_init (&crt), "certificate", error))
    {
      gnutls_x509_privkey_deinit (key);
      return NULL;
    }
  if (worked (gnutls_x509_privkey_generate (key, GNUTLS_PK_RSA, KEY_BITS, 0), "key", error) &&
      fill (crt, key, months, now, error))
    bundle = bundle_of (crt, key, error);
  gnutls_x509_crt_deinit (crt);
  gnutls_x509_privkey_deinit (key);

  return bundle;
}

/* The certificate of a bundle, to be given back with gnutls_x509_crt_deinit(). */
static gboolean
open_certificate (const TnySecret *bundle, gnutls_x509_crt_t *crt, GError **error)
{
  gnutls_datum_t text = { (unsigned char *) tny_secret_peek (bundle), tny_secret_length (bundle) };

  if (tny_certificate_is_bundle (bundle) && gnutls_x509_crt_init (crt) == 0)
    {
      if (gnutls_x509_crt_import (*crt, &text, GNUTLS_X509_FMT_PEM) == 0)
        return TRUE;
      gnutls_x509_crt_deinit (*crt);
    }
  g_set_error_literal (error, TNY_ERROR, TNY_ERROR_ARGUMENT, "this is no key with its certificate");

  return FALSE;
}

static void
digest_of (GBytes *der, GChecksumType type, guint8 *digest, gsize *length)
{
  g_autoptr(GChecksum) sum = g_checksum_new (type);

  g_checksum_update (sum, g_bytes_get_data (der, NULL), (gssize) g_bytes_get_size (der));
  g_checksum_get_digest (sum, digest, length);
}

static GBytes *
der_of (gnutls_x509_crt_t crt, GError **error)
{
  gnutls_datum_t der;
  GBytes *bytes;

  if (!worked (gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_DER, &der), "certificate", error))
    return NULL;
  bytes = g_bytes_new (der.data, der.size);
  gnutls_free (der.data);

  return bytes;
}

TnyCertificate *
tny_certificate_read (const TnySecret *bundle, GError **error)
{
  gnutls_x509_crt_t crt;
  gnutls_datum_t name = { NULL, 0 };
  g_autoptr(TnyCertificate) self = NULL;
  g_autofree char *hex = NULL;

  if (!open_certificate (bundle, &crt, error))
    return NULL;
  self = g_new0 (TnyCertificate, 1);
  self->der = der_of (crt, error);
  self->from = gnutls_x509_crt_get_activation_time (crt);
  self->until = gnutls_x509_crt_get_expiration_time (crt);
  if (gnutls_x509_crt_get_dn3 (crt, &name, 0) == 0)
    self->name = g_strndup ((const char *) name.data, name.size);
  gnutls_free (name.data);
  gnutls_x509_crt_deinit (crt);
  if (self->der == NULL)
    return NULL;
  hex = g_compute_checksum_for_bytes (G_CHECKSUM_SHA1, self->der);
  self->thumbprint = g_ascii_strup (hex, -1);

  return g_steal_pointer (&self);
}

gboolean
tny_certificate_export (const TnyCertificate *self, const char *path, GError **error)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (self->der, &length);
  gnutls_datum_t der = { (unsigned char *) data, length }, pem = { NULL, 0 };
  gboolean text = g_str_has_suffix (path, ".pem") || g_str_has_suffix (path, ".crt");
  g_autoptr(GError) failure = NULL;
  gboolean ok;

  if (text && !worked (gnutls_pem_base64_encode2 ("CERTIFICATE", &der, &pem), "certificate", error))
    return FALSE;
  ok = g_file_set_contents (path, text ? (const char *) pem.data : data,
                            (gssize) (text ? pem.size : length), &failure);
  gnutls_free (pem.data);
  if (!ok)
    g_set_error_literal (error, TNY_ERROR, TNY_ERROR_FILE, failure->message);

  return ok;
}

/* The part of the token that is signed. */
static char *
statement_of (GBytes *der, const char *audience, const char *client_id, gint64 now)
{
  guint8 digest[32];
  gsize length = sizeof digest;
  g_autofree char *thumbprint = NULL, *header = NULL, *claims = NULL, *head = NULL, *body = NULL;
  g_autofree char *id = tny_random_uuid ();

  digest_of (der, G_CHECKSUM_SHA256, digest, &length);
  thumbprint = tny_base64url_encode (digest, length);
  header = g_strdup_printf ("{\"alg\":\"PS256\",\"typ\":\"JWT\",\"x5t#S256\":\"%s\"}", thumbprint);
  claims = g_strdup_printf ("{\"aud\":\"%s\",\"iss\":\"%s\",\"sub\":\"%s\",\"jti\":\"%s\","
                            "\"nbf\":%" G_GINT64_FORMAT ",\"iat\":%" G_GINT64_FORMAT ",\"exp\":%"
                            G_GINT64_FORMAT "}", audience, client_id, client_id, id, now, now,
                            now + ASSERTION_LIFE);
  head = tny_base64url_encode (header, strlen (header));
  body = tny_base64url_encode (claims, strlen (claims));

  return g_strconcat (head, ".", body, NULL);
}

static gboolean
sign (const TnySecret *bundle, const char *statement, char **signature, GError **error)
{
  gnutls_datum_t text = { (unsigned char *) tny_secret_peek (bundle), tny_secret_length (bundle) };
  gnutls_datum_t data = { (unsigned char *) statement, strlen (statement) }, proof = { NULL, 0 };
  gnutls_privkey_t key;
  gboolean ok;

  if (!worked (gnutls_privkey_init (&key), "key", error))
    return FALSE;
  ok = worked (gnutls_privkey_import_x509_raw (key, &text, GNUTLS_X509_FMT_PEM, NULL, 0), "key", error) &&
       worked (gnutls_privkey_sign_data2 (key, GNUTLS_SIGN_RSA_PSS_RSAE_SHA256, 0, &data, &proof),
               "signature", error);
  if (ok)
    *signature = tny_base64url_encode (proof.data, proof.size);
  gnutls_free (proof.data);
  gnutls_privkey_deinit (key);

  return ok;
}

TnySecret *
tny_certificate_assert (const TnySecret *bundle, const char *audience, const char *client_id, gint64 now,
                        GError **error)
{
  gnutls_x509_crt_t crt;
  g_autoptr(GBytes) der = NULL;
  g_autofree char *statement = NULL, *signature = NULL;

  if (!open_certificate (bundle, &crt, error))
    return NULL;
  der = der_of (crt, error);
  gnutls_x509_crt_deinit (crt);
  if (der == NULL)
    return NULL;
  statement = statement_of (der, audience, client_id, now);
  if (!sign (bundle, statement, &signature, error))
    return NULL;

  return tny_secret_take (g_strconcat (statement, ".", signature, NULL));
}
