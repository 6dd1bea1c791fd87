/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-redact.h"

#include <string.h>

#define CANARY "Xq8~cAnArY.7_vAlUe-0123456789"
#define JWT "eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl"

static const char *const templates[] = {
  "Authorization: Bearer %s", "authorization: Basic %s", "{\"access_token\":\"%s\",\"expires_in\":3599}",
  "{\"refresh_token\" : \"%s\"}", "client_secret=%s&scope=x", "GET /cb?code=%s&state=1", "state=%s",
  "x-api-key: %s", "Cookie: a=b; sid=%s", "Set-Cookie: %s; Path=/", "password=%s", "\"password\":\"%s\"",
  "'newPassword': '%s'", "Bearer %s", "code_verifier=%s", "client_assertion=%s", "id_token=%s",
  "my_token: %s", "POST /token: %s", "client_secret%%3D%s",
};

static void
test_secrets_in_every_spelling (void)
{
  static const char *const values[] = { CANARY, JWT };

  for (guint i = 0; i < G_N_ELEMENTS (templates); i++)
    for (guint v = 0; v < G_N_ELEMENTS (values); v++)
      {
        char **parts = g_strsplit (templates[i], "%s", 2);
        g_autofree char *fixed = g_strjoinv (values[v], parts);
        g_autofree char *plain = NULL, *clean = NULL;

        g_strfreev (parts);
        parts = g_strsplit (fixed, "%%", -1);
        plain = g_strjoinv ("%", parts);
        g_strfreev (parts);
        clean = tny_redact (plain);
        if (strstr (clean, values[v]) != NULL || strstr (clean, "vAlUe") != NULL)
          g_error ("leaked: %s", clean);
        g_assert_nonnull (strstr (clean, "•••"));
      }
}

/* However the text around it is cut, a whole token never comes through. */
static void
test_token_behind_every_cut (void)
{
  g_autofree char *line = g_strdup_printf ("GET /v1.0/users 401 Authorization: Bearer %s (request 7f3c)", JWT);

  for (gsize cut = 0; cut < strlen (line); cut++)
    {
      g_autofree char *clean = tny_redact (line + cut);
      g_autofree char *front = g_strndup (line, cut);
      g_autofree char *clean_front = tny_redact (front);

      if (cut <= (gsize) (strstr (line, JWT) - line))
        g_assert_null (strstr (clean, "c2lnbmF0dXJl"));
      g_assert_null (strstr (clean_front, JWT));
    }
}

static void
test_ordinary_text_stays (void)
{
  static const char *const texts[] = {
    "GET /v1.0/users: 403 Forbidden (request 7f3c2f8e)", "Contoso Ltd: 41 users", "status code 403",
    "The secret has expired", "AADSTS7000215: Invalid client secret provided", "", "a=b&c=d",
    "no tokens here, basic training", "POST /a/oauth2/v2.0/token: 400 Bad Request invalid_grant",
    "POST /a/oauth2/v2.0/token: 400: invalid_grant", "Reading users of Zoë & Söhne",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *clean = tny_redact (texts[i]);

      g_assert_cmpstr (clean, ==, texts[i]);
    }
  g_assert_null (tny_redact (NULL));
}

static void
test_private_keys (void)
{
  g_autofree char *clean = tny_redact ("key -----BEGIN PRIVATE KEY-----\nMIIabc\n-----END PRIVATE KEY----- end");

  g_assert_cmpstr (clean, ==, "key ••• end");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/redact/secrets-in-every-spelling", test_secrets_in_every_spelling);
  g_test_add_func ("/base/redact/token-behind-every-cut", test_token_behind_every_cut);
  g_test_add_func ("/base/redact/ordinary-text-stays", test_ordinary_text_stays);
  g_test_add_func ("/base/redact/private-keys", test_private_keys);

  return g_test_run ();
}
