/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a field of Microsoft's is empty or old. Nothing is asked: the stored checks know what is missing,
 * and the sync knows what it read. */
#include "config.h"

#include "tny-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-error.h"
#include "tny-text.h"

/* What a field hangs on. @column: of explain/user or explain/tenant; -1: kept elsewhere. */
typedef struct
{
  const char *name;
  TnyFeature  feature;
  int         column;
  gboolean    premium;          /* needs Entra ID P1 in the tenant */
} Field;

static const Field user_fields[] = {
  { "user_principal_name", TNY_FEATURE_USERS, 3, FALSE },
  { "display_name", TNY_FEATURE_USERS, 4, FALSE },
  { "mail", TNY_FEATURE_USERS, 5, FALSE },
  { "aliases", TNY_FEATURE_USERS, 6, FALSE },
  { "enabled", TNY_FEATURE_USERS, 7, FALSE },
  { "status", TNY_FEATURE_USERS, 7, FALSE },
  { "kind", TNY_FEATURE_USERS, 8, FALSE },
  { "title", TNY_FEATURE_USERS, 9, FALSE },
  { "department", TNY_FEATURE_USERS, 10, FALSE },
  { "mobile_phone", TNY_FEATURE_USERS, 11, FALSE },
  { "business_phone", TNY_FEATURE_USERS, 12, FALSE },
  { "licences", TNY_FEATURE_USERS, 13, FALSE },
  { "created_at", TNY_FEATURE_USERS, 14, FALSE },
  { "last_sign_in", TNY_FEATURE_SIGN_INS, -1, TRUE },
  { "last_password_change", TNY_FEATURE_SIGN_INS, -1, FALSE },
  { "mailbox_used_bytes", TNY_FEATURE_MAILBOXES, -1, FALSE },
  { "mailbox_quota_bytes", TNY_FEATURE_MAILBOXES, -1, FALSE },
  { "devices", TNY_FEATURE_DEVICES, -1, FALSE },
};

static const Field tenant_fields[] = {
  { "name", TNY_FEATURE_TENANTS, 1, FALSE },
  { "default_domain", TNY_FEATURE_TENANTS, 10, FALSE },
  { "city", TNY_FEATURE_USERS, 11, FALSE },
  { "country", TNY_FEATURE_USERS, 12, FALSE },
  { "relationship", TNY_FEATURE_TENANTS, 13, FALSE },
  { "relationship_ends", TNY_FEATURE_TENANTS, 14, FALSE },
  { "users_read_at", TNY_FEATURE_USERS, 5, FALSE },
  { "users_reported", TNY_FEATURE_USERS, 15, FALSE },
  { "licences", TNY_FEATURE_LICENCES, -1, FALSE },
  { "devices", TNY_FEATURE_DEVICES, -1, FALSE },
  { "mailboxes", TNY_FEATURE_MAILBOXES, -1, FALSE },
};

/* One question. */
typedef struct
{
  TnyReader   *reader;
  const Field *field;
  gboolean     of_user;
  gboolean     filled;            /* the field has a value */
  char        *user_state;
  gint64       read_at;

  gint64       tenant_id, connection_id;
  char        *graph_id, *name, *access, *access_detail, *streams, *reach;
  gint64       users_read_at, listed_at, gone_at;

  GPtrArray   *causes;
} Question;

