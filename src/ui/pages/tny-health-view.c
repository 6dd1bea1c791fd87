/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-health-view.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tny-clock.h"
#include "tny-health-roles.h"
#include "tny-session.h"
#include "tny-text.h"
#include "tny-words.h"

#define DAY 86400

static const char *const names[TNY_HEALTH_N_GROUPS] = {
  N_("Connection"), N_("Permissions"), N_("Tenants"), N_("Coming Up"), N_("Roles")
};

static const char *const headings[TNY_HEALTH_N_GROUPS][TNY_HEALTH_CELLS] = {
  { NULL },
  { N_("Application"), N_("Delegated"), N_("Used for") },
  { N_("GDAP"), N_("Group"), N_("Roles"), N_("Consent"), N_("Report names"), N_("Access") },
  { NULL },
};

enum { GDAP, GROUP, ROLES, CONSENT, REPORT_NAMES, ACCESS };

/* What was found, in a word. Those not named here are called after their state. */
static const struct { const char *id, *finding, *word; } words[] = {
  { "permission", "granted", N_("Granted") },
  { "permission", "covered", N_("Covered") },
  { "permission", "missing", N_("Missing") },
  { "permission", "no-consent", N_("No consent") },
  { "permission", "not-granted", N_("Not granted") },
  { "permission", "refused", N_("Refused") },
  { "permission", "extra", N_("Extra") },
  { "permission", "published", N_("Extra") },
  { "secret", "expired", N_("Expired") },
  { "secret", "refused", N_("Refused") },
  { "sign-in", "ended", N_("Ended") },
  { "sign-in", "blocked", N_("Blocked") },
  { "own-consent", "none", N_("No consent") },
  { "mfa", "missing", N_("Missing") },
  { "admin-agents", "missing", N_("Missing") },
  { "relationship", "active", N_("Active") },
  { "relationship", "none", N_("Missing") },
  { "relationship", "pending", N_("Pending") },
  { "relationship", "expired", N_("Expired") },
  { "relationship", "ended", N_("Ended") },
  { "assignment", "ok", N_("Assigned") },
  { "assignment", "none", N_("Not assigned") },
  { "membership", "missing", N_("Not a member") },
  { "roles", "missing", N_("Missing") },
  { "conditional-access", "blocked", N_("Blocked") },
  { "consent", "ok", N_("Granted") },
  { "consent", "none", N_("No consent") },
  { "consent", "partial", N_("Incomplete") },
  { "consent", "refused", N_("Refused") },
  { "access", "refused", N_("No access") },
  { "premium", "none", N_("Missing") },
  { "report-names", "shown", N_("Shown") },
  { "report-names", "concealed", N_("Concealed") },
};

/* Words and cells */

static gboolean
is_about (const TnyCheck *check, const char *id)
{
  return g_str_equal (check->id, id)
         || (g_str_equal (id, "permission") && g_str_has_prefix (check->id, "permission/"));
}

static gboolean
is_extra (const TnyCheck *check)
{
  return g_str_equal (check->finding, "extra") || g_str_equal (check->finding, "published");
}

static const char *
word_of (const TnyCheck *check)
{
  if (check->state == TNY_CHECK_UNKNOWN)
    return g_str_equal (check->finding, "waits") ? _("Not checked") : _("Could not check");
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].finding, check->finding) && is_about (check, words[i].id))
      return _(words[i].word);

  switch (check->state)
    {
    case TNY_CHECK_PASS:       return _("OK");
    case TNY_CHECK_FAIL:       return _("Failed");
    case TNY_CHECK_NOT_NEEDED: return _("Not needed");
    default:                   return _("Could not check");
    }
}

/* "211 days left" */
static char *
days_left (gint64 due_at, gint64 now)
{
  gint64 days = due_at > now ? (due_at - now) / DAY : 0;

  /* translators: until something ends */
  return g_strdup_printf (ngettext ("%d day left", "%d days left", (gulong) days), (int) days);
}

