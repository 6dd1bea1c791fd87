/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-contact-side.h"

#include <string.h>

#include "tny-read.h"
#include "tny-text.h"
#include "tny-user.h"

void
tny_contact_side_clear (TnyContactSide *self)
{
  g_clear_pointer (&self->texts, g_string_chunk_free);
  g_clear_pointer (&self->pool, g_ptr_array_unref);
  g_clear_pointer (&self->lost, g_ptr_array_unref);
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

static gboolean
read_users (TnyContactSide *self, TnyReader *reader, GError **error)
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
      user.kind = tny_user_kind_with_mailbox (&facts, tny_text (stmt, 18));
      user.enabled = tny_is_null (stmt, 13) || tny_int (stmt, 13) != 0;
      user.present = strcmp (tny_text (stmt, 14), "present") == 0;
      user.linked_contact_id = tny_int (stmt, 15);
      user.decision.action = tny_contact_action_by_name (tny_text (stmt, 16));
      user.decision.contact_id = tny_int (stmt, 17);
      g_array_append_val (self->users, user);
      if (!tny_step (stmt, &more, error))
        return FALSE;
    }

  return TRUE;
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
      g_array_append_val (self->contacts, contact);
      if (!tny_step (stmt, &more, error))
        return FALSE;
    }

  return TRUE;
}

/* Ends a list and gives it to the pool. */
static const char *const *
finish_list (TnyContactSide *self, GPtrArray *list)
{
  char **texts;

  g_ptr_array_add (list, NULL);
  texts = (char **) g_ptr_array_free (list, FALSE);
  g_ptr_array_add (self->pool, texts);

  return (const char *const *) texts;
}

/* Items come in the order of the contacts. */
static gboolean
read_items (TnyContactSide *self, TnyReader *reader, GError **error)
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

static int
compare_contacts (gconstpointer key, gconstpointer member)
{
  gint64 id = *(const gint64 *) key, other = ((const TnyContactFacts *) member)->id;

  return id < other ? -1 : id > other;
}

const TnyContactFacts *
tny_contact_side_find (TnyContactSide *self, gint64 contact_id)
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
      TnyContactFacts *contact = (TnyContactFacts *) tny_contact_side_find (self, id);

      while (stepped && more && tny_int (stmt, 0) == id)
        {
          gint64 tenant_id = tny_int (stmt, 1);

          g_array_append_val (tenants, tenant_id);
          stepped = tny_step (stmt, &more, error);
        }
      g_ptr_array_add (self->lost, tenants);
      if (contact != NULL)
        contact->lost_tenants = (const gint64 *) tenants->data;
      if (!stepped)
        return FALSE;
    }

  return TRUE;
}

gboolean
tny_contact_side_read (TnyContactSide *self, TnyReader *reader, gint64 organization_id,
                       GError **error)
{
  self->id = organization_id;
  self->texts = g_string_chunk_new (16 * 1024);
  self->pool = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->lost = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->users = g_array_new (FALSE, FALSE, sizeof (TnyUserFacts));
  self->tenant_ids = g_ptr_array_new_with_free_func (g_free);
  self->user_ids = g_ptr_array_new_with_free_func (g_free);
  self->contacts = g_array_new (FALSE, FALSE, sizeof (TnyContactFacts));

  return read_users (self, reader, error) && read_contacts (self, reader, error) &&
         read_items (self, reader, error) && read_lost (self, reader, error);
}
