/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-contact-side.h"

#include <string.h>

#include "tny-contact-fields.h"
#include "tny-read.h"
#include "tny-text.h"
#include "tny-user.h"

void
tny_contact_side_clear (TnyContactSide *self)
{
  g_clear_pointer (&self->texts, g_string_chunk_free);
  g_clear_pointer (&self->lists, g_ptr_array_unref);
  g_clear_pointer (&self->users, g_array_unref);
  g_clear_pointer (&self->tenant_ids, g_ptr_array_unref);
  g_clear_pointer (&self->user_ids, g_ptr_array_unref);
  g_clear_pointer (&self->contacts, g_array_unref);
}

static const char *
keep (TnyContactSide *self, const char *text)
{
  return text != NULL && *text != '\0' ? g_string_chunk_insert (self->texts, text) : NULL;
}

/* Keeps a list of @n texts, ended by NULL. */
static const char *const *
keep_list (TnyContactSide *self, gpointer *texts, guint n)
{
  static const char *const none[] = { NULL };
  const char **list;

  if (n == 0)
    return none;
  list = g_new (const char *, n + 1);
  memcpy (list, texts, n * sizeof *list);
  list[n] = NULL;
  g_ptr_array_add (self->lists, list);

  return list;
}

/* One address a line. */
static const char *const *
keep_lines (TnyContactSide *self, const char *text, GPtrArray *parts)
{
  g_ptr_array_set_size (parts, 0);
  while (text != NULL && *text != '\0')
    {
      const char *end = strchrnul (text, '\n');

      g_ptr_array_add (parts, g_string_chunk_insert_len (self->texts, text, end - text));
      text = *end != '\0' ? end + 1 : end;
    }

  return keep_list (self, parts->pdata, parts->len);
}

static gboolean
read_users (TnyContactSide *self, TnyReader *reader, GError **error)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new ();
  gboolean more;
  sqlite3_stmt *stmt =
    tny_read_by_id (reader, "contact-plan/users", "organization_id", self->id, &more, error);

  if (stmt == NULL)
    return FALSE;
  while (more)
    {
      TnyUserFacts user = { tny_int (stmt, 0), tny_int (stmt, 1) };
      TnyUser facts = { NULL };

      if (self->tenant_ids != NULL)
        {
          g_ptr_array_add (self->tenant_ids, tny_dup_text (stmt, 2));
          g_ptr_array_add (self->user_ids, tny_guid_from_bytes (sqlite3_column_blob (stmt, 3)));
        }
      user.user_principal_name = g_string_chunk_insert (self->texts, tny_text (stmt, 4));
      user.display_name = keep (self, tny_text (stmt, 5));
      user.given_name = keep (self, tny_text (stmt, 6));
      user.surname = keep (self, tny_text (stmt, 7));
      user.aliases = keep_lines (self, tny_text (stmt, 8), parts);
      user.job_title = keep (self, tny_text (stmt, 9));
      user.business_phone = keep (self, tny_text (stmt, 10));
      user.mobile_phone = keep (self, tny_text (stmt, 11));
      facts.user_principal_name = (char *) user.user_principal_name;
      facts.display_name = (char *) user.display_name;
      facts.user_type = (char *) tny_text (stmt, 12);
      user.kind = tny_user_kind_with_mailbox (&facts, tny_text (stmt, 18));
      user.enabled = tny_is_null (stmt, 13) || tny_int (stmt, 13) != 0;
      user.present = strcmp (tny_text (stmt, 14), "present") == 0;
      user.left_out = tny_int (stmt, 19) != 0;
      user.linked_contact_id = tny_int (stmt, 15);
      user.decision.action = tny_contact_action_by_name (tny_text (stmt, 16));
      user.decision.contact_id = tny_int (stmt, 17);
      g_array_append_val (self->users, user);
      if (!tny_step (stmt, &more, error))
        return FALSE;
    }

  return TRUE;
}

/* "field=rule" of each field a person chose for, with blanks between them. */
static void
read_choices (TnyContactFacts *contact, const char *text)
{
  g_auto(GStrv) pairs = text != NULL ? g_strsplit (text, " ", -1) : NULL;

  for (guint i = 0; pairs != NULL && pairs[i] != NULL; i++)
    {
      char *rule = strchr (pairs[i], '=');
      TnyContactField field;

      if (rule == NULL)
        continue;
      *rule++ = '\0';
      field = tny_contact_field_by_name (pairs[i]);
      if (field < TNY_CONTACT_N_FIELDS && tny_contact_field_rule_by_name (rule) < TNY_CONTACT_N_FIELD_RULES)
        contact->choices[field] = (guint8) (tny_contact_field_rule_by_name (rule) + 1);
    }
}

static gboolean
read_contacts (TnyContactSide *self, TnyReader *reader, GError **error)
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
      read_choices (&contact, tny_text (stmt, 4));
      g_array_append_val (self->contacts, contact);
      if (!tny_step (stmt, &more, error))
        return FALSE;
    }

  return TRUE;
}