static TnyHealthCell
cell_of (const TnyCheck *check, const char *word)
{
  TnyHealthCell cell = { .text = g_strdup (word) };

  if (check->state == TNY_CHECK_PASS && check->due_soon)
    {
      cell.icon = "dialog-warning-symbolic";
      cell.style = "warning";
    }
  else if (check->state == TNY_CHECK_PASS)
    cell.icon = "emblem-ok-symbolic";
  else if (check->state == TNY_CHECK_FAIL)
    {
      cell.icon = "dialog-error-symbolic";
      cell.style = "error";
    }
  else
    {
      cell.icon = check->state == TNY_CHECK_UNKNOWN ? "content-loading-symbolic"
                  : is_extra (check) ? "list-add-symbolic" : "action-unavailable-symbolic";
      cell.style = "dim-label";
    }

  return cell;
}

TnyHealthCell
tny_health_state (const TnyCheck *check)
{
  if (check->state == TNY_CHECK_PASS && check->due_soon)
    return cell_of (check, _("Ends soon"));

  return cell_of (check, word_of (check));
}

/* --- items --- */

static void
item_free (gpointer data)
{
  TnyHealthItem *item = data;

  g_free (item->key);
  g_free (item->title);
  g_free (item->note);
  for (guint i = 0; i < TNY_HEALTH_CELLS; i++)
    g_free (item->cells[i].text);
  g_ptr_array_unref (item->checks);
  g_free (item);
}

static const TnyCheck *
check_of (const TnyHealthItem *item, const char *id)
{
  for (guint i = 0; i < item->checks->len; i++)
    if (is_about (item->checks->pdata[i], id))
      return item->checks->pdata[i];

  return NULL;
}

/* The one of @ids that decides: what failed, else what is not known, else what is. */
static const TnyCheck *
worst_of (const TnyHealthItem *item, const char *const *ids)
{
  static const TnyCheckState order[] = {
    TNY_CHECK_FAIL, TNY_CHECK_UNKNOWN, TNY_CHECK_PASS, TNY_CHECK_NOT_NEEDED
  };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    for (guint j = 0; ids[j] != NULL; j++)
      {
        const TnyCheck *check = check_of (item, ids[j]);

        if (check != NULL && check->state == order[i])
          return check;
      }

  return NULL;
}

static void
set_cell (TnyHealthItem *item, guint cell, const char *const *ids)
{
  const TnyCheck *check = worst_of (item, ids);

  if (check != NULL)
    item->cells[cell] = cell_of (check, word_of (check));
  else
    item->cells[cell].text = g_strdup (TNY_UNKNOWN);
}

static void
set_tenant_cells (TnyHealthItem *item, gint64 now)
{
  static const char *const relation[] = { "relationship", NULL };
  static const char *const group[] = { "assignment", "membership", NULL };
  static const char *const roles[] = { "roles", NULL };
  static const char *const consent[] = { "consent", NULL };
  static const char *const reports[] = { "report-names", NULL };
  static const char *const access[] = { "access", "conditional-access", NULL };
  const TnyCheck *end = check_of (item, "relationship-end");
  const TnyCheck *active = check_of (item, "relationship");
  const TnyCheck *answers = worst_of (item, access);

  set_cell (item, GDAP, relation);
  if (active != NULL && active->state == TNY_CHECK_PASS && end != NULL && end->due_at != 0)
    {
      g_autofree char *left = days_left (end->due_at, now);

      g_free (item->cells[GDAP].text);
      item->cells[GDAP] = cell_of (end, left);
    }
  set_cell (item, GROUP, group);
  set_cell (item, ROLES, roles);
  set_cell (item, CONSENT, consent);
  set_cell (item, REPORT_NAMES, reports);
  set_cell (item, ACCESS, access);
  /* it answers, but not with everything */
  if (answers != NULL && answers->state == TNY_CHECK_PASS && item->failed)
    {
      g_free (item->cells[ACCESS].text);
      item->cells[ACCESS] = (TnyHealthCell) {
        g_strdup (_("Incomplete")), "dialog-warning-symbolic", "warning"
      };
    }
}

