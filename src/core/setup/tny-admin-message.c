/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-admin-message.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tny-check.h"
#include "tny-oauth-error.h"
#include "tny-portal.h"

static char *
names_of (const char *streams, const char *reach)
{
  guint n, features = tny_checks_features (streams);
  const TnyPermission *table = tny_permission_table (&n);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    if (tny_checks_needs (&table[i], features, reach, FALSE))
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", table[i].name);

  return g_string_free (names, FALSE);
}

char *
tny_admin_message (TnyError code, const TnyCloud *cloud, const char *client_id, const char *streams,
                   const char *reach, const char *account)
{
  TnyPortalIds ids = { .app_id = client_id };
  g_autofree char *link = tny_portal_link (cloud, TNY_PORTAL_APP_PERMISSIONS, &ids);
  g_autofree char *names = names_of (streams, reach);
  const char *who = account != NULL ? account : _("our service account for Tenantry");

  switch (code)
    {
    case TNY_ERROR_CONSENT:
    case TNY_ERROR_DECLINED:
      /* translators: id of the app, names of permissions, link */
      return g_strdup_printf (_("Please grant admin consent for our app Tenantry (application id %s): open its "
                                "API permissions, press “Grant admin consent” and answer Yes. Cloud Application "
                                "Administrator is enough.\n\n"
                                "It asks for delegated permissions only, and reads only: %s.\n\n%s\n"),
                              client_id, names, link != NULL ? link : "");
    case TNY_ERROR_BLOCKED:
      /* translators: the account that signs in */
      return g_strdup_printf (_("A Conditional Access policy stops the sign-in of %s to our app Tenantry. Please "
                                "exclude this account from the policy, or tell me what it has to meet. The sign-in "
                                "log of Entra names the policy.\n"), who);
    case TNY_ERROR_MFA:
      /* translators: the account that signs in */
      return g_strdup_printf (_("Please have %s register a second factor, and see that one is required: Microsoft "
                                "refuses partners without multifactor authentication.\n"), who);
    default:
      return NULL;
    }
}

GError *
tny_microsoft_code (const char *text)
{
  const char *at = strstr (text, "AADSTS");
  g_autofree char *digits = NULL;
  TnyOauthError cause = { .error = "" };

  if (at != NULL)
    at += strlen ("AADSTS");
  else
    at = text + strspn (text, " \t");
  digits = g_strndup (at, strspn (at, "0123456789"));
  if (strlen (digits) < 5 || strlen (digits) > 9)
    return NULL;
  cause.number = g_ascii_strtoll (digits, NULL, 10);

  return tny_oauth_error_is_known (&cause)
         ? g_error_new (TNY_ERROR, tny_oauth_error_code (&cause, FALSE), "AADSTS%s", digits)
         : g_error_new (TNY_ERROR, TNY_ERROR_NOT_FOUND, "AADSTS%s", digits);
}
