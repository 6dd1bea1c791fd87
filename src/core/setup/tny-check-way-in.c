/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way into a tenant: relationship, security group, membership, roles.
 *
 * Source: Microsoft Graph v1.0, "List delegatedAdminRelationships", "List accessAssignments", "List
 * unifiedRoleAssignments". What the assignment grants counts, not what the relationship could.
 */
#include "config.h"

#include "tny-check-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-json.h"
#include "tny-role.h"

#define DAY (24 * 3600)
/* Left over from Microsoft's own transition; never a way in. */
#define LEFT_OVER "MLT_"
#define APPROVAL "https://admin.microsoft.com/AdminPortal/Home#/partners/invitation/granularAdminRelationships/%s"

/* --- the relationship --- */

/* How much a state is worth; the best relationship of a tenant speaks for it. */
static guint
worth (const char *status)
{
  static const char *const states[] = { "active", "expiring", "activating", "approved",
                                        "approvalPending", "created", "expired", "terminated" };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (status, states[i]) == 0)
      return G_N_ELEMENTS (states) - i;

  return 0;
}

static gboolean
is_open (JsonObject *relationship)
{
  const char *status = tny_json_text (relationship, "status");

  return g_strcmp0 (status, "active") == 0 || g_strcmp0 (status, "expiring") == 0;
}

static gboolean
concerns (JsonObject *relationship, const TnyCheckTenant *tenant)
{
  JsonObject *customer = tny_json_object (relationship, "customer");
  const char *id = customer != NULL ? tny_json_text (customer, "tenantId") : NULL;
  const char *name = tny_json_text (relationship, "displayName");

  return id != NULL && g_ascii_strcasecmp (id, tenant->graph_id) == 0 &&
         (name == NULL || !g_str_has_prefix (name, LEFT_OVER));
}

static JsonObject *
best_relationship (TnyCheckRun *run, const TnyCheckTenant *tenant)
{
  GPtrArray *all = run->partner.relationships->objects;
  JsonObject *best = NULL;

  for (guint i = 0; i < all->len; i++)
    {
      gint64 end = 0, best_end = 0;

      if (!concerns (all->pdata[i], tenant))
        continue;
      if (best != NULL)
        {
          guint mine = worth (tny_json_text (all->pdata[i], "status"));
          guint its = worth (tny_json_text (best, "status"));

          tny_json_time (all->pdata[i], "endDateTime", &end);
          tny_json_time (best, "endDateTime", &best_end);
          if (mine < its || (mine == its && end <= best_end))
            continue;
        }
      best = all->pdata[i];
    }

  return best;
}

