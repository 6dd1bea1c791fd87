/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-session-consent.h"

#include "tny-permission.h"
#include "tny-session-private.h"
#include "tny-streams.h"

#define APP_NAME "Tenantry"

typedef struct
{
  TnySession  *session;
  gint64       connection_id;
  char       **tenants;
  gboolean     give;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->session);
  g_strfreev (work->tenants);
  g_free (work);
}

static gboolean
consent_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  g_autoptr(TnyConnection) row = tny_session_read_connection (work->session, work->connection_id, error);
  g_autoptr(TnyLive) live = row != NULL
    ? tny_session_get_live (work->session, work->connection_id, cancellable, error) : NULL;
  g_autoptr(GPtrArray) list = NULL;

  if (live == NULL)
    return FALSE;
  /* A person acts: tenants that refused before are asked again. */
  tny_tokens_reset_tenant (live->tokens, NULL);

  TnyConsentContext context = {
    .http = live->http, .partner_tenant_id = row->tenant_id, .client_id = row->client_id,
    .app_name = APP_NAME, .features = tny_streams_features (row->streams) | TNY_FEATURE_HEALTH,
    .tenants = (const char *const *) work->tenants,
  };

  list = tny_consent_look (&context, job, cancellable, error);
  if (list == NULL || (work->give && !tny_consent_give (&context, list, job, cancellable, error)))
    return FALSE;
  /* what was given counts from now on */
  if (work->give)
    tny_tokens_reset_tenant (live->tokens, NULL);
  tny_tokens_save (live->tokens, NULL);
  tny_job_take_result (job, g_steal_pointer (&list), (GDestroyNotify) g_ptr_array_unref);

  return TRUE;
}

TnyJob *
tny_session_new_consent (TnySession *self, gint64 connection_id, const char *const *tenants,
                         gboolean give)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);

  Work *work = g_new0 (Work, 1);

  work->session = g_object_ref (self);
  work->connection_id = connection_id;
  work->tenants = g_strdupv ((char **) tenants);
  work->give = give;

  return tny_job_new (consent_func, work, work_free);
}
