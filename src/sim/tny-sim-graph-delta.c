/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tny-sim-graph.h"
#include "tny-sim-user-json.h"

/* users/delta. A first round names every user, a later one what has changed; both end in a deltaLink,
 * and all that a round needs stands in its tokens.
 *
 * Source: Microsoft Graph v1.0, "user: delta" and "Use delta query to track changes in Microsoft
 * Graph data": $select in the first request only; objects may come several times and in any order;
 * what was never set is left out; tokens of directory objects live seven days; a token that means
 * nothing any more is 410 with the address to begin anew, or a 40x with syncStateNotFound. */

#define DELTA_PAGE     200
#define TOKEN_SECONDS  (7 * 24 * 60 * 60)
#define EMPTY_EVERY    4         /* which pages are empty where lists are odd */
#define REPEATED       3         /* users of the page before that come again there */

typedef struct
{
  guint32 tenant;
  guint32 changes;               /* 1: a round of changes; 0: all users */
  guint64 since, until;          /* changes behind since, up to until; all users: next round's since */
  guint32 position, page;        /* where the next page begins, and which it is */
  gint64  issued;                /* unix seconds */
} Place;

static guint64
prove (TnySim *sim, const GByteArray *bytes)
{
  guint64 proof = tny_sim_mix (sim->seed ^ 0x64656c7461);

  for (guint i = 0; i < bytes->len; i++)
    proof = tny_sim_mix (proof + bytes->data[i]);

  return proof;
}

static void
append_link (TnySimGraphCall *call, const char *name, const char *parameter, const Place *place,
             const char *select)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autoptr(GString) link = g_string_new (call->sim->bases[TNY_SIM_AREA_GRAPH]);
  g_autofree char *token = NULL;
  guint64 proof;

  g_byte_array_append (bytes, (const guint8 *) place, sizeof *place);
  g_byte_array_append (bytes, (const guint8 *) select, (guint) strlen (select));
  proof = prove (call->sim, bytes);
  g_byte_array_append (bytes, (const guint8 *) &proof, sizeof proof);
  token = tny_sim_base64url (bytes->data, bytes->len);
  if (tny_sim_has (call->sim, TNY_SIM_FOREIGN_NEXT_LINK) && g_str_equal (parameter, "$skiptoken"))
    g_string_printf (link, "http://127.0.0.2:%u/graph", call->sim->port);
  g_string_append_printf (link, "%s?%s=%s", call->request->path, parameter, token);
  g_string_append_printf (call->answer->body, ",\"%s\":", name);
  tny_sim_append_json (call->answer->body, link->str);
}

/* FALSE: none of ours, or of another tenant. */
static gboolean
read_place (TnySimGraphCall *call, const char *text, Place *place, char **select)
{
  g_autofree char *padded = g_strconcat (text, "===", NULL);
  g_autofree guint8 *data = NULL;
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  guint64 proof;
  gsize length, rest;

  padded[strlen (text) + (4 - strlen (text) % 4) % 4] = '\0';
  g_strdelimit (padded, "-", '+');
  g_strdelimit (padded, "_", '/');
  data = g_base64_decode (padded, &length);
  if (length < sizeof *place + sizeof proof)
    return FALSE;
  rest = length - sizeof proof;
  g_byte_array_append (bytes, data, (guint) rest);
  memcpy (&proof, data + rest, sizeof proof);
  memcpy (place, data, sizeof *place);
  if (proof != prove (call->sim, bytes) || place->tenant != call->tenant->index ||
      MAX (place->since, place->until) > tny_sim_directory_newest (call->sim->directory, call->tenant))
    return FALSE;
  *select = g_strndup ((char *) data + sizeof *place, rest - sizeof *place);

  return TRUE;
}