static void
set_permission_cells (TnyHealthItem *item)
{
  const TnyPermission *permission = NULL;
  const char *form;

  for (guint i = 0; i < item->checks->len; i++)
    {
      const TnyCheck *check = item->checks->pdata[i];

      if (tny_check_permission (check, &permission, &form))
        {
          guint cell = g_str_equal (form, "application") ? 0 : 1;

          g_free (item->cells[cell].text);
          item->cells[cell] = cell_of (check, word_of (check));
        }
    }
  for (guint i = 0; i < 2; i++)
    if (item->cells[i].text == NULL)
      item->cells[i].text = g_strdup (TNY_UNKNOWN);
  item->cells[2].text = g_strdup (permission != NULL && permission->purpose != NULL
                                    ? _(permission->purpose) : _("Nothing here"));
}

/* Which of its checks to begin with: what failed, then what is not known, then what ends. */
static void
judge (TnyHealthItem *item)
{
  const TnyCheck *soon = NULL;

  for (guint i = 0; i < item->checks->len; i++)
    {
      const TnyCheck *check = item->checks->pdata[i];

      item->failed |= check->state == TNY_CHECK_FAIL;
      item->unknown |= check->state == TNY_CHECK_UNKNOWN;
      if (check->due_soon)
        soon = check;
    }
  item->soon = soon != NULL;
  for (guint i = 0; i < item->checks->len && item->cause == NULL; i++)
    {
      const TnyCheck *check = item->checks->pdata[i];

      if (item->failed ? check->state == TNY_CHECK_FAIL
                       : check->state == TNY_CHECK_UNKNOWN && !g_str_equal (check->finding, "waits"))
        item->cause = check;
    }
  if (item->cause == NULL && !item->unknown)
    item->cause = soon;
}

static TnyHealthItem *
item_new (TnyHealthGroup group, const TnyCheck *check)
{
  TnyHealthItem *item = g_new0 (TnyHealthItem, 1);
  const TnyPermission *permission;
  const char *form;

  item->group = group;
  item->checks = g_ptr_array_new ();
  if (group == TNY_HEALTH_TENANTS || group == TNY_HEALTH_ROLES)
    item->key = g_strdup_printf ("%" G_GINT64_FORMAT " %s", check->connection_id, check->tenant_id);
  else if (group == TNY_HEALTH_PERMISSIONS && tny_check_permission (check, &permission, &form))
    item->key = g_strdup_printf ("%" G_GINT64_FORMAT " %s", check->connection_id, check->subject);
  else
    item->key = g_strdup_printf ("%" G_GINT64_FORMAT " %s %s", check->connection_id,
                                 check->tenant_id != NULL ? check->tenant_id : "", check->id);

  return item;
}

static const char *
connection_name (GPtrArray *connections, gint64 id)
{
  for (guint i = 0; connections->len > 1 && i < connections->len; i++)
    {
      const TnyConnection *connection = connections->pdata[i];

      if (connection->id == id)
        return connection->name;
    }

  return NULL;
}

static void
set_title (TnyHealthItem *item, GPtrArray *connections)
{
  const TnyCheck *first = item->checks->pdata[0];
  const char *connection = connection_name (connections, first->connection_id);
  g_autofree char *subject = tny_words_name (first->subject != NULL ? first->subject : first->tenant_id);

  if (connection != NULL)
    {
      g_autofree char *name = tny_words_name (connection);

      item->title = g_strdup_printf ("%s · %s", subject, name);
    }
  else
    item->title = g_steal_pointer (&subject);
}

/* A permission that nobody needs and nobody has is no news. */
static gboolean
is_news (const TnyHealthItem *item)
{
  for (guint i = 0; i < item->checks->len; i++)
    {
      const TnyCheck *check = item->checks->pdata[i];

      if (check->state != TNY_CHECK_NOT_NEEDED || is_extra (check))
        return TRUE;
    }

  return item->group != TNY_HEALTH_PERMISSIONS;
}

