/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-certificate.h"

#include <string.h>

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include <glib/gstdio.h>

#include "tny-error.h"
#include "tny-json.h"

#define NOW      1795600000          /* 2026-11-25T09:46:40Z */
#define CLIENT   "d63f83bc-d4e4-4677-85cd-760ddc46d8fd"
#define AUDIENCE "https://login.microsoftonline.com/3fcf9500-98d8-44f7-b04b-6b50e557b346/oauth2/v2.0/token"

static TnySecret *bundle;

static void
test_made_for_as_long_as_asked (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyCertificate) certificate = tny_certificate_read (bundle, &error);
  g_autoptr(GDateTime) until = NULL;
  g_autofree char *day = NULL;

  g_assert_no_error (error);
  until = g_date_time_new_from_unix_utc (certificate->until);
  day = g_date_time_format_iso8601 (until);
  g_assert_cmpint (certificate->from, ==, NOW);
  g_assert_cmpstr (day, ==, "2027-11-25T09:46:40Z");
  g_assert_cmpstr (certificate->name, ==, "CN=Tenantry");
  g_assert_cmpuint (strlen (certificate->thumbprint), ==, 40);
  g_assert_cmpuint (strspn (certificate->thumbprint, "0123456789ABCDEF"), ==, 40);
}

static void
test_two_are_never_alike (void)
{
  g_autoptr(TnySecret) other = tny_certificate_make (12, NOW, NULL);
  g_autoptr(TnyCertificate) one = tny_certificate_read (bundle, NULL), two = tny_certificate_read (other, NULL);

  g_assert_cmpstr (one->thumbprint, !=, two->thumbprint);
}

static void
test_what_is_no_bundle (void)
{
  static const char *const texts[] = {
    "", "abc8Q~secret", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    "-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(TnySecret) secret = tny_secret_new (texts[i]);
      g_autoptr(GError) error = NULL, second = NULL;

      g_assert_null (tny_certificate_read (secret, &error));
      g_assert_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT);
      g_assert_null (tny_certificate_assert (secret, AUDIENCE, CLIENT, NOW, &second));
      g_assert_error (second, TNY_ERROR, TNY_ERROR_ARGUMENT);
    }
  g_assert_false (tny_certificate_is_bundle (NULL));
  g_assert_true (tny_certificate_is_bundle (bundle));
}

/* The file holds the public part and nothing of the key. */
static void
test_only_the_public_part_leaves (void)
{
  static const struct { const char *name; gboolean text; } files[] = {
    { "tenantry.cer", FALSE }, { "tenantry.pem", TRUE }, { "tenantry.crt", TRUE }, { "tenantry", FALSE },
  };
  g_autofree char *folder = g_dir_make_tmp ("tenantry-certificate-XXXXXX", NULL);
  g_autoptr(TnyCertificate) certificate = tny_certificate_read (bundle, NULL);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i].name, NULL), *content = NULL;
      gnutls_x509_crt_t crt;
      gnutls_datum_t data;
      gsize length;

      g_assert_true (tny_certificate_export (certificate, path, &error));
      g_assert_true (g_file_get_contents (path, &content, &length, NULL));
      g_assert_cmpint (g_str_has_prefix (content, "-----BEGIN CERTIFICATE-----"), ==, files[i].text);
      g_assert_null (g_strstr_len (content, (gssize) length, "PRIVATE"));
      data = (gnutls_datum_t) { (unsigned char *) content, length };
      g_assert_cmpint (gnutls_x509_crt_init (&crt), ==, 0);
      g_assert_cmpint (gnutls_x509_crt_import (crt, &data, files[i].text ? GNUTLS_X509_FMT_PEM
                                                                         : GNUTLS_X509_FMT_DER), ==, 0);
      gnutls_x509_crt_deinit (crt);
      g_unlink (path);
    }
  g_rmdir (folder);
  g_assert_false (tny_certificate_export (certificate, "/nonexistent/x.cer", &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_FILE);
}

