/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-list-json.h"

#include "tny-json.h"
#include "tny-text.h"

/* Appends "name": with what stands before it. */
static void
key (GString *out, const char *name)
{
  if (out->len > 0 && out->str[out->len - 1] != '{')
    g_string_append_c (out, ',');
  g_string_append_printf (out, "\"%s\":", name);
}

static void
text (GString *out, const char *name, const char *value)
{
  key (out, name);
  tny_json_append_text (out, value);
}

static void
number (GString *out, const char *name, gint64 value)
{
  key (out, name);
  g_string_append_printf (out, "%" G_GINT64_FORMAT, value);
}

/* null when @value is @unknown. */
static void
number_or_null (GString *out, const char *name, gint64 value, gint64 unknown)
{
  if (value != unknown)
    number (out, name, value);
  else
    text (out, name, NULL);
}

static void
flag (GString *out, const char *name, int value)
{
  key (out, name);
  g_string_append (out, value < 0 ? "null" : value > 0 ? "true" : "false");
}

static void
time_of (GString *out, const char *name, gint64 seconds)
{
  g_autofree char *written = seconds != 0 ? tny_time_format (seconds) : NULL;

  text (out, name, written);
}

static void
texts (GString *out, const char *name, char *const *values)
{
  key (out, name);
  g_string_append_c (out, '[');
  for (guint i = 0; values[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      tny_json_append_text (out, values[i]);
    }
  g_string_append_c (out, ']');
}

void
tny_tenant_append_json (GString *out, const TnyTenantRow *row)
{
  g_string_append_c (out, '{');
  text (out, "tenant_id", row->graph_id);
  text (out, "name", row->name);
  text (out, "default_domain", row->default_domain);
  texts (out, "domains", row->domains);
  text (out, "street", row->street);
  text (out, "city", row->city);
  text (out, "region", row->region);
  text (out, "postal_code", row->postal_code);
  text (out, "country", row->country);
  texts (out, "phones", row->phones);
  time_of (out, "details_read_at", row->details_read_at);
  text (out, "state", row->state);
  number_or_null (out, "organization_id", row->organization_id, 0);
  text (out, "organization_name", row->organization_name);
  flag (out, "in_scope", row->in_scope);
  number_or_null (out, "users", row->known_users, -1);
  number_or_null (out, "users_reported", row->users_reported, -1);
  text (out, "relationship", row->relationship);
  time_of (out, "relationship_ends", row->relationship_ends);
  text (out, "access", row->access);
  text (out, "access_detail", row->access_detail);
  time_of (out, "listed_at", row->listed_at);
  time_of (out, "users_read_at", row->users_read_at);
  g_string_append_c (out, '}');
}

void
tny_organization_append_json (GString *out, const TnyOrganizationRow *row)
{
  g_string_append_c (out, '{');
  number (out, "id", row->id);
  text (out, "external_id", row->external_id);
  text (out, "name", row->name);
  text (out, "type", row->type);
  text (out, "status", row->status);
  text (out, "short_name", row->short_name);
  text (out, "description", row->description);
  text (out, "quick_notes", row->quick_notes);
  text (out, "alert", row->alert);
  text (out, "website", row->website);
  text (out, "phone", row->phone);
  text (out, "street", row->street);
  text (out, "city", row->city);
  text (out, "region", row->region);
  text (out, "postal_code", row->postal_code);
  text (out, "country", row->country);
  texts (out, "domains", row->domains);
  text (out, "origin", row->origin);
  number (out, "contacts", row->n_contacts);
  number (out, "tenants", row->n_tenants);
  number_or_null (out, "users", row->known_users, -1);
  text (out, "tenant_name", row->tenant_name);
  time_of (out, "users_read_at", row->users_read_at);
  g_string_append_c (out, '}');
}

void
tny_user_append_json (GString *out, const TnyUserRow *row)
{
  g_string_append_c (out, '{');
  text (out, "tenant_id", row->tenant_graph_id);
  text (out, "user_id", row->graph_id);
  text (out, "user_principal_name", row->user_principal_name);
  text (out, "display_name", row->display_name);
  text (out, "mail", row->mail);
  texts (out, "aliases", row->aliases);
  flag (out, "enabled", row->enabled);
  text (out, "kind", row->kind);
  text (out, "state", row->state);
  text (out, "scope", row->scope);
  time_of (out, "deleted_at", row->deleted_at);
  time_of (out, "restorable_until", row->restorable_until);
  text (out, "tenant_name", row->tenant_name);
  text (out, "job_title", row->job_title);
  text (out, "department", row->department);
  text (out, "mobile_phone", row->mobile_phone);
  text (out, "business_phone", row->business_phone);
  texts (out, "licences", row->licences);
  texts (out, "licence_names", row->licence_names);
  time_of (out, "last_sign_in", row->last_sign_in);
  text (out, "sign_in_state", row->sign_in_state);
  time_of (out, "last_password_change", row->last_password_change);
  time_of (out, "created_at", row->created_at);
  time_of (out, "read_at", row->read_at);
  g_string_append_c (out, '}');
}

static void
append_stream (GString *out, const TnyRunStream *stream)
{
  g_string_append_c (out, '{');
  text (out, "tenant_id", stream->tenant_graph_id);
  text (out, "tenant_name", stream->tenant_name);
  text (out, "name", stream->name);
  text (out, "state", stream->state);
  number_or_null (out, "reported", stream->reported, -1);
  number (out, "fetched", stream->fetched);
  number (out, "stored", stream->stored);
  number (out, "new", stream->added);
  number (out, "changed", stream->changed);
  number (out, "unchanged", stream->unchanged);
  number (out, "removed", stream->removed);
  number (out, "failed", stream->failed);
  number (out, "requests", stream->requests);
  number (out, "retries", stream->retries);
  text (out, "error", stream->error);
  g_string_append_c (out, '}');
}

void
tny_run_append_json (GString *out, const TnyRunRow *row)
{
  g_return_if_fail (row->streams != NULL);

  g_string_append_c (out, '{');
  number (out, "run_id", row->id);
  number (out, "connection_id", row->connection_id);
  text (out, "trigger", row->trigger);
  text (out, "state", row->state);
  flag (out, "stopped", row->stopped);
  time_of (out, "started_at", row->started_at);
  time_of (out, "ended_at", row->ended_at);
  text (out, "error", row->error);
  number (out, "problems", row->problems);
  key (out, "streams");
  g_string_append_c (out, '[');
  for (guint i = 0; i < row->streams->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_stream (out, row->streams->pdata[i]);
    }
  g_string_append (out, "]}");
}

void
tny_log_append_json (GString *out, const TnyLogRow *row)
{
  g_string_append_c (out, '{');
  time_of (out, "at", row->at);
  text (out, "level", row->level);
  number_or_null (out, "run_id", row->run_id, 0);
  text (out, "tenant_id", row->tenant_graph_id);
  text (out, "tenant_name", row->tenant_name);
  text (out, "stream", row->stream);
  text (out, "object", row->object);
  text (out, "action", row->action);
  text (out, "message", row->message);
  text (out, "remedy", row->remedy);
  text (out, "request_id", row->request_id);
  g_string_append_c (out, '}');
}

static void
append_decision (GString *out, const TnyDecisionRow *row, gboolean device)
{
  g_string_append_c (out, '{');
  number (out, "id", row->id);
  number (out, "batch", row->batch);
  time_of (out, "at", row->at);
  text (out, "who", row->who);
  text (out, "action", row->action);
  if (device)
    text (out, "device_name", row->subject_name);
  text (out, "tenant_name", device ? row->tenant_name : row->subject_name);
  number_or_null (out, device ? "configuration_id" : "organization_id", row->target_id, 0);
  text (out, device ? "configuration_name" : "organization_name", row->target_name);
  number_or_null (out, "score", row->score, -1);
  text (out, "why", row->why);
  flag (out, "can_revert", row->can_revert);
  g_string_append_c (out, '}');
}

void
tny_decision_append_json (GString *out, const TnyDecisionRow *row)
{
  append_decision (out, row, FALSE);
}

void
tny_device_decision_append_json (GString *out, const TnyDecisionRow *row)
{
  append_decision (out, row, TRUE);
}

void
tny_licence_append_json (GString *out, const TnyLicenceRow *row)
{
  g_string_append_c (out, '{');
  text (out, "tenant_id", row->tenant_graph_id);
  text (out, "tenant_name", row->tenant_name);
  number_or_null (out, "organization_id", row->organization_id, 0);
  text (out, "organization_name", row->organization_name);
  text (out, "sku_id", row->sku_id);
  text (out, "part_number", row->part_number);
  flag (out, "own_name", row->own_name);
  text (out, "name", row->name);
  number_or_null (out, "enabled", row->enabled, -1);
  number_or_null (out, "warning", row->warning, -1);
  number_or_null (out, "suspended", row->suspended, -1);
  number_or_null (out, "locked_out", row->locked_out, -1);
  number_or_null (out, "consumed", row->consumed, -1);
  number_or_null (out, "free", row->free_units, TNY_UNITS_NOT_TOLD);
  text (out, "state", row->state);
  time_of (out, "read_at", row->read_at);
  g_string_append_c (out, '}');
}

void
tny_mailbox_append_json (GString *out, const TnyMailboxRow *row)
{
  g_string_append_c (out, '{');
  text (out, "tenant_id", row->tenant_graph_id);
  text (out, "tenant_name", row->tenant_name);
  number_or_null (out, "organization_id", row->organization_id, 0);
  text (out, "organization_name", row->organization_name);
  text (out, "user_id", row->user_graph_id);
  text (out, "address", row->address);
  text (out, "display_name", row->display_name);
  text (out, "kind", row->kind);
  number_or_null (out, "used_bytes", row->used_bytes, -1);
  number_or_null (out, "quota_bytes", row->quota_bytes, -1);
  number_or_null (out, "items", row->items, -1);
  flag (out, "has_archive", row->has_archive);
  text (out, "created_on", row->created_on);
  text (out, "active_on", row->active_on);
  text (out, "report_date", row->report_date);
  time_of (out, "read_at", row->read_at);
  g_string_append_c (out, '}');
}

void
tny_device_append_json (GString *out, const TnyDeviceRow *row)
{
  gboolean matched = g_str_equal (row->state, "matched");
  gboolean suggested = g_str_equal (row->state, "suggested");

  g_string_append_c (out, '{');
  text (out, "tenant_id", row->tenant_graph_id);
  text (out, "tenant_name", row->tenant_name);
  number_or_null (out, "organization_id", row->organization_id, 0);
  text (out, "organization_name", row->organization_name);
  text (out, "device_id", row->graph_id);
  text (out, "name", row->name);
  text (out, "serial_number", row->serial_number);
  texts (out, "mac_addresses", row->macs);
  text (out, "manufacturer", row->manufacturer);
  text (out, "model", row->model);
  text (out, "operating_system", row->operating_system);
  text (out, "os_version", row->os_version);
  text (out, "compliance", row->compliance);
  text (out, "ownership", row->ownership);
  text (out, "primary_user_id", row->user_graph_id);
  text (out, "primary_user", row->user_principal_name);
  text (out, "enrolled_by", row->enrolled_by);
  number_or_null (out, "contact_id", row->contact_id, 0);
  text (out, "state", row->state);
  text (out, "method", row->method);
  number_or_null (out, "configuration_id", matched ? row->configuration_id : 0, 0);
  text (out, "configuration_name", matched ? row->configuration_name : NULL);
  number_or_null (out, "suggestion_id", suggested ? row->configuration_id : 0, 0);
  text (out, "suggestion_name", suggested ? row->configuration_name : NULL);
  number_or_null (out, "score", row->score, -1);
  time_of (out, "enrolled_at", row->enrolled_at);
  time_of (out, "last_sync_at", row->last_sync_at);
  time_of (out, "read_at", row->read_at);
  g_string_append_c (out, '}');
}

void
tny_configuration_append_json (GString *out, const TnyConfigurationRow *row)
{
  const struct { const char *name, *value; } texts_of[] = {
    { "organization_name", row->organization_name }, { "external_id", row->external_id },
    { "name", row->name }, { "type", row->type }, { "status", row->status },
    { "hostname", row->hostname }, { "primary_ip", row->primary_ip },
    { "default_gateway", row->default_gateway }, { "mac_address", row->mac_address },
    { "serial_number", row->serial_number }, { "asset_tag", row->asset_tag },
    { "manufacturer", row->manufacturer }, { "model", row->model },
    { "operating_system", row->operating_system },
    { "operating_system_notes", row->operating_system_notes }, { "position", row->position },
    { "notes", row->notes }, { "installed_at", row->installed_at },
    { "installed_by", row->installed_by }, { "purchased_at", row->purchased_at },
    { "purchased_by", row->purchased_by }, { "warranty_expires_at", row->warranty_expires_at },
    { "contact", row->contact }, { "location", row->location },
    { "configuration_interfaces", row->interfaces }, { "device_id", row->device_id },
    { "device_name", row->device_name },
  };

  g_string_append_c (out, '{');
  number (out, "id", row->id);
  number (out, "organization_id", row->organization_id);
  for (guint i = 0; i < G_N_ELEMENTS (texts_of); i++)
    text (out, texts_of[i].name, texts_of[i].value);
  flag (out, "archived", row->archived);
  g_string_append_c (out, '}');
}

/* What Microsoft has not been asked for yet is unknown, and said so. */
static void
append_microsoft (GString *out, const TnyUserRow *user, TnyPortalFunc portal_of, gpointer data)
{
  const char *portal = portal_of != NULL ? portal_of (user->tenant_graph_id, data) : NULL;

  /* The first part of the path makes the portal change to that directory. */
  g_autofree char *url =
    portal == NULL
      ? NULL
      : g_strdup_printf (
          "%s/%s/#view/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview/userId/%s"
          "/hidePreviewBanner~/true",
          portal, user->tenant_graph_id, user->graph_id);

  g_string_append_c (out, '{');
  text (out, "user_id", user->graph_id);
  text (out, "tenant_id", user->tenant_graph_id);
  text (out, "user_principal_name", user->user_principal_name);
  texts (out, "aliases", user->aliases);
  text (out, "status", !g_str_equal (user->state, "present") ? user->state
                       : user->enabled < 0 ? NULL : user->enabled > 0 ? "enabled" : "disabled");
  time_of (out, "last_sign_in", user->last_sign_in);
  text (out, "sign_in_state", user->sign_in_state);
  time_of (out, "last_password_change", user->last_password_change);
  number_or_null (out, "mailbox_used_bytes", user->mailbox_used_bytes, -1);
  number_or_null (out, "mailbox_quota_bytes", user->mailbox_quota_bytes, -1);
  text (out, "mailbox_date", user->mailbox_date);
  texts (out, "licences", user->licences);
  texts (out, "licence_names", user->licence_names);
  time_of (out, "read_at", user->read_at);
  text (out, "manage_url", url);
  g_string_append_c (out, '}');
}

void
tny_contact_append_json (GString *out, const TnyContactRow *row, const TnyUserRow *user,
                         TnyPortalFunc portal, gpointer data)
{
  g_string_append_c (out, '{');
  number (out, "id", row->id);
  number (out, "organization_id", row->organization_id);
  text (out, "organization_name", row->organization_name);
  text (out, "external_id", row->external_id);
  text (out, "first_name", row->first_name);
  text (out, "last_name", row->last_name);
  texts (out, "emails", row->emails);
  texts (out, "phones", row->phones);
  text (out, "title", row->title);
  text (out, "type", row->type);
  text (out, "location", row->location);
  flag (out, "important", row->important);
  text (out, "notes", row->notes);
  if (user != NULL)
    {
      key (out, "microsoft");
      append_microsoft (out, user, portal, data);
    }
  else
    text (out, "microsoft", NULL);
  g_string_append_c (out, '}');
}

static void
append_reasons (GString *out, GPtrArray *reasons)
{
  key (out, "reasons");
  g_string_append_c (out, '[');
  for (guint i = 0; reasons != NULL && i < reasons->len; i++)
    {
      const TnyReasonText *reason = reasons->pdata[i];

      g_string_append (out, i > 0 ? ",{" : "{");
      text (out, "text", reason->text);
      number (out, "points", reason->points);
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
}

/* Best first, as far as they are worth a look. */
static void
append_candidates (GString *out, GPtrArray *candidates)
{
  key (out, "candidates");
  g_string_append_c (out, '[');
  for (guint i = 0; i < candidates->len; i++)
    {
      const TnyCandidate *candidate = candidates->pdata[i];

      g_string_append (out, i > 0 ? ",{" : "{");
      number (out, "organization_id", candidate->organization_id);
      text (out, "organization_name", candidate->organization_name);
      number (out, "score", candidate->score);
      append_reasons (out, candidate->reasons);
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
}

gboolean
tny_match_append_json (GString *out, TnyReader *reader, const TnyTenantRow *row, GError **error)
{
  g_autoptr(GPtrArray) candidates = tny_candidates_read (reader, row->id, error);
  g_autoptr(GPtrArray) kept = NULL;
  GPtrArray *reasons;

  if (candidates == NULL)
    return FALSE;
  if (row->method != NULL)
    {
      kept = reasons = tny_match_reasons_read (reader, row->id, error);
      if (kept == NULL)
        return FALSE;
    }
  else
    reasons = candidates->len > 0 ? ((TnyCandidate *) candidates->pdata[0])->reasons : NULL;

  g_string_append_c (out, '{');
  text (out, "tenant_id", row->graph_id);
  text (out, "tenant_name", row->name);
  text (out, "state", row->state);
  text (out, "method", row->method);
  number_or_null (out, "organization_id", row->organization_id, 0);
  text (out, "organization_name", row->organization_name);
  number_or_null (out, "score", row->score, -1);
  append_reasons (out, reasons);
  text (out, "former_name", row->former_name);
  if (candidates->len == 0 && row->checked != TNY_CHECKED)
    text (out, "candidates", NULL);
  else
    append_candidates (out, candidates);
  time_of (out, "decided_at", row->decided_at);
  text (out, "decided_by", row->decided_by);
  g_string_append_c (out, '}');

  return TRUE;
}

static gboolean
append_contact (GString *out, TnyReader *reader, const TnyContactRow *row, TnyPortalFunc portal,
                gpointer data, GError **error)
{
  g_autoptr(TnyUserRow) user = NULL;
  g_autoptr(GError) local = NULL;
  gint64 user_id;

  if (!tny_contact_find_user (reader, row->id, &user_id, error))
    return FALSE;
  if (user_id != 0)
    user = tny_user_read (reader, user_id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  tny_contact_append_json (out, row, user, portal, data);

  return TRUE;
}

/* One row of any kind: read, append, free. */
#define APPEND(Type, read, append) \
  G_STMT_START { \
    g_autoptr(Type) row = read; \
    *found = row != NULL; \
    if (row != NULL) \
      append (out, row); \
  } G_STMT_END

gboolean
tny_list_append_json (GString *out, TnyReader *reader, TnyListKind kind, gint64 id,
                      TnyPortalFunc portal, gpointer data, gboolean *found, GError **error)
{
  g_autoptr(GError) local = NULL;

  *found = FALSE;
  switch (kind)
    {
    case TNY_LIST_TENANTS:
      APPEND (TnyTenantRow, tny_tenant_read (reader, id, &local), tny_tenant_append_json);
      break;
    case TNY_LIST_ORGANIZATIONS:
      APPEND (TnyOrganizationRow, tny_organization_read (reader, id, &local),
              tny_organization_append_json);
      break;
    case TNY_LIST_CONTACTS:
      {
        g_autoptr(TnyContactRow) row = tny_contact_read (reader, id, &local);

        if (row != NULL)
          *found = append_contact (out, reader, row, portal, data, &local);
      }
      break;
    case TNY_LIST_USERS:
      APPEND (TnyUserRow, tny_user_read (reader, id, &local), tny_user_append_json);
      break;
    case TNY_LIST_RUNS:
      APPEND (TnyRunRow, tny_run_read (reader, id, TRUE, &local), tny_run_append_json);
      break;
    case TNY_LIST_LOG:
      APPEND (TnyLogRow, tny_log_read (reader, id, &local), tny_log_append_json);
      break;
    case TNY_LIST_DECISIONS:
      APPEND (TnyDecisionRow, tny_decision_read (reader, id, &local), tny_decision_append_json);
      break;
    case TNY_LIST_LICENCES:
      APPEND (TnyLicenceRow, tny_licence_read (reader, id, &local), tny_licence_append_json);
      break;
    case TNY_LIST_MAILBOXES:
      APPEND (TnyMailboxRow, tny_mailbox_read (reader, id, &local), tny_mailbox_append_json);
      break;
    case TNY_LIST_DEVICES:
      APPEND (TnyDeviceRow, tny_device_read (reader, id, &local), tny_device_append_json);
      break;
    case TNY_LIST_CONFIGURATIONS:
      APPEND (TnyConfigurationRow, tny_configuration_read (reader, id, &local),
              tny_configuration_append_json);
      break;
    case TNY_LIST_DEVICE_DECISIONS:
      APPEND (TnyDecisionRow, tny_device_decision_read (reader, id, &local),
              tny_device_decision_append_json);
      break;
    default:
      g_return_val_if_reached (FALSE);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}
