/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-id-token.h"

#include <string.h>

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>

#include "tny-identity.h"
#include "tny-json.h"
#include "tny-text.h"

#define RSA_BITS_MIN 2048

void
tny_id_token_free (TnyIdToken *self)
{
  if (self == NULL)
    return;

  g_free (self->tenant_id);
  g_free (self->object_id);
  g_free (self->user_name);
  g_free (self->display_name);
  g_free (self);
}

static gboolean
refuse (GError **error, TnyError code, const char *what)
{
  g_set_error (error, TNY_ERROR, code, "ID token: %s", what);
  return FALSE;
}

static JsonNode *
decode_part (const char *part)
{
  g_autoptr(GBytes) bytes = tny_base64url_decode (part);
  gsize length;
  const char *data;

  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &length);
  return data != NULL ? tny_json_parse_object (data, length, NULL) : NULL;
}

static gboolean
known (const char *text, const char *wanted)
{
  return text != NULL && wanted != NULL && g_str_equal (text, wanted);
}

static JsonObject *
find_key (JsonObject *keys, const char *kid)
{
  JsonArray *list = tny_json_array (keys, "keys");

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *key = tny_json_array_object (list, i);
      const char *use;

      if (key == NULL || !known (tny_json_text (key, "kid"), kid) ||
          !known (tny_json_text (key, "kty"), "RSA"))
        continue;
      use = tny_json_text (key, "use");
      if (use == NULL || g_str_equal (use, "sig"))
        return key;
    }

  return NULL;
}

static gnutls_datum_t
datum (GBytes *bytes)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  return (gnutls_datum_t) { (unsigned char *) data, length };
}

static gboolean
verify (JsonObject *key, const char *token, gsize signed_length, const char *signature_text)
{
  const char *n_text = tny_json_text (key, "n"), *e_text = tny_json_text (key, "e");
  g_autoptr(GBytes) n = n_text != NULL ? tny_base64url_decode (n_text) : NULL;
  g_autoptr(GBytes) e = e_text != NULL ? tny_base64url_decode (e_text) : NULL;
  g_autoptr(GBytes) signature = tny_base64url_decode (signature_text);
  gnutls_datum_t message = { (unsigned char *) token, signed_length };
  gnutls_datum_t modulus, exponent, proof;
  gnutls_pubkey_t pubkey;
  unsigned int bits = 0;
  gboolean ok;

  if (n == NULL || e == NULL || signature == NULL || gnutls_pubkey_init (&pubkey) != 0)
    return FALSE;

  modulus = datum (n);
  exponent = datum (e);
  proof = datum (signature);
  ok = modulus.size > 0 && exponent.size > 0 && proof.size > 0 &&
       gnutls_pubkey_import_rsa_raw (pubkey, &modulus, &exponent) == 0 &&
       gnutls_pubkey_get_pk_algorithm (pubkey, &bits) == GNUTLS_PK_RSA && bits >= RSA_BITS_MIN &&
       gnutls_pubkey_verify_data2 (pubkey, GNUTLS_SIGN_RSA_SHA256, 0, &message, &proof) >= 0;
  gnutls_pubkey_deinit (pubkey);

  return ok;
}

/* Left half of SHA-256, as OpenID Connect writes at_hash and c_hash. */
static gboolean
hash_fits (const char *hash, const char *of)
{
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  g_autofree char *wanted = NULL;

  if (of == NULL)
    return FALSE;
  g_checksum_update (sum, (const guchar *) of, -1);
  g_checksum_get_digest (sum, digest, &length);
  wanted = tny_base64url_encode (digest, length / 2);
  return known (hash, wanted);
}

/* A claim that is there in another type is as bad as a wrong one. */
static gboolean
check_hash (JsonObject *claims, const char *name, const char *of, GError **error)
{
  if (!json_object_has_member (claims, name) || hash_fits (tny_json_text (claims, name), of))
    return TRUE;

  return refuse (error, TNY_ERROR_PROTOCOL,
                 *name == 'a' ? "at_hash is of another token" : "c_hash is of another code");
}

