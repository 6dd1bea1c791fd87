/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-matching-facts.h"

#include <string.h>

#include "tny-read.h"

void
tny_tenant_known_free (TnyTenantKnown *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->city);
  g_free (self->postal_code);
  g_strfreev (self->domains);
  g_strfreev (self->phones);
  g_array_unref (self->former);
  g_ptr_array_unref (self->former_texts);
  g_array_unref (self->known);
  g_free (self);
}

static char **
lines_of (const char *text)
{
  return text != NULL && *text != '\0' ? g_strsplit (text, "\n", -1) : NULL;
}

static gboolean
read_former (TnyTenantKnown *self, TnyReader *reader, gint64 id, GError **error)
{
  gboolean more;
  sqlite3_stmt *stmt = tny_read_by_id (reader, "matching/former-names", "id", id, &more, error);

  if (stmt == NULL)
    return FALSE;
  while (more && self->former->len < TNY_EVIDENCE_FORMER)
    {
      TnyFormerName former = { tny_dup_text (stmt, 0), tny_int (stmt, 1) };

      g_ptr_array_add (self->former_texts, (char *) former.name);
      g_array_append_val (self->former, former);
      if (!tny_step (stmt, &more, error))
        return FALSE;
    }

  return TRUE;
}

static void
count_one (GArray *known, gint64 organization_id)
{
  TnyKnownPeople first = { organization_id, 1 };

  for (guint i = 0; i < known->len; i++)
    {
      TnyKnownPeople *people = &g_array_index (known, TnyKnownPeople, i);

      if (people->organization_id == organization_id)
        {
          people->n++;
          return;
        }
    }
  g_array_append_val (known, first);
}

/* A person counts once for each organization, however many addresses are there. */
static gboolean
look_for (TnyTenantKnown *self, TnyReader *reader, const TnyEvidenceIndex *evidence,
          char *const *addresses, GError **error)
{
  gint64 counted[16];
  guint n_counted = 0;

  for (guint i = 0; addresses[i] != NULL; i++)
    {
      const char *at = strchr (addresses[i], '@');
      sqlite3_stmt *stmt;
      gboolean row;

      if (at == NULL || !tny_evidence_index_has_domain (evidence, at + 1))
        continue;
      if ((stmt = tny_reader_stmt (reader, "matching/contacts-at", error)) == NULL)
        return FALSE;
      tny_bind_text (stmt, "address", addresses[i]);
      for (;;)
        {
          gboolean again = FALSE;
          gint64 id;

          if (!tny_step (stmt, &row, error))
            return FALSE;
          if (!row)
            break;
          id = tny_int (stmt, 0);
          for (guint k = 0; k < n_counted; k++)
            again = again || counted[k] == id;
          if (again || n_counted == G_N_ELEMENTS (counted))
            continue;
          counted[n_counted++] = id;
          count_one (self->known, id);
        }
    }

  return TRUE;
}

static gboolean
read_people (TnyTenantKnown *self, TnyReader *reader, const TnyEvidenceIndex *evidence, gint64 id,
             GError **error)
{
  gboolean more;
  sqlite3_stmt *stmt = tny_read_by_id (reader, "matching/people", "id", id, &more, error);

  if (stmt == NULL)
    return FALSE;
  while (more)
    {
      g_auto(GStrv) addresses = g_strsplit (tny_text (stmt, 0), "\n", -1);

      self->facts.n_people++;
      if (!look_for (self, reader, evidence, addresses, error) || !tny_step (stmt, &more, error))
        return FALSE;
    }

  return TRUE;
}

/* Most users have no address that any contact could have: then they are not even read. */
static gboolean
may_be_known (const TnyTenantKnown *self, const TnyEvidenceIndex *evidence)
{
  for (guint i = 0; self->domains != NULL && self->domains[i] != NULL; i++)
    if (tny_evidence_index_has_domain (evidence, self->domains[i]))
      return TRUE;

  return FALSE;
}

static int
most_first (gconstpointer a, gconstpointer b)
{
  const TnyKnownPeople *first = a, *second = b;

  if (first->n != second->n)
    return first->n > second->n ? -1 : 1;

  return first->organization_id < second->organization_id ? -1 : 1;
}

TnyTenantKnown *
tny_tenant_known_read (TnyReader *reader, const TnyEvidenceIndex *evidence, gint64 tenant_id,
                       const char *name, GError **error)
{
  g_autoptr(TnyTenantKnown) self = g_new0 (TnyTenantKnown, 1);
  sqlite3_stmt *stmt;
  gboolean found;

  self->former = g_array_new (FALSE, FALSE, sizeof (TnyFormerName));
  self->former_texts = g_ptr_array_new_with_free_func (g_free);
  self->known = g_array_new (FALSE, FALSE, sizeof (TnyKnownPeople));
  self->name = g_strdup (name);
  stmt = tny_read_by_id (reader, "matching/facts", "id", tenant_id, &found, error);
  if (stmt == NULL)
    return NULL;
  if (found)
    {
      self->city = tny_dup_text (stmt, 0);
      self->postal_code = tny_dup_text (stmt, 1);
      self->phones = lines_of (tny_text (stmt, 2));
      self->domains = lines_of (tny_text (stmt, 3));
      self->facts.matched_before = tny_int (stmt, 4);
    }
  if (!read_former (self, reader, tenant_id, error) ||
      (may_be_known (self, evidence) && !read_people (self, reader, evidence, tenant_id, error)))
    return NULL;
  g_array_sort (self->known, most_first);

  self->facts.name = self->name;
  self->facts.former = (const TnyFormerName *) self->former->data;
  self->facts.n_former = self->former->len;
  self->facts.domains = (const char *const *) self->domains;
  self->facts.phones = (const char *const *) self->phones;
  self->facts.city = self->city;
  self->facts.postal_code = self->postal_code;
  self->facts.known = (const TnyKnownPeople *) self->known->data;
  self->facts.n_known = self->known->len;

  return g_steal_pointer (&self);
}
