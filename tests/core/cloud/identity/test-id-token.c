/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "token-maker.h"
#include "tny-id-token.h"
#include "tny-identity.h"
#include "tny-json.h"

#define TENANT "11111111-2222-3333-4444-555555555555"
#define OTHER  "99999999-2222-3333-4444-555555555555"
#define CLIENT "aaaaaaaa-2222-3333-4444-555555555555"
#define USER   "bbbbbbbb-2222-3333-4444-555555555555"
#define ISSUER "https://login.microsoftonline.com/" TENANT "/v2.0"
#define NONCE  "n0nce_of_this_flow"
#define ACCESS "access.token.text"
#define CODE   "0.code-text"
#define NOW    1790000000

static TokenMaker *maker, *stranger, *weak;
static JsonNode *keys;

/* The token is the base claims with @change laid over them: a member that is null is removed.
 * @header NULL: the usual one. code -1: good. */
static const struct
{
  const char *name, *header, *change;
  int         code;
} tokens[] = {
  { "plain", NULL, "{}", -1 },
  { "upper-case-ids-and-both-hashes", NULL,
    "{\"tid\":\"" TENANT "\",\"aud\":\"AAAAAAAA-2222-3333-4444-555555555555\","
    "\"at_hash\":\"ACCESS\",\"c_hash\":\"CODE\",\"azp\":\"" CLIENT "\"}", -1 },
  { "audience-in-a-list-and-clock-off-by-299-s", NULL,
    "{\"aud\":[\"" CLIENT "\"],\"exp\":1789999702,\"iat\":1789996000,\"nbf\":1789996000}", -1 },
  { "issued-299-s-ahead", NULL, "{\"iat\":1790000299,\"nbf\":1790000299}", -1 },

  { "alg-none", "{\"alg\":\"none\",\"kid\":\"k1\"}", "{}", TNY_ERROR_PROTOCOL },
  { "alg-hs256", "{\"alg\":\"HS256\",\"kid\":\"k1\"}", "{}", TNY_ERROR_PROTOCOL },
  { "alg-rs512", "{\"alg\":\"RS512\",\"kid\":\"k1\"}", "{}", TNY_ERROR_PROTOCOL },
  { "alg-ps256", "{\"alg\":\"PS256\",\"kid\":\"k1\"}", "{}", TNY_ERROR_PROTOCOL },
  { "alg-lower-case", "{\"alg\":\"rs256\",\"kid\":\"k1\"}", "{}", TNY_ERROR_PROTOCOL },
  { "alg-missing", "{\"kid\":\"k1\"}", "{}", TNY_ERROR_PROTOCOL },
  { "crit", "{\"alg\":\"RS256\",\"kid\":\"k1\",\"crit\":[\"exp\"]}", "{}", TNY_ERROR_PROTOCOL },
  { "kid-unknown", "{\"alg\":\"RS256\",\"kid\":\"k9\"}", "{}", TNY_ERROR_NOT_FOUND },
  { "kid-missing", "{\"alg\":\"RS256\"}", "{}", TNY_ERROR_NOT_FOUND },
  { "kid-of-an-encryption-key", "{\"alg\":\"RS256\",\"kid\":\"enc\"}", "{}", TNY_ERROR_NOT_FOUND },
  { "header-not-json", "alg=RS256", "{}", TNY_ERROR_PROTOCOL },
  { "iss-other", NULL, "{\"iss\":\"https://evil.example/" TENANT "/v2.0\"}", TNY_ERROR_PROTOCOL },
  { "iss-other-tenant", NULL, "{\"iss\":\"https://login.microsoftonline.com/" OTHER "/v2.0\"}",
    TNY_ERROR_PROTOCOL },
  { "iss-version-1", NULL, "{\"iss\":\"https://sts.windows.net/" TENANT "/\"}",
    TNY_ERROR_PROTOCOL },
  { "iss-missing", NULL, "{\"iss\":null}", TNY_ERROR_PROTOCOL },
  { "aud-other", NULL, "{\"aud\":\"" OTHER "\"}", TNY_ERROR_PROTOCOL },
  { "aud-two", NULL, "{\"aud\":[\"" CLIENT "\",\"" OTHER "\"]}", TNY_ERROR_PROTOCOL },
  { "aud-missing", NULL, "{\"aud\":null}", TNY_ERROR_PROTOCOL },
  { "azp-other", NULL, "{\"azp\":\"" OTHER "\"}", TNY_ERROR_PROTOCOL },
  { "nonce-other", NULL, "{\"nonce\":\"another\"}", TNY_ERROR_PROTOCOL },
  { "nonce-missing", NULL, "{\"nonce\":null}", TNY_ERROR_PROTOCOL },
  { "nonce-number", NULL, "{\"nonce\":1}", TNY_ERROR_PROTOCOL },
  { "exp-past", NULL, "{\"exp\":1789999700}", TNY_ERROR_CLOCK },
  { "exp-missing", NULL, "{\"exp\":null}", TNY_ERROR_PROTOCOL },
  { "exp-text", NULL, "{\"exp\":\"1790003600\"}", TNY_ERROR_PROTOCOL },
  { "exp-negative", NULL, "{\"exp\":-1}", TNY_ERROR_PROTOCOL },
  { "iat-future", NULL, "{\"iat\":1790000301}", TNY_ERROR_CLOCK },
  { "iat-missing", NULL, "{\"iat\":null}", TNY_ERROR_PROTOCOL },
  { "nbf-future", NULL, "{\"nbf\":1790000301}", TNY_ERROR_CLOCK },
  { "nbf-text", NULL, "{\"nbf\":\"soon\"}", TNY_ERROR_PROTOCOL },
  { "tid-other", NULL, "{\"tid\":\"" OTHER "\",\"iss\":\"https://login.microsoftonline.com/" OTHER
    "/v2.0\"}", TNY_ERROR_WRONG_ACCOUNT },
  { "tid-personal", NULL, "{\"tid\":\"" TNY_PERSONAL_TENANT "\"}", TNY_ERROR_WRONG_ACCOUNT },
  { "tid-missing", NULL, "{\"tid\":null}", TNY_ERROR_PROTOCOL },
  { "oid-other-on-renewal", NULL, "{\"oid\":\"" OTHER "\"}", TNY_ERROR_WRONG_ACCOUNT },
  { "oid-missing", NULL, "{\"oid\":null}", TNY_ERROR_PROTOCOL },
  { "sub-missing", NULL, "{\"sub\":null}", TNY_ERROR_PROTOCOL },
  { "sub-empty", NULL, "{\"sub\":\"\"}", TNY_ERROR_PROTOCOL },
  { "at-hash-wrong", NULL, "{\"at_hash\":\"CODE\"}", TNY_ERROR_PROTOCOL },
  { "at-hash-number", NULL, "{\"at_hash\":1}", TNY_ERROR_PROTOCOL },
  { "c-hash-wrong", NULL, "{\"c_hash\":\"ACCESS\"}", TNY_ERROR_PROTOCOL },
};

