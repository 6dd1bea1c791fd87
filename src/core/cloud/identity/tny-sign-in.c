/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sign-in.h"

#include <string.h>

#include "tny-delivery.h"
#include "tny-error.h"
#include "tny-loopback.h"
#include "tny-oauth-error.h"
#include "tny-redirect.h"
#include "tny-sign-in-exchange.h"
#include "tny-text.h"
#include "tny-token-request.h"

/* The flow, by the functions that move it:
 *
 *   ready ──tny_sign_in_start()──▸ waiting ──take_form()──▸ checking ──exchanged_cb()──▸ done
 *                                     │   ▴     │              │                          failed
 *                                     │   └─────┘ refused      │
 *                                     ▾                        ▾
 *                            end(): an error in the delivery, limit_cb(), tny_sign_in_cancel()
 */
struct _TnySignIn
{
  GObject            parent_instance;

  TnySignInState     state;
  TnyExchange       *exchange;       /* what the worker will need; given away once */
  gboolean           query;
  const char        *path;           /* of the redirect */
  char              *login_hint;
  char              *link;
  TnySecret         *flow;           /* "state": proof that a delivery belongs to this flow */

  TnyLoopback       *loopback;
  GCancellable      *cancellable;    /* the worker's */
  GSource           *limit;
  gint64             end_boot;       /* microseconds of the boot clock */

  GTask             *waiting;        /* who called wait_async() */
  GSource           *cancelled;
  TnySignInResult   *result;         /* until somebody waits */
  GError            *error;
};

enum { PROP_STATE = 1, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TnySignIn, tny_sign_in, G_TYPE_OBJECT)

void
tny_sign_in_result_free (TnySignInResult *self)
{
  if (self == NULL)
    return;

  g_free (self->tenant_id);
  g_free (self->object_id);
  g_free (self->user_name);
  g_free (self->display_name);
  g_free (self->scope);
  tny_secret_unref (self->refresh_token);
  tny_secret_unref (self->access_token);
  g_free (self);
}

static void
set_state (TnySignIn *self, TnySignInState state)
{
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
destroy_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* No port, no timer: nothing more can come in. */
static void
close_door (TnySignIn *self)
{
  g_clear_pointer (&self->loopback, tny_loopback_free);
  destroy_source (&self->limit);
}

static gboolean
is_over (TnySignIn *self)
{
  return self->state == TNY_SIGN_IN_DONE || self->state == TNY_SIGN_IN_FAILED;
}

static void
hand_over (TnySignIn *self)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->waiting);

  destroy_source (&self->cancelled);
  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    g_task_return_pointer (task, g_steal_pointer (&self->result),
                           (GDestroyNotify) tny_sign_in_result_free);
}

/* Takes either. */
static void
end (TnySignIn *self, TnySignInResult *result, GError *error)
{
  g_autoptr(TnySignIn) alive = g_object_ref (self);

  close_door (self);
  g_clear_pointer (&self->exchange, tny_exchange_free);
  self->result = result;
  self->error = error;
  set_state (self, error == NULL ? TNY_SIGN_IN_DONE : TNY_SIGN_IN_FAILED);
  if (self->waiting != NULL)
    hand_over (self);
}

static gboolean
is_ours (TnySignIn *self, const TnyRedirect *delivery)
{
  g_autoptr(TnySecret) state = delivery->state != NULL ? tny_secret_new (delivery->state) : NULL;

  return state != NULL && tny_secret_equal (state, self->flow) &&
         (delivery->error != NULL || (delivery->code != NULL && *delivery->code != '\0'));
}

static void
exchange_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  TnySignInResult *result = tny_exchange_run (data, cancellable, &error);

  if (result != NULL)
    g_task_return_pointer (task, result, (GDestroyNotify) tny_sign_in_result_free);
  else
    g_task_return_error (task, error);
}

static void
exchanged_cb (GObject *source, GAsyncResult *async_result, gpointer data)
{
  TnySignIn *self = TNY_SIGN_IN (source);
  GError *error = NULL;
  TnySignInResult *result = g_task_propagate_pointer (G_TASK (async_result), &error);

  if (!is_over (self))
    {
      end (self, result, error);
      return;
    }
  /* cancelled meanwhile: what came is nobody's */
  tny_sign_in_result_free (result);
  g_clear_error (&error);
}

