/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-name-index.h"

#include <math.h>
#include <string.h>

#include "tny-name-compare.h"
#include "tny-name-features.h"
#include "tny-name-index-private.h"
#include "tny-text.h"

/* --- equal names ------------------------------------------------------------------------------ */

/* The form in which names are equal; NULL for text that equals nothing. Repaired text would make
 * different faults look alike, so only valid text has one. */
static char *
fold_name (const char *name)
{
  char *folded;

  if (name == NULL || !g_utf8_validate (name, -1, NULL))
    return NULL;
  folded = tny_text_fold (name);
  if (*folded == '\0')
    g_clear_pointer (&folded, g_free);

  return folded;
}

gboolean
tny_names_equal (const char *a, const char *b)
{
  g_autofree char *folded_a = fold_name (a), *folded_b = fold_name (b);

  return folded_a != NULL && folded_b != NULL && strcmp (folded_a, folded_b) == 0;
}

static int
compare_equal (const void *a, const void *b)
{
  const TnyEqual *first = a, *second = b;

  if (first->hash != second->hash)
    return first->hash < second->hash ? -1 : 1;

  return first->doc < second->doc ? -1 : first->doc > second->doc;
}

void
tny_name_index_each_equal (const TnyNameIndex *self, const char *name, GArray *docs)
{
  g_autofree char *folded = fold_name (name);
  guint low = 0, high = self->n_equals;
  guint64 hash;

  if (folded == NULL)
    return;
  hash = tny_text_hash (folded, -1);
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (self->equals[middle].hash < hash)
        low = middle + 1;
      else
        high = middle;
    }
  for (; low < self->n_equals && self->equals[low].hash == hash && docs->len < TNY_EQUALS_MAX;
       low++)
    {
      g_autofree char *other = fold_name (tny_name_index_name (self, self->equals[low].doc));

      if (strcmp (folded, other) == 0)
        g_array_append_val (docs, self->equals[low].doc);
    }
}

/* --- tables of numbers ------------------------------------------------------------------------ */

static guint
table_slot (const TnyTable *self, guint64 key)
{
  guint64 mixed = (key ^ key >> 32) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);

  return (guint) (mixed >> 32) & (self->size - 1);
}

guint
tny_table_find (const TnyTable *self, guint64 key)
{
  if (self->size == 0)
    return TNY_TABLE_NONE;
  for (guint slot = table_slot (self, key);; slot = (slot + 1) & (self->size - 1))
    {
      if (self->values[slot] == TNY_TABLE_NONE)
        return TNY_TABLE_NONE;
      if (self->keys[slot] == key)
        return self->values[slot];
    }
}

static void
table_put (TnyTable *self, guint64 key, guint value)
{
  guint slot = table_slot (self, key);

  while (self->values[slot] != TNY_TABLE_NONE)
    slot = (slot + 1) & (self->size - 1);
  self->keys[slot] = key;
  self->values[slot] = value;
}

/* The value of @key; a new key gets the next number. */
static guint
table_number (TnyTable *self, guint64 key)
{
  guint value = tny_table_find (self, key);

  if (value != TNY_TABLE_NONE)
    return value;
  if (self->n * 10 >= self->size * 7)
    {
      TnyTable old = *self;

      self->size = old.size > 0 ? old.size * 2 : 1024;
      self->keys = g_new (guint64, self->size);
      self->values = g_new (guint, self->size);
      memset (self->values, 0xff, self->size * sizeof *self->values);
      for (guint i = 0; i < old.size; i++)
        if (old.values[i] != TNY_TABLE_NONE)
          table_put (self, old.keys[i], old.values[i]);
      g_free (old.keys);
      g_free (old.values);
    }
  table_put (self, key, self->n);

  return self->n++;
}

static void
table_clear (TnyTable *self)
{
  g_clear_pointer (&self->keys, g_free);
  g_clear_pointer (&self->values, g_free);
  self->size = self->n = 0;
}

/* --- filling ---------------------------------------------------------------------------------- */

TnyNameIndex *
tny_name_index_new (void)
{
  TnyNameIndex *self = g_new0 (TnyNameIndex, 1);

  self->ascending = TRUE;
  self->text = g_string_new (NULL);
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->starts = g_array_new (FALSE, FALSE, sizeof (gsize));

  return self;
}