static JsonObject *
base_claims (void)
{
  g_autoptr(JsonNode) node = json_from_string (
    "{\"iss\":\"" ISSUER "\",\"aud\":\"" CLIENT "\",\"exp\":1790003600,\"iat\":1790000000,"
    "\"nbf\":1790000000,\"nonce\":\"" NONCE "\",\"sub\":\"s\",\"tid\":\"" TENANT "\","
    "\"oid\":\"" USER "\",\"preferred_username\":\"sync@contoso.example\",\"name\":\"Sync\"}",
    NULL);

  return json_object_ref (json_node_get_object (node));
}

static char *
changed_claims (const char *change)
{
  g_autofree char *access_hash = token_maker_hash (ACCESS);
  g_autofree char *code_hash = token_maker_hash (CODE);
  g_autoptr(JsonObject) claims = base_claims ();
  g_autoptr(JsonNode) node = json_from_string (change, NULL);
  g_autoptr(JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr(GList) names = json_object_get_members (json_node_get_object (node));

  for (GList *at = names; at != NULL; at = at->next)
    {
      JsonNode *value = json_object_get_member (json_node_get_object (node), at->data);
      const char *text = json_node_get_value_type (value) == G_TYPE_STRING ? json_node_get_string (value)
                                                                           : NULL;

      if (JSON_NODE_HOLDS_NULL (value))
        json_object_remove_member (claims, at->data);
      else if (g_strcmp0 (text, "ACCESS") == 0)
        json_object_set_string_member (claims, at->data, access_hash);
      else if (g_strcmp0 (text, "CODE") == 0)
        json_object_set_string_member (claims, at->data, code_hash);
      else
        json_object_set_member (claims, at->data, json_node_copy (value));
    }
  json_node_set_object (root, claims);

  return json_to_string (root, FALSE);
}

static TnyIdToken *
check (const char *token, GError **error)
{
  const TnyIdTokenRules rules = { ISSUER, CLIENT, NONCE, TENANT, USER, ACCESS, CODE, NOW };

  return tny_id_token_check (token, json_node_get_object (keys), &rules, error);
}

static void
test_conformance (void)
{
  guint good = 0, bad = 0;

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      g_autofree char *claims = changed_claims (tokens[i].change);
      g_autofree char *token = tokens[i].header != NULL
        ? token_maker_sign (maker, tokens[i].header, claims) : token_maker_token (maker, claims);
      g_autoptr(GError) error = NULL;
      g_autoptr(TnyIdToken) who = check (token, &error);

      if (tokens[i].code < 0)
        {
          if (error != NULL)
            g_error ("%s: %s", tokens[i].name, error->message);
          g_assert_cmpstr (who->tenant_id, ==, TENANT);
          g_assert_cmpstr (who->object_id, ==, USER);
          g_assert_cmpstr (who->user_name, ==, "sync@contoso.example");
          good++;
          continue;
        }
      if (who != NULL || !g_error_matches (error, TNY_ERROR, tokens[i].code))
        g_error ("%s: %s", tokens[i].name, who != NULL ? "accepted" : error->message);
      bad++;
    }
  g_assert_cmpuint (good, >=, 3);
  g_assert_cmpuint (bad, >=, 16);
}