/* Both forms that Microsoft documents for a token that is of no use. */
static void
refuse_token (TnySimGraphCall *call, gboolean gone)
{
  g_autofree char *fresh = NULL;

  if (!gone)
    {
      tny_sim_graph_error (call, 400, "syncStateNotFound",
                           "The sync state generation is not found; resync is required.");
      return;
    }
  fresh = g_strconcat (call->sim->bases[TNY_SIM_AREA_GRAPH], "/v1.0/users/delta?$deltatoken=",
                       NULL);
  soup_message_headers_replace (call->answer->headers, "Location", fresh);
  tny_sim_graph_error (call, 410, "syncStateNotFound",
                       "The sync state generation is not found; resync is required.");
}

static gboolean
parse_select (TnySimGraphCall *call, const char *text, TnySimSelect *select)
{
  g_autofree char *wrong = NULL;

  switch (tny_sim_select_parse (select, *text != '\0' ? text : NULL, FALSE, &wrong))
    {
    case TNY_SIM_SELECT_UNKNOWN:
      tny_sim_graph_error (call, 400, "Request_BadRequest",
                           "Parsing OData Select and Expand failed: Could not find a "
                           "property named '%s' on type 'microsoft.graph.user'.", wrong);
      return FALSE;
    case TNY_SIM_SELECT_SINGLE:
      tny_sim_graph_error (call, 501, "NotImplemented", "The property '%s' is not tracked.", wrong);
      return FALSE;
    case TNY_SIM_SELECT_OK:
      break;
    }
  if (select->sign_in)
    {
      tny_sim_graph_error (call, 501, "NotImplemented", "signInActivity is not tracked.");
      return FALSE;
    }
  /* "id" comes whether it was asked for or not. */
  tny_sim_select_add_id (select);
  select->huge_names = tny_sim_has (call->sim, TNY_SIM_HUGE_NAMES);
  select->anchor = tny_sim_month_start (call->sim);
  select->sparse = TRUE;

  return TRUE;
}

static guint
page_size (TnySimGraphCall *call)
{
  if (tny_sim_has (call->sim, TNY_SIM_FOREIGN_NEXT_LINK) ||
      tny_sim_has (call->sim, TNY_SIM_REPEATED_NEXT_LINK))
    return 5;

  return call->sim->delta_page > 0 ? call->sim->delta_page : DELTA_PAGE;
}

static void
append_state (TnySimGraphCall *call, TnySimUser *user, const TnySimState *state,
              const TnySimSelect *select)
{
  GString *out = call->answer->body;

  if (out->str[out->len - 1] != '[')
    g_string_append_c (out, ',');
  tny_sim_directory_make_as (call->sim->directory, user, call->tenant, state);
  if (state->presence == TNY_SIM_HERE)
    tny_sim_user_append (out, user, select, FALSE);
  else
    g_string_append_printf (out, "{\"id\":\"%s\",\"@removed\":{\"reason\":\"%s\"}}", user->id,
                            state->presence == TNY_SIM_IN_BIN ? "changed" : "deleted");
}

/* Users @from … @to as they are now. */
static void
append_users (TnySimGraphCall *call, guint from, guint to, const TnySimSelect *select)
{
  g_autofree TnySimUser *user = g_new (TnySimUser, 1);
  gboolean odd = tny_sim_has (call->sim, TNY_SIM_DELTA_ODD);

  if (odd && from > 0)
    from -= MIN (from, REPEATED);
  for (guint at = from; at < to; at++)
    {
      TnySimState state = tny_sim_directory_state (call->sim->directory, call->tenant,
                                                   odd ? to - 1 - (at - from) : at);

      /* A first round may name removed ones, too. */
      if (state.presence == TNY_SIM_HERE || odd)
        append_state (call, user, &state, select);
    }
}

/* Changes behind @from up to @to, each user once, as it was left by its last one; where lists are odd,
 * every change, with some of the page before again. */