/* The one place where a delivery takes the flow. */
static TnyLoopbackVerdict
take_form (const char *form, gsize length, gpointer data)
{
  g_autoptr(TnySignIn) self = g_object_ref (data);
  g_auto(TnyRedirect) delivery = { NULL };
  g_autoptr(GTask) task = NULL;

  if (self->state != TNY_SIGN_IN_WAITING || !tny_redirect_read (&delivery, form, length) ||
      !is_ours (self, &delivery))
    return TNY_LOOPBACK_REFUSE;

  close_door (self);
  if (delivery.error != NULL)
    {
      TnyOauthError cause = { delivery.error, delivery.suberror,
                              tny_oauth_error_number (delivery.description), NULL };
      GError *error = NULL;

      if (g_str_equal (delivery.error, "access_denied") &&
          g_strcmp0 (delivery.suberror, "cancel") == 0)
        g_set_error_literal (&error, TNY_ERROR, TNY_ERROR_SIGN_IN,
                             "the sign-in was cancelled in the browser, nothing was stored");
      else
        tny_oauth_error_set (&cause, FALSE, "sign-in page", &error);
      end (self, NULL, error);
      return TNY_LOOPBACK_ACCEPT_ERROR;
    }

  tny_exchange_take_delivery (self->exchange, delivery.code, delivery.iss);
  set_state (self, TNY_SIGN_IN_CHECKING);
  task = g_task_new (self, self->cancellable, exchanged_cb, NULL);
  g_task_set_task_data (task, g_steal_pointer (&self->exchange),
                        (GDestroyNotify) tny_exchange_free);
  g_task_run_in_thread (task, exchange_thread);

  return TNY_LOOPBACK_ACCEPT;
}

static gboolean
limit_cb (gpointer data)
{
  TnySignIn *self = data;

  if (tny_clock_boot (self->exchange->clock) < self->end_boot)
    return G_SOURCE_CONTINUE;

  end (self, NULL, g_error_new (TNY_ERROR, TNY_ERROR_REDIRECT,
                                "the browser did not come back within %d minutes",
                                TNY_SIGN_IN_LIMIT_SECONDS / 60));
  return G_SOURCE_REMOVE;
}

static gboolean
wait_cancelled_cb (GCancellable *cancellable, gpointer data)
{
  tny_sign_in_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
tny_sign_in_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_STATE)
    g_value_set_int (value, TNY_SIGN_IN (object)->state);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tny_sign_in_dispose (GObject *object)
{
  TnySignIn *self = TNY_SIGN_IN (object);

  close_door (self);
  destroy_source (&self->cancelled);

  G_OBJECT_CLASS (tny_sign_in_parent_class)->dispose (object);
}

static void
tny_sign_in_finalize (GObject *object)
{
  TnySignIn *self = TNY_SIGN_IN (object);

  g_clear_pointer (&self->exchange, tny_exchange_free);
  g_free (self->login_hint);
  g_free (self->link);
  tny_secret_unref (self->flow);
  g_object_unref (self->cancellable);
  tny_sign_in_result_free (self->result);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (tny_sign_in_parent_class)->finalize (object);
}