static JsonNode *
part (const char *text)
{
  g_autoptr(GBytes) bytes = tny_base64url_decode (text);

  return tny_json_parse_object (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
}

/* What Microsoft documents: PS256, SHA-256 thumbprint, aud, iss, sub, jti, nbf, exp. */
static void
test_assertion_is_what_microsoft_documents (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnySecret) one = tny_certificate_assert (bundle, AUDIENCE, CLIENT, NOW, &error);
  g_autoptr(TnySecret) two = tny_certificate_assert (bundle, AUDIENCE, CLIENT, NOW, &error);
  g_auto(GStrv) parts = NULL, others = NULL;
  g_autoptr(JsonNode) header = NULL, claims = NULL, other = NULL;
  g_autoptr(TnyCertificate) certificate = tny_certificate_read (bundle, NULL);
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *thumbprint = NULL;
  guint8 digest[32];
  gsize length = sizeof digest;
  JsonObject *said;

  g_assert_no_error (error);
  parts = g_strsplit (tny_secret_peek (one), ".", -1);
  others = g_strsplit (tny_secret_peek (two), ".", -1);
  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  header = part (parts[0]);
  claims = part (parts[1]);
  other = part (others[1]);
  g_checksum_update (sum, g_bytes_get_data (certificate->der, NULL), (gssize) g_bytes_get_size (certificate->der));
  g_checksum_get_digest (sum, digest, &length);
  thumbprint = tny_base64url_encode (digest, length);

  said = json_node_get_object (header);
  g_assert_cmpstr (tny_json_text (said, "alg"), ==, "PS256");
  g_assert_cmpstr (tny_json_text (said, "typ"), ==, "JWT");
  g_assert_cmpstr (tny_json_text (said, "x5t#S256"), ==, thumbprint);
  said = json_node_get_object (claims);
  g_assert_cmpstr (tny_json_text (said, "aud"), ==, AUDIENCE);
  g_assert_cmpstr (tny_json_text (said, "iss"), ==, CLIENT);
  g_assert_cmpstr (tny_json_text (said, "sub"), ==, CLIENT);
  g_assert_cmpint (tny_json_int (said, "nbf", 0), ==, NOW);
  g_assert_cmpint (tny_json_int (said, "exp", 0), >, NOW);
  g_assert_cmpint (tny_json_int (said, "exp", 0), <=, NOW + 600);
  g_assert_cmpstr (tny_json_text (said, "jti"), !=, tny_json_text (json_node_get_object (other), "jti"));
}

/* RFC 7518 section 3.5: the salt of PS256 is as long as its hash. */
static void
test_signature_holds (void)
{
  g_autoptr(TnySecret) assertion = tny_certificate_assert (bundle, AUDIENCE, CLIENT, NOW, NULL);
  const char *text = tny_secret_peek (assertion), *dot = strrchr (text, '.');
  g_autoptr(GBytes) signature = tny_base64url_decode (dot + 1);
  g_autoptr(TnyCertificate) certificate = tny_certificate_read (bundle, NULL);
  gnutls_datum_t der = { (unsigned char *) g_bytes_get_data (certificate->der, NULL),
                         g_bytes_get_size (certificate->der) };
  gnutls_datum_t data = { (unsigned char *) text, (unsigned int) (dot - text) };
  gnutls_datum_t proof = { (unsigned char *) g_bytes_get_data (signature, NULL), g_bytes_get_size (signature) };
  gnutls_x509_crt_t crt;
  gnutls_pubkey_t key;

  gnutls_x509_crt_init (&crt);
  gnutls_pubkey_init (&key);
  g_assert_cmpint (gnutls_x509_crt_import (crt, &der, GNUTLS_X509_FMT_DER), ==, 0);
  g_assert_cmpint (gnutls_pubkey_import_x509 (key, crt, 0), ==, 0);
  g_assert_cmpint (gnutls_pubkey_verify_data2 (key, GNUTLS_SIGN_RSA_PSS_RSAE_SHA256, 0, &data, &proof), >=, 0);
  data.size--;
  g_assert_cmpint (gnutls_pubkey_verify_data2 (key, GNUTLS_SIGN_RSA_PSS_RSAE_SHA256, 0, &data, &proof), <, 0);
  gnutls_pubkey_deinit (key);
  gnutls_x509_crt_deinit (crt);
}

int
main (int argc, char **argv)
{
  int code;

  g_test_init (&argc, &argv, NULL);
  bundle = tny_certificate_make (12, NOW, NULL);
  g_test_add_func ("/identity/certificate/made-for-as-long-as-asked", test_made_for_as_long_as_asked);
  g_test_add_func ("/identity/certificate/two-are-never-alike", test_two_are_never_alike);
  g_test_add_func ("/identity/certificate/what-is-no-bundle", test_what_is_no_bundle);
  g_test_add_func ("/identity/certificate/only-the-public-part-leaves", test_only_the_public_part_leaves);
  g_test_add_func ("/identity/certificate/assertion-is-what-microsoft-documents",
                   test_assertion_is_what_microsoft_documents);
  g_test_add_func ("/identity/certificate/signature-holds", test_signature_holds);
  code = g_test_run ();
  tny_secret_unref (bundle);

  return code;
}
