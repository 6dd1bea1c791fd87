/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-token.h"

#include <string.h>

/* Source: Microsoft Entra, "Microsoft Entra authentication and authorization error codes". */
static const struct
{
  guint       code;
  guint       status;
  const char *error, *suberror, *text;
} errors[] = {
  { 50011, 400, "invalid_request", NULL,
    "The redirect URI '%s' specified in the request does not match the redirect URIs configured "
    "for the application. Make sure the redirect URI sent in the request matches one added to your "
    "application in the Azure portal." },
  { 50020, 400, "invalid_grant", NULL,
    "User account '%s' from identity provider does not exist in tenant and cannot access the "
    "application in that tenant. The account needs to be added as an external user in the tenant "
    "first. Sign out and sign in again with a different Azure Active Directory user account." },
  { 50058, 400, "login_required", NULL,
    "A silent sign-in request was sent but no user is signed in." },
  { 50076, 400, "interaction_required", "basic_action",
    "Due to a configuration change made by your administrator, or because you moved to a new "
    "location, you must use multi-factor authentication to access '%s'." },
  { 50147, 400, "invalid_request", NULL, "The code challenge parameter is not valid." },
  { 50173, 400, "invalid_grant", "bad_token",
    "The provided grant has expired due to it being revoked, a fresh auth token is needed. The "
    "user might have changed or reset their password." },
  { 53003, 400, "interaction_required", "message_only",
    "Access has been blocked by Conditional Access policies. The access policy does not allow token "
    "issuance." },
  { 54005, 400, "invalid_grant", NULL,
    "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an "
    "existing refresh token." },
  { 65001, 400, "invalid_grant", "consent_required",
    "The user or administrator has not consented to use the application with ID '%s'. Send an "
    "interactive authorization request for this user and resource." },
  { 65004, 400, "access_denied", NULL, "User declined to consent to access the app." },
  { 70000, 400, "invalid_grant", "bad_token", "Provided grant is invalid or malformed." },
  { 70003, 400, "unsupported_grant_type", NULL,
    "The app requested an unsupported grant type '%s'." },
  { 70005, 400, "unsupported_response_type", NULL,
    "The response type '%s' is not supported for this application." },
  { 70007, 400, "invalid_request", NULL,
    "'%s' is not a supported value of 'response_mode' when requesting a token." },
  { 70008, 400, "invalid_grant", "token_expired",
    "The provided authorization code or refresh token has expired due to inactivity. Send a new "
    "interactive authorization request for this user and resource." },
  { 70011, 400, "invalid_scope", NULL,
    "The provided request must include a 'scope' input parameter. The provided value for the input "
    "parameter 'scope' is not valid. The scope %s is not valid." },
  { 90002, 400, "invalid_tenant", NULL,
    "Tenant '%s' not found. Check to make sure you have the correct tenant ID and are signing into "
    "the correct cloud. Check with your subscription administrator, this may happen if there are "
    "no active subscriptions for the tenant." },
  { 90019, 400, "invalid_request", NULL,
    "No tenant-identifying information found in either the request or implied by any provided "
    "credentials." },
  { 90094, 400, "access_denied", NULL,
    "Admin consent is required for the permissions requested by this application." },
  { 500011, 400, "invalid_resource", NULL,
    "The resource principal named %s was not found in the tenant. This can happen if the "
    "application has not been installed by the administrator of the tenant or consented to by any "
    "user in the tenant." },
  { 500112, 400, "invalid_grant", NULL,
    "The reply address '%s' does not match the reply address provided when requesting the "
    "authorization code." },
  { 501481, 400, "invalid_grant", NULL,
    "The Code_Verifier does not match the code_challenge supplied in the authorization request." },
  { 501491, 400, "invalid_request", NULL, "Invalid size of Code_Challenge parameter." },
  { 700005, 400, "invalid_grant", NULL,
    "Provided Authorization Code is intended to use against other tenant, thus rejected." },
  { 700016, 400, "unauthorized_client", NULL,
    "Application with identifier '%s' was not found in the directory. This can happen if the "
    "application has not been installed by the administrator of the tenant or consented to by any "
    "user in the tenant. You may have sent your authentication request to the wrong tenant." },
  { 700022, 400, "invalid_request", NULL,
    "The provided value for the input parameter scope is not valid because it contains more than "
    "one resource. Scope %s is not valid." },
  { 700025, 401, "invalid_client", NULL,
    "Client is public so neither 'client_assertion' nor 'client_secret' should be presented." },
  { 700021, 401, "invalid_client", NULL,
    "Client assertion application identifier doesn't match 'client_id' parameter." },
  { 700023, 401, "invalid_client", NULL,
    "Client assertion audience claim does not match Realm issuer." },
  { 700024, 401, "invalid_client", NULL, "Client assertion is not within its valid time range." },
  { 700027, 401, "invalid_client", NULL,
    "Client assertion contains an invalid signature. [Reason - %s]" },
  { 700082, 400, "invalid_grant", "token_expired",
    "The refresh token has expired due to inactivity." },
  { 900144, 400, "invalid_request", NULL,
    "The request body must contain the following parameter: '%s'." },
  { 900561, 400, "invalid_request", NULL, "The endpoint only accepts POST requests." },
  { 1002012, 400, "invalid_scope", NULL,
    "The provided value for scope %s is not valid. Client credential flows must have a scope value "
    "with /.default suffixed to the resource identifier (application ID URI)." },
  { 7000215, 401, "invalid_client", NULL,
    "Invalid client secret provided. Ensure the secret being sent in the request is the client "
    "secret value, not the client secret ID, for a secret added to app '%s'." },
  { 7000218, 401, "invalid_client", NULL,
    "The request body must contain the following parameter: 'client_assertion' or "
    "'client_secret'." },
  { 7000222, 401, "invalid_client", NULL,
    "The provided client secret keys for app '%s' are expired. Visit the Azure portal to create "
    "new keys for your app, or consider using certificate credentials for added security." },
  { 9001023, 400, "invalid_request", NULL,
    "The grant type is not supported over the /common or /consumers endpoints. Please use the "
    "/organizations or tenant-specific endpoint." },
  { 9002313, 400, "invalid_request", NULL, "Invalid request. Request is malformed or invalid." },
  { 9002326, 400, "invalid_request", NULL,
    "Cross-origin token redemption is permitted only for the 'Single-Page Application' "
    "client-type." },
};

