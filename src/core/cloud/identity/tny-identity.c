/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-identity.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tny-certificate.h"
#include "tny-text.h"
#include "tny-token-request.h"

static const char *
id_problem (const char *id)
{
  if (*id == '\0' || tny_text_is_guid (id))
    return NULL;

  return N_("This is not an id. It has 32 digits and letters a–f in five groups.");
}

/* Half of a domain cannot be told from half of an id: what has a dot is on its way to a domain. */
static const char *
directory_problem (const char *text)
{
  if (*text == '\0' || tny_text_is_guid (text) ||
      (strchr (text, '.') != NULL && strpbrk (text, " @/\\{}") == NULL))
    return NULL;

  return N_("This is neither an id nor a domain. An id has 32 digits and letters a–f in five groups.");
}

TnyCredentialsProblem
tny_credentials_problem (const char *client_id, const char *tenant_id, const char *secret)
{
  g_autofree char *client = tny_text_trim (client_id != NULL ? client_id : "");
  g_autofree char *tenant = tny_text_trim (tenant_id != NULL ? tenant_id : "");
  char *value = tny_text_trim (secret != NULL ? secret : "");
  TnyCredentialsProblem problem = { id_problem (client), directory_problem (tenant), NULL };

  if (problem.tenant_id == NULL && g_ascii_strcasecmp (tenant, TNY_PERSONAL_TENANT) == 0)
    problem.tenant_id = N_("This directory is the one of personal Microsoft accounts.");
  if (problem.tenant_id == NULL && *tenant != '\0' && g_ascii_strcasecmp (client, tenant) == 0)
    problem.tenant_id = N_("Both ids are equal. One is of the application, one of the directory.");

  if (tny_text_is_guid (value))
    problem.secret =
      N_("This looks like the Secret ID. Copy the Value column; it is shown only once.");
  else
    for (const char *at = value; *at != '\0' && problem.secret == NULL; at++)
      if (!g_ascii_isgraph (*at))
        problem.secret =
          N_("A secret has no blanks and no accented letters. Copy the Value column again.");
  tny_wipe_free (value);

  return problem;
}

/* The first problem as an error, in English: people see it while typing. */
static gboolean
check_problem (const char *tenant_id, const char *client_id, TnySecret *secret, GError **error)
{
  TnyCredentialsProblem problem =
    tny_credentials_problem (client_id, tenant_id,
                             tny_certificate_is_bundle (secret) ? NULL : tny_secret_peek (secret));
  const char *text = problem.client_id != NULL ? problem.client_id
    : problem.tenant_id != NULL ? problem.tenant_id : problem.secret;

  if (text == NULL && (!tny_text_is_guid (tenant_id) || !tny_text_is_guid (client_id) ||
                       tny_secret_length (secret) == 0))
    text = "An id or the secret is missing.";
  if (text != NULL)
    g_set_error_literal (error, TNY_ERROR,
                         problem.secret == text ? TNY_ERROR_SECRET_ID : TNY_ERROR_ARGUMENT, text);
  return text == NULL;
}

gboolean
tny_identity_check_credentials (const TnyCloud  *cloud,
                                TnyHttp         *http,
                                const char      *tenant_id,
                                const char      *client_id,
                                TnySecret       *secret,
                                GCancellable    *cancellable,
                                GError         **error)
{
  g_autofree char *scope = g_strconcat (tny_cloud_get_resource (cloud, TNY_SERVICE_GRAPH),
                                        "/.default", NULL);
  g_autoptr(TnyTokenAnswer) answer = NULL;
  const TnyTokenClient client = { client_id, secret, NULL };
  const char *form[] = {
    "grant_type", "client_credentials",
    "scope", scope,
    NULL
  };

  if (!check_problem (tenant_id, client_id, secret, error))
    return FALSE;

  answer = tny_token_request (http, &client, tenant_id, FALSE, form, NULL, cancellable, error);
  return answer != NULL;
}

/* Labels of letters, digits and hyphens with dots between: what may stand in the address. */
static gboolean
is_domain (const char *text)
{
  return strlen (text) <= 253 && strchr (text, '.') != NULL && *text != '.' && *text != '-' &&
         strstr (text, "..") == NULL && text[strlen (text) - 1] != '.' &&
         strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789.-") == strlen (text);
}

char *
tny_identity_resolve_domain (const TnyCloud  *cloud,
                             TnyHttp         *http,
                             const char      *domain,
                             GCancellable    *cancellable,
                             GError         **error)
{
  g_autofree char *trimmed = tny_text_trim (domain);
  g_autofree char *name = g_ascii_strdown (trimmed, -1);
  g_autofree char *ascii = g_hostname_to_ascii (name);
  g_autoptr(TnyDiscovery) discovery = NULL;

  if (ascii == NULL || (!tny_text_is_guid (ascii) && !is_domain (ascii)))
    {
      g_autofree char *shown = tny_text_one_line (domain, 80);

      g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT,
                   "“%s” is neither a domain nor the id of a directory", shown);
      return NULL;
    }

  discovery = tny_discovery_fetch (http, ascii, cancellable, error);
  return discovery != NULL ? g_steal_pointer (&discovery->tenant_id) : NULL;
}
