/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a field of Microsoft's is empty or old. Nothing is asked: the stored checks know what is
 * missing, and the sync knows what it read. */
#include "config.h"

#include "tny-explain-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-error.h"

void
tny_cause_free (TnyCause *self)
{
  if (self == NULL)
    return;
  g_free (self->check_id);
  g_free (self->tenant_id);
  g_free (self->cause);
  g_free (self->remedy);
  g_free (self->who);
  g_free (self->message);
  g_free (self->url);
  g_free (self->action);
  g_free (self->evidence);
  g_free (self);
}

static TnyCause *
add (TnyQuestion *self, char *cause, const char *remedy, const char *action, gint64 at,
     gboolean certain)
{
  TnyCause *made = g_new0 (TnyCause, 1);

  made->cause = cause;
  made->remedy = g_strdup (remedy);
  made->action = g_strdup (action);
  made->connection_id = self->connection_id;
  made->at = at;
  made->certain = certain;
  g_ptr_array_add (self->causes, made);

  return made;
}

static const char *
feature_title (TnyFeature feature, const char **id)
{
  guint n;
  const TnyFeatureInfo *table = tny_feature_table (&n);

  for (guint i = 0; i < n; i++)
    if (table[i].feature == feature)
      {
        *id = table[i].id;
        return _(table[i].title);
      }

  g_return_val_if_reached ("");
}

/* --- by the checks --- */

static gboolean
names_feature (const char *ids, TnyFeature feature)
{
  g_auto(GStrv) parts = g_strsplit (ids != NULL ? ids : "", ",", -1);
  const char *id;

  feature_title (feature, &id);

  return g_strv_contains ((const char *const *) parts, id);
}

static gboolean
names_permission_of (const char *names, TnyFeature feature)
{
  g_auto(GStrv) parts = g_strsplit (names != NULL ? names : "", ", ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const TnyPermission *permission = tny_permission_by_name (parts[i]);

      if (permission != NULL && (permission->needed_for & feature))
        return TRUE;
    }

  return FALSE;
}

/* Whether what @check found can be why the field is blank. In customers the consent there counts; a
 * permission that is not on the app at all cannot be consented anywhere. */
static gboolean
concerns (TnyQuestion *self, const TnyCheck *check)
{
  TnyFeature feature = self->field->feature;
  const TnyPermission *permission;
  const char *form;

  if (tny_check_permission (check, &permission, &form))
    {
      if (permission == NULL || (permission->needed_for & feature) == 0 ||
          g_str_equal (form, "application"))
        return FALSE;
      return feature == TNY_FEATURE_TENANTS || g_str_equal (self->reach, "direct") ||
             g_str_equal (check->finding, "missing");
    }
  if (check->area == TNY_CHECK_CONNECTION)
    return !g_str_equal (check->id, "renewal") && !g_str_equal (check->id, "account-roles");
  /* The lists of tenants come from the partner's own, and a number of all is for no tenant to explain. */
  if (feature == TNY_FEATURE_TENANTS || self->kind == TNY_EXPLAIN_CONNECTION)
    return FALSE;
  if (g_str_equal (check->id, "premium"))
    return self->field->premium;
  if (g_str_equal (check->id, "report-names"))
    return feature == TNY_FEATURE_MAILBOXES;
  if (g_str_equal (check->id, "roles") && g_str_equal (check->finding, "missing"))
    return names_feature (check->detail, feature);
  if (g_str_equal (check->id, "consent") && g_str_equal (check->finding, "partial"))
    return names_permission_of (check->detail, feature);
  if (g_str_equal (check->id, "consent") && g_str_equal (check->finding, "refused"))
    return FALSE;                     /* it keeps us from looking, not from reading users */
  if (g_str_equal (check->id, "access") && g_str_equal (check->finding, "refused"))
    return check->endpoint == NULL || feature == TNY_FEATURE_USERS ||
           strstr (check->endpoint, "/users") == NULL;

  return TRUE;
}

static int
by_order (gconstpointer a, gconstpointer b)
{
  const TnyCheck *one = *(const TnyCheck *const *) a, *two = *(const TnyCheck *const *) b;

  return one->order < two->order ? -1 : one->order > two->order;
}

