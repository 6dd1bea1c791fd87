/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be told before anybody has signed in: whether data and secrets can be kept here, and whether
 * the clock is right.
 *
 * Source: every answer of the sign-in service has a Date (RFC 9110), the metadata document needs no
 * sign-in: "OpenID Connect on the Microsoft identity platform". */
#include "config.h"

#include "tny-check-private.h"

static void
check_data (TnyCheckRun *run, TnyKeyring *keyring)
{
  static const char *const findings[] = {
    [TNY_KEYRING_READY] = "ok", [TNY_KEYRING_IS_LOCKED] = "locked", [TNY_KEYRING_IS_ABSENT] = "no-keyring",
    [TNY_KEYRING_IS_BROKEN] = "broken",
  };
  TnyKeyringState state = tny_keyring_state (keyring, run->cancellable, NULL);

  tny_check_add (run, NULL, "app-data",
                 tny_store_is_writable (run->context->store) ? findings[state] : "read-only", NULL, NULL);
}

/* Any answer tells the time, also a refusal. */
static void
check_time (TnyCheckRun *run)
{
  g_autoptr(GUri) uri = tny_cloud_build_uri (tny_http_get_cloud (run->context->http), TNY_SERVICE_LOGIN,
                                             "/organizations/v2.0/.well-known/openid-configuration", NULL,
                                             NULL);
  TnyRequest request = {
    .service = TNY_SERVICE_LOGIN, .uri = uri, .flags = TNY_REQUEST_INTERACTIVE | TNY_REQUEST_ANY_STATUS,
  };
  g_autoptr(TnyAnswer) answer = g_new0 (TnyAnswer, 1);
  g_autoptr(TnyResponse) response = uri != NULL
    ? tny_http_send (run->context->http, &request, run->cancellable, &answer->error) : NULL;

  answer->at = tny_check_now (run);
  answer->endpoint = g_strdup (response != NULL ? response->operation : NULL);
  answer->status = response != NULL ? response->status : 0;
  answer->date = response != NULL ? response->date : 0;
  tny_check_clock (run, answer);
}

GPtrArray *
tny_checks_computer (TnyStore *store, TnyHttp *http, TnyKeyring *keyring, GCancellable *cancellable)
{
  TnyChecksContext context = { .store = store, .http = http };
  TnyCheckRun run = { .context = &context, .cancellable = cancellable };

  g_mutex_init (&run.lock);
  run.checks = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_check_free);
  check_data (&run, keyring);
  check_time (&run);
  g_mutex_clear (&run.lock);

  return run.checks;
}
