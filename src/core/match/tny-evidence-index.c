/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-evidence-private.h"

#include <string.h>

#include "tny-domain.h"

TnyEvidenceIndex *
tny_evidence_index_new (const TnyNameIndex *names)
{
  TnyEvidenceIndex *self = g_new0 (TnyEvidenceIndex, 1);

  self->names = names;
  self->texts = g_string_chunk_new (64 * 1024);
  self->seen = g_hash_table_new (g_str_hash, g_str_equal);
  self->places = g_array_new (FALSE, TRUE, sizeof (TnyPlaceFacts));
  self->domains = g_array_new (FALSE, FALSE, sizeof (TnyDomainFact));
  self->old_names = g_array_new (FALSE, FALSE, sizeof (TnyOldName));

  return self;
}

static void
table_clear (TnyHolderTable *table)
{
  g_clear_pointer (&table->by_text, g_hash_table_unref);
  g_clear_pointer (&table->holders, g_array_unref);
}

void
tny_evidence_index_free (TnyEvidenceIndex *self)
{
  if (self == NULL)
    return;

  table_clear (&self->by_domain);
  table_clear (&self->by_website);
  table_clear (&self->by_phone);
  g_clear_pointer (&self->old_index, tny_name_index_free);
  g_hash_table_unref (self->seen);
  g_array_unref (self->places);
  g_array_unref (self->domains);
  g_array_unref (self->old_names);
  g_string_chunk_free (self->texts);
  g_free (self);
}

/* Takes @text; NULL stays NULL. */
static const char *
keep (TnyEvidenceIndex *self, char *text)
{
  const char *kept = text != NULL ? g_string_chunk_insert_const (self->texts, text) : NULL;

  g_free (text);
  return kept;
}

void
tny_evidence_index_add (TnyEvidenceIndex *self, const TnyOrganizationFacts *facts)
{
  TnyPlaceFacts place = { NULL };
  char *website = tny_domain_of_website (facts->website);

  g_return_if_fail (!self->built && self->places->len < tny_name_index_get_size (self->names));

  if (website != NULL && tny_domain_is_public (website))
    g_clear_pointer (&website, g_free);
  place.website_domain = keep (self, website);
  place.phone_tail = keep (self, tny_phone_tail (facts->phone));
  place.city = keep (self, tny_place_fold (facts->city));
  place.postal_code = keep (self, tny_place_fold (facts->postal_code));
  if (place.city != NULL)
    place.city_written = keep (self, g_strdup (facts->city));
  if (place.postal_code != NULL)
    place.postal_written = keep (self, g_strdup (facts->postal_code));
  g_array_append_val (self->places, place);
}

void
tny_evidence_index_add_domain (TnyEvidenceIndex *self, guint position, const char *domain,
                               guint n_contacts)
{
  TnyDomainFact fact = { position, n_contacts };

  g_return_if_fail (!self->built && position < self->places->len);

  if (*domain == '\0' || n_contacts == 0)
    return;
  fact.domain = g_string_chunk_insert_const (self->texts, domain);
  g_hash_table_add (self->seen, (char *) fact.domain);
  if (tny_domain_is_public (domain))
    return;
  g_array_append_val (self->domains, fact);
}

void
tny_evidence_index_add_former_name (TnyEvidenceIndex *self, guint position, const char *name,
                                    gint64 until)
{
  TnyOldName old = { position, NULL, until };

  g_return_if_fail (!self->built && position < self->places->len);

  old.name = g_string_chunk_insert (self->texts, name);
  g_array_append_val (self->old_names, old);
}

/* --- building --------------------------------------------------------------------------------- */

typedef struct
{
  const char *text;                /* equal texts are one and the same */
  guint       position, n;
} Entry;

/* Texts apart, the most of each first. */
static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *first = a, *second = b;
  int order = strcmp (first->text, second->text);

  if (order != 0)
    return order;
  if (first->n != second->n)
    return first->n > second->n ? -1 : 1;

  return first->position < second->position ? -1 : first->position > second->position;
}

static void
table_build (TnyHolderTable *table, GArray *entries)
{
  table->by_text = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  table->holders = g_array_sized_new (FALSE, FALSE, sizeof (TnyHolder), entries->len);
  g_array_sort (entries, compare_entries);
  for (guint i = 0; i < entries->len;)
    {
      const Entry *first = &g_array_index (entries, Entry, i);
      TnyHolders *holders = g_new0 (TnyHolders, 1);

      holders->first = i;
      for (; i < entries->len; i++)
        {
          const Entry *entry = &g_array_index (entries, Entry, i);
          TnyHolder holder = { entry->position, entry->n };

          if (strcmp (entry->text, first->text) != 0)
            break;
          holders->n++;
          holders->total += entry->n;
          g_array_append_val (table->holders, holder);
        }
      g_hash_table_insert (table->by_text, (char *) first->text, holders);
    }
}

static int
compare_domains (gconstpointer a, gconstpointer b)
{
  const TnyDomainFact *first = a, *second = b;

  if (first->position != second->position)
    return first->position < second->position ? -1 : 1;
  if (first->n != second->n)
    return first->n > second->n ? -1 : 1;

  return strcmp (first->domain, second->domain);
}

static void
build_domains (TnyEvidenceIndex *self)
{
  g_autoptr(GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));

  g_array_sort (self->domains, compare_domains);
  for (guint i = 0; i < self->domains->len; i++)
    {
      const TnyDomainFact *fact = &g_array_index (self->domains, TnyDomainFact, i);
      TnyPlaceFacts *place = &g_array_index (self->places, TnyPlaceFacts, fact->position);
      Entry entry = { fact->domain, fact->position, fact->n };

      if (place->n_domains++ == 0)
        place->first_domain = i;
      place->n_addresses += fact->n;
      g_array_append_val (entries, entry);
    }
  table_build (&self->by_domain, entries);
}

void
tny_evidence_index_build (TnyEvidenceIndex *self)
{
  g_autoptr(GArray) websites = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autoptr(GArray) phones = g_array_new (FALSE, FALSE, sizeof (Entry));

  g_return_if_fail (!self->built);
  g_return_if_fail (self->places->len == tny_name_index_get_size (self->names));

  build_domains (self);
  for (guint i = 0; i < self->places->len; i++)
    {
      const TnyPlaceFacts *place = &g_array_index (self->places, TnyPlaceFacts, i);
      Entry website = { place->website_domain, i, 1 }, phone = { place->phone_tail, i, 1 };

      if (website.text != NULL)
        g_array_append_val (websites, website);
      if (phone.text != NULL)
        g_array_append_val (phones, phone);
    }
  table_build (&self->by_website, websites);
  table_build (&self->by_phone, phones);
  if (self->old_names->len > 0)
    {
      self->old_index = tny_name_index_new ();
      for (guint i = 0; i < self->old_names->len; i++)
        tny_name_index_add (self->old_index, i, g_array_index (self->old_names, TnyOldName, i).name);
      tny_name_index_build (self->old_index);
    }
  self->built = TRUE;
}

gboolean
tny_evidence_index_has_domain (const TnyEvidenceIndex *self, const char *domain)
{
  return g_hash_table_contains (self->seen, domain);
}

const TnyHolders *
tny_holders_find (const TnyHolderTable *table, const char *text)
{
  return text != NULL ? g_hash_table_lookup (table->by_text, text) : NULL;
}

const TnyHolder *
tny_holders_get (const TnyHolderTable *table, const TnyHolders *holders)
{
  return &g_array_index (table->holders, TnyHolder, holders->first);
}