static void
add_check (TnyQuestion *self, const TnyCheck *check)
{
  TnyCause *cause = add (self, g_strdup (check->claim), check->remedy, check->action,
                         check->checked_at, check->state == TNY_CHECK_FAIL);

  cause->check_id = g_strdup (check->id);
  cause->tenant_id = g_strdup (check->tenant_id);
  cause->who = g_strdup (check->who);
  cause->message = g_strdup (check->message);
  cause->url = g_strdup (check->url);
  cause->evidence = tny_check_evidence_text (check);
}

/* What failed, in the order of causes; when nothing did, what could not be checked. */
static gboolean
explain_by_checks (TnyQuestion *self, GError **error)
{
  g_autoptr(GPtrArray) checks = tny_checks_load (self->reader, self->connection_id,
                                                 self->graph_id != NULL ? self->graph_id : "", error);

  if (checks == NULL)
    return FALSE;
  g_ptr_array_sort (checks, by_order);
  for (guint pass = 0; pass < 2 && self->causes->len == 0; pass++)
    for (guint i = 0; i < checks->len; i++)
      {
        const TnyCheck *check = checks->pdata[i];

        if (check->state == (pass == 0 ? TNY_CHECK_FAIL : TNY_CHECK_UNKNOWN) &&
            concerns (self, check))
          add_check (self, check);
      }
  self->never_checked = checks->len == 0;

  return TRUE;
}

/* --- by the settings --- */

/* TRUE: nothing is asked for as things are set, and nothing else matters. */
static gboolean
explain_settings (TnyQuestion *self)
{
  const char *id, *title = feature_title (self->field->feature, &id);

  if (self->left_out && self->field->feature != TNY_FEATURE_TENANTS)
    add (self, g_strdup_printf (_("The sync settings leave %s out."), self->name),
         _("Change the sync settings when it should be in."), NULL, 0, TRUE);
  else if (self->ignored && !self->filled && self->field->feature != TNY_FEATURE_TENANTS)
    add (self, g_strdup_printf (_("%s is ignored: it is read only when it is asked for by name."),
                                self->name),
         _("Take the decision back in Matching when it should be read."), "app.matching", 0, TRUE);
  else if ((tny_checks_features (self->streams) & self->field->feature) == 0)
    add (self, g_strdup_printf (self->kind == TNY_EXPLAIN_CONNECTION
                                ? _("“%s” is not among what this connection syncs.")
                                : _("“%s” is not among what this connection syncs here."), title),
         _("Switch it on in the settings of the connection."), "app.sync-settings", 0, TRUE);
  else
    return FALSE;

  return TRUE;
}

static void
put_first (TnyQuestion *self, guint at)
{
  g_ptr_array_insert (self->causes, 0, g_ptr_array_steal_index (self->causes, at));
}

/* Where the checks do not say so themselves. */
static void
explain_sign_in (TnyQuestion *self)
{
  const TnyCause *first = self->causes->len > 0 ? self->causes->pdata[0] : NULL;
  gboolean told = first != NULL && first->check_id != NULL && first->tenant_id == NULL && first->certain;

  if (g_strcmp0 (self->sign_in, "ok") == 0 || told)
    return;
  add (self, g_strdup (g_strcmp0 (self->sign_in, "ended") == 0
                       ? _("Microsoft ended the sign-in of this connection.")
                       : _("Nobody has signed in for this connection.")),
       _("Sign in. Nothing is lost."), "app.sign-in", 0, TRUE);
  put_first (self, self->causes->len - 1);
}

/* --- by the sync --- */

static char *
time_words (gint64 at)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (at);

  return utc != NULL ? g_date_time_format (utc, "%Y-%m-%d %H:%M UTC") : g_strdup ("?");
}

/* TRUE: the tenant is closed, which says all about its streams. Where only its users may not be read, the
 * other streams have their own say. */
static gboolean
explain_access (TnyQuestion *self)
{
  const TnyRemedy *remedy = tny_remedy_by_name (self->access);
  TnyCause *cause;

  if (self->access == NULL || g_str_equal (self->access, "ok") ||
      (g_str_equal (self->access, "permission") && self->field->feature != TNY_FEATURE_USERS))
    return FALSE;
  cause = add (self, g_strdup_printf (_("The last sync could not read %s: %s."), self->name,
                                      remedy != NULL ? _(remedy->headline) : self->access),
               remedy != NULL ? _(remedy->advice) : NULL, remedy != NULL ? remedy->action : NULL,
               self->users_read_at, TRUE);
  cause->evidence = g_strdup (self->access_detail);

  return TRUE;
}

