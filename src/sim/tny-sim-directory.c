/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-directory.h"

#include <string.h>

typedef struct
{
  guint       created;           /* users added behind the tenant's own */
  guint       absent;            /* users not here */
  guint       in_bin;
  GHashTable *last;              /* user -> number of its last change, as pointers */
  GArray     *changes;           /* of TnySimChange */
} Tenant;

struct _TnySimDirectory
{
  const TnySimEstate *estate;
  GHashTable         *tenants;   /* index -> Tenant, once anything has changed */
  GStringChunk       *texts;
};

static const char *const names[TNY_SIM_N_DOINGS] = {
  "create", "change", "rename", "title", "clear-title", "enable", "delete", "restore", "purge",
};

static void
tenant_free (gpointer data)
{
  Tenant *tenant = data;

  g_hash_table_unref (tenant->last);
  g_array_unref (tenant->changes);
  g_free (tenant);
}

TnySimDirectory *
tny_sim_directory_new (const TnySimEstate *estate)
{
  TnySimDirectory *self = g_new0 (TnySimDirectory, 1);

  self->estate = estate;
  self->tenants = g_hash_table_new_full (NULL, NULL, NULL, tenant_free);
  self->texts = g_string_chunk_new (4096);

  return self;
}

void
tny_sim_directory_free (TnySimDirectory *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->tenants);
  g_string_chunk_free (self->texts);
  g_free (self);
}

void
tny_sim_directory_clear (TnySimDirectory *self)
{
  g_hash_table_remove_all (self->tenants);
  g_string_chunk_clear (self->texts);
}

static Tenant *
look_up (TnySimDirectory *self, const TnySimTenant *tenant)
{
  return g_hash_table_lookup (self->tenants, GUINT_TO_POINTER (tenant->index));
}

static Tenant *
ensure (TnySimDirectory *self, const TnySimTenant *tenant)
{
  Tenant *found = look_up (self, tenant);

  if (found == NULL)
    {
      found = g_new0 (Tenant, 1);
      found->last = g_hash_table_new (NULL, NULL);
      found->changes = g_array_new (FALSE, FALSE, sizeof (TnySimChange));
      g_hash_table_insert (self->tenants, GUINT_TO_POINTER (tenant->index), found);
    }

  return found;
}

guint
tny_sim_directory_n (TnySimDirectory *self, const TnySimTenant *tenant)
{
  Tenant *found = look_up (self, tenant);

  return tenant->n_users + (found != NULL ? found->created : 0);
}

guint
tny_sim_directory_present (TnySimDirectory *self, const TnySimTenant *tenant)
{
  Tenant *found = look_up (self, tenant);

  return tenant->n_users + (found != NULL ? found->created - found->absent : 0);
}

static TnySimChange *
nth_change (Tenant *tenant, guint64 number)
{
  return &g_array_index (tenant->changes, TnySimChange, number - 1);
}

TnySimState
tny_sim_directory_state (TnySimDirectory *self, const TnySimTenant *tenant, guint index)
{
  Tenant *found = look_up (self, tenant);
  gsize last = found != NULL
               ? GPOINTER_TO_SIZE (g_hash_table_lookup (found->last, GUINT_TO_POINTER (index))) : 0;

  if (last != 0)
    return nth_change (found, last)->state;

  return (TnySimState) { .index = index, .enabled = -1 };
}

void
tny_sim_directory_make_as (TnySimDirectory *self, TnySimUser *user, const TnySimTenant *tenant,
                           const TnySimState *state)
{
  tny_sim_user_make (user, self->estate, tenant, state->index);
  if (state->enabled >= 0)
    user->enabled = state->enabled;
  if (state->display != NULL)
    user->display = state->display;
  user->title = state->title;
}

gboolean
tny_sim_directory_make (TnySimDirectory *self, TnySimUser *user, const TnySimTenant *tenant,
                        guint index)
{
  TnySimState state = tny_sim_directory_state (self, tenant, index);

  if (state.presence != TNY_SIM_HERE)
    return FALSE;
  tny_sim_directory_make_as (self, user, tenant, &state);

  return TRUE;
}

gboolean
tny_sim_directory_find (TnySimDirectory *self, TnySimUser *user, const TnySimTenant *tenant,
                        const char *id_or_name)
{
  return tny_sim_user_find (user, self->estate, tenant, tny_sim_directory_n (self, tenant),
                            id_or_name) &&
         tny_sim_directory_make (self, user, tenant, user->index);
}

guint64
tny_sim_directory_newest (TnySimDirectory *self, const TnySimTenant *tenant)
{
  Tenant *found = look_up (self, tenant);

  return found != NULL ? found->changes->len : 0;
}

const TnySimChange *
tny_sim_directory_change (TnySimDirectory *self, const TnySimTenant *tenant, guint64 number)
{
  return nth_change (look_up (self, tenant), number);
}

