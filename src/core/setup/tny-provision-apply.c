/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-provision-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tny-error.h"
#include "tny-json.h"
#include "tny-text.h"

/* One call on its way: what goes out, and what the journal keeps. */
typedef struct
{
  char       *path, *body, *detail;
  const char *header, *value;
} Call;

static void
call_clear (Call *call)
{
  g_free (call->path);
  g_free (call->body);
  g_free (call->detail);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Call, call_clear)

static char *
role_list (TnyProvisionRun *self, const char *relation_id)
{
  g_autoptr(GString) out = g_string_new (NULL);

  for (guint i = 0; i < self->relations->len; i++)
    {
      TnyProvisionRelation *relation = self->relations->pdata[i];

      for (guint r = 0; g_str_equal (relation->id, relation_id) && r < relation->roles->len; r++)
        g_string_append_printf (out, "%s{\"roleDefinitionId\":\"%s\"}", r > 0 ? "," : "",
                                (const char *) relation->roles->pdata[r]);
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
end_date (TnyProvisionRun *self)
{
  gint64 end = tny_clock_now (self->context->clock) +
               TNY_PROVISION_SECRET_DAYS * (gint64) 24 * 3600;
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (end);

  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
}

/* The ids are known by now: each effect stands behind those that it needs. */
static void
prepare (TnyProvisionRun *self, const TnyEffect *effect, Call *call)
{
  guint api = g_strcmp0 (effect->subject, "partner") == 0 ? TNY_API_PARTNER : TNY_API_GRAPH;
  g_autofree char *text = NULL, *more = NULL;

  call->path = g_strdup (effect->path);
  switch (effect->kind)
    {
    case TNY_EFFECT_APP:
    case TNY_EFFECT_GROUP:
      call->header = "Prefer";
      call->value = "create-if-missing";
      call->body = effect->kind == TNY_EFFECT_APP
        ? tny_provision_app_body (self, NULL)
        : g_strdup ("{\"displayName\":\"" TNY_PROVISION_GROUP_NAME "\",\"description\":"
                    "\"Members reach customers through GDAP for Tenantry\",\"mailEnabled\":false,"
                    "\"mailNickname\":\"tenantry-gdap\",\"securityEnabled\":true}");
      break;
    case TNY_EFFECT_APP_CHANGE:
      call->body = tny_provision_app_body (self, &call->detail);
      break;
    case TNY_EFFECT_PRINCIPAL:
    case TNY_EFFECT_PARTNER_API:
      call->body = g_strdup_printf ("{\"appId\":\"%s\"}", effect->kind == TNY_EFFECT_PRINCIPAL
                                                            ? self->result->client_id
                                                            : effect->subject);
      break;
    case TNY_EFFECT_GRANT:
      text = tny_provision_scope (self, api, &more);
      call->detail = g_strdup (more);
      call->body = g_strdup_printf ("{\"clientId\":\"%s\",\"consentType\":\"AllPrincipals\","
                                    "\"resourceId\":\"%s\",\"scope\":\"%s\"}", self->principal_id,
                                    self->apis[api].id, text);
      break;
    case TNY_EFFECT_GRANT_CHANGE:
      text = tny_provision_scope (self, api, &more);
      call->detail = g_strdup (more);
      call->body = g_strdup_printf ("{\"scope\":\"%s\"}", text);
      break;
    case TNY_EFFECT_ROLE:
      call->detail = g_strdup (self->apis[TNY_API_GRAPH].id);
      call->body = g_strdup_printf ("{\"principalId\":\"%s\",\"resourceId\":\"%s\",\"appRoleId\":\"%s\"}",
                                    self->principal_id, self->apis[TNY_API_GRAPH].id,
                                    tny_provision_role_id (
                                      self, tny_permission_by_name (effect->subject)));
      break;
    case TNY_EFFECT_MEMBER:
      g_free (call->path);
      call->path = g_strdup_printf ("/v1.0/groups/%s/members/$ref", self->group_id);
      call->detail = g_strdup (self->group_id);
      call->body = g_strdup_printf ("{\"@odata.id\":\"%s/v1.0/directoryObjects/%s\"}",
                                    tny_cloud_get_base (tny_http_get_cloud (self->context->http),
                                                        TNY_SERVICE_GRAPH), effect->subject);
      break;
    case TNY_EFFECT_ASSIGNMENT:
      text = role_list (self, effect->subject);
      call->body = g_strdup_printf ("{\"accessContainer\":{\"accessContainerId\":\"%s\","
                                    "\"accessContainerType\":\"securityGroup\"},"
                                    "\"accessDetails\":{\"unifiedRoles\":[%s]}}", self->group_id, text);
      break;
    case TNY_EFFECT_SECRET_LOST:
      call->body = g_strdup_printf ("{\"keyId\":\"%s\"}", effect->subject);
      break;
    case TNY_EFFECT_SECRET:
      g_free (call->path);
      call->path = g_strdup_printf ("/v1.0/applications/%s/addPassword", self->app_id);
      text = tny_random_base64url (6);
      more = end_date (self);
      /* a name that no other secret has: a value that got lost is recognised by it */
      call->detail = g_strdup_printf ("Tenantry %s", text);
      call->body = g_strdup_printf ("{\"passwordCredential\":{\"displayName\":\"%s\","
                                    "\"endDateTime\":\"%s\"}}", call->detail, more);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* The connection has the secret before the journal says so: a stop in between is found out by the
 * secret's name and its first letters. */
static gboolean
keep_secret (TnyProvisionRun *self, JsonObject *answer, char **key_id, GError **error)
{
  const char *id = tny_json_text (answer, "keyId");
  char *text = (char *) tny_json_text (answer, "secretText");
  g_autoptr(TnySecret) secret = text != NULL ? tny_secret_new (text) : NULL;
  gint64 end = 0;

  if (text != NULL)
    tny_wipe (text, strlen (text));
  if (secret == NULL || id == NULL)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "the answer holds no secret");
      return FALSE;
    }
  *key_id = g_strdup (id);
  tny_json_time (answer, "endDateTime", &end);

  return self->context->local.keep (self->result, secret, end, self->context->local.data,
                                    self->cancellable, error);
}

/* What Microsoft made becomes a fact. @id: (out): what undo will name. */
static gboolean
take_answer (TnyProvisionRun *self, const TnyEffect *effect, JsonNode *node, char **id, GError **error)
{
  JsonObject *answer = node != NULL ? json_node_get_object (node) : NULL;
  const char *made = answer != NULL ? tny_json_text (answer, "id") : NULL;
  guint api = g_strcmp0 (effect->subject, "partner") == 0 ? TNY_API_PARTNER : TNY_API_GRAPH;

  if (effect->kind == TNY_EFFECT_SECRET)
    {
      if (answer != NULL)
        return keep_secret (self, answer, id, error);
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "the answer holds no secret");
      return FALSE;
    }
  *id = g_strdup (made);
  switch (effect->kind)
    {
    case TNY_EFFECT_APP:
      if (made == NULL || tny_json_text (answer, "appId") == NULL)
        break;
      self->app_id = g_strdup (made);
      self->result->client_id = g_strdup (tny_json_text (answer, "appId"));
      return TRUE;
    case TNY_EFFECT_PRINCIPAL:
      self->principal_id = g_strdup (made);
      break;
    case TNY_EFFECT_PARTNER_API:
      self->apis[TNY_API_PARTNER].id = g_strdup (made);
      break;
    case TNY_EFFECT_GRANT:
      self->apis[api].grant_id = g_strdup (made);
      break;
    case TNY_EFFECT_GROUP:
      self->group_id = g_strdup (made);
      break;
    case TNY_EFFECT_APP_CHANGE:
      *id = g_strdup (self->app_id);
      return TRUE;
    case TNY_EFFECT_GRANT_CHANGE:
      *id = g_strdup (self->apis[api].grant_id);
      return TRUE;
    case TNY_EFFECT_MEMBER:
      *id = g_strdup (self->group_id);
      return TRUE;
    default:
      return TRUE;
    }
  if (*id != NULL)
    return TRUE;
  g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "the answer has no id");

  return FALSE;
}

