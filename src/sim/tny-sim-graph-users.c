/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tny-sim-graph.h"
#include "tny-sim-user-json.h"

#define USERS_DEFAULT    100
#define USERS_MAX        999
#define USERS_MAX_SIGN_IN 500

static gboolean
parse_select (TnySimGraphCall *call, TnySimSelect *select, gboolean single)
{
  g_autofree char *wrong = NULL;

  switch (tny_sim_select_parse (select, tny_sim_query (call->request, "$select"), single, &wrong))
    {
    case TNY_SIM_SELECT_UNKNOWN:
      tny_sim_graph_error (call, 400, "Request_BadRequest",
                           "Parsing OData Select and Expand failed: Could not find a "
                           "property named '%s' on type 'microsoft.graph.user'.", wrong);
      return FALSE;
    case TNY_SIM_SELECT_SINGLE:
      tny_sim_graph_error (call, 501, "NotImplemented",
                           "The property '%s' is not supported for a collection of users.", wrong);
      return FALSE;
    case TNY_SIM_SELECT_OK:
      break;
    }
  select->huge_names = tny_sim_has (call->sim, TNY_SIM_HUGE_NAMES);
  select->anchor = tny_sim_month_start (call->sim);

  return TRUE;
}

/* Sign-in data lives in another service, with rules of its own. */
static gboolean
check_sign_in (TnySimGraphCall *call, const TnySimSelect *select)
{
  if (!select->sign_in)
    return TRUE;
  if ((call->token.scopes & tny_sim_scopes_parse ("AuditLog.Read.All")) == 0)
    tny_sim_graph_error (call, 403, "Authentication_MSGraphPermissionMissing",
                         "The principal does not have required "
                         "Microsoft Graph permission(s): AuditLog.Read.All to call this API.");
  else if ((call->flags & TNY_SIM_PREMIUM) == 0)
    tny_sim_graph_error (call, 403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
                         "Neither tenant is B2C or tenant doesn't have premium license");
  else
    return TRUE;

  return FALSE;
}

static gboolean
refuse_options (TnySimGraphCall *call, const char *const *options)
{
  for (guint i = 0; options[i] != NULL; i++)
    if (tny_sim_query (call->request, options[i]) != NULL)
      {
        tny_sim_graph_error (call, 400, "Request_UnsupportedQuery",
                             "The query option '%s' is not supported here.",
                             options[i]);
        return TRUE;
      }

  return FALSE;
}

static gboolean
eventual (TnySimGraphCall *call)
{
  const char *level = soup_message_headers_get_one (call->request->headers, "ConsistencyLevel");

  return level != NULL && g_ascii_strcasecmp (level, "eventual") == 0;
}

static const char *
value_of (const TnySimUser *user, const char *property)
{
  if (g_str_equal (property, "userPrincipalName"))
    return user->upn;
  if (g_str_equal (property, "mail"))
    return user->mail;
  if (g_str_equal (property, "id"))
    return user->id;
  if (g_str_equal (property, "displayName"))
    return user->display;
  if (g_str_equal (property, "userType"))
    return user->kind == TNY_SIM_USER_GUEST ? "Guest" : "Member";

  return tny_sim_flag (user->enabled);
}

static gboolean
user_matches (const TnySimUser *user, GHashTable *filter)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, filter);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (g_ascii_strcasecmp (value_of (user, name), value) != 0)
      return FALSE;

  return TRUE;
}

/* Appends up to @size users from @start that match; returns where the next page would start. */
static guint
append_users (TnySimGraphCall *call, const TnySimSelect *select, GHashTable *filter, guint start,
              guint size)
{
  TnySimDirectory *directory = call->sim->directory;
  g_autofree TnySimUser *user = g_new (TnySimUser, 1);
  GString *out = call->answer->body;
  gboolean all = g_hash_table_size (filter) == 0;
  guint at, found = 0;

  for (at = start; at < tny_sim_directory_n (directory, call->tenant) && found < size; at++)
    {
      /* Without a filter the next page was announced already: those who left make this one short. */
      if (!tny_sim_directory_make (directory, user, call->tenant, at))
        {
          found += all;
          continue;
        }
      if (!all && !user_matches (user, filter))
        continue;
      found++;
      if (out->str[out->len - 1] != '[')
        g_string_append_c (out, ',');
      tny_sim_user_append (out, user, select, FALSE);
    }

  return at;
}

static guint
count_users (TnySimGraphCall *call, GHashTable *filter)
{
  g_autofree TnySimUser *user = g_new (TnySimUser, 1);
  TnySimDirectory *directory = call->sim->directory;
  guint count = 0;

  if (g_hash_table_size (filter) == 0)
    return tny_sim_directory_present (directory, call->tenant);
  for (guint at = 0; at < tny_sim_directory_n (directory, call->tenant); at++)
    count += tny_sim_directory_make (directory, user, call->tenant, at) && user_matches (user, filter);

  return count;
}