void
tny_name_index_free (TnyNameIndex *self)
{
  if (self == NULL)
    return;

  g_string_free (self->text, TRUE);
  g_array_unref (self->ids);
  g_array_unref (self->starts);
  g_free (self->equals);
  table_clear (&self->word_table);
  table_clear (&self->meaning_table);
  table_clear (&self->feature_table);
  g_free (self->words);
  g_free (self->letters);
  g_free (self->rareness);
  g_free (self->word_meanings);
  g_free (self->doc_words);
  g_free (self->doc_word_starts);
  g_free (self->doc_lengths);
  g_free (self->postings);
  g_free (self->posting_starts);
  g_free (self);
}

void
tny_name_index_add (TnyNameIndex *self, gint64 id, const char *name)
{
  gsize start = self->text->len;

  g_return_if_fail (!self->built && name != NULL && self->ids->len < TNY_NAME_INDEX_MAX);

  if (self->ids->len > 0 && g_array_index (self->ids, gint64, self->ids->len - 1) >= id)
    self->ascending = FALSE;
  g_array_append_val (self->ids, id);
  g_array_append_val (self->starts, start);
  g_string_append_len (self->text, name, strlen (name) + 1);
}

const char *
tny_name_index_name (const TnyNameIndex *self, guint doc)
{
  return self->text->str + g_array_index (self->starts, gsize, doc);
}

guint
tny_name_index_get_size (const TnyNameIndex *self)
{
  return self->ids->len;
}

/* --- building --------------------------------------------------------------------------------- */

/* What grows while the names are read. */
typedef struct
{
  TnyNameIndex *index;
  GArray       *words;             /* TnyWord; letters are offsets until the end */
  GArray       *letters;           /* TnyLetter */
  GArray       *word_meanings;     /* guint32 */
  GArray       *meaning_docs;      /* guint: in how many names a meaning is */
  GArray       *doc_words;         /* guint32 */
  GArray       *doc_features;      /* guint32 */
  GArray       *feature_docs;      /* guint: in how many names a feature is */
} Builder;

static guint
builder_word (Builder *self, const TnyWord *word)
{
  guint known = self->index->word_table.n;
  guint at = table_number (&self->index->word_table, word->written);
  TnyWord copy = *word;
  guint32 meaning;
  guint none = 0;

  if (at < known)
    return at;
  copy.letters = GSIZE_TO_POINTER ((gsize) self->letters->len);
  g_array_append_vals (self->letters, word->letters, word->n);
  g_array_append_vals (self->letters, word->skeleton, word->n_skeleton);
  g_array_append_val (self->words, copy);
  meaning = table_number (&self->index->meaning_table, word->meaning);
  g_array_append_val (self->word_meanings, meaning);
  if (meaning == self->meaning_docs->len)
    g_array_append_val (self->meaning_docs, none);

  return at;
}

static void
builder_add (Builder *self, guint doc)
{
  TnyNameIndex *index = self->index;
  guint64 features[TNY_NAME_FEATURES];
  TnyName name;
  guint n;

  tny_name_parse (&name, tny_name_index_name (index, doc), FALSE);
  index->doc_word_starts[doc] = self->doc_words->len;
  for (guint i = 0; i < name.n; i++)
    {
      guint32 at = builder_word (self, &name.words[i].word);
      guint32 packed = at << 3 | name.words[i].class;
      guint32 meaning = g_array_index (self->word_meanings, guint32, at);
      gboolean again = FALSE;

      for (guint j = index->doc_word_starts[doc]; j < self->doc_words->len && !again; j++)
        again = meaning == g_array_index (self->word_meanings, guint32,
                                          g_array_index (self->doc_words, guint32, j) >> 3);
      g_array_append_val (self->doc_words, packed);
      if (!again)
        g_array_index (self->meaning_docs, guint, meaning)++;
    }

  n = tny_name_features (&name, features);
  index->doc_lengths[doc] = (guint8) n;
  for (guint i = 0; i < n; i++)
    {
      guint32 at = table_number (&index->feature_table, features[i]);
      guint one = 1;

      if (at == self->feature_docs->len)
        g_array_append_val (self->feature_docs, one);
      else
        g_array_index (self->feature_docs, guint, at)++;
      g_array_append_val (self->doc_features, at);
    }
}