static void
explain_stream (TnyQuestion *self, const char *state, const char *problem, gint64 at)
{
  const TnyRemedy *remedy = tny_remedy_by_name (problem);
  g_autofree char *when = time_words (at);

  /* what needs no licence was read all the same */
  if (g_str_equal (state, "ok") || (g_str_equal (state, "not-licensed") &&
                                    self->field->feature == TNY_FEATURE_SIGN_INS && !self->field->premium))
    {
      /* users that did not change are as young as their listing, and the others as their stream */
      if (self->field->feature != TNY_FEATURE_USERS)
        self->read_at = at;
      return;
    }
  if (g_str_equal (state, "running"))
    add (self, g_strdup (_("It is being read right now.")), NULL, NULL, at, TRUE);
  else if ((self->not_licensed = g_str_equal (state, "not-licensed")))
    add (self, g_strdup_printf (_("The last sync found that %s lacks the licence for it."),
                                self->name),
         NULL, NULL, at, TRUE);
  else if (g_str_equal (state, "concealed"))
    add (self, g_strdup_printf (_("The last sync found the names in the reports of %s concealed."),
                                self->name),
         _("Switch off concealed names in the report settings of its admin center."), NULL, at,
         TRUE);
  else
    add (self, g_strdup_printf (_("The last sync, of %s, did not read it to the end: %s."), when,
                                remedy != NULL ? _(remedy->headline) : state),
         remedy != NULL ? _(remedy->advice) : _("Sync again."),
         remedy != NULL ? remedy->action : "app.sync", at, TRUE);
}

/* What a number of all tenants lacks: why, and how many of them. */
static gboolean
explain_tenants (TnyQuestion *self, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (self->reader, "explain/connection-tenants", error);
  const char *stream;
  gboolean row = FALSE;

  if (stmt == NULL)
    return FALSE;
  feature_title (self->field->feature, &stream);
  tny_bind_int (stmt, "connection_id", self->connection_id);
  tny_bind_text (stmt, "stream", stream);
  while (tny_step (stmt, &row, error))
    {
      const TnyRemedy *remedy;
      const char *why, *words;
      guint n;

      if (!row)
        return TRUE;
      why = tny_text (stmt, 0);
      n = (guint) tny_int (stmt, 1);
      remedy = tny_remedy_by_name (why);
      words = g_str_equal (why, "never") ? _("never synced yet") : remedy != NULL ? _(remedy->headline) : why;
      add (self, n == 1
           /* translators: a tenant, and why it could not be read */
           ? g_strdup_printf (_("Not among it is %s: %s."), tny_text (stmt, 2), words)
           /* translators: how many, one of them, and why they could not be read */
           : g_strdup_printf (ngettext ("Not among it is %u tenant, like %s: %s.",
                                        "Not among it are %u tenants, like %s: %s.", n), n,
                              tny_text (stmt, 2), words),
           remedy != NULL ? _(remedy->advice) : _("Sync again."),
           remedy != NULL ? remedy->action : "app.sync", tny_int (stmt, 3), TRUE);
    }

  return FALSE;
}

static gboolean
explain_by_sync (TnyQuestion *self, GError **error)
{
  gboolean of_list = self->field->feature == TNY_FEATURE_TENANTS, row = FALSE;
  const char *stream;
  sqlite3_stmt *stmt;

  if (self->kind == TNY_EXPLAIN_CONNECTION)
    {
      if (of_list && !self->filled)
        add (self, g_strdup (_("The list of tenants was never read yet.")), _("Sync this connection."),
             "app.sync", 0, TRUE);
      else if (!self->filled && self->listed_at == 0)
        add (self, g_strdup (_("Nothing was synced yet.")), _("Sync this connection."), "app.sync", 0, TRUE);
      return of_list || explain_tenants (self, error);
    }
  feature_title (self->field->feature, &stream);
  if (self->gone_at != 0)
    {
      g_autofree char *when = time_words (self->gone_at);

      add (self, g_strdup_printf (_("No list of tenants names %s any more since %s."), self->name,
                                  when),
           NULL, NULL, self->gone_at, TRUE);
    }
  if (self->gone_at == 0 && g_strcmp0 (self->user_state, "out-of-scope") == 0)
    add (self, g_strdup (_("The sync settings leave this user out: what is shown is the last that was "
                           "known.")),
         _("Change the sync settings when it should be in."), NULL, self->read_at, TRUE);
  else if (self->user_state != NULL && !g_str_equal (self->user_state, "present"))
    add (self, g_strdup (_("A complete listing no longer named this user: what is shown is the "
                           "last that was known.")),
         NULL, NULL, self->read_at, TRUE);
  if (of_list || explain_access (self))
    return TRUE;
  stmt = tny_reader_stmt (self->reader, "explain/stream", error);
  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", self->tenant_id);
  tny_bind_text (stmt, "stream", stream);
  if (!tny_step (stmt, &row, error))
    return FALSE;
  if (row)
    explain_stream (self, tny_text (stmt, 0), tny_text (stmt, 1), tny_int (stmt, 2));
  else if (self->users_read_at == 0 || self->field->feature != TNY_FEATURE_USERS)
    add (self, g_strdup_printf (_("This was never synced for %s yet."), self->name),
         _("Sync this tenant."),
         "app.sync", 0, TRUE);

  return TRUE;
}