/* A refusal leaves nothing behind, unless an earlier try is still unknown. */
static gboolean
fail (TnyProvisionRun *self, TnyEffect *effect, TnySent sent, gboolean sent_before, GError *cause,
      GError **error)
{
  g_autoptr(GError) ignored = NULL;

  effect->state = TNY_EFFECT_FAILED;
  if (sent == TNY_SENT_FAILED && !sent_before && !tny_journal_remove (self, effect->key, &ignored))
    g_info ("The journal keeps a call that was refused: %s", ignored->message);
  if (sent == TNY_SENT_UNKNOWN && !tny_error_cancelled (cause))
    g_prefix_error (&cause, "Nobody knows whether this happened; the next time looks first: ");
  g_propagate_prefixed_error (error, cause, "%s: ", effect->words);

  return FALSE;
}

/* It was there already: whose it is follows from the journal, what it is called from a new look. */
static gboolean
settle_there (TnyProvisionRun *self, const TnyEffect *effect, gboolean sent_before, GError **error)
{
  if (!sent_before && !tny_journal_remove (self, effect->key, error))
    return FALSE;
  if (effect->kind == TNY_EFFECT_MEMBER || effect->kind == TNY_EFFECT_ROLE ||
      effect->kind == TNY_EFFECT_ASSIGNMENT)
    return TRUE;
  g_set_error (error, TNY_ERROR, TNY_ERROR_STALE,
               "Somebody made it at the same moment. Do it again: it is taken as it is");

  return FALSE;
}