static void
append_changes (TnySimGraphCall *call, const Place *place, guint64 from, guint64 to,
                const TnySimSelect *select)
{
  g_autofree TnySimUser *user = g_new (TnySimUser, 1);
  TnySimDirectory *directory = call->sim->directory;
  gboolean odd = tny_sim_has (call->sim, TNY_SIM_DELTA_ODD);

  for (guint64 number = from + 1; number <= to; number++)
    {
      const TnySimChange *change = tny_sim_directory_change (directory, call->tenant, number);
      gboolean last = change->next == 0 || change->next > place->until;

      if (last || odd)
        append_state (call, user, &change->state, select);
    }
  /* Replays: what came pages ago comes once more, as it stands at the end of this round. */
  for (guint64 number = from; odd && number > place->since && number + REPEATED > from; number--)
    {
      const TnySimChange *change = tny_sim_directory_change (directory, call->tenant, number);

      if (change->next == 0 || change->next > place->until)
        append_state (call, user, &change->state, select);
    }
}

/* A client that reads for long sees a directory that goes on living. */
static void
live_on (TnySimGraphCall *call)
{
  static const TnySimDoing doings[] = { TNY_SIM_DO_RENAME, TNY_SIM_DO_CREATE, TNY_SIM_DO_DELETE,
                                        TNY_SIM_DO_TITLE, TNY_SIM_DO_RESTORE, TNY_SIM_DO_ENABLE };
  guint64 chance = tny_sim_dice (call->sim->seed, TNY_SIM_DICE_OBJECT, call->tenant->index,
                                 call->sim->life++);

  if (tny_sim_has (call->sim, TNY_SIM_LIVE_CHANGES))
    tny_sim_directory_do_some (call->sim->directory, call->tenant, 1,
                               doings[call->sim->life % G_N_ELEMENTS (doings)],
                               tny_sim_now (call->sim), chance);
}

static void
answer_page (TnySimGraphCall *call, Place *place, const char *fields, const TnySimSelect *select)
{
  guint64 from = place->changes ? place->since + place->position : place->position;
  guint64 end = place->changes ? place->until
                               : tny_sim_directory_n (call->sim->directory, call->tenant);
  guint64 to = MIN (from + page_size (call), end);
  gboolean empty = tny_sim_has (call->sim, TNY_SIM_DELTA_ODD) && place->page % EMPTY_EVERY == 1;
  Place next = *place;

  if (empty)
    to = from;
  next.position = (guint32) (place->changes ? to - place->since : to);
  next.page++;
  next.issued = tny_sim_now (call->sim);
  tny_sim_graph_begin (call, "users", *fields != '\0' ? fields : NULL);
  if (tny_sim_has (call->sim, TNY_SIM_REPEATED_NEXT_LINK) && place->page > 0)
    append_link (call, "@odata.nextLink", "$skiptoken", place, fields);
  else if (to < end || empty)
    append_link (call, "@odata.nextLink", "$skiptoken", &next, fields);
  else
    {
      Place later = { place->tenant, 1, place->until, place->until, 0, 0, tny_sim_now (call->sim) };

      append_link (call, "@odata.deltaLink", "$deltatoken", &later, fields);
    }
  g_string_append (call->answer->body, ",\"value\":[");
  if (!empty && place->changes)
    append_changes (call, place, from, to, select);
  else if (!empty)
    append_users (call, (guint) from, (guint) to, select);
  g_string_append (call->answer->body, "]}");
}

/* What stands beside a token has been said in the first request; nothing else is ever possible. */
static gboolean
check_options (TnySimGraphCall *call, gboolean first)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, call->request->query);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      gboolean token = g_ascii_strcasecmp (name, "$deltatoken") == 0 ||
                       g_ascii_strcasecmp (name, "$skiptoken") == 0;

      if (*(char *) name != '$' || token || (first && g_ascii_strcasecmp (name, "$select") == 0))
        continue;
      tny_sim_graph_error (call, 400, "Request_UnsupportedQuery",
                           "The query option '%s' is not supported here.", (char *) name);
      return FALSE;
    }

  return TRUE;
}