/* Items come in the order of the contacts. */
static gboolean
read_items (TnyContactSide *self, TnyReader *reader, GError **error)
{
  g_autoptr(GPtrArray) mails = g_ptr_array_new (), phones = g_ptr_array_new ();
  gboolean more;
  sqlite3_stmt *stmt =
    tny_read_by_id (reader, "contact-plan/items", "organization_id", self->id, &more, error);

  if (stmt == NULL)
    return FALSE;
  for (guint i = 0; i < self->contacts->len; i++)
    {
      TnyContactFacts *contact = &g_array_index (self->contacts, TnyContactFacts, i);

      g_ptr_array_set_size (mails, 0);
      g_ptr_array_set_size (phones, 0);
      while (more && tny_int (stmt, 0) == contact->id)
        {
          g_ptr_array_add (strcmp (tny_text (stmt, 1), "email") == 0 ? mails : phones,
                           g_string_chunk_insert (self->texts, tny_text (stmt, 2)));
          if (!tny_step (stmt, &more, error))
            return FALSE;
        }
      contact->mails = keep_list (self, mails->pdata, mails->len);
      contact->phones = keep_list (self, phones->pdata, phones->len);
    }

  return TRUE;
}

static int
compare_contacts (gconstpointer key, gconstpointer member)
{
  gint64 id = *(const gint64 *) key, other = ((const TnyContactFacts *) member)->id;

  return id < other ? -1 : id > other;
}

static const TnyContactFacts *
find_contact (TnyContactSide *self, gint64 contact_id)
{
  if (self->contacts->len == 0)
    return NULL;

  return bsearch (&contact_id, self->contacts->data, self->contacts->len, sizeof (TnyContactFacts),
                  compare_contacts);
}

/* Tenants whose user of a contact is not stored any more: a list for each such contact. */
static gboolean
read_lost (TnyContactSide *self, TnyReader *reader, GError **error)
{
  gboolean more;
  sqlite3_stmt *stmt =
    tny_read_by_id (reader, "contact-plan/lost", "organization_id", self->id, &more, error);

  if (stmt == NULL)
    return FALSE;
  while (more)
    {
      gint64 id = tny_int (stmt, 0);
      GArray *tenants = g_array_new (TRUE, FALSE, sizeof (gint64));
      gboolean stepped = TRUE;
      TnyContactFacts *contact = (TnyContactFacts *) find_contact (self, id);

      while (stepped && more && tny_int (stmt, 0) == id)
        {
          gint64 tenant_id = tny_int (stmt, 1);

          g_array_append_val (tenants, tenant_id);
          stepped = tny_step (stmt, &more, error);
        }
            g_ptr_array_add (self->lists, tenants->data);
      if (contact != NULL)
        contact->lost_tenants = (const gint64 *) tenants->data;
      g_array_free (tenants, FALSE);
      if (!stepped)
        return FALSE;
    }

  return TRUE;
}

gboolean
tny_contact_side_read (TnyContactSide *self, TnyReader *reader, gint64 organization_id,
                       gboolean texts, GError **error)
{
  self->id = organization_id;
  self->texts = g_string_chunk_new (16 * 1024);
  self->lists = g_ptr_array_new_with_free_func (g_free);
  self->users = g_array_new (FALSE, FALSE, sizeof (TnyUserFacts));
  if (texts)
    {
      self->tenant_ids = g_ptr_array_new_with_free_func (g_free);
      self->user_ids = g_ptr_array_new_with_free_func (g_free);
    }
  self->contacts = g_array_new (FALSE, FALSE, sizeof (TnyContactFacts));

  return tny_contact_field_rules_read (reader, &self->rules, error) &&
         read_users (self, reader, error) && read_contacts (self, reader, error) &&
         read_items (self, reader, error) && read_lost (self, reader, error);
}

GPtrArray *
tny_contact_side_match (TnyContactSide *self, gboolean texts)
{
  return tny_contacts_match ((const TnyUserFacts *) self->users->data, self->users->len,
                             (const TnyContactFacts *) self->contacts->data, self->contacts->len,
                             &self->rules, texts);
}

void
tny_contact_side_line (TnyContactSide *self, const TnyContactLine *match, TnyContactPlanLine *line)
{
  const TnyUserFacts *user = &g_array_index (self->users, TnyUserFacts, match->user);

  *line = (TnyContactPlanLine) {
    .user = user->display_name != NULL ? user->display_name : user->user_principal_name,
    .organization_id = self->id,
    .user_id = user->id,
    .contact_id = match->contact_id,
    .linked_contact_id = user->linked_contact_id,
    .decision = user->decision,
    .outcome = match->outcome,
    .rule = (guint8) match->rule,
    .conflict = match->outcome == TNY_CONTACT_UNDECIDED && match->conflict,
  };
}

char *
tny_contact_side_name (TnyContactSide *self, gint64 contact_id)
{
  const TnyContactFacts *contact = contact_id != 0 ? find_contact (self, contact_id) : NULL;
  char *joined;

  if (contact == NULL)
    return NULL;
  joined = g_strconcat (contact->first_name != NULL ? contact->first_name : "", " ",
                        contact->last_name != NULL ? contact->last_name : "", NULL);
  if (*g_strstrip (joined) != '\0')
    return joined;
  g_free (joined);

  return g_strdup (contact->mails[0]);
}