/* Appends @state as a change, and counts who is here. */
static void
append (Tenant *tenant, const TnySimState *before, TnySimState state)
{
  TnySimChange change = { state };
  gpointer user = GUINT_TO_POINTER (state.index);
  gsize last = GPOINTER_TO_SIZE (g_hash_table_lookup (tenant->last, user));

  change.state.edition++;
  g_array_append_val (tenant->changes, change);
  if (last != 0)
    nth_change (tenant, last)->next = tenant->changes->len;
  g_hash_table_insert (tenant->last, user, GSIZE_TO_POINTER ((gsize) tenant->changes->len));
  tenant->absent += (state.presence != TNY_SIM_HERE) - (before->presence != TNY_SIM_HERE);
  tenant->in_bin += (state.presence == TNY_SIM_IN_BIN) - (before->presence == TNY_SIM_IN_BIN);
}

void
tny_sim_directory_settle (TnySimDirectory *self, const TnySimTenant *tenant, gint64 now)
{
  Tenant *found = look_up (self, tenant);
  g_autoptr(GList) users = NULL;

  if (found == NULL || found->in_bin == 0)
    return;
  users = g_hash_table_get_keys (found->last);
  for (GList *at = users; at != NULL; at = at->next)
    {
      TnySimState state = tny_sim_directory_state (self, tenant, GPOINTER_TO_UINT (at->data));

      if (state.presence == TNY_SIM_IN_BIN && state.deleted_at + TNY_SIM_BIN_SECONDS <= now)
        tny_sim_directory_do (self, tenant, state.index, TNY_SIM_DO_PURGE, now);
    }
}

static gboolean
change_here (TnySimDirectory *self, TnySimState *state, TnySimDoing what, gboolean enabled)
{
  g_autofree char *text = NULL;

  switch (what)
    {
    case TNY_SIM_DO_RENAME:
      text = g_strdup_printf ("Renamed %u-%u", state->index, state->edition + 1);
      state->display = g_string_chunk_insert (self->texts, text);
      return TRUE;
    case TNY_SIM_DO_TITLE:
      text = g_strdup_printf ("Title %u", state->edition + 1);
      state->title = g_string_chunk_insert (self->texts, text);
      return TRUE;
    case TNY_SIM_DO_CLEAR_TITLE:
      state->title = "";
      return TRUE;
    case TNY_SIM_DO_ENABLE:
      state->enabled = !enabled;
      return TRUE;
    default:
      return FALSE;
    }
}

gboolean
tny_sim_directory_do (TnySimDirectory *self, const TnySimTenant *tenant, guint index,
                      TnySimDoing what, gint64 now)
{
  Tenant *found = ensure (self, tenant);
  TnySimState before, state;

  if (what == TNY_SIM_DO_CREATE)
    {
      index = tenant->n_users + found->created++;
      before = state = tny_sim_directory_state (self, tenant, index);
      append (found, &before, state);
      return TRUE;
    }
  before = state = tny_sim_directory_state (self, tenant, index);
  if (what == TNY_SIM_DO_CHANGE)
    what = TNY_SIM_DO_RENAME + (index * 7 + state.edition) % 4;
  if (what == TNY_SIM_DO_DELETE && state.presence == TNY_SIM_HERE)
    {
      state.presence = TNY_SIM_IN_BIN;
      state.deleted_at = now;
    }
  else if (what == TNY_SIM_DO_RESTORE && state.presence == TNY_SIM_IN_BIN)
    state.presence = TNY_SIM_HERE;
  else if (what == TNY_SIM_DO_PURGE && state.presence == TNY_SIM_IN_BIN)
    state.presence = TNY_SIM_GONE;
  else
    {
      g_autofree TnySimUser *user = g_new (TnySimUser, 1);

      if (!tny_sim_directory_make (self, user, tenant, index) ||
          !change_here (self, &state, what, user->enabled))
        return FALSE;
    }
  append (found, &before, state);

  return TRUE;
}

guint
tny_sim_directory_do_some (TnySimDirectory *self, const TnySimTenant *tenant, guint n,
                           TnySimDoing what, gint64 now, guint64 chance)
{
  guint done = 0;

  for (guint nth = 0; nth < n; nth++)
    {
      guint all = tny_sim_directory_n (self, tenant);
      guint start = all > 0 ? (guint) (tny_sim_mix (chance + nth) % all) : 0;
      gboolean found = what == TNY_SIM_DO_CREATE &&
                       tny_sim_directory_do (self, tenant, 0, what, now);

      /* From where chance points to the next one that it can be done to. */
      for (guint step = 0; !found && step < all; step++)
        found = tny_sim_directory_do (self, tenant, (start + step) % all, what, now);
      done += found;
    }

  return done;
}

gboolean
tny_sim_doing_parse (const char *name, TnySimDoing *what)
{
  for (guint i = 0; i < TNY_SIM_N_DOINGS; i++)
    if (g_strcmp0 (name, names[i]) == 0)
      {
        *what = i;
        return TRUE;
      }

  return FALSE;
}