void
tny_sim_graph_users_delta (TnySimGraphCall *call)
{
  const char *skip = tny_sim_query (call->request, "$skiptoken");
  const char *token = tny_sim_query (call->request, "$deltatoken");
  const char *asked = tny_sim_query (call->request, "$select");
  gboolean latest = g_strcmp0 (token, "latest") == 0;
  gboolean first = skip == NULL && (token == NULL || *token == '\0' || latest);
  gint64 now = tny_sim_now (call->sim);
  Place place = { .tenant = call->tenant->index, .issued = now };
  g_autofree char *fields = NULL;
  TnySimSelect select;

  if (!check_options (call, first))
    return;
  tny_sim_directory_settle (call->sim->directory, call->tenant, now);
  if (first)
    {
      fields = g_strdup (asked != NULL ? asked : "");
      place.until = tny_sim_directory_newest (call->sim->directory, call->tenant);
      place.since = place.until;
      place.changes = latest;
    }
  else if (!read_place (call, skip != NULL ? skip : token, &place, &fields) ||
           place.issued + TOKEN_SECONDS <= now)
    {
      refuse_token (call, TRUE);
      return;
    }
  else if (tny_sim_has (call->sim, TNY_SIM_DELTA_EXPIRED) && place.changes)
    {
      refuse_token (call, FALSE);
      return;
    }
  else if (skip == NULL)
    place.until = tny_sim_directory_newest (call->sim->directory, call->tenant);
  if (!parse_select (call, fields, &select))
    return;
  answer_page (call, &place, fields, &select);
  live_on (call);
}

/* Source: Microsoft Graph v1.0, "List deletedItems (directory objects)": users stay for 30 days, and
 * their sign-in name begins with their id. */
void
tny_sim_graph_deleted_users (TnySimGraphCall *call)
{
  static const char *const properties[] = {
    "id", "displayName", "userPrincipalName", "mail", "deletedDateTime", "userType", NULL
  };
  TnySimDirectory *directory = call->sim->directory;
  g_autofree TnySimUser *user = g_new (TnySimUser, 1);
  g_autoptr(GString) array = g_string_new ("[");
  guint start, size = 100, found = 0, at;

  if (!tny_sim_graph_select (call, "user", properties) ||
      !tny_sim_graph_page (call, 999, TNY_SIM_TOP_REFUSED, &start, &size))
    return;
  tny_sim_directory_settle (directory, call->tenant, tny_sim_now (call->sim));
  for (at = start; at < tny_sim_directory_n (directory, call->tenant) && found < size; at++)
    {
      TnySimState state = tny_sim_directory_state (directory, call->tenant, at);
      g_auto(GStrv) parts = NULL;
      g_autofree char *plain = NULL, *login = NULL;

      if (state.presence != TNY_SIM_IN_BIN)
        continue;
      tny_sim_directory_make_as (directory, user, call->tenant, &state);
      parts = g_strsplit (user->id, "-", -1);
      plain = g_strjoinv ("", parts);
      login = g_strconcat (plain, user->upn, NULL);
      g_string_append_printf (array, "%s{\"id\":\"%s\",\"displayName\":", found++ > 0 ? "," : "",
                              user->id);
      tny_sim_append_json (array, user->display);
      g_string_append (array, ",\"userPrincipalName\":");
      tny_sim_append_json (array, login);
      g_string_append (array, ",\"mail\":");
      tny_sim_append_json (array, *user->mail != '\0' ? user->mail : NULL);
      g_string_append_printf (array, ",\"userType\":\"%s\",\"deletedDateTime\":\"",
                              user->kind == TNY_SIM_USER_GUEST ? "Guest" : "Member");
      tny_sim_append_time (array, state.deleted_at, FALSE);
      g_string_append (array, "\"}");
    }
  g_string_append_c (array, ']');
  tny_sim_graph_begin (call, "directoryObjects/$entity", NULL);
  if (at < tny_sim_directory_n (directory, call->tenant))
    tny_sim_graph_append_link (call, "@odata.nextLink", "$skiptoken", start, at);
  tny_sim_graph_append_array (call, array);
}