/* What ends, and when; the claim of the check has a date that a sync may have moved. */
static char *
coming_text (const TnyCheck *check)
{
  g_autoptr(GDateTime) at = g_date_time_new_from_unix_local (check->due_at);
  g_autofree char *day = at != NULL ? g_date_time_format (at, "%F") : g_strdup (TNY_UNKNOWN);

  if (g_str_equal (check->finding, "extends"))
    /* translators: a date */
    return g_strdup_printf (_("The GDAP relationship is extended by itself on %s"), day);
  if (check->tenant_id != NULL)
    /* translators: a date */
    return g_strdup_printf (_("The GDAP relationship ends on %s"), day);
  if (g_str_equal (check->id, "renewal"))
    /* translators: a date */
    return g_strdup_printf (_("Ends on %s, unless it is used before"), day);

  /* translators: a date */
  return g_strdup_printf (_("Ends on %s"), day);
}

static void
add_coming (TnyHealthView *self, const TnyCheck *check, GPtrArray *connections, gint64 now)
{
  TnyHealthItem *item = item_new (TNY_HEALTH_COMING_UP, check);
  g_autofree char *left = days_left (check->due_at, now);

  g_ptr_array_add (item->checks, (gpointer) check);
  set_title (item, connections);
  judge (item);
  item->cells[0] = cell_of (check, check->due_at > now ? left : _("Ended"));
  if (!check->due_soon && check->state == TNY_CHECK_PASS)
    item->cells[0].icon = "alarm-symbolic";
  item->cells[1].text = coming_text (check);
  g_ptr_array_add (self->items[TNY_HEALTH_COMING_UP], item);
}

static const char *
streams_of (GPtrArray *connections, gint64 id)
{
  for (guint i = 0; i < connections->len; i++)
    if (((const TnyConnection *) connections->pdata[i])->id == id)
      return ((const TnyConnection *) connections->pdata[i])->streams;

  return NULL;
}

static void
add_roles (TnyHealthView *self, const TnyCheck *check, GPtrArray *connections)
{
  TnyHealthItem *item = item_new (TNY_HEALTH_ROLES, check);

  g_ptr_array_add (item->checks, (gpointer) check);
  set_title (item, connections);
  judge (item);
  tny_health_roles_set (item, streams_of (connections, check->connection_id));
  g_ptr_array_add (self->items[TNY_HEALTH_ROLES], item);
}

static int
compare_due (gconstpointer a, gconstpointer b)
{
  const TnyHealthItem *one = *(const TnyHealthItem *const *) a, *two = *(const TnyHealthItem *const *) b;
  gint64 first = ((const TnyCheck *) one->checks->pdata[0])->due_at;
  gint64 second = ((const TnyCheck *) two->checks->pdata[0])->due_at;

  return first != second ? (first < second ? -1 : 1) : g_utf8_collate (one->title, two->title);
}

static guint
rank (const TnyHealthItem *item)
{
  return item->failed ? 0 : item->unknown ? 1 : item->soon ? 2 : 3;
}

static int
compare_need (gconstpointer a, gconstpointer b)
{
  const TnyHealthItem *one = *(const TnyHealthItem *const *) a, *two = *(const TnyHealthItem *const *) b;

  return rank (one) != rank (two) ? (int) rank (one) - (int) rank (two)
                                  : g_utf8_collate (one->title, two->title);
}

static void
complete (TnyHealthView *self, TnyHealthItem *item, GPtrArray *connections, gint64 now)
{
  if (!is_news (item))
    {
      item_free (item);
      return;
    }

  const TnyCheck *first = item->checks->pdata[0];

  set_title (item, connections);
  judge (item);
  if (item->group == TNY_HEALTH_TENANTS)
    set_tenant_cells (item, now);
  else if (item->group == TNY_HEALTH_PERMISSIONS)
    set_permission_cells (item);
  else
    {
      item->cells[0] = tny_health_state (first);
      item->cells[1].text = tny_words_name (first->claim);
    }
  self->n_failed += item->failed;
  self->n_unknown += !item->failed && item->unknown;
  self->n_soon += !item->failed && !item->unknown && item->soon;
  g_ptr_array_add (self->items[item->group], item);
}