static gboolean
page_of_users (TnySimGraphCall *call, const TnySimSelect *select, guint *start, guint *size)
{
  if (select->sign_in)
    return tny_sim_graph_page (call, USERS_MAX_SIGN_IN, TNY_SIM_TOP_CAPPED, start, size);

  return tny_sim_graph_page (call, USERS_MAX, TNY_SIM_TOP_REFUSED, start, size);
}

static const char *const filterable[] = {
  "userPrincipalName", "mail", "id", "displayName", "userType", "accountEnabled", NULL
};

void
tny_sim_graph_users (TnySimGraphCall *call)
{
  static const char *const unsupported[] = { "$skip", "$expand", "$search", "$orderby", NULL };
  const char *fields = tny_sim_query (call->request, "$select");
  GString *out = call->answer->body;
  TnySimSelect select;
  guint start, size = USERS_DEFAULT, next;
  g_autoptr(GHashTable) filter = NULL;

  if (refuse_options (call, unsupported) || !parse_select (call, &select, FALSE) ||
      !check_sign_in (call, &select) ||
      !page_of_users (call, &select, &start, &size) ||
      (filter = tny_sim_graph_filter (call, filterable)) == NULL)
    return;
  tny_sim_graph_begin (call, "users", fields);
  if (g_strcmp0 (tny_sim_query (call->request, "$count"), "true") == 0 && eventual (call) &&
      start == 0)
    g_string_append_printf (out, ",\"@odata.count\":%u", count_users (call, filter));
  /* Without a filter the next page is known at once; with one, the last page may be empty, as at
   * Microsoft. */
  next = start + size;
  if (g_hash_table_size (filter) == 0 && next < tny_sim_directory_n (call->sim->directory, call->tenant))
    tny_sim_graph_append_link (call, "@odata.nextLink", "$skiptoken", start, next);
  g_string_append (out, ",\"value\":[");
  next = append_users (call, &select, filter, start, size);
  g_string_append_c (out, ']');
  if (g_hash_table_size (filter) > 0 && next < tny_sim_directory_n (call->sim->directory, call->tenant))
    tny_sim_graph_append_link (call, "@odata.nextLink", "$skiptoken", start, next);
  g_string_append_c (out, '}');
}

void
tny_sim_graph_users_count (TnySimGraphCall *call)
{
  g_autoptr(GHashTable) filter = NULL;

  if (!eventual (call))
    {
      tny_sim_graph_error (call, 400, "Request_BadRequest", "$count is not currently supported.");
      return;
    }
  if ((filter = tny_sim_graph_filter (call, filterable)) == NULL)
    return;
  call->answer->status = 200;
  call->answer->content_type = "text/plain;charset=utf-8";
  g_string_append_printf (call->answer->body, "%u", count_users (call, filter));
}

static void
answer_user (TnySimGraphCall *call, const TnySimUser *user)
{
  GString *out = call->answer->body;
  TnySimSelect select;

  if (!parse_select (call, &select, TRUE) || !check_sign_in (call, &select))
    return;
  tny_sim_graph_begin (call, "users/$entity", NULL);
  g_string_append_c (out, ',');
  tny_sim_user_append (out, user, &select, TRUE);
  g_string_append_c (out, '}');
}

void
tny_sim_graph_user (TnySimGraphCall *call)
{
  const char *select = tny_sim_query (call->request, "$select"), *id = call->parts[1];
  g_autofree TnySimUser *user = g_new (TnySimUser, 1);

  if (select != NULL && strstr (select, "signInActivity") != NULL && strchr (id, '@') != NULL)
    tny_sim_graph_error (call, 400, "BadRequest",
                         "Get By Key only supports UserId and the key has to be a valid Guid");
  else if (!tny_sim_directory_find (call->sim->directory, user, call->tenant, id))
    tny_sim_graph_error (call, 404, "Request_ResourceNotFound",
                         "Resource '%s' does not exist or one of its queried "
                         "reference-property objects are not present.", id);
  else
    answer_user (call, user);
}

void
tny_sim_graph_me (TnySimGraphCall *call)
{
  g_autofree TnySimUser *user = g_new (TnySimUser, 1);
  const TnySimAccount *account;

  if (!tny_sim_graph_delegated (call))
    {
      tny_sim_graph_error (call, 400, "BadRequest",
                           "/me request is only valid with delegated authentication flow.");
      return;
    }
  account = &tny_sim_accounts[call->token.account];
  if (call->tenant->index != 0 || account->partner_user < 0)
    {
      /* A partner's account is nobody in the customer's directory. */
      tny_sim_graph_error (call, 404, "Request_ResourceNotFound",
                           "Resource does not exist or one of its queried "
                           "reference-property objects are not present.");
      return;
    }
  tny_sim_user_make (user, call->sim->estate, call->tenant, account->partner_user);
  answer_user (call, user);
}