static gboolean
check_times (JsonObject *claims, gint64 now, GError **error)
{
  gint64 expires = tny_json_int (claims, "exp", -1);
  gint64 issued = tny_json_int (claims, "iat", -1);
  gint64 from = tny_json_int (claims, "nbf", -1);

  if (expires < 0 || issued < 0 || (from < 0 && json_object_has_member (claims, "nbf")))
    return refuse (error, TNY_ERROR_PROTOCOL, "exp, iat or nbf is missing or no time");
  if (now >= expires + TNY_ID_TOKEN_TOLERANCE)
    return refuse (error, TNY_ERROR_CLOCK, "it has expired by this computer's clock");
  if (issued > now + TNY_ID_TOKEN_TOLERANCE || from > now + TNY_ID_TOKEN_TOLERANCE)
    return refuse (error, TNY_ERROR_CLOCK, "it is from the future by this computer's clock");

  return TRUE;
}

/* One text, or a list that holds nothing but it: Microsoft sends the text. */
static gboolean
audience_is (JsonObject *claims, const char *client_id)
{
  JsonArray *list = tny_json_array (claims, "aud");
  const char *audience = list != NULL && json_array_get_length (list) == 1
    ? tny_json_array_text (list, 0) : tny_json_text (claims, "aud");

  return audience != NULL && g_ascii_strcasecmp (audience, client_id) == 0;
}

static gboolean
check_who (JsonObject *claims, const TnyIdTokenRules *rules, GError **error)
{
  const char *tid = tny_json_text (claims, "tid"), *oid = tny_json_text (claims, "oid");
  const char *sub = tny_json_text (claims, "sub");

  if (sub == NULL || *sub == '\0' || !tny_text_is_guid (tid) || !tny_text_is_guid (oid))
    return refuse (error, TNY_ERROR_PROTOCOL, "sub, tid or oid is missing or malformed");
  if (g_ascii_strcasecmp (tid, TNY_PERSONAL_TENANT) == 0)
    return refuse (error, TNY_ERROR_WRONG_ACCOUNT, "a personal Microsoft account");
  if (g_ascii_strcasecmp (tid, rules->tenant_id) != 0)
    return refuse (error, TNY_ERROR_WRONG_ACCOUNT, "the account is of another directory");
  if (rules->object_id != NULL && g_ascii_strcasecmp (oid, rules->object_id) != 0)
    return refuse (error, TNY_ERROR_WRONG_ACCOUNT, "another user than before");

  return TRUE;
}

static gboolean
check_claims (JsonObject *claims, const TnyIdTokenRules *rules, GError **error)
{
  const char *party = tny_json_text (claims, "azp");

  if (!audience_is (claims, rules->client_id) ||
      (json_object_has_member (claims, "azp") &&
       (party == NULL || g_ascii_strcasecmp (party, rules->client_id) != 0)))
    return refuse (error, TNY_ERROR_PROTOCOL, "it is for another application");
  if (!known (tny_json_text (claims, "nonce"), rules->nonce))
    return refuse (error, TNY_ERROR_PROTOCOL, "nonce is of another sign-in");
  /* Before the issuer, which names the directory too: the better words win. */
  if (!check_who (claims, rules, error))
    return FALSE;
  if (!known (tny_json_text (claims, "iss"), rules->issuer))
    return refuse (error, TNY_ERROR_PROTOCOL, "another issuer");

  return check_times (claims, rules->now, error) &&
         check_hash (claims, "at_hash", rules->access_token, error) &&
         check_hash (claims, "c_hash", rules->code, error);
}

static gboolean
claims_mfa (JsonObject *claims, gboolean *mfa)
{
  JsonArray *methods = tny_json_array (claims, "amr");

  if (methods == NULL)
    return FALSE;
  *mfa = FALSE;
  for (guint i = 0; i < json_array_get_length (methods); i++)
    {
      const char *method = tny_json_array_text (methods, i);

      if (known (method, "mfa") || known (method, "ngcmfa"))
        *mfa = TRUE;
    }

  return TRUE;
}