TnyHealthView *
tny_health_view_new (GPtrArray *checks, GPtrArray *connections, guint unchecked, gint64 now)
{
  TnyHealthView *self = g_new0 (TnyHealthView, 1);
  g_autoptr(GHashTable) open = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) all = g_ptr_array_new ();
  g_autoptr(GString) streams = g_string_new (NULL);

  self->checks = checks;
  self->n_connections = connections->len;
  self->n_unchecked = unchecked;
  for (guint i = 0; i < TNY_HEALTH_N_GROUPS; i++)
    self->items[i] = g_ptr_array_new_with_free_func (item_free);

  for (guint i = 0; i < checks->len; i++)
    {
      const TnyCheck *check = checks->pdata[i];
      TnyHealthItem *item = item_new ((TnyHealthGroup) check->area, check);
      TnyHealthItem *same = g_hash_table_lookup (open, item->key);

      if (same != NULL)
        item_free (item);
      else
        {
          g_hash_table_insert (open, item->key, item);
          g_ptr_array_add (all, item);
          same = item;
        }
      g_ptr_array_add (same->checks, (gpointer) check);
      if (check->due_at != 0 && check->state != TNY_CHECK_NOT_NEEDED)
        add_coming (self, check, connections, now);
      if (g_str_equal (check->id, "roles"))
        add_roles (self, check, connections);
      if (self->checked_at == 0 || check->checked_at < self->checked_at)
        self->checked_at = check->checked_at;
    }
  for (guint i = 0; i < all->len; i++)
    complete (self, all->pdata[i], connections, now);
  g_ptr_array_sort (self->items[TNY_HEALTH_TENANTS], compare_need);
  g_ptr_array_sort (self->items[TNY_HEALTH_COMING_UP], compare_due);
  g_ptr_array_sort (self->items[TNY_HEALTH_ROLES], compare_need);
  for (guint i = 0; i < connections->len; i++)
    g_string_append_printf (streams, "%s,", ((const TnyConnection *) connections->pdata[i])->streams);
  self->streams = g_strdup (streams->str);

  return self;
}

void
tny_health_view_free (TnyHealthView *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < TNY_HEALTH_N_GROUPS; i++)
    g_clear_pointer (&self->items[i], g_ptr_array_unref);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  g_free (self->streams);
  g_free (self);
}

const TnyHealthItem *
tny_health_view_find (const TnyHealthView *self, TnyHealthGroup group, const char *key)
{
  for (guint i = 0; i < self->items[group]->len; i++)
    {
      const TnyHealthItem *item = self->items[group]->pdata[i];

      if (g_str_equal (item->key, key))
        return item;
    }

  return NULL;
}

char *
tny_health_view_says (const TnyHealthView *self)
{
  g_autofree char *problems = self->n_failed == 0 ? g_strdup (_("No problems"))
    : g_strdup_printf (ngettext ("%u problem", "%u problems", self->n_failed), self->n_failed);
  g_autofree char *soon =
    g_strdup_printf (ngettext ("%u ends soon", "%u end soon", self->n_soon), self->n_soon);
  g_autofree char *unknown =
    g_strdup_printf (ngettext ("%u not checked", "%u not checked", self->n_unknown), self->n_unknown);
  g_autofree char *tenants =
    g_strdup_printf (ngettext ("%u tenant not checked", "%u tenants not checked", self->n_unchecked),
                     self->n_unchecked);
  const char *parts[5] = { NULL };
  guint n = 0;

  /* what was not asked about is no pass */
  if (self->n_failed > 0 || self->n_unchecked == 0)
    parts[n++] = problems;
  if (self->n_soon > 0)
    parts[n++] = soon;
  if (self->n_unknown > 0)
    parts[n++] = unknown;
  if (self->n_unchecked > 0)
    parts[n++] = tenants;

  /* translators: between the parts of "2 problems, 1 not checked" */
  return g_strjoinv (_(", "), (char **) parts);
}

