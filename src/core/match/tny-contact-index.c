/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-contact-index.h"

#include <string.h>

#include "tny-text.h"

char *
tny_contact_full_name (const char *first, const char *last)
{
  g_autofree char *joined =
    g_strconcat (first != NULL ? first : "", " ", last != NULL ? last : "", NULL);
  char *folded = tny_text_fold (joined);

  if (*folded == '\0')
    g_clear_pointer (&folded, g_free);

  return folded;
}

void
tny_contact_split_name (const char *displayed, char **first, char **last)
{
  g_autofree char *trimmed = tny_text_trim (displayed);
  char *part = trimmed != NULL ? strchr (trimmed, ',') : NULL;
  gboolean turned = part != NULL && part != trimmed && part[1] != '\0';

  *first = *last = NULL;
  if (trimmed == NULL || *trimmed == '\0')
    return;
  if (!turned)
    part = strchr (trimmed, ' ');
  if (part == NULL)
    {
      *last = g_steal_pointer (&trimmed);
      return;
    }
  *part++ = '\0';
  *first = tny_text_trim (turned ? part : trimmed);
  *last = tny_text_trim (turned ? trimmed : part);
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* @folded without accents and punctuation. Most names are plain ASCII, and quick. */
static void
append_plain (GString *out, const char *folded, gboolean spelt_out)
{
  static const struct { gunichar letter; const char *plain; } spellings[] = {
    { 0xE4, "ae" }, { 0xF6, "oe" }, { 0xFC, "ue" }, { 0xE5, "aa" }, { 0xE6, "ae" }, { 0xF8, "oe" },
  };
  g_autoptr(GString) spelt = NULL;
  g_autofree char *loose = NULL;

  if (g_str_is_ascii (folded))
    {
      for (const char *at = folded; *at != '\0'; at++)
        g_string_append_c (out, g_ascii_isalnum (*at) ? *at : ' ');
      return;
    }
  spelt = g_string_new (NULL);
  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      const char *plain = NULL;

      for (guint i = 0; spelt_out && i < G_N_ELEMENTS (spellings); i++)
        if (spellings[i].letter == c)
          plain = spellings[i].plain;
      if (plain != NULL)
        g_string_append (spelt, plain);
      else
        g_string_append_unichar (spelt, g_unichar_isalnum (c) || g_unichar_ismark (c) ? c : ' ');
    }
  loose = g_utf8_normalize (spelt->str, -1, G_NORMALIZE_NFKD);
  for (const char *at = loose; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_ismark (g_utf8_get_char (at)))
      g_string_append_unichar (out, g_utf8_get_char (at));
}

char *
tny_contact_plain_name (const char *folded, gboolean spelt_out)
{
  g_autoptr(GString) out = g_string_new (NULL);
  g_autoptr(GPtrArray) kept = g_ptr_array_new ();
  g_auto(GStrv) words = NULL;

  append_plain (out, folded, spelt_out);
  words = g_strsplit (out->str, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_ptr_array_add (kept, words[i]);
  g_ptr_array_sort (kept, compare_words);
  g_ptr_array_add (kept, NULL);

  return g_strjoinv (" ", (char **) kept->pdata);
}

char *
tny_contact_fold_phone (const char *text)
{
  GString *digits = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at++)
    if (g_ascii_isdigit (*at) || (*at == '+' && digits->len == 0))
      g_string_append_c (digits, *at);

  return g_string_free (digits, FALSE);
}

/* Takes @key. The same contact is named once. */
static void
add (GHashTable *table, char *key, guint contact)
{
  GArray *list = g_hash_table_lookup (table, key);

  if (*key == '\0')
    {
      g_free (key);
      return;
    }
  if (list == NULL)
    {
      list = g_array_new (FALSE, FALSE, sizeof (guint));
      g_hash_table_insert (table, key, list);
    }
  else
    g_free (key);
  if (list->len == 0 || g_array_index (list, guint, list->len - 1) != contact)
    g_array_append_val (list, contact);
}

static GHashTable *
table_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
}

char *
tny_contact_local_part (const char *mail)
{
  const char *at = strrchr (mail, '@');

  return at != NULL ? g_strndup (mail, (gsize) (at - mail)) : g_strdup ("");
}

void
tny_contact_index_init (TnyContactIndex *self, const TnyContactFacts *contacts, guint n_contacts)
{
  self->mails = table_new ();
  self->locals = table_new ();
  self->names = table_new ();
  self->plain_names = table_new ();
  self->last_names = table_new ();
  self->phones = table_new ();
  for (guint i = 0; i < n_contacts; i++)
    {
      const TnyContactFacts *contact = &contacts[i];
      g_autofree char *name = tny_contact_full_name (contact->first_name, contact->last_name);

      for (guint j = 0; contact->mails[j] != NULL; j++)
        {
          add (self->mails, g_strdup (contact->mails[j]), i);
          add (self->locals, tny_contact_local_part (contact->mails[j]), i);
        }
      for (guint j = 0; contact->phones[j] != NULL; j++)
        add (self->phones, g_strdup (contact->phones[j]), i);
      if (contact->last_name != NULL)
        {
          g_autofree char *last = tny_text_fold (contact->last_name);

          add (self->last_names, tny_contact_plain_name (last, FALSE), i);
        }
      if (name == NULL)
        continue;
      add (self->names, g_strdup (name), i);
      add (self->plain_names, tny_contact_plain_name (name, TRUE), i);
      if (!g_str_is_ascii (name))
        add (self->plain_names, tny_contact_plain_name (name, FALSE), i);
    }
}

void
tny_contact_index_clear (TnyContactIndex *self)
{
  g_clear_pointer (&self->mails, g_hash_table_unref);
  g_clear_pointer (&self->locals, g_hash_table_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->plain_names, g_hash_table_unref);
  g_clear_pointer (&self->last_names, g_hash_table_unref);
  g_clear_pointer (&self->phones, g_hash_table_unref);
}

void
tny_contact_index_collect (GHashTable *table, const char *key, GArray *found)
{
  GArray *list = key != NULL ? g_hash_table_lookup (table, key) : NULL;

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      guint contact = g_array_index (list, guint, i);
      gboolean known = FALSE;

      for (guint j = 0; j < found->len; j++)
        known |= g_array_index (found, guint, j) == contact;
      if (!known)
        g_array_append_val (found, contact);
    }
}