/* How rare a word is among @n names, from 1 (in one of them) down. */
static float
rareness (guint n_docs, guint n)
{
  return (float) (log (1 + (double) n / n_docs) / log (1 + (double) n));
}

static void
builder_finish_words (Builder *self)
{
  TnyNameIndex *index = self->index;
  guint n = self->words->len;

  index->letters = (TnyLetter *) g_array_steal (self->letters, NULL);
  index->words = (TnyWord *) g_array_steal (self->words, NULL);
  index->word_meanings = (guint32 *) g_array_steal (self->word_meanings, NULL);
  for (guint i = 0; i < n; i++)
    {
      TnyWord *word = &index->words[i];

      word->letters = index->letters + GPOINTER_TO_SIZE (word->letters);
      word->skeleton = word->letters + word->n;
    }
  index->rareness = g_new (float, MAX (self->meaning_docs->len, 1));
  for (guint i = 0; i < self->meaning_docs->len; i++)
    index->rareness[i] = rareness (g_array_index (self->meaning_docs, guint, i), index->ids->len);
  index->doc_words = (guint32 *) g_array_steal (self->doc_words, NULL);
}

static void
builder_finish_postings (Builder *self)
{
  TnyNameIndex *index = self->index;
  guint n = self->feature_docs->len, at = 0;

  index->posting_starts = g_new0 (guint32, n + 2);
  for (guint i = 0; i < n; i++)
    index->posting_starts[i + 2] = index->posting_starts[i + 1] +
                                   g_array_index (self->feature_docs, guint, i);
  /* Filling moves each start, shifted by one, to its end: the start of the next. */
  index->postings = g_new (guint32, MAX (self->doc_features->len, 1));
  for (guint doc = 0; doc < index->ids->len; doc++)
    for (guint i = 0; i < index->doc_lengths[doc]; i++)
      {
        guint feature = g_array_index (self->doc_features, guint32, at++);

        index->postings[index->posting_starts[feature + 1]++] = doc;
      }
}

static void
build_equals (TnyNameIndex *self)
{
  self->equals = g_new (TnyEqual, MAX (self->ids->len, 1));
  for (guint doc = 0; doc < self->ids->len; doc++)
    {
      g_autofree char *folded = fold_name (tny_name_index_name (self, doc));

      if (folded != NULL)
        self->equals[self->n_equals++] = (TnyEqual) { tny_text_hash (folded, -1), doc };
    }
  qsort (self->equals, self->n_equals, sizeof *self->equals, compare_equal);
}

void
tny_name_index_build (TnyNameIndex *self)
{
  guint n = self->ids->len;
  Builder builder = { .index = self };

  g_return_if_fail (!self->built);

  builder.words = g_array_new (FALSE, FALSE, sizeof (TnyWord));
  builder.letters = g_array_new (FALSE, FALSE, sizeof (TnyLetter));
  builder.word_meanings = g_array_new (FALSE, FALSE, sizeof (guint32));
  builder.meaning_docs = g_array_new (FALSE, FALSE, sizeof (guint));
  builder.doc_words = g_array_new (FALSE, FALSE, sizeof (guint32));
  builder.doc_features = g_array_new (FALSE, FALSE, sizeof (guint32));
  builder.feature_docs = g_array_new (FALSE, FALSE, sizeof (guint));
  self->doc_word_starts = g_new (guint32, n + 1);
  self->doc_lengths = g_new (guint8, MAX (n, 1));

  for (guint doc = 0; doc < n; doc++)
    builder_add (&builder, doc);
  self->doc_word_starts[n] = builder.doc_words->len;
  builder_finish_words (&builder);
  builder_finish_postings (&builder);
  build_equals (self);
  self->built = TRUE;

  g_array_unref (builder.words);
  g_array_unref (builder.letters);
  g_array_unref (builder.word_meanings);
  g_array_unref (builder.meaning_docs);
  g_array_unref (builder.doc_words);
  g_array_unref (builder.doc_features);
  g_array_unref (builder.feature_docs);
}
