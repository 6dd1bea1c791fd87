/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-check.h"

#include <string.h>

#include "tny-text.h"

static const char *const states[TNY_N_CHECK_STATES] = { "pass", "fail", "unknown", "not-needed" };
static const char *const areas[TNY_N_CHECK_AREAS] = { "connection", "permissions", "tenants" };

void
tny_check_free (TnyCheck *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->subject);
  g_free (self->tenant_id);
  g_free (self->finding);
  g_free (self->claim);
  g_free (self->endpoint);
  g_free (self->request_id);
  g_free (self->detail);
  g_free (self->due);
  g_free (self->remedy);
  g_free (self->who);
  g_free (self->message);
  g_free (self->url);
  g_free (self->action);
  g_free (self->roles);
  g_free (self);
}

static gboolean
find_word (const char *const *words, guint n, const char *word, guint *index)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (words[i], word) == 0)
      {
        *index = i;
        return TRUE;
      }

  return FALSE;
}

const char *
tny_check_state_name (TnyCheckState state)
{
  g_return_val_if_fail ((guint) state < TNY_N_CHECK_STATES, states[TNY_CHECK_UNKNOWN]);

  return states[state];
}

const char *
tny_check_area_name (TnyCheckArea area)
{
  g_return_val_if_fail ((guint) area < TNY_N_CHECK_AREAS, areas[0]);

  return areas[area];
}

gboolean
tny_check_state_parse (const char *name, TnyCheckState *state)
{
  guint index;

  if (!find_word (states, TNY_N_CHECK_STATES, name, &index))
    return FALSE;
  *state = index;

  return TRUE;
}

gboolean
tny_check_area_parse (const char *name, TnyCheckArea *area)
{
  guint index;

  if (!find_word (areas, TNY_N_CHECK_AREAS, name, &index))
    return FALSE;
  *area = index;

  return TRUE;
}

gboolean
tny_check_permission (const TnyCheck *self, const TnyPermission **permission, const char **form)
{
  static const char *const forms[] = { "delegated", "application" };
  g_auto(GStrv) parts = g_strsplit (self->id, "/", 3);
  guint index;

  if (g_strv_length (parts) != 3 || !g_str_equal (parts[0], "permission") ||
      !find_word (forms, G_N_ELEMENTS (forms), parts[2], &index))
    return FALSE;
  *permission = tny_permission_by_name (parts[1]);
  *form = forms[index];

  return TRUE;
}