static gboolean
run_effect (TnyProvisionRun *self, TnyEffect *effect, GError **error)
{
  TnyProvisionEntry *before = tny_journal_find (self->journal, effect->key);
  gboolean sent_before = before != NULL && g_str_equal (before->state, "sent");
  g_auto(Call) call = { NULL };
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *request_id = NULL, *id = NULL;
  GError *cause = NULL;
  TnySent sent;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  prepare (self, effect, &call);
  tny_provision_say (self, effect, effect->method, call.path, FALSE);
  if (!tny_journal_begin (self, effect, call.detail, error))
    return FALSE;
  sent = tny_provision_send (self, effect->method, call.path, call.header, call.value, call.body,
                             effect->kind == TNY_EFFECT_SECRET, &node, &request_id, &cause);
  if (sent == TNY_SENT_THERE)
    {
      if (!settle_there (self, effect, sent_before, error))
        return FALSE;
    }
  else if (sent != TNY_SENT_DONE)
    return fail (self, effect, sent, sent_before, cause, error);
  else if (!take_answer (self, effect, node, &id, &cause))
    return fail (self, effect, TNY_SENT_UNKNOWN, TRUE, cause, error);
  if (effect->kind == TNY_EFFECT_SECRET_LOST)
    {
      if (!tny_journal_remove (self, effect->key, error))
        return FALSE;
    }
  else if ((sent == TNY_SENT_DONE || sent_before) &&
           !tny_journal_done (self, effect->key, id, request_id, error))
    return FALSE;
  effect->state = TNY_EFFECT_DONE;
  tny_provision_say (self, effect, effect->method, call.path, TRUE);

  return TRUE;
}

/* Calls whose answer got lost and that happened all the same. */
static gboolean
reconcile (TnyProvisionRun *self, GError **error)
{
  struct { const char *key, *id; } found[] = {
    { "app", self->app_id }, { "principal", self->principal_id }, { "group", self->group_id },
    { "partner-api", self->apis[TNY_API_PARTNER].id },
    { "grant/graph", self->apis[TNY_API_GRAPH].grant_id },
    { "grant/partner", self->apis[TNY_API_PARTNER].grant_id },
  };

  for (guint i = 0; i < self->journal->len; i++)
    {
      TnyProvisionEntry *entry = self->journal->pdata[i];
      const char *id = NULL;

      if (entry->kind == TNY_EFFECT_SECRET_LOST && !tny_journal_remove (self, entry->key, error))
        return FALSE;
      if (!g_str_equal (entry->state, "sent") || entry->kind == TNY_EFFECT_SECRET_LOST)
        continue;
      for (guint f = 0; f < G_N_ELEMENTS (found); f++)
        if (g_str_equal (entry->key, found[f].key))
          id = found[f].id;
      if (entry->kind == TNY_EFFECT_APP_CHANGE && self->app != NULL && !tny_provision_app_lacks (self))
        id = self->app_id;
      if (entry->kind == TNY_EFFECT_GRANT_CHANGE)
        {
          guint api = g_strcmp0 (entry->subject, "partner") == 0 ? TNY_API_PARTNER : TNY_API_GRAPH;
          g_autofree char *more = NULL;

          g_free (tny_provision_scope (self, api, &more));
          if (*more == '\0')
            id = self->apis[api].grant_id;
        }
      if (entry->kind == TNY_EFFECT_ROLE && self->app != NULL)
        id = g_hash_table_lookup (self->held, tny_provision_role_id (
                                    self, tny_permission_by_name (entry->subject)));
      if (entry->kind == TNY_EFFECT_MEMBER && self->member)
        id = self->group_id;
      if (entry->kind == TNY_EFFECT_SECRET && self->have_secret)
        id = entry->object_id;
      if (entry->kind == TNY_EFFECT_ASSIGNMENT)
        for (guint r = 0; r < self->relations->len; r++)
          {
            TnyProvisionRelation *relation = self->relations->pdata[r];

            if (relation->reached && g_str_equal (relation->id, entry->subject))
              id = self->group_id;      /* undo finds the assignment by the group */
          }
      if (id != NULL && !tny_journal_done (self, entry->key, id, NULL, error))
        return FALSE;
    }

  return TRUE;
}

TnyProvisionResult *
tny_provision_look (const TnyProvisionContext *context, TnyJob *job, GCancellable *cancellable,
                    GError **error)
{
  g_autoptr(TnyProvisionRun) self = tny_provision_run_new (context, job, cancellable, error);

  if (self == NULL || !tny_provision_find (self, error))
    return NULL;
  tny_provision_plan (self);

  return g_steal_pointer (&self->result);
}

TnyProvisionResult *
tny_provision_apply (const TnyProvisionContext *context, TnyJob *job, GCancellable *cancellable,
                     GError **error)
{
  g_autoptr(TnyProvisionRun) self = tny_provision_run_new (context, job, cancellable, error);

  if (self == NULL || !tny_provision_find (self, error) || !reconcile (self, error))
    return NULL;
  tny_provision_plan (self);
  for (guint i = 0; i < self->result->effects->len; i++)
    {
      tny_job_report (job, i, self->result->effects->len);
      if (!run_effect (self, self->result->effects->pdata[i], error))
        return NULL;
    }
  tny_job_report (job, self->result->effects->len, self->result->effects->len);

  return g_steal_pointer (&self->result);
}
