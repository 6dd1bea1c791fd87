/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-private.h"

static guint64
number_of (const TnySimRequest *request, const char *name, guint64 otherwise)
{
  const char *text = tny_sim_query (request, name);
  guint64 value;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT, &value, NULL) ? value
                                                                                          : otherwise;
}

static gboolean
change_one (TnySim *sim, const TnySimTenant *tenant, const char *id, TnySimDoing what)
{
  g_autofree TnySimUser *user = g_new (TnySimUser, 1);

  return tny_sim_user_find (user, sim->estate, tenant, tny_sim_directory_n (sim->directory, tenant), id) &&
         tny_sim_directory_do (sim->directory, tenant, user->index, what, tny_sim_now (sim));
}

gboolean
tny_sim_control_users (TnySim *sim, const TnySimRequest *request, GString *out)
{
  const char *where = tny_sim_query (request, "tenant"), *user = tny_sim_query (request, "user");
  gboolean all = g_strcmp0 (where, "all") == 0;
  const TnySimTenant *only = where != NULL && !all ? tny_sim_estate_find (sim->estate, where) : NULL;
  guint n = (guint) number_of (request, "count", 1);
  guint64 seed = number_of (request, "seed", 0);
  TnySimDoing what;
  guint done = 0;

  if ((only == NULL && !all) || (user != NULL && all) ||
      !tny_sim_doing_parse (tny_sim_query (request, "do"), &what))
    return FALSE;
  if (user != NULL)
    done = change_one (sim, only, user, what);
  else
    for (guint index = all ? 1 : only->index;
         index <= (all ? tny_sim_estate_n_customers (sim->estate) : only->index); index++)
      done += tny_sim_directory_do_some (sim->directory, tny_sim_estate_tenant (sim->estate, index), n,
                                         what, tny_sim_now (sim), tny_sim_mix (seed + index));
  g_string_append_printf (out, "{\"ok\":true,\"done\":%u}", done);

  return TRUE;
}

gboolean
tny_sim_control_tenants (TnySim *sim, const TnySimRequest *request)
{
  const char *what = tny_sim_query (request, "do"), *id = tny_sim_query (request, "tenant");
  const char *name = tny_sim_query (request, "name");
  const TnySimTenant *tenant = id != NULL ? tny_sim_estate_find (sim->estate, id) : NULL;

  if (tenant == NULL)
    return FALSE;
  if (g_strcmp0 (what, "hide") == 0)
    g_hash_table_add (sim->hidden, GUINT_TO_POINTER (tenant->index));
  else if (g_strcmp0 (what, "show") == 0)
    g_hash_table_remove (sim->hidden, GUINT_TO_POINTER (tenant->index));
  else if (g_strcmp0 (what, "rename") == 0 && name != NULL && *name != '\0')
    tny_sim_estate_rename (sim->estate, tenant->index, name);
  else
    return FALSE;

  return TRUE;
}

void
tny_sim_control_list (TnySim *sim, const TnySimTenant *tenant, GString *out)
{
  static const char *const presences[] = { "here", "in-bin", "gone" };
  g_autofree TnySimUser *user = g_new (TnySimUser, 1);

  g_string_append (out, "{\"items\":[");
  for (guint index = 0; index < tny_sim_directory_n (sim->directory, tenant); index++)
    {
      TnySimState state = tny_sim_directory_state (sim->directory, tenant, index);

      tny_sim_directory_make_as (sim->directory, user, tenant, &state);
      g_string_append_printf (out, "%s{\"id\":\"%s\",\"state\":\"%s\",\"enabled\":%s,\"title\":",
                              index > 0 ? "," : "", user->id, presences[state.presence],
                              tny_sim_flag (user->enabled));
      tny_sim_append_json (out, user->title);
      g_string_append (out, ",\"login\":");
      tny_sim_append_json (out, user->upn);
      g_string_append (out, ",\"name\":");
      tny_sim_append_json (out, user->display);
      g_string_append_c (out, '}');
    }
  g_string_append (out, "]}");
}