char *
tny_check_evidence_text (const TnyCheck *self)
{
  g_autoptr(GString) text = g_string_new (self->endpoint);
  g_autofree char *at = tny_time_format (self->checked_at);

  if (self->endpoint == NULL)
    return NULL;
  if (self->status != 0)
    g_string_append_printf (text, ": %u", self->status);
  if (self->request_id != NULL)
    g_string_append_printf (text, " (request %s)", self->request_id);
  g_string_append_printf (text, " at %s", at);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* --- many of them --- */

static int
compare (gconstpointer a, gconstpointer b)
{
  const TnyCheck *one = *(const TnyCheck *const *) a, *two = *(const TnyCheck *const *) b;
  int by;

  if (one->connection_id != two->connection_id)
    return one->connection_id < two->connection_id ? -1 : 1;
  if (one->area != two->area)
    return one->area < two->area ? -1 : 1;
  if (one->area == TNY_CHECK_TENANTS)
    {
      by = g_utf8_collate (one->subject != NULL ? one->subject : "",
                           two->subject != NULL ? two->subject : "");
      if (by == 0)
        by = g_strcmp0 (one->tenant_id, two->tenant_id);
      if (by != 0)
        return by;
    }
  if (one->order != two->order)
    return one->order < two->order ? -1 : 1;

  return strcmp (one->id, two->id);
}

void
tny_checks_sort (GPtrArray *checks)
{
  g_ptr_array_sort (checks, compare);
}

guint
tny_checks_count (GPtrArray *checks, TnyCheckState state)
{
  guint n = 0;

  for (guint i = 0; i < checks->len; i++)
    n += ((TnyCheck *) checks->pdata[i])->state == state;

  return n;
}

guint
tny_checks_count_failed (GPtrArray *checks, const char *id)
{
  guint n = 0;

  for (guint i = 0; i < checks->len; i++)
    {
      const TnyCheck *check = checks->pdata[i];

      n += check->state == TNY_CHECK_FAIL && g_str_equal (check->id, id);
    }

  return n;
}

/* A delegated permission that somebody granted, needed or not; @known when the grants could be read. */
static gboolean
is_granted (GPtrArray *checks, const char *needed, gboolean *known)
{
  for (guint i = 0; i < checks->len; i++)
    {
      const TnyCheck *check = checks->pdata[i];
      const TnyPermission *permission;
      const char *form;

      if (!tny_check_permission (check, &permission, &form) || !g_str_equal (form, "delegated") ||
          check->state == TNY_CHECK_UNKNOWN)
        continue;
      *known = TRUE;
      if (check->state != TNY_CHECK_FAIL && !g_str_equal (check->finding, "not-needed") &&
          tny_permission_covers (check->subject, needed))
        return TRUE;
    }

  return FALSE;
}

char *
tny_checks_lacking (GPtrArray *checks, guint features)
{
  g_autoptr(GPtrArray) needed = tny_permissions_for (features);
  g_autoptr(GString) names = g_string_new (NULL);
  gboolean known = FALSE;

  for (guint i = 0; i < needed->len; i++)
    {
      const TnyPermission *permission = needed->pdata[i];

      if (permission->needed_for & features && !is_granted (checks, permission->name, &known))
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", permission->name);
    }

  return known && names->len > 0 ? g_string_free (g_steal_pointer (&names), FALSE) : NULL;
}

/* What failed explains more than what could not be asked, and that more than what waits for
 * another. A closed tenant is what is to be explained, and explains little itself. */
static guint
weight (const TnyCheck *check)
{
  if (check->state == TNY_CHECK_FAIL)
    return g_str_equal (check->id, "access") ? 2 : 3;
  if (check->state != TNY_CHECK_UNKNOWN)
    return 0;

  return g_str_equal (check->finding, "waits") || g_str_equal (check->finding, "closed") ? 1 : 2;
}

const TnyCheck *
tny_checks_first_cause (GPtrArray *checks, const char *tenant_id)
{
  const TnyCheck *first = NULL;

  for (guint i = 0; i < checks->len; i++)
    {
      const TnyCheck *check = checks->pdata[i];

      if (weight (check) == 0 ||
          (check->tenant_id != NULL && g_strcmp0 (check->tenant_id, tenant_id) != 0))
        continue;
      if (first == NULL || weight (check) > weight (first) ||
          (weight (check) == weight (first) && check->order < first->order))
        first = check;
    }

  return first;
}

GPtrArray *
tny_checks_load (TnyReader *reader, gint64 connection_id, const char *tenant_id, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "checks/list", error);
  g_autoptr(GPtrArray) checks = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_check_free);
  gboolean row = FALSE;

  if (stmt == NULL)
    return NULL;
  tny_bind_int (stmt, "connection_id", connection_id);
  tny_bind_text (stmt, "tenant_id", tenant_id);
  tny_bind_int (stmt, "renewal", TNY_CHECK_RENEWAL);
  while (tny_step (stmt, &row, error) && row)
    {
      TnyCheck *check = g_new0 (TnyCheck, 1);

      check->connection_id = tny_int (stmt, 0);
      check->tenant_id = tny_dup_text (stmt, 1);
      check->id = tny_dup_text (stmt, 2);
      tny_check_area_parse (tny_text (stmt, 3), &check->area);
      check->subject = tny_dup_text (stmt, 4);
      /* a word of a later version is no pass */
      if (!tny_check_state_parse (tny_text (stmt, 5), &check->state))
        check->state = TNY_CHECK_UNKNOWN;
      check->finding = tny_dup_text (stmt, 6);
      check->claim = tny_dup_text (stmt, 7);
      check->endpoint = tny_dup_text (stmt, 8);
      check->status = (guint) tny_int (stmt, 9);
      check->request_id = tny_dup_text (stmt, 10);
      check->detail = tny_dup_text (stmt, 11);
      check->checked_at = tny_int (stmt, 12);
      check->due_at = tny_int (stmt, 13);
      check->due = tny_dup_text (stmt, 14);
      check->due_soon = tny_int (stmt, 15) != 0;
      check->remedy = tny_dup_text (stmt, 16);
      check->who = tny_dup_text (stmt, 17);
      check->message = tny_dup_text (stmt, 18);
      check->url = tny_dup_text (stmt, 19);
      check->action = tny_dup_text (stmt, 20);
      check->order = (guint) tny_int (stmt, 21);
      check->roles = tny_dup_text (stmt, 22);
      g_ptr_array_add (checks, check);
    }
  if (row)
    return NULL;
  tny_checks_sort (checks);

  return g_steal_pointer (&checks);
}

gboolean
tny_checks_count_unchecked (TnyReader *reader, gint64 *n, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "checks/unchecked", error);
  gboolean row = FALSE;

  if (stmt == NULL || !tny_step (stmt, &row, error))
    return FALSE;
  *n = row ? tny_int (stmt, 0) : 0;
  sqlite3_reset (stmt);

  return TRUE;
}
