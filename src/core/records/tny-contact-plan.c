/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-contact-plan.h"

#include <string.h>

#include "tny-json.h"
#include "tny-read.h"
#include "tny-text.h"
#include "tny-user.h"

struct _TnyContactPlan
{
  GPtrArray *lines;
  guint      counts[TNY_CONTACT_N_OUTCOMES];
};

/* One organization while it is compared. Texts live in the chunk, lists in the pool. */
typedef struct
{
  gint64        id;
  const char   *name;
  GStringChunk *texts;
  GPtrArray    *pool;           /* of lists of texts */
  GArray       *users;          /* TnyUserFacts */
  GPtrArray    *tenant_ids, *user_ids;  /* char *, one for each user */
  GArray       *contacts;       /* TnyContactFacts */
} Side;

static void
line_free (gpointer data)
{
  TnyContactPlanLine *line = data;

  g_free (line->organization_name);
  g_free (line->tenant_graph_id);
  g_free (line->user_graph_id);
  g_free (line->user);
  g_ptr_array_unref (line->changes);
  g_ptr_array_unref (line->reasons);
  g_free (line);
}

static void
side_clear (Side *self)
{
  g_clear_pointer (&self->texts, g_string_chunk_free);
  g_clear_pointer (&self->pool, g_ptr_array_unref);
  g_clear_pointer (&self->users, g_array_unref);
  g_clear_pointer (&self->tenant_ids, g_ptr_array_unref);
  g_clear_pointer (&self->user_ids, g_ptr_array_unref);
  g_clear_pointer (&self->contacts, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Side, side_clear)

static const char *
keep (Side *self, const char *text)
{
  return text != NULL && *text != '\0' ? g_string_chunk_insert (self->texts, text) : NULL;
}

static gboolean
read_users (Side *self, TnyReader *reader, GError **error)
{
  gboolean more;
  sqlite3_stmt *stmt =
    tny_read_by_id (reader, "contact-plan/users", "organization_id", self->id, &more, error);

  if (stmt == NULL)
    return FALSE;
  while (more)
    {
      TnyUserFacts user = { tny_int (stmt, 0), tny_int (stmt, 1) };
      char **aliases = g_strsplit (tny_text (stmt, 8), "\n", -1);
      TnyUser facts = { NULL };

      if (aliases[0] != NULL && *aliases[0] == '\0')
        g_clear_pointer (&aliases[0], g_free);
      g_ptr_array_add (self->pool, aliases);
      g_ptr_array_add (self->tenant_ids, tny_dup_text (stmt, 2));
      g_ptr_array_add (self->user_ids, tny_guid_from_bytes (sqlite3_column_blob (stmt, 3)));
      user.user_principal_name = g_string_chunk_insert (self->texts, tny_text (stmt, 4));
      user.display_name = keep (self, tny_text (stmt, 5));
      user.given_name = keep (self, tny_text (stmt, 6));
      user.surname = keep (self, tny_text (stmt, 7));
      user.aliases = (const char *const *) aliases;
      user.job_title = keep (self, tny_text (stmt, 9));
      user.business_phone = keep (self, tny_text (stmt, 10));
      user.mobile_phone = keep (self, tny_text (stmt, 11));
      facts.user_principal_name = (char *) user.user_principal_name;
      facts.display_name = (char *) user.display_name;
      facts.user_type = (char *) tny_text (stmt, 12);
      user.kind = tny_user_get_kind (&facts);
      user.enabled = tny_is_null (stmt, 13) || tny_int (stmt, 13) != 0;
      user.present = strcmp (tny_text (stmt, 14), "present") == 0;
      g_array_append_val (self->users, user);
      if (!tny_step (stmt, &more, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_contacts (Side *self, TnyReader *reader, GError **error)
{
  gboolean more;
  sqlite3_stmt *stmt =
    tny_read_by_id (reader, "contact-plan/contacts", "organization_id", self->id, &more, error);

  if (stmt == NULL)
    return FALSE;
  while (more)
    {
      TnyContactFacts contact = { tny_int (stmt, 0) };

      contact.first_name = keep (self, tny_text (stmt, 1));
      contact.last_name = keep (self, tny_text (stmt, 2));
      contact.title = keep (self, tny_text (stmt, 3));
      g_array_append_val (self->contacts, contact);
      if (!tny_step (stmt, &more, error))
        return FALSE;
    }

  return TRUE;
}

/* Ends a list and gives it to the pool. */
static const char *const *
finish_list (Side *self, GPtrArray *list)
{
  char **texts;

  g_ptr_array_add (list, NULL);
  texts = (char **) g_ptr_array_free (list, FALSE);
  g_ptr_array_add (self->pool, texts);

  return (const char *const *) texts;
}

/* Items come in the order of the contacts. */
static gboolean
read_items (Side *self, TnyReader *reader, GError **error)
{
  gboolean more;
  sqlite3_stmt *stmt =
    tny_read_by_id (reader, "contact-plan/items", "organization_id", self->id, &more, error);

  if (stmt == NULL)
    return FALSE;
  for (guint i = 0; i < self->contacts->len; i++)
    {
      TnyContactFacts *contact = &g_array_index (self->contacts, TnyContactFacts, i);
      GPtrArray *mails = g_ptr_array_new (), *phones = g_ptr_array_new ();
      gboolean stepped = TRUE;

      while (stepped && more && tny_int (stmt, 0) == contact->id)
        {
          g_ptr_array_add (strcmp (tny_text (stmt, 1), "email") == 0 ? mails : phones,
                           tny_dup_text (stmt, 2));
          stepped = tny_step (stmt, &more, error);
        }
      contact->mails = finish_list (self, mails);
      contact->phones = finish_list (self, phones);
      if (!stepped)
        return FALSE;
    }

  return TRUE;
}

static void
add_lines (TnyContactPlan *plan, Side *self)
{
  g_autoptr(GPtrArray) found =
    tny_contacts_match ((const TnyUserFacts *) self->users->data, self->users->len,
                        (const TnyContactFacts *) self->contacts->data, self->contacts->len);

  for (guint i = 0; i < found->len; i++)
    {
      const TnyContactLine *match = found->pdata[i];
      const TnyUserFacts *user = &g_array_index (self->users, TnyUserFacts, match->user);
      TnyContactPlanLine *line = g_new0 (TnyContactPlanLine, 1);

      line->organization_id = self->id;
      line->organization_name = g_strdup (self->name);
      line->user_id = user->id;
      line->tenant_graph_id = g_strdup (self->tenant_ids->pdata[match->user]);
      line->user_graph_id = g_strdup (self->user_ids->pdata[match->user]);
      line->user =
        g_strdup (user->display_name != NULL ? user->display_name : user->user_principal_name);
      line->outcome = match->outcome;
      line->contact_id = match->contact_id;
      line->rule = match->rule;
      line->changes = g_ptr_array_ref (match->changes);
      line->reasons = g_ptr_array_ref (match->reasons);
      g_ptr_array_add (plan->lines, line);
      plan->counts[line->outcome]++;
    }
}

static gboolean
add_organization (TnyContactPlan *plan, TnyReader *reader, gint64 id, const char *name,
                  GError **error)
{
  g_auto(Side) side = { id, name };

  side.texts = g_string_chunk_new (16 * 1024);
  side.pool = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  side.users = g_array_new (FALSE, FALSE, sizeof (TnyUserFacts));
  side.tenant_ids = g_ptr_array_new_with_free_func (g_free);
  side.user_ids = g_ptr_array_new_with_free_func (g_free);
  side.contacts = g_array_new (FALSE, FALSE, sizeof (TnyContactFacts));
  if (!read_users (&side, reader, error) || !read_contacts (&side, reader, error) ||
      !read_items (&side, reader, error))
    return FALSE;
  add_lines (plan, &side);

  return TRUE;
}

TnyContactPlan *
tny_contact_plan_new (TnyReader *reader, gint64 organization_id, GCancellable *cancellable,
                      GError **error)
{
  g_autoptr(TnyContactPlan) self = g_new0 (TnyContactPlan, 1);
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  gboolean more;
  sqlite3_stmt *stmt;

  self->lines = g_ptr_array_new_with_free_func (line_free);
  stmt = tny_read_by_id (reader, "contact-plan/organizations", "organization_id", organization_id,
                         &more, error);
  if (stmt == NULL)
    return NULL;
  while (more)
    {
      gint64 id = tny_int (stmt, 0);

      g_array_append_val (ids, id);
      g_ptr_array_add (names, tny_dup_text (stmt, 1));
      if (!tny_step (stmt, &more, error))
        return NULL;
    }
  for (guint i = 0; i < ids->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !add_organization (self, reader, g_array_index (ids, gint64, i), names->pdata[i], error))
      return NULL;

  return g_steal_pointer (&self);
}

void
tny_contact_plan_free (TnyContactPlan *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->lines);
  g_free (self);
}

GPtrArray *
tny_contact_plan_lines (TnyContactPlan *self)
{
  return self->lines;
}

guint
tny_contact_plan_count (TnyContactPlan *self, TnyContactOutcome outcome)
{
  g_return_val_if_fail ((guint) outcome < TNY_CONTACT_N_OUTCOMES, 0);

  return self->counts[outcome];
}

static void
append_text (GString *out, const char *before, const char *text)
{
  g_string_append (out, before);
  tny_json_append_text (out, text);
}

void
tny_contact_plan_append_json (GString *out, const TnyContactPlanLine *line)
{
  append_text (out, "{\"tenant_id\":", line->tenant_graph_id);
  append_text (out, ",\"user_id\":", line->user_graph_id);
  append_text (out, ",\"user\":", line->user);
  append_text (out, ",\"outcome\":", tny_contact_outcome_name (line->outcome));
  if (line->contact_id != 0)
    g_string_append_printf (out, ",\"contact_id\":%" G_GINT64_FORMAT, line->contact_id);
  else
    g_string_append (out, ",\"contact_id\":null");
  if (line->rule != 0)
    g_string_append_printf (out, ",\"rule\":%d", line->rule);
  else
    g_string_append (out, ",\"rule\":null");
  g_string_append (out, ",\"changes\":[");
  for (guint i = 0; i < line->changes->len; i++)
    {
      const TnyContactChange *change = line->changes->pdata[i];

      append_text (out, i > 0 ? ",{\"field\":" : "{\"field\":", change->field);
      append_text (out, ",\"from\":", change->from);
      append_text (out, ",\"to\":", change->to);
      g_string_append_c (out, '}');
    }
  g_string_append (out, "],\"reasons\":[");
  for (guint i = 0; i < line->reasons->len; i++)
    append_text (out, i > 0 ? "," : "", line->reasons->pdata[i]);
  g_string_append_printf (out, "],\"organization_id\":%" G_GINT64_FORMAT, line->organization_id);
  append_text (out, ",\"organization_name\":", line->organization_name);
  g_string_append_c (out, '}');
}