static void
question_clear (Question *self)
{
  g_free (self->user_state);
  g_free (self->graph_id);
  g_free (self->name);
  g_free (self->access);
  g_free (self->access_detail);
  g_free (self->streams);
  g_free (self->reach);
  g_clear_pointer (&self->causes, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Question, question_clear)

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
add (Question *self, char *cause, const char *remedy, const char *action, gint64 at, gboolean certain)
{
  TnyCause *made = g_new0 (TnyCause, 1);

  made->cause = cause;
  made->remedy = g_strdup (remedy);
  made->action = g_strdup (action);
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
concerns (Question *self, const TnyCheck *check)
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
  /* The lists of tenants come from the partner's own. */
  if (feature == TNY_FEATURE_TENANTS)
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
add_check (Question *self, const TnyCheck *check)
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
explain_by_checks (Question *self, GError **error)
{
  g_autoptr(GPtrArray) checks = tny_checks_load (self->reader, self->connection_id, self->graph_id,
                                                 error);

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
  if (checks->len == 0)
    add (self, g_strdup (_("Health was never checked, so what is missing at Microsoft is not known.")),
         _("Check Health, then ask again."), "app.health", 0, FALSE);

  return TRUE;
}

/* --- by the sync --- */

static char *
time_words (gint64 at)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (at);

  return utc != NULL ? g_date_time_format (utc, "%Y-%m-%d %H:%M UTC") : g_strdup ("?");
}

/* TRUE: the tenant is closed, which says all about its streams. */
static gboolean
explain_access (Question *self)
{
  const TnyRemedy *remedy = tny_remedy_by_name (self->access);
  TnyCause *cause;

  if (self->access == NULL || g_str_equal (self->access, "ok"))
    return FALSE;
  cause = add (self, g_strdup_printf (_("The last sync could not read %s: %s."), self->name,
                                      remedy != NULL ? _(remedy->headline) : self->access),
               remedy != NULL ? _(remedy->advice) : NULL, remedy != NULL ? remedy->action : NULL,
               self->users_read_at, TRUE);
  cause->evidence = g_strdup (self->access_detail);

  return TRUE;
}

static void
explain_stream (Question *self, const char *state, const char *problem, gint64 at)
{
  const TnyRemedy *remedy = tny_remedy_by_name (problem);
  g_autofree char *when = time_words (at);

  if (g_str_equal (state, "ok"))
    return;
  if (g_str_equal (state, "running"))
    add (self, g_strdup (_("It is being read right now.")), NULL, NULL, at, TRUE);
  else
    add (self, g_strdup_printf (_("The last sync, of %s, did not read it to the end: %s."), when,
                                remedy != NULL ? _(remedy->headline) : state),
         remedy != NULL ? _(remedy->advice) : _("Sync again."),
         remedy != NULL ? remedy->action : "app.sync", at, TRUE);
}

static gboolean
explain_by_sync (Question *self, GError **error)
{
  gboolean of_list = self->field->feature == TNY_FEATURE_TENANTS, row = FALSE;
  const char *stream;
  sqlite3_stmt *stmt;

  feature_title (self->field->feature, &stream);
  if (self->gone_at != 0)
    {
      g_autofree char *when = time_words (self->gone_at);

      add (self, g_strdup_printf (_("No list of tenants names %s any more since %s."), self->name, when),
           NULL, NULL, self->gone_at, TRUE);
    }
  if (self->user_state != NULL && !g_str_equal (self->user_state, "present"))
    add (self, g_strdup (_("A complete listing no longer named this user: what is shown is the last that was known.")),
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
    add (self, g_strdup_printf (_("This was never synced for %s yet."), self->name), _("Sync this tenant."),
         "app.sync", 0, TRUE);

  return TRUE;
}

static void
explain_rest (Question *self)
{
  gint64 at = self->of_user ? self->read_at : MAX (self->users_read_at, self->listed_at);
  g_autofree char *when = time_words (at);

  if (self->filled)
    add (self, g_strdup_printf (_("It is not empty, and nothing keeps it from being read. It is as of %s."),
                                when), NULL, NULL, at, TRUE);
  else
    add (self, g_strdup_printf (_("Microsoft has no value there: it was empty when it was read, %s."), when),
         NULL, NULL, at, TRUE);
}

/* --- the question --- */

static const Field *
find_field (const char *kind, const char *name, gboolean *of_user, GError **error)
{
  const Field *fields;
  guint n;

  *of_user = g_strcmp0 (kind, "user") == 0 || g_strcmp0 (kind, "users") == 0;
  if (!*of_user && g_strcmp0 (kind, "tenant") != 0 && g_strcmp0 (kind, "tenants") != 0)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT, "“%s” is neither user nor tenant", kind);
      return NULL;
    }
  fields = *of_user ? user_fields : tenant_fields;
  n = *of_user ? G_N_ELEMENTS (user_fields) : G_N_ELEMENTS (tenant_fields);

  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      if (g_strcmp0 (fields[i].name, name) == 0)
        return &fields[i];
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", fields[i].name);
    }
  g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT, "“%s” is no field of a %s. There are: %s", name,
               *of_user ? "user" : "tenant", names->str);

  return NULL;
}

