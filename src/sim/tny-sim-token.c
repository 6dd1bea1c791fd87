/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-token.h"

#include <string.h>
#include <sys/random.h>

#define TAG_LENGTH 16
#define SEALED_LENGTH (TAG_LENGTH + sizeof (TnySimToken))

/* 48 bytes sealed: base64 without padding. */
G_STATIC_ASSERT (sizeof (TnySimToken) == 32);

static void
digest (const TnySim *sim, char purpose, const void *data, gsize length, guint8 out[64])
{
  g_autoptr(GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA512, sim->key, sizeof sim->key);
  gsize size = 64;

  g_hmac_update (hmac, (const guchar *) &purpose, 1);
  g_hmac_update (hmac, data, (gssize) length);
  g_hmac_get_digest (hmac, out, &size);
}

char *
tny_sim_token_seal (const TnySim *sim, const TnySimToken *token)
{
  guint8 sealed[SEALED_LENGTH], stream[64], tag[64];
  TnySimToken copy = *token;

  if (getrandom (&copy.nonce, sizeof copy.nonce, 0) != sizeof copy.nonce)
    g_error ("no random numbers");
  digest (sim, 't', &copy, sizeof copy, tag);
  memcpy (sealed, tag, TAG_LENGTH);
  digest (sim, 's', sealed, TAG_LENGTH, stream);
  for (gsize i = 0; i < sizeof copy; i++)
    sealed[TAG_LENGTH + i] = ((guint8 *) &copy)[i] ^ stream[i];

  return tny_sim_base64url (sealed, sizeof sealed);
}

gboolean
tny_sim_token_open (const TnySim *sim, const char *text, TnySimToken *token)
{
  g_autofree char *plain = NULL;
  g_autofree guint8 *sealed = NULL;
  guint8 stream[64], tag[64];
  gsize length = strlen (text);
  TnySimToken opened;

  if (length != SEALED_LENGTH / 3 * 4)
    return FALSE;
  plain = g_strdup (text);
  for (char *at = plain; *at != '\0'; at++)
    if (*at == '-')
      *at = '+';
    else if (*at == '_')
      *at = '/';
  sealed = g_base64_decode (plain, &length);
  if (length != SEALED_LENGTH)
    return FALSE;
  digest (sim, 's', sealed, TAG_LENGTH, stream);
  for (gsize i = 0; i < sizeof opened; i++)
    ((guint8 *) &opened)[i] = sealed[TAG_LENGTH + i] ^ stream[i];
  digest (sim, 't', &opened, sizeof opened, tag);
  if (memcmp (sealed, tag, TAG_LENGTH) != 0)
    return FALSE;
  /* Sealed by an earlier run of another estate, perhaps. */
  if (opened.tenant > tny_sim_estate_n_customers (sim->estate) ||
      (opened.account != TNY_SIM_APP_ONLY && opened.account >= tny_sim_n_accounts))
    return FALSE;
  *token = opened;

  return TRUE;
}

TnySimCode *
tny_sim_code_new (void)
{
  return g_new0 (TnySimCode, 1);
}

void
tny_sim_code_free (TnySimCode *self)
{
  if (self == NULL)
    return;
  g_free (self->redirect_uri);
  g_free (self->scope);
  g_free (self->nonce);
  g_free (self->challenge);
  g_free (self);
}

/* Splits "https://graph.microsoft.com/User.Read" into resource and name; a bare name is Graph's. */
static TnySimResource
split_scope (const char *scope, const char **name)
{
  const char *slash = strrchr (scope, '/');

  *name = slash != NULL ? slash + 1 : scope;
  if (slash == NULL)
    return TNY_SIM_GRAPH;
  for (guint i = 0; i < TNY_SIM_N_RESOURCES; i++)
    {
      gsize length = strlen (tny_sim_resource_hosts[i]);

      if (g_ascii_strncasecmp (scope, tny_sim_resource_hosts[i], length) == 0 &&
          (scope + length == slash || (scope[length] == '/' && scope + length + 1 == slash)))
        return i;
    }

  return TNY_SIM_RESOURCE_UNKNOWN;
}

guint
tny_sim_scope_request (const char *text, gboolean several, TnySimScopeRequest *request)
{
  g_auto(GStrv) parts = g_strsplit (text, " ", -1);
  gboolean named = FALSE, first = TRUE;

  *request = (TnySimScopeRequest) { .resource = TNY_SIM_GRAPH };
  for (guint i = 0; parts[i] != NULL; i++)
    {
      TnySimResource resource;
      const char *name;
      guint64 bit;

      if (*parts[i] == '\0' || g_str_equal (parts[i], "profile") || g_str_equal (parts[i], "email"))
        continue;
      if (g_str_equal (parts[i], "openid"))
        request->openid = TRUE;
      else if (g_str_equal (parts[i], "offline_access"))
        request->offline = TRUE;
      else
        {
          resource = split_scope (parts[i], &name);
          if (resource == TNY_SIM_RESOURCE_UNKNOWN)
            return 500011;
          if (!first && resource != request->resource)
            {
              if (!several)
                return 700022;
              continue;
            }
          request->resource = resource;
          first = FALSE;
          if (g_str_equal (name, ".default"))
            request->everything = TRUE;
          else if (!tny_sim_scope_known (name, &bit) ||
                   (bit == TNY_SIM_SCOPE_IMPERSONATION) != (resource == TNY_SIM_PARTNER_CENTER))
            return 70011;
          else
            {
              request->scopes |= bit;
              named = TRUE;
            }
        }
    }

  return request->everything && named ? 70011 : 0;
}

TnySimAuthority
tny_sim_authority (TnySim *sim, const char *name, const TnySimTenant **tenant)
{
  *tenant = NULL;
  if (g_str_equal (name, "organizations"))
    return TNY_SIM_AUTHORITY_ORGANIZATIONS;
  if (g_str_equal (name, "common"))
    return TNY_SIM_AUTHORITY_COMMON;
  if (g_str_equal (name, "consumers"))
    return TNY_SIM_AUTHORITY_CONSUMERS;
  *tenant = tny_sim_estate_find (sim->estate, name);

  return *tenant != NULL ? TNY_SIM_AUTHORITY_TENANT : TNY_SIM_AUTHORITY_UNKNOWN;
}