/* --- texts --- */

static void
append_report_line (GString *out, const TnyCheck *check, GRegex *guids, GRegex *quoted)
{
  g_autofree char *at = tny_time_format (check->checked_at);
  g_autofree char *path = g_regex_replace_literal (guids, check->endpoint != NULL ? check->endpoint : "",
                                                   -1, 0, "(id)", 0, NULL);
  g_autofree char *endpoint = g_regex_replace_literal (quoted, path, -1, 0, "'…'", 0, NULL);
  g_autofree char *left = check->due_at != 0 ? tny_time_format (check->due_at) : NULL;

  g_string_append_printf (out, "  %-14s %s: %s", tny_check_state_name (check->state),
                          tny_check_label (check), check->finding);
  if (g_str_has_suffix (check->id, "/application"))
    g_string_append (out, " (application)");
  if (left != NULL)
    g_string_append_printf (out, ", until %s", left);
  if (check->endpoint != NULL)
    g_string_append_printf (out, " · %s %u", endpoint, check->status);
  if (check->request_id != NULL)
    g_string_append_printf (out, " · request %s", check->request_id);
  g_string_append_printf (out, " · %s\n", at);
}

/* Claims and details may name accounts, tenants and relationships: none of them is written. */
char *
tny_health_report (const TnyHealthView *self)
{
  g_autoptr(GRegex) guids = g_regex_new ("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", G_REGEX_CASELESS, 0, NULL);
  g_autoptr(GRegex) quoted = g_regex_new ("'[^']*'", 0, 0, NULL);
  g_autofree char *says = tny_health_view_says (self);
  g_autoptr(GString) out = g_string_new (NULL);

  g_string_append_printf (out, "Tenantry %s, Health\n%s\n", TNY_VERSION, says);
  for (guint group = 0; group < TNY_HEALTH_COMING_UP; group++)
    {
      GPtrArray *items = self->items[group];

      if (items->len > 0)
        g_string_append_printf (out, "\n%s\n", _(names[group]));
      for (guint i = 0; i < items->len; i++)
        {
          const TnyHealthItem *item = items->pdata[i];

          if (group == TNY_HEALTH_TENANTS)
            {
              /* translators: a pseudonym, with a number */
              g_autofree char *name = g_strdup_printf (_("Tenant %u"), i + 1);

              g_string_append_printf (out, " %s\n", name);
            }
          for (guint j = 0; j < item->checks->len; j++)
            append_report_line (out, item->checks->pdata[j], guids, quoted);
        }
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

const char *const *
tny_health_headings (TnyHealthGroup group)
{
  if (group == TNY_HEALTH_ROLES)
    return tny_health_role_headings;

  return headings[group];
}

const char *
tny_health_group_name (TnyHealthGroup group)
{
  return names[group];
}

char *
tny_health_item_name (const TnyHealthItem *item)
{
  g_autoptr(GString) name = g_string_new (item->title);

  for (guint i = 0; i < TNY_HEALTH_CELLS; i++)
    {
      const char *heading = tny_health_headings (item->group)[i], *text = item->cells[i].text;

      if (text == NULL)
        continue;
      if (g_str_equal (text, TNY_UNKNOWN))
        text = _("unknown");
      if (heading != NULL)
        /* translators: heading of a column, what stands there; said by screen readers */
        g_string_append_printf (name, _(", %s: %s"), _(heading), text);
      else
        g_string_append_printf (name, ", %s", text);
    }
  if (item->note != NULL)
    g_string_append_printf (name, ", %s", item->note);

  return g_string_free (g_steal_pointer (&name), FALSE);
}
