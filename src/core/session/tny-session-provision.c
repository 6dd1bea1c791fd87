/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tny-clock.h"
#include "tny-error.h"
#include "tny-identity.h"
#include "tny-session-private.h"
#include "tny-streams.h"

#define HINT_LENGTH       3
#define SECRET_TRIES      8
#define SECRET_WAIT_USEC  (2 * G_TIME_SPAN_SECOND)     /* 2, 4, 6 …: a new secret takes about 20 s */

typedef enum { LOOK, APPLY, UNDO_LOOK, UNDO } What;

typedef struct
{
  TnySession          *session;
  TnyAdmin            *admin;             /* lent: outlives the job */
  TnyProvisionOptions  options;
  char                *reach, *account, *app;
  TnyProvisionNotify   notify;
  gpointer             notify_data;
  What                 what;
  gint64               connection_id;     /* there is one for this directory */
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->session);
  g_free (work->reach);
  g_free (work->account);
  g_free (work->app);
  g_free (work);
}

TnySignIn *
tny_session_new_admin_sign_in (TnySession *self, const TnyProvisionOptions *options, gboolean query,
                               GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);

  const TnyCloud *cloud = tny_session_need_cloud (self, cancellable, error);

  if (cloud == NULL)
    return NULL;

  g_autoptr(TnyHttp) http = tny_http_new (cloud, NULL);
  g_autofree char *scope = tny_provision_scopes (cloud, options);
  TnySignInOptions how = { .query = query, .scope = scope, .once = TRUE, .path = "/" };

  return tny_sign_in_new (cloud, http, NULL, TNY_PROVISION_CLIENT, NULL, &how);
}

