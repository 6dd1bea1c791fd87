/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Source: "Microsoft identity platform application authentication certificate credentials"; RFC 7523,
 * RFC 7518 section 3.5; "keyCredential resource type". That an assertion counts once only is RFC 7523's
 * advice; Microsoft promises no more than that its id is read. */
#include "tny-sim-certificate.h"

#include <string.h>

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "tny-json.h"
#include "tny-sim-made.h"

#define KIND      "certificates"
#define TOLERANCE 300                /* seconds a client's clock may be wrong */

static guint8 *
decode (const char *text, gsize *length)
{
  g_autofree char *plain = g_strconcat (text, &"==="[(strlen (text) + 3) % 4], NULL);

  g_strdelimit (plain, "-", '+');
  g_strdelimit (plain, "_", '/');

  return g_base64_decode (plain, length);
}

static JsonNode *
decode_json (const char *text)
{
  gsize length;
  g_autofree guint8 *data = decode (text, &length);

  return tny_json_parse_object ((const char *) data, length, NULL);
}

static char *
thumbprint (GChecksumType type, const guint8 *der, gsize length)
{
  g_autoptr(GChecksum) sum = g_checksum_new (type);
  guint8 digest[32];
  gsize size = sizeof digest;

  g_checksum_update (sum, der, (gssize) length);
  g_checksum_get_digest (sum, digest, &size);

  return tny_sim_base64url (digest, size);
}

/* --- uploading --- */

static void
keep (TnySim *sim, const gnutls_datum_t *der, gnutls_x509_crt_t crt)
{
  JsonObject *object = json_object_new ();
  g_autofree char *hex = g_compute_checksum_for_data (G_CHECKSUM_SHA1, der->data, der->size);
  g_autofree char *upper = g_ascii_strup (hex, -1), *encoded = g_base64_encode (der->data, der->size);
  g_autoptr(GString) from = g_string_new (NULL), until = g_string_new (NULL);
  char id[TNY_SIM_GUID_LENGTH + 1], name[256];
  gsize size = sizeof name;

  if (gnutls_x509_crt_get_dn (crt, name, &size) != 0)
    name[0] = '\0';
  tny_sim_random_guid (id);
  tny_sim_append_time (from, gnutls_x509_crt_get_activation_time (crt), FALSE);
  tny_sim_append_time (until, gnutls_x509_crt_get_expiration_time (crt), FALSE);
  tny_sim_made_remove (sim->made, KIND, "customKeyIdentifier", upper);
  json_object_set_string_member (object, "customKeyIdentifier", upper);
  json_object_set_string_member (object, "displayName", name);
  json_object_set_string_member (object, "endDateTime", until->str);
  json_object_set_null_member (object, "key");
  json_object_set_string_member (object, "keyId", id);
  json_object_set_string_member (object, "startDateTime", from->str);
  json_object_set_string_member (object, "type", "AsymmetricX509Cert");
  json_object_set_string_member (object, "usage", "Verify");
  json_object_set_string_member (object, "_der", encoded);
  tny_sim_made_add (sim->made, KIND, object);
}

static gboolean
take (TnySim *sim, GBytes *bytes)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  gnutls_datum_t text = { (unsigned char *) data, (unsigned int) length }, der = { NULL, 0 };
  gnutls_x509_crt_t crt;
  gboolean ok;

  if (data == NULL || g_strstr_len ((const char *) data, (gssize) length, "PRIVATE KEY") != NULL ||
      gnutls_x509_crt_init (&crt) != 0)
    return FALSE;
  ok = (gnutls_x509_crt_import (crt, &text, GNUTLS_X509_FMT_DER) == 0 ||
        gnutls_x509_crt_import (crt, &text, GNUTLS_X509_FMT_PEM) == 0) &&
       gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_DER, &der) == 0;
  if (ok)
    keep (sim, &der, crt);
  gnutls_free (der.data);
  gnutls_x509_crt_deinit (crt);

  return ok;
}

gboolean
tny_sim_certificate_upload (TnySim *sim, const TnySimRequest *request)
{
  g_autoptr(SoupMultipart) parts = soup_multipart_new_from_message (request->headers, request->body);
  SoupMessageHeaders *headers;
  GBytes *body;

  if (parts == NULL)
    return take (sim, request->body);

  return soup_multipart_get_length (parts) == 1 && soup_multipart_get_part (parts, 0, &headers, &body) &&
         take (sim, body);
}

void
tny_sim_certificate_append (TnySim *sim, GString *out)
{
  JsonArray *list = tny_sim_made_list (sim->made, KIND);

  g_string_append_c (out, '[');
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      tny_sim_made_append (out, json_array_get_object_element (list, i));
    }
  g_string_append_c (out, ']');
}

/* --- assertions --- */