static gboolean
read_user (Question *self, const char *id, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (self->reader, "explain/user", error);
  g_autofree char *login = g_ascii_strdown (id, -1);
  guint8 bytes[16];
  gboolean row = FALSE;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", 0);
  if (tny_guid_to_bytes (id, bytes))
    tny_bind_blob (stmt, "graph_id", bytes, sizeof bytes);
  tny_bind_text (stmt, "login", login);
  if (!tny_step (stmt, &row, error))
    return FALSE;
  if (!row)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "No user is called “%s”", id);
      return FALSE;
    }
  self->tenant_id = tny_int (stmt, 0);
  self->user_state = tny_dup_text (stmt, 1);
  self->read_at = tny_int (stmt, 2);
  self->filled = self->field->column >= 0 && !tny_is_null (stmt, self->field->column);
  if (!tny_step (stmt, &row, error))
    return FALSE;
  if (row)
    g_set_error (error, TNY_ERROR, TNY_ERROR_AMBIGUOUS, "More than one user is called “%s”; use the id",
                 id);

  return !row;
}

static gboolean
find_tenant (Question *self, const char *id, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (self->reader, "tenants/find", error);
  g_autofree char *lower = g_ascii_strdown (id, -1), *folded = tny_text_fold (id);
  g_autoptr(GString) names = g_string_new (NULL);
  gboolean row = FALSE;
  guint n = 0;

  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "graph_id", lower);
  tny_bind_text (stmt, "folded", folded);
  while (tny_step (stmt, &row, error) && row)
    {
      self->tenant_id = tny_int (stmt, 0);
      g_string_append_printf (names, "%s%s (%s)", n++ > 0 ? ", " : "", tny_text (stmt, 2),
                              tny_text (stmt, 1));
    }
  if (row)
    return FALSE;
  if (n == 0)
    g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "No tenant is called “%s”", id);
  else if (n > 1)
    g_set_error (error, TNY_ERROR, TNY_ERROR_AMBIGUOUS, "“%s” fits: %s", id, names->str);

  return n == 1;
}

static gboolean
read_tenant (Question *self, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (self->reader, "explain/tenant", error);
  gboolean row = FALSE;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", self->tenant_id);
  if (!tny_step (stmt, &row, error))
    return FALSE;
  if (!row)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "The tenant is gone");
      return FALSE;
    }
  self->graph_id = tny_dup_text (stmt, 0);
  self->name = tny_dup_text (stmt, 1);
  self->connection_id = tny_int (stmt, 2);
  self->access = tny_dup_text (stmt, 3);
  self->access_detail = tny_dup_text (stmt, 4);
  self->users_read_at = tny_int (stmt, 5);
  self->listed_at = tny_int (stmt, 6);
  self->gone_at = tny_int (stmt, 7);
  self->streams = tny_dup_text (stmt, 8);
  self->reach = tny_dup_text (stmt, 9);
  if (!self->of_user)
    self->filled = self->field->column >= 0 && !tny_is_null (stmt, self->field->column);

  return TRUE;
}

GPtrArray *
tny_explain (TnyReader *reader, const char *kind, const char *id, const char *field, GError **error)
{
  g_auto(Question) self = { .reader = reader };
  const char *stream;

  self.causes = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_cause_free);
  self.field = find_field (kind, field, &self.of_user, error);
  if (self.field == NULL ||
      !(self.of_user ? read_user (&self, id, error) : find_tenant (&self, id, error)) ||
      !read_tenant (&self, error))
    return NULL;

  /* What was not chosen is not read, and nothing else matters. */
  if ((tny_checks_features (self.streams) & self.field->feature) == 0)
    {
      add (&self, g_strdup_printf (_("“%s” is not among what this connection syncs."),
                                   feature_title (self.field->feature, &stream)),
           _("Switch it on in the settings of the connection."), NULL, 0, TRUE);
      return g_steal_pointer (&self.causes);
    }
  if (!explain_by_checks (&self, error) || !explain_by_sync (&self, error))
    return NULL;
  if (self.causes->len == 0 ||
      (self.causes->len == 1 && ((TnyCause *) self.causes->pdata[0])->at == 0 &&
       !((TnyCause *) self.causes->pdata[0])->certain))
    explain_rest (&self);

  return g_steal_pointer (&self.causes);
}