static gboolean
holds_role (JsonObject *relationship, const char *role)
{
  JsonObject *details = tny_json_object (relationship, "accessDetails");
  JsonArray *roles = details != NULL ? tny_json_array (details, "unifiedRoles") : NULL;

  for (guint i = 0; roles != NULL && i < json_array_get_length (roles); i++)
    {
      JsonObject *one = tny_json_array_object (roles, i);
      const char *id = one != NULL ? tny_json_text (one, "roleDefinitionId") : NULL;

      if (id != NULL && g_ascii_strcasecmp (id, role) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
extends_itself (JsonObject *relationship)
{
  const char *text = tny_json_text (relationship, "autoExtendDuration");

  return text != NULL && *text != '\0' && !g_str_equal (text, "PT0S") && !g_str_equal (text, "P0D");
}

static void
check_end (TnyCheckRun *run, const TnyCheckTenant *tenant, JsonObject *relationship)
{
  const TnyAnswer *answer = run->partner.relationships;
  gint64 end = 0, left;
  TnyCheck *check;

  if (!is_open (relationship))
    {
      tny_check_add (run, tenant, "relationship-end", "none", answer, NULL);
      return;
    }
  if (!tny_json_time (relationship, "endDateTime", &end))
    {
      tny_check_add_unknown (run, tenant, "relationship-end", NULL);
      return;
    }

  g_autofree char *day = tny_check_day (end), *days = NULL;
  const char *finding = "ok";

  left = end - tny_check_now (run);
  days = g_strdup_printf ("%" G_GINT64_FORMAT, MAX (left / DAY, 0));
  if (extends_itself (relationship))
    finding = "extends";
  else if (left < TNY_CHECK_GDAP_SOON)
    finding = holds_role (relationship, TNY_ROLE_GLOBAL_ADMINISTRATOR) ? "global-administrator"
                                                                       : "soon";
  check = tny_check_add (run, tenant, "relationship-end", finding, answer, "date", day, "days",
                         days,
                         "name", tny_json_text (relationship, "displayName"), NULL);
  check->due_at = end;
  check->due = g_strdup_printf (_("GDAP relationship of %s"), check->subject);
  check->due_soon = left < TNY_CHECK_GDAP_SOON && !extends_itself (relationship);
}

/* TRUE: there is an open one. */
static gboolean
check_relationship (TnyCheckRun *run, const TnyCheckTenant *tenant)
{
  static const struct { const char *status, *finding; } findings[] = {
    { "active", "active" }, { "expiring", "active" }, { "created", "pending" },
    { "approvalPending", "pending" }, { "approved", "pending" }, { "activating", "pending" },
    { "expired", "expired" }, { "terminated", "ended" }, { "terminating", "ended" },
    { "terminationRequested", "ended" },
  };
  const TnyAnswer *answer = run->partner.relationships;
  g_autofree char *day = NULL, *url = NULL;
  const char *status, *finding = "other", *id;
  JsonObject *best;
  gint64 end = 0;

  if (answer->error != NULL)
    {
      tny_check_add_unknown (run, tenant, "relationship", answer);
      tny_check_add_unknown (run, tenant, "relationship-end", answer);
      return FALSE;
    }
  best = best_relationship (run, tenant);
  if (best == NULL)
    {
      tny_check_add (run, tenant, "relationship", "none", answer, NULL);
      tny_check_add (run, tenant, "relationship-end", "none", answer, NULL);
      return FALSE;
    }
  status = tny_json_text (best, "status");
  for (guint i = 0; i < G_N_ELEMENTS (findings); i++)
    if (g_strcmp0 (status, findings[i].status) == 0)
      finding = findings[i].finding;
  tny_json_time (best, "endDateTime", &end);
  day = tny_check_day (end);
  id = tny_json_text (best, "id");
  if (id != NULL && strspn (id, "0123456789abcdefABCDEF-") == strlen (id))
    url = g_strdup_printf (APPROVAL, id);
  tny_check_add (run, tenant, "relationship", finding, answer, "name",
                 tny_json_text (best, "displayName"), "date", day, "status", status,
                 "url", g_str_equal (finding, "pending") ? url : NULL, NULL);
  check_end (run, tenant, best);

  return is_open (best);
}

/* --- groups and roles --- */

/* What the access assignments of all open relationships come to. */
typedef struct
{
  GHashTable *roles;              /* of assignments to groups of ours: template ids */
  GHashTable *groups;             /* assigned */
  gboolean    member;
  const char *name;               /* of an open relationship; lent by the listing */
  TnyAnswer  *problem;            /* a list that could not be read; NULL: all were */
  TnyAnswer  *evidence;
} Assignments;

static void
assignments_clear (Assignments *self)
{
  g_clear_pointer (&self->roles, g_hash_table_unref);
  g_clear_pointer (&self->groups, g_hash_table_unref);
  g_clear_pointer (&self->problem, tny_answer_free);
  g_clear_pointer (&self->evidence, tny_answer_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Assignments, assignments_clear)

static void
take_roles (GHashTable *roles, JsonObject *assignment)
{
  JsonObject *details = tny_json_object (assignment, "accessDetails");
  JsonArray *list = details != NULL ? tny_json_array (details, "unifiedRoles") : NULL;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *one = tny_json_array_object (list, i);
      const char *id = one != NULL ? tny_json_text (one, "roleDefinitionId") : NULL;

      if (id != NULL)
        g_hash_table_add (roles, g_ascii_strdown (id, -1));
    }
}

static void
take_assignment (TnyCheckRun *run, Assignments *self, JsonObject *assignment)
{
  JsonObject *container = tny_json_object (assignment, "accessContainer");
  const char *group = container != NULL ? tny_json_text (container, "accessContainerId") : NULL;
  g_autofree char *id = group != NULL ? g_ascii_strdown (group, -1) : NULL;

  if (id == NULL || g_strcmp0 (tny_json_text (assignment, "status"), "active") != 0)
    return;
  g_hash_table_add (self->groups, g_strdup (id));
  if (run->partner.groups != NULL && g_hash_table_contains (run->partner.groups, id))
    {
      self->member = TRUE;
      take_roles (self->roles, assignment);
    }
}

static void
read_assignments (TnyCheckRun *run, const TnyCheckTenant *tenant, Assignments *self)
{
  GPtrArray *all = run->partner.relationships->objects;

  self->roles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < all->len; i++)
    {
      const char *id = tny_json_text (all->pdata[i], "id");
      g_autofree char *escaped = id != NULL ? g_uri_escape_string (id, NULL, FALSE) : NULL;
      g_autofree char *path = NULL;
      g_autoptr(TnyAnswer) answer = NULL;

      if (id == NULL || !concerns (all->pdata[i], tenant) || !is_open (all->pdata[i]))
        continue;
      if (self->name == NULL)
        self->name = tny_json_text (all->pdata[i], "displayName");
      path = g_strconcat ("/tenantRelationships/delegatedAdminRelationships/", escaped,
                          "/accessAssignments", NULL);
      answer = tny_check_list (run, run->context->partner_tenant_id, path, NULL);
      for (guint k = 0; answer->error == NULL && k < answer->objects->len; k++)
        take_assignment (run, self, answer->objects->pdata[k]);
      if (answer->error != NULL && self->problem == NULL)
        self->problem = g_steal_pointer (&answer);
      else if (self->evidence == NULL)
        self->evidence = g_steal_pointer (&answer);
    }
}

/* "Users: Global Reader or Directory Readers; Mailboxes: …": the either-or rule, of what is
 * missing. */
static char *
needs_text (guint features)
{
  guint n;
  const TnyRoleNeed *needs = tny_role_needs (&n);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      guint n_features;
      const TnyFeatureInfo *table = tny_feature_table (&n_features);
      g_autofree char *roles = tny_role_need_text (&needs[i]);

      if ((needs[i].feature & features) == 0)
        continue;
      for (guint k = 0; k < n_features; k++)
        if (table[k].feature == needs[i].feature)
          /* translators: what is read, then the roles of which one is needed for it */
          g_string_append_printf (text, _("%s%s: %s"), text->len > 0 ? "; " : "", _(table[k].title),
                                  roles);
    }

  return g_string_free (text, FALSE);
}

/* "users,mailboxes": what explains which fields the missing roles leave blank. */
static char *
feature_ids (guint features)
{
  guint n;
  const TnyFeatureInfo *table = tny_feature_table (&n);
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    if (table[i].feature & features)
      g_string_append_printf (ids, "%s%s", ids->len > 0 ? "," : "", table[i].id);

  return g_string_free (ids, FALSE);
}

static int
compare_ids (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Sorted, so that the same roles are the same text. */
static char *
role_ids (GHashTable *held)
{
  g_autofree const char **ids = (const char **) g_hash_table_get_keys_as_array (held, NULL);
  guint n = g_hash_table_size (held);

  if (n > 0)
    qsort (ids, n, sizeof *ids, compare_ids);

  return g_strjoinv (",", (char **) ids);
}

/* What is known not to be there counts only when all that could be there was read. */
static void
check_roles (TnyCheckRun *run, const TnyCheckTenant *tenant, GHashTable *held,
             const TnyAnswer *answer,
             const TnyAnswer *problem)
{
  guint missing = tny_roles_missing (held, run->features);
  g_autofree char *needs = needs_text (missing), *roles = tny_roles_text (held);

  if (missing == 0)
    tny_check_add (run, tenant, "roles", "ok", answer, "roles", roles, NULL)->roles = role_ids (held);
  else if (problem != NULL)
    tny_check_add_unknown (run, tenant, "roles", problem);
  else
    {
      TnyCheck *check = tny_check_add (run, tenant, "roles", "missing", answer, "needs", needs,
                                       "roles", *roles != '\0' ? roles : _("none"), NULL);

      check->detail = feature_ids (missing);
      check->roles = role_ids (held);
    }
}

static void
check_assignments (TnyCheckRun *run, const TnyCheckTenant *tenant)
{
  g_auto(Assignments) found = { 0 };
  GHashTableIter iter;
  gpointer group = NULL;
  const TnyAnswer *unknown_groups = run->partner.groups == NULL ? run->partner.member_of : NULL;

  read_assignments (run, tenant, &found);
  g_hash_table_iter_init (&iter, found.groups);
  g_hash_table_iter_next (&iter, &group, NULL);
  if (group != NULL)
    tny_check_add (run, tenant, "assignment", "ok", found.evidence, NULL);
  else if (found.problem != NULL)
    tny_check_add_unknown (run, tenant, "assignment", found.problem);
  else
    tny_check_add (run, tenant, "assignment", "none", found.evidence,
                   "name", found.name != NULL ? found.name : "", NULL);
  if (group == NULL)
    {
      tny_check_add_unknown (run, tenant, "membership", found.problem);
      tny_check_add_unknown (run, tenant, "roles", found.problem);
      return;
    }

  if (found.member)
    tny_check_add (run, tenant, "membership", "ok", run->partner.member_of, NULL);
  else if (unknown_groups != NULL || found.problem != NULL)
    tny_check_add_unknown (run, tenant, "membership",
                           unknown_groups != NULL ? unknown_groups : found.problem);
  else
    tny_check_add (run, tenant, "membership", "missing", run->partner.member_of, "group", group,
                   NULL);
  if (found.member)
    check_roles (run, tenant, found.roles, found.evidence, found.problem);
  else
    tny_check_add_unknown (run, tenant, "roles",
                           unknown_groups != NULL ? unknown_groups : found.problem);
}

/* In one's own tenant roles are those of the directory. */
static void
check_own_roles (TnyCheckRun *run, const TnyCheckTenant *tenant)
{
  g_autofree char *query = g_strdup_printf (
    "$filter=principalId%%20eq%%20'%s'&$select=id,roleDefinitionId,directoryScopeId",
    run->context->account_id);
  g_autoptr(TnyAnswer) answer = tny_check_list (run, tenant->graph_id,
                                                "/roleManagement/directory/roleAssignments", query);
  g_autoptr(GHashTable) held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (answer->error != NULL)
    {
      tny_check_add_unknown (run, tenant, "roles", answer);
      return;
    }
  for (guint i = 0; i < answer->objects->len; i++)
    {
      const char *id = tny_json_text (answer->objects->pdata[i], "roleDefinitionId");
      const char *scope = tny_json_text (answer->objects->pdata[i], "directoryScopeId");

      if (id != NULL && g_strcmp0 (scope, "/") == 0)
        g_hash_table_add (held, g_ascii_strdown (id, -1));
    }
  check_roles (run, tenant, held, answer, NULL);
}

void
tny_check_way_in (TnyCheckRun *run, const TnyCheckTenant *tenant)
{
  static const char *const partners[] = { "relationship", "assignment", "membership" };

  if (run->gdap)
    {
      if (check_relationship (run, tenant))
        check_assignments (run, tenant);
      else
        {
          const TnyAnswer *why = run->partner.relationships->error != NULL
            ? run->partner.relationships
                                                                           : NULL;

          tny_check_add_unknown (run, tenant, "assignment", why);
          tny_check_add_unknown (run, tenant, "membership", why);
          tny_check_add_unknown (run, tenant, "roles", why);
        }
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (partners); i++)
    tny_check_add (run, tenant, partners[i], "not-needed", NULL, NULL);
  tny_check_add (run, tenant, "relationship-end", "none", NULL, NULL);
  if (run->direct)
    check_own_roles (run, tenant);
  else
    tny_check_add (run, tenant, "roles", "not-needed", NULL, NULL);
}