/* The certificate that the header names, DER; NULL when nobody uploaded it. */
static guint8 *
find (TnySim *sim, JsonObject *header, gsize *length)
{
  JsonArray *list = tny_sim_made_list (sim->made, KIND);
  const char *sha1 = tny_json_text (header, "x5t"), *sha256 = tny_json_text (header, "x5t#S256");

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *one = json_array_get_object_element (list, i);
      g_autofree guint8 *der = g_base64_decode (json_object_get_string_member (one, "_der"), length);
      g_autofree char *by_sha1 = thumbprint (G_CHECKSUM_SHA1, der, *length);
      g_autofree char *by_sha256 = thumbprint (G_CHECKSUM_SHA256, der, *length);

      if (sha256 != NULL ? g_str_equal (sha256, by_sha256) : g_strcmp0 (sha1, by_sha1) == 0)
        return g_steal_pointer (&der);
    }

  return NULL;
}

static gboolean
signature_fits (const guint8 *der, gsize der_length, const char *alg, const char *assertion)
{
  const char *dot = strrchr (assertion, '.');
  gsize length;
  g_autofree guint8 *signature = decode (dot + 1, &length);
  gnutls_datum_t text = { (unsigned char *) der, (unsigned int) der_length };
  gnutls_datum_t data = { (unsigned char *) assertion, (unsigned int) (dot - assertion) };
  gnutls_datum_t proof = { signature, (unsigned int) length };
  gnutls_x509_crt_t crt;
  gnutls_pubkey_t key;
  gboolean ok;

  if (gnutls_x509_crt_init (&crt) != 0)
    return FALSE;
  if (gnutls_pubkey_init (&key) != 0)
    {
      gnutls_x509_crt_deinit (crt);
      return FALSE;
    }
  ok = gnutls_x509_crt_import (crt, &text, GNUTLS_X509_FMT_DER) == 0 &&
       gnutls_pubkey_import_x509 (key, crt, 0) == 0 &&
       gnutls_pubkey_verify_data2 (key, g_str_equal (alg, "PS256") ? GNUTLS_SIGN_RSA_PSS_RSAE_SHA256
                                                                   : GNUTLS_SIGN_RSA_SHA256,
                                   0, &data, &proof) >= 0;
  gnutls_pubkey_deinit (key);
  gnutls_x509_crt_deinit (crt);

  return ok;
}

static gboolean
is_over (TnySim *sim, const guint8 *der, gsize length)
{
  gnutls_datum_t text = { (unsigned char *) der, (unsigned int) length };
  gnutls_x509_crt_t crt;
  gboolean over;

  if (gnutls_x509_crt_init (&crt) != 0)
    return TRUE;
  over = gnutls_x509_crt_import (crt, &text, GNUTLS_X509_FMT_DER) != 0 ||
         gnutls_x509_crt_get_expiration_time (crt) <= tny_sim_now (sim);
  gnutls_x509_crt_deinit (crt);

  return over;
}

static gboolean
was_used (TnySim *sim, const char *id, gint64 expires)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, sim->assertions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (*(gint64 *) value + TOLERANCE < tny_sim_now (sim))
      g_hash_table_iter_remove (&iter);

  return !g_hash_table_insert (sim->assertions, g_strdup (id), g_memdup2 (&expires, sizeof expires));
}

static guint
check_claims (TnySim *sim, JsonObject *claims, const char *client_id, const char *audience,
              const char **reason)
{
  const char *subject = tny_json_text (claims, "sub"), *issuer = tny_json_text (claims, "iss");
  const char *id = tny_json_text (claims, "jti");
  gint64 now = tny_sim_now (sim), expires = tny_json_int (claims, "exp", 0);

  if (issuer == NULL || subject == NULL || g_ascii_strcasecmp (issuer, client_id) != 0 ||
      g_ascii_strcasecmp (subject, client_id) != 0)
    return 700021;
  if (g_strcmp0 (tny_json_text (claims, "aud"), audience) != 0)
    return 700023;
  if (expires <= now - TOLERANCE || tny_json_int (claims, "nbf", 0) > now + TOLERANCE)
    return 700024;
  if (id == NULL || *id == '\0' || was_used (sim, id, expires))
    {
      *reason = "The assertion was used before, or has no id.";
      return 700027;
    }

  return 0;
}

guint
tny_sim_certificate_check (TnySim *sim, const char *assertion, const char *client_id, const char *audience,
                           const char **reason)
{
  g_auto(GStrv) parts = g_strsplit (assertion, ".", 4);
  g_autoptr(JsonNode) header = g_strv_length (parts) == 3 ? decode_json (parts[0]) : NULL;
  g_autoptr(JsonNode) claims = header != NULL ? decode_json (parts[1]) : NULL;
  g_autofree guint8 *der = NULL;
  const char *alg;
  gsize length = 0;

  *reason = "The assertion is malformed.";
  if (claims == NULL)
    return 700027;
  alg = tny_json_text (json_node_get_object (header), "alg");
  *reason = "The algorithm is not supported.";
  if (g_strcmp0 (alg, "PS256") != 0 && g_strcmp0 (alg, "RS256") != 0)
    return 700027;
  *reason = "The key was not found.";
  if ((der = find (sim, json_node_get_object (header), &length)) == NULL)
    return 700027;
  *reason = "The key used is expired.";
  if (is_over (sim, der, length))
    return 700027;
  *reason = "The provided signature value did not match the expected signature value.";
  if (!signature_fits (der, length, alg, assertion))
    return 700027;

  return check_claims (sim, json_node_get_object (claims), client_id, audience, reason);
}