static void
tny_sign_in_class_init (TnySignInClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tny_sign_in_get_property;
  object_class->dispose = tny_sign_in_dispose;
  object_class->finalize = tny_sign_in_finalize;

  /* a TnySignInState */
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, TNY_SIGN_IN_READY,
                                             TNY_SIGN_IN_FAILED, TNY_SIGN_IN_READY,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tny_sign_in_init (TnySignIn *self)
{
  self->cancellable = g_cancellable_new ();
}

TnySignIn *
tny_sign_in_new (const TnyCloud         *cloud,
                 TnyHttp                *http,
                 const char             *tenant_id,
                 const char             *client_id,
                 TnySecret              *secret,
                 const TnySignInOptions *options)
{
  const TnySignInOptions none = { FALSE };
  TnySignIn *self;

  g_return_val_if_fail (tenant_id == NULL || tny_text_is_guid (tenant_id), NULL);
  g_return_val_if_fail (tny_text_is_guid (client_id), NULL);

  if (options == NULL)
    options = &none;
  self = g_object_new (TNY_TYPE_SIGN_IN, NULL);
  self->query = options->query;
  self->path = options->path != NULL ? options->path : TNY_DELIVERY_PATH;
  self->login_hint = g_strdup (options->login_hint);
  self->exchange = tny_exchange_new (cloud, http, tenant_id, client_id, secret, options);

  return self;
}

/* "https://login.microsoftonline.com/x" → "https://login.microsoftonline.com" */
static char *
origin_of (const char *base)
{
  const char *host = strstr (base, "://") + 3;

  return g_strndup (base, host - base + strcspn (host, "/"));
}

static char *
build_link (TnySignIn *self, GError **error)
{
  TnyExchange *exchange = self->exchange;
  g_autofree char *path = g_strdup_printf ("/%s/oauth2/v2.0/authorize",
                                          tny_exchange_authority (exchange));
  g_autofree char *challenge = tny_exchange_challenge (exchange);
  g_autoptr(GString) query = g_string_new (NULL);
  g_autoptr(GUri) uri = NULL;
  const char *const parameters[][2] = {
    { "client_id", exchange->client_id },
    { "response_type", "code" },
    { "redirect_uri", exchange->redirect },
    { "response_mode", self->query ? "query" : "form_post" },
    { "scope", exchange->scope },
    { "state", tny_secret_peek (self->flow) },
    { "nonce", exchange->nonce },
    { "code_challenge", challenge },
    { "code_challenge_method", "S256" },
    { "claims", TNY_CLAIMS_CP1 },
    /* a hint names the account already */
    { self->login_hint != NULL ? "login_hint" : "prompt",
      self->login_hint != NULL ? self->login_hint : "select_account" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (parameters); i++)
    {
      g_string_append_printf (query, "%s%s=", i > 0 ? "&" : "", parameters[i][0]);
      g_string_append_uri_escaped (query, parameters[i][1], NULL, FALSE);
    }
  uri = tny_cloud_build_uri (exchange->cloud, TNY_SERVICE_LOGIN, path, query->str, error);

  return uri != NULL ? g_uri_to_string (uri) : NULL;
}

const char *
tny_sign_in_start (TnySignIn *self, GError **error)
{
  const TnyCloud *cloud = self->exchange->cloud;
  g_autofree char *origin = origin_of (tny_cloud_get_base (cloud, TNY_SERVICE_LOGIN));
  const TnyLoopbackOptions options = { self->query, origin, 0, self->path };

  g_return_val_if_fail (self->state == TNY_SIGN_IN_READY && self->link == NULL, NULL);

  self->loopback = tny_loopback_new (&options, take_form, self, error);
  if (self->loopback == NULL)
    return NULL;

  self->exchange->redirect = g_strdup_printf ("http://localhost:%u%s",
                                              tny_loopback_get_port (self->loopback), self->path);
  self->flow = tny_secret_take (tny_random_base64url (32));
  self->link = build_link (self, error);
  if (self->link == NULL)
    {
      close_door (self);
      return NULL;
    }

  /* The boot clock counts sleep too, timers do not: look once a second. */
  self->end_boot = tny_clock_boot (self->exchange->clock) +
                   TNY_SIGN_IN_LIMIT_SECONDS * G_TIME_SPAN_SECOND;
  self->limit = g_timeout_source_new (1000);
  g_source_set_callback (self->limit, limit_cb, self, NULL);
  g_source_attach (self->limit, g_main_context_get_thread_default ());
  set_state (self, TNY_SIGN_IN_WAITING);

  return self->link;
}

void
tny_sign_in_wait_async (TnySignIn           *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             data)
{
  g_return_if_fail (self->state != TNY_SIGN_IN_READY && self->waiting == NULL);

  /* Not the task's own cancellable: an end that has come stays the answer. */
  self->waiting = g_task_new (self, NULL, callback, data);
  g_task_set_source_tag (self->waiting, tny_sign_in_wait_async);
  if (is_over (self))
    {
      hand_over (self);
      return;
    }
  if (cancellable != NULL)
    {
      self->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->cancelled, G_SOURCE_FUNC (wait_cancelled_cb), self, NULL);
      g_source_attach (self->cancelled, g_main_context_get_thread_default ());
    }
}

TnySignInResult *
tny_sign_in_wait_finish (TnySignIn *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
tny_sign_in_take_address (TnySignIn *self, const char *address, GError **error)
{
  g_autofree char *trimmed = tny_text_trim (address);
  g_autoptr(GUri) uri = g_uri_parse (trimmed, G_URI_FLAGS_ENCODED, NULL);
  const char *query = uri != NULL ? g_uri_get_query (uri) : NULL;

  if (!self->query || self->state != TNY_SIGN_IN_WAITING)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT, "this sign-in takes no pasted address");
      return FALSE;
    }
  if (query == NULL || g_strcmp0 (g_uri_get_scheme (uri), "http") != 0 ||
      g_strcmp0 (g_uri_get_host (uri), "localhost") != 0 || g_uri_get_userinfo (uri) != NULL ||
      g_uri_get_port (uri) != tny_loopback_get_port (self->loopback) ||
      !g_str_equal (g_uri_get_path (uri), self->path) ||
      strlen (query) > TNY_DELIVERY_BODY_MAX ||
      take_form (query, strlen (query), self) == TNY_LOOPBACK_REFUSE)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT,
                   "that is not the address at which this sign-in stopped");
      return FALSE;
    }

  return TRUE;
}

void
tny_sign_in_cancel (TnySignIn *self)
{
  if (self->state == TNY_SIGN_IN_READY || is_over (self))
    return;

  g_cancellable_cancel (self->cancellable);
  end (self, NULL, g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the sign-in was cancelled"));
}

TnySignInState
tny_sign_in_get_state (TnySignIn *self)
{
  return self->state;
}

const char *
tny_sign_in_get_link (TnySignIn *self)
{
  return self->link;
}