static TnyConnection *
find_connection (TnySession *self, const char *tenant_id, GError **error)
{
  g_autoptr(GPtrArray) list = tny_session_list_connections (self, error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    if (g_ascii_strcasecmp (((TnyConnection *) list->pdata[i])->tenant_id, tenant_id) == 0)
      return g_ptr_array_steal_index (list, i);

  return NULL;
}

/* A connection of that name to another directory takes the plain name. */
static char *
free_name (TnySession *self, const TnyProvisionResult *result, GError **error)
{
  g_autoptr(GPtrArray) list = tny_session_list_connections (self, error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    if (g_utf8_collate (((TnyConnection *) list->pdata[i])->name, result->tenant_name) == 0)
      return g_strdup_printf ("%s (%.8s)", result->tenant_name, result->tenant_id);

  return g_strdup (result->tenant_name);
}

static gboolean
keep (const TnyProvisionResult *result, TnySecret *secret, gint64 expires, gpointer data,
      GCancellable *cancellable, GError **error)
{
  Work *work = data;
  g_autoptr(GError) cause = NULL;
  g_autoptr(TnyConnection) present = find_connection (work->session, result->tenant_id, &cause);
  g_autofree char *streams = tny_streams_for (work->options.features);
  TnyConnectionDraft draft = {
    .tenant_id = result->tenant_id, .client_id = result->client_id, .secret = secret,
    .secret_expires = expires,
  };

  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  if (present != NULL)
    {
      work->connection_id = present->id;
      return tny_session_change_connection (work->session, present->id, &draft, cancellable, error);
    }

  g_autofree char *name = free_name (work->session, result, error);

  draft.name = name;
  draft.reach = work->options.reach;
  draft.streams = streams;
  draft.recommended = TRUE;

  return name != NULL &&
         tny_session_add_connection (work->session, &draft, &work->connection_id, cancellable, error);
}

static gboolean
forget (const char *tenant_id, const char *client_id, gpointer data, GCancellable *cancellable,
        GError **error)
{
  Work *work = data;
  g_autoptr(GError) cause = NULL;
  g_autoptr(TnyConnection) present = find_connection (work->session, tenant_id, &cause);

  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  /* another application's connection is none of ours */
  if (present == NULL ||
      (client_id != NULL && g_ascii_strcasecmp (present->client_id, client_id) != 0))
    return TRUE;

  return tny_session_remove_connection (work->session, present->id, FALSE, cancellable, error);
}

static TnySecret *
stored_secret (TnySession *self, const char *tenant_id, GCancellable *cancellable, GError **error)
{
  TnySlot slot = tny_session_slot (self, TNY_KEYRING_CLIENT_SECRET, tenant_id, NULL);
  TnySecret *secret = NULL;

  tny_keyring_lookup (tny_session_get_keyring (self), &slot, &secret, cancellable, error);

  return secret;
}

/* A new secret works once every server of Microsoft's knows it. */
static gboolean
try_secret (Work *work, TnyJob *job, const TnyProvisionResult *result, GCancellable *cancellable,
            GError **error)
{
  const TnyCloud *cloud = tny_session_need_cloud (work->session, cancellable, error);
  g_autoptr(TnyHttp) http = cloud != NULL ? tny_http_new (cloud, NULL) : NULL;
  g_autoptr(TnySecret) secret = http != NULL
    ? stored_secret (work->session, result->tenant_id, cancellable, error) : NULL;

  for (guint attempt = 1; secret != NULL; attempt++)
    {
      g_autoptr(GError) cause = NULL;

      if (tny_identity_check_credentials (cloud, http, result->tenant_id, result->client_id, secret,
                                          cancellable, &cause))
        return TRUE;
      if (attempt == SECRET_TRIES || (!g_error_matches (cause, TNY_ERROR, TNY_ERROR_SECRET_WRONG) &&
                                      !g_error_matches (cause, TNY_ERROR, TNY_ERROR_APP)))
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return FALSE;
        }
      tny_job_say (job, _("A new secret can take 20 seconds to work"), NULL);
      if (!tny_wait (NULL, attempt * SECRET_WAIT_USEC, cancellable, error))
        return FALSE;
    }
  if (error != NULL && *error == NULL)
    g_set_error (error, TNY_ERROR, TNY_ERROR_SECRET_MISSING, "the keyring holds no client secret");

  return FALSE;
}

static gboolean
provision_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  TnySession *self = work->session;
  const TnyCloud *cloud = tny_session_need_cloud (self, cancellable, error);
  g_autoptr(TnyHttp) http = cloud != NULL ? tny_http_new (cloud, NULL) : NULL;
  g_autoptr(GError) cause = NULL;
  g_autoptr(TnyConnection) present = NULL;
  g_autoptr(TnySecret) secret = NULL;
  g_autofree char *hint = NULL;
  TnyTokenSource source = tny_admin_source (work->admin);
  g_autoptr(TnyProvisionResult) result = NULL;

  if (http == NULL)
    return FALSE;
  present = find_connection (self, work->admin->tenant_id, &cause);
  if (present != NULL && cause == NULL)
    secret = stored_secret (self, present->tenant_id, cancellable, &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  if (secret != NULL && tny_secret_length (secret) > HINT_LENGTH)
    hint = g_strndup (tny_secret_peek (secret), HINT_LENGTH);
  work->connection_id = present != NULL ? present->id : 0;
  tny_http_set_tokens (http, &source);

  TnyProvisionContext context = {
    .store = self->store, .http = http, .admin = work->admin, .options = &work->options,
    .client_id = present != NULL ? present->client_id : NULL, .secret_hint = hint,
    .local = { keep, forget, work }, .notify = work->notify, .notify_data = work->notify_data,
  };
  TnyProvisionResult * (*const run[]) (const TnyProvisionContext *, TnyJob *, GCancellable *,
                                       GError **) = {
    [LOOK] = tny_provision_look, [APPLY] = tny_provision_apply,
    [UNDO_LOOK] = tny_provision_undo_look, [UNDO] = tny_provision_undo,
  };

  result = run[work->what] (&context, job, cancellable, error);
  if (result == NULL)
    return FALSE;
  result->connection_id = work->connection_id;
  if (work->what == APPLY && !try_secret (work, job, result, cancellable, error))
    return FALSE;
  tny_job_take_result (job, g_steal_pointer (&result), (GDestroyNotify) tny_provision_result_free);

  return TRUE;
}

static TnyJob *
new_job (TnySession *self, What what, TnyAdmin *admin, const TnyProvisionOptions *options,
         TnyProvisionNotify notify, gpointer notify_data)
{
  Work *work = g_new0 (Work, 1);

  work->session = g_object_ref (self);
  work->admin = admin;
  work->options = *options;
  work->options.reach = work->reach = g_strdup (options->reach);
  work->options.account = work->account = g_strdup (options->account);
  work->options.app = work->app = g_strdup (options->app);
  work->notify = notify;
  work->notify_data = notify_data;
  work->what = what;

  return tny_job_new (provision_func, work, work_free);
}

TnyJob *
tny_session_new_provision (TnySession *self, TnyAdmin *admin, const TnyProvisionOptions *options,
                           gboolean apply, TnyProvisionNotify notify, gpointer notify_data)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);
  g_return_val_if_fail (admin != NULL && options != NULL && options->reach != NULL, NULL);

  return new_job (self, apply ? APPLY : LOOK, admin, options, notify, notify_data);
}

TnyJob *
tny_session_new_provision_undo (TnySession *self, TnyAdmin *admin, gboolean apply,
                                TnyProvisionNotify notify, gpointer notify_data)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);
  g_return_val_if_fail (admin != NULL, NULL);

  const TnyProvisionOptions options = { "gdap" };

  return new_job (self, apply ? UNDO : UNDO_LOOK, admin, &options, notify, notify_data);
}