TnyIdToken *
tny_id_token_check (const char            *token,
                    JsonObject            *keys,
                    const TnyIdTokenRules *rules,
                    GError               **error)
{
  g_auto(GStrv) parts = NULL;
  g_autoptr(JsonNode) header_node = NULL;
  g_autoptr(JsonNode) claims_node = NULL;
  JsonObject *header, *claims, *key;
  TnyIdToken *self;
  const char *name;

  g_return_val_if_fail (rules->issuer != NULL && rules->client_id != NULL && rules->nonce != NULL &&
                        rules->tenant_id != NULL, NULL);

  if (token == NULL || strlen (token) > TNY_ID_TOKEN_MAX ||
      g_strv_length (parts = g_strsplit (token, ".", 4)) != 3 ||
      (header_node = decode_part (parts[0])) == NULL ||
      (claims_node = decode_part (parts[1])) == NULL)
    {
      refuse (error, TNY_ERROR_PROTOCOL, "it has not the form of one");
      return NULL;
    }
  header = json_node_get_object (header_node);
  claims = json_node_get_object (claims_node);

  if (!known (tny_json_text (header, "alg"), "RS256") || json_object_has_member (header, "crit"))
    {
      refuse (error, TNY_ERROR_PROTOCOL, "another algorithm than RS256");
      return NULL;
    }
  key = find_key (keys, tny_json_text (header, "kid"));
  if (key == NULL)
    {
      refuse (error, TNY_ERROR_NOT_FOUND, "no key of the issuer has signed it");
      return NULL;
    }
  if (!verify (key, token, strlen (parts[0]) + 1 + strlen (parts[1]), parts[2]))
    {
      refuse (error, TNY_ERROR_PROTOCOL, "the signature is wrong");
      return NULL;
    }
  if (!check_claims (claims, rules, error))
    return NULL;

  self = g_new0 (TnyIdToken, 1);
  self->tenant_id = g_ascii_strdown (tny_json_text (claims, "tid"), -1);
  self->object_id = g_ascii_strdown (tny_json_text (claims, "oid"), -1);
  name = tny_json_text (claims, "preferred_username");
  self->user_name = g_strdup (name != NULL ? name : tny_json_text (claims, "upn"));
  self->display_name = g_strdup (tny_json_text (claims, "name"));
  self->has_amr = claims_mfa (claims, &self->mfa);

  return self;
}

gboolean
tny_jwt_peek_mfa (const char *token, gboolean *mfa)
{
  g_auto(GStrv) parts = strlen (token) <= TNY_ID_TOKEN_MAX ? g_strsplit (token, ".", 4) : NULL;
  g_autoptr(JsonNode) claims = NULL;
  gboolean found;

  if (parts == NULL || g_strv_length (parts) != 3)
    return FALSE;
  claims = decode_part (parts[1]);
  found = claims != NULL && claims_mfa (json_node_get_object (claims), mfa);
  tny_wipe (parts[1], strlen (parts[1]));
  tny_wipe (parts[2], strlen (parts[2]));

  return found;
}

char *
tny_jwt_peek_tenant (const char *token)
{
  g_auto(GStrv) parts = strlen (token) <= TNY_ID_TOKEN_MAX ? g_strsplit (token, ".", 4) : NULL;
  g_autoptr(JsonNode) claims = NULL;
  const char *tid;

  if (parts == NULL || g_strv_length (parts) != 3)
    return NULL;
  claims = decode_part (parts[1]);
  tid = claims != NULL ? tny_json_text (json_node_get_object (claims), "tid") : NULL;
  tny_wipe (parts[1], strlen (parts[1]));
  tny_wipe (parts[2], strlen (parts[2]));

  return tid != NULL && tny_text_is_guid (tid) ? g_ascii_strdown (tid, -1) : NULL;
}