static guint
find (guint code)
{
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    if (errors[i].code == code)
      return i;

  g_error ("AADSTS%u has no text", code);
}

const char *
tny_sim_login_error_word (guint code)
{
  return errors[find (code)].error;
}

char *
tny_sim_login_error_text (guint code, const char *detail)
{
  g_autoptr(GString) text = g_string_new (errors[find (code)].text);

  g_string_replace (text, "%s", detail != NULL ? detail : "", 1);

  return g_strdup_printf ("AADSTS%u: %s", code, text->str);
}

void
tny_sim_login_error (TnySim *sim, TnySimAnswer *answer, guint code, const char *detail)
{
  guint at = find (code);
  char trace[TNY_SIM_GUID_LENGTH + 1], correlation[TNY_SIM_GUID_LENGTH + 1];
  g_autofree char *text = tny_sim_login_error_text (code, detail);
  g_autoptr(GString) description = g_string_new (text);
  GString *out = answer->body;

  tny_sim_random_guid (trace);
  tny_sim_random_guid (correlation);
  g_string_append_printf (description, "\r\nTrace ID: %s\r\nCorrelation ID: %s\r\nTimestamp: ",
                          trace,
                          correlation);
  tny_sim_append_time (description, tny_sim_now (sim), TRUE);
  answer->status = errors[at].status;
  answer->content_type = "application/json; charset=utf-8";
  g_string_printf (out, "{\"error\":\"%s\",\"error_description\":", errors[at].error);
  tny_sim_append_json (out, description->str);
  g_string_append_printf (out, ",\"error_codes\":[%u],\"timestamp\":\"", code);
  tny_sim_append_time (out, tny_sim_now (sim), TRUE);
  g_string_append_printf (out,
                          "\",\"trace_id\":\"%s\",\"correlation_id\":\"%s\","
                          "\"error_uri\":\"%s/error?code=%u\"",
                          trace, correlation, sim->bases[TNY_SIM_AREA_LOGIN], code);
  if (errors[at].suberror != NULL)
    g_string_append_printf (out, ",\"suberror\":\"%s\"", errors[at].suberror);
  if (code == 50076)
    g_string_append (out,
                     ",\"claims\":\"{\\\"access_token\\\":{\\\"capolids\\\":{\\\"essential\\\":true,"
                          "\\\"values\\\":[\\\"5e7c1a52-7b0e-4a5b-9c8e-3b8b7c0f1d11\\\"]}}}\"");
  g_string_append_c (out, '}');
}
