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

char *
tny_contact_local_part (const char *mail)
{
  const char *at = strrchr (mail, '@');

  return at != NULL ? g_strndup (mail, (gsize) (at - mail)) : g_strdup ("");
}

typedef struct { guint contact, next; } Entry;

/* The same contact is named once. */
static void
add (TnyContactIndex *self, TnyContactBy by, const char *text, guint contact)
{
  GHashTable *heads = self->heads[by];
  Entry entry = { contact, self->entries->len };
  gpointer kept, last;

  if (*text == '\0')
    return;
  if (g_hash_table_lookup_extended (heads, text, &kept, &last))
    {
      Entry *before = &g_array_index (self->entries, Entry, GPOINTER_TO_UINT (last) - 1);

      if (before->contact == contact)
        return;
      entry.next = before->next;
      before->next = self->entries->len;
    }
  else
    kept = g_string_chunk_insert (self->texts, text);
  g_array_append_val (self->entries, entry);
  g_hash_table_insert (heads, kept, GUINT_TO_POINTER (self->entries->len));
}

static void
add_name (TnyContactIndex *self, TnyContactBy by, guint position)
{
  const TnyContactFacts *contact = &self->contacts[position];
  g_autofree char *name = tny_contact_full_name (contact->first_name, contact->last_name);

  if (name == NULL)
    return;
  if (by == TNY_CONTACT_BY_NAME)
    {
      add (self, by, name, position);
      return;
    }
  for (guint spelt_out = 0; spelt_out < (g_str_is_ascii (name) ? 1 : 2); spelt_out++)
    {
      g_autofree char *plain = tny_contact_plain_name (name, spelt_out);

      add (self, by, plain, position);
    }
}

static void
add_last_name (TnyContactIndex *self, guint position)
{
  const char *name = self->contacts[position].last_name;
  g_autofree char *folded = name != NULL ? tny_text_fold (name) : NULL;
  g_autofree char *plain = folded != NULL ? tny_contact_plain_name (folded, FALSE) : NULL;

  if (plain != NULL)
    add (self, TNY_CONTACT_BY_LAST_NAME, plain, position);
}

static void
add_contact (TnyContactIndex *self, TnyContactBy by, guint position)
{
  const TnyContactFacts *contact = &self->contacts[position];

  switch (by)
    {
    case TNY_CONTACT_BY_MAIL:
      for (guint i = 0; contact->mails[i] != NULL; i++)
        add (self, by, contact->mails[i], position);
      return;

    case TNY_CONTACT_BY_LOCAL:
      for (guint i = 0; contact->mails[i] != NULL; i++)
        {
          g_autofree char *local = tny_contact_local_part (contact->mails[i]);

          add (self, by, local, position);
        }
      return;

    case TNY_CONTACT_BY_NAME:
    case TNY_CONTACT_BY_PLAIN_NAME:
      add_name (self, by, position);
      return;

    case TNY_CONTACT_BY_LAST_NAME:
      add_last_name (self, position);
      return;

    case TNY_CONTACT_BY_PHONE:
      for (guint i = 0; contact->phones[i] != NULL; i++)
        add (self, by, contact->phones[i], position);
      return;

    case TNY_CONTACT_N_KEYS:
      break;
    }
  g_return_if_reached ();
}

void
tny_contact_index_init (TnyContactIndex *self, const TnyContactFacts *contacts, guint n_contacts)
{
  *self = (TnyContactIndex) { contacts, n_contacts };
  self->texts = g_string_chunk_new (16 * 1024);
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
}

void
tny_contact_index_clear (TnyContactIndex *self)
{
  for (guint i = 0; i < TNY_CONTACT_N_KEYS; i++)
    g_clear_pointer (&self->heads[i], g_hash_table_unref);
  g_clear_pointer (&self->entries, g_array_unref);
  g_clear_pointer (&self->texts, g_string_chunk_free);
}

void
tny_contact_index_collect (TnyContactIndex *self, TnyContactBy by, const char *text,
                           GArray *found)
{
  guint last, at;

  if (text == NULL)
    return;
  if (self->heads[by] == NULL)
    {
      self->heads[by] = g_hash_table_new (g_str_hash, g_str_equal);
      for (guint i = 0; i < self->n_contacts; i++)
        add_contact (self, by, i);
    }
  last = at = GPOINTER_TO_UINT (g_hash_table_lookup (self->heads[by], text));
  while (at != 0)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, at - 1);
      gboolean known = FALSE;

      at = entry->next + 1;             /* after the last comes the first */
      entry = &g_array_index (self->entries, Entry, entry->next);
      for (guint i = 0; i < found->len; i++)
        known |= g_array_index (found, guint, i) == entry->contact;
      if (!known)
        g_array_append_val (found, entry->contact);
      if (at == last)
        return;
    }
}