static void
assert_refused (const char *token)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (check (token, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL);
}

/* A good token, changed after it was signed. */
static void
test_signature (void)
{
  g_autofree char *claims = changed_claims ("{}");
  g_autofree char *token = token_maker_token (maker, claims);
  g_autofree char *forged = token_maker_sign (stranger, "{\"alg\":\"RS256\",\"kid\":\"k1\"}",
                                              claims);
  g_autofree char *small = token_maker_sign (weak, "{\"alg\":\"RS256\",\"kid\":\"weak\"}", claims);
  g_autofree char *unsigned_token = g_strndup (token, strrchr (token, '.') + 1 - token);
  g_autofree char *two_parts = g_strndup (token, strrchr (token, '.') - token);
  g_autofree char *four_parts = g_strconcat (token, ".x", NULL);
  g_autofree char *filling = g_strnfill (TNY_ID_TOKEN_MAX, 'A');
  g_autofree char *huge = g_strconcat (token, filling, NULL);

  assert_refused (forged);
  assert_refused (small);
  assert_refused (unsigned_token);
  assert_refused (two_parts);
  assert_refused (four_parts);
  assert_refused (huge);
  assert_refused ("");
  assert_refused ("..");
  assert_refused ("a.b.c");
  assert_refused (NULL);

  /* the last character of a part holds bits that mean nothing */
  for (gsize at = strlen (token) - 2; at > 0; at -= 1 + at / 10)
    {
      g_autofree char *bent = g_strdup (token);
      g_autoptr(GError) error = NULL;

      if (bent[at] == '.' || bent[at + 1] == '.' )
        continue;
      bent[at] = bent[at] == 'A' ? 'Q' : 'A';
      g_assert_null (check (bent, &error));
      g_assert_true (g_error_matches (error, TNY_ERROR, TNY_ERROR_PROTOCOL) ||
                     g_error_matches (error, TNY_ERROR, TNY_ERROR_NOT_FOUND));
    }
}

static void
test_mfa (void)
{
  static const struct { const char *claims; gboolean found, mfa; } cases[] = {
    { "{\"amr\":[\"pwd\",\"mfa\"]}", TRUE, TRUE },
    { "{\"amr\":[\"ngcmfa\"]}", TRUE, TRUE },
    { "{\"amr\":[\"pwd\"]}", TRUE, FALSE },
    { "{\"amr\":[1,null,{}]}", TRUE, FALSE },
    { "{\"amr\":\"mfa\"}", FALSE, FALSE },
    { "{}", FALSE, FALSE },
  };
  gboolean mfa = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *token = token_maker_token (stranger, cases[i].claims);

      mfa = FALSE;
      g_assert_cmpint (tny_jwt_peek_mfa (token, &mfa), ==, cases[i].found);
      g_assert_cmpint (mfa, ==, cases[i].mfa);
    }
  g_assert_false (tny_jwt_peek_mfa ("opaque", &mfa));
}

int
main (int argc, char *argv[])
{
  g_autofree char *first = NULL, *second = NULL, *third = NULL, *set = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  maker = token_maker_new ("k1", 2048);
  stranger = token_maker_new ("enc", 2048);
  weak = token_maker_new ("weak", 1024);
  first = token_maker_jwk (stranger, "enc");
  second = token_maker_jwk (weak, "sig");
  third = token_maker_jwk (maker, "sig");
  set = g_strdup_printf ("{\"keys\":[null,1,{},%s,%s,%s]}", first, second, third);
  keys = tny_json_parse_object (set, strlen (set), NULL);

  g_test_add_func ("/identity/id-token/conformance", test_conformance);
  g_test_add_func ("/identity/id-token/signature-covers-every-byte", test_signature);
  g_test_add_func ("/identity/id-token/second-factor-as-the-token-tells-it", test_mfa);
  status = g_test_run ();

  json_node_unref (keys);
  token_maker_free (maker);
  token_maker_free (stranger);
  token_maker_free (weak);
  return status;
}