/* Who is told that a licence is missing has got past permissions and roles: these come later. */
static void
put_licence_first (TnyQuestion *self)
{
  guint at = self->causes->len - 1;

  for (guint i = 0; i < self->causes->len; i++)
    if (g_strcmp0 (((TnyCause *) self->causes->pdata[i])->check_id, "premium") == 0)
      at = i;
  put_first (self, at);
}

/* Nobody there is known to be this contact: that is the end of the chain. */
static void
explain_nobody (TnyQuestion *self)
{
  if (self->kind == TNY_EXPLAIN_ORGANIZATION)
    add (self, g_strdup (_("This organization is not matched to any tenant.")),
         _("Match a tenant to it, then sync."), "app.matching", 0, TRUE);
  else if (self->tenant_id == 0)
    add (self, g_strdup (_("The organization of this contact is not matched to any tenant.")),
         _("Match a tenant to it, then sync."), "app.matching", 0, TRUE);
  else
    add (self, g_strdup_printf (_("No one user of %s is linked to this contact or has an address "
                                  "of it."),
                                self->name),
         _("Look at the contact preview, and decide who it is."), "app.contacts", self->users_read_at,
         TRUE);
}

static void
explain_rest (TnyQuestion *self)
{
  gint64 at = self->read_at != 0 ? self->read_at : MAX (self->users_read_at, self->listed_at);
  g_autofree char *when = time_words (at);

  if (self->filled)
    add (self, g_strdup_printf (_("It is not empty, and nothing keeps it from being read. It is "
                                  "as of %s."),
                                when), NULL, NULL, at, TRUE);
  else if (self->enrolled_by != NULL)
    add (self, g_strdup_printf (_("Intune names no primary user, only who enrolled it: %s. Who enrolls a "
                                  "device is not taken for who uses it."), self->enrolled_by),
         _("Set its primary user in Intune."), NULL, at, TRUE);
  else if (self->kind == TNY_EXPLAIN_LICENCE && g_str_equal (self->field->name, "name"))
    add (self, g_strdup (_("Microsoft tells only the part number, and the table of product names does not "
                           "have it yet.")), NULL, NULL, at, TRUE);
  else
    add (self, g_strdup_printf (_("Microsoft has no value there: it was empty when it was read, "
                                  "%s."), when),
         NULL, NULL, at, TRUE);
}

GPtrArray *
tny_explain (TnyReader *reader, const char *kind, const char *id, const char *field, GError **error)
{
  g_auto(TnyQuestion) self = { .reader = reader };

  self.causes = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_cause_free);
  if (!tny_question_read (&self, kind, id, field, error))
    return NULL;
  if (self.connection_id == 0)
    {
      explain_nobody (&self);
      return g_steal_pointer (&self.causes);
    }
  if (explain_settings (&self))
    return g_steal_pointer (&self.causes);

  if (!explain_by_checks (&self, error) || !explain_by_sync (&self, error))
    return NULL;
  if (self.not_licensed)
    put_licence_first (&self);
  explain_sign_in (&self);
  if (self.no_user)
    explain_nobody (&self);
  else if (self.causes->len == 0)
    explain_rest (&self);
  /* what the sync met is known, and comes before what nobody asked about */
  if (self.never_checked)
    add (&self, g_strdup (_("Health was never checked, so what is missing at Microsoft is not known.")),
         _("Check Health, then ask again."), "app.health", 0, FALSE);

  return g_steal_pointer (&self.causes);
}
