/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-name-features.h"

#include <stdlib.h>
#include <string.h>

#define MAX_INITIALS 8

typedef struct
{
  guint64 *features;
  guint    n;
} Out;

static void
add (Out *out, TnyFeatureKind kind, guint64 value)
{
  guint64 feature = value << 2 | kind;

  for (guint i = 0; i < out->n; i++)
    if (out->features[i] == feature)
      return;
  if (out->n < TNY_NAME_FEATURES)
    out->features[out->n++] = feature;
}

static void
add_letters (Out *out, TnyLetter a, TnyLetter b, TnyLetter c)
{
  add (out, TNY_FEATURE_LETTERS, (guint64) a << 32 | (guint64) b << 16 | c);
}

static void
add_word (Out *out, const TnyWord *word)
{
  const TnyLetter *letters = word->skeleton;
  guint n = word->n_skeleton;

  if (n == 0)
    return;
  add (out, TNY_FEATURE_WORD, word->meaning);
  add (out, TNY_FEATURE_WORD, tny_letters_hash (letters, n));
  if (tny_letter_is_dense (letters[0]))
    {
      for (guint i = 0; i + 1 < n; i++)
        add_letters (out, 2, letters[i], letters[i + 1]);
      return;
    }
  add_letters (out, 1, letters[0], n > 1 ? letters[1] : 1);
  for (guint i = 0; i + 2 < n; i++)
    add_letters (out, letters[i], letters[i + 1], letters[i + 2]);
}

static int
compare_letters (const void *a, const void *b)
{
  return (int) *(const TnyLetter *) a - (int) *(const TnyLetter *) b;
}

/* What a slip of the finger leaves as it was: the letters in any order, the consonants, the
 * beginning and the end. Tagged, for one may look like another. */
static void
add_slips (Out *out, const TnyWord *word)
{
  TnyLetter letters[TNY_WORD_LETTERS + 1];
  const TnyLetter *end = word->skeleton + word->n_skeleton;
  guint n = word->n_skeleton, n_consonants = 1;

  if (n < 5 || tny_letter_is_dense (word->skeleton[0]))
    return;
  letters[0] = 3;
  memcpy (letters + 1, word->skeleton, n * sizeof *letters);
  qsort (letters + 1, n, sizeof *letters, compare_letters);
  add (out, TNY_FEATURE_WORD, tny_letters_hash (letters, n + 1));

  letters[0] = 4;
  for (guint i = 0; i < n; i++)
    if (strchr ("aeiou", (char) word->skeleton[i]) == NULL || word->skeleton[i] >= 0x80)
      letters[n_consonants++] = word->skeleton[i];
  if (n_consonants >= 4)
    add (out, TNY_FEATURE_WORD, tny_letters_hash (letters, n_consonants));

  letters[0] = 5;
  memcpy (letters + 1, word->skeleton, 4 * sizeof *letters);
  add (out, TNY_FEATURE_LETTERS, tny_letters_hash (letters, 5));
  letters[0] = 6;
  memcpy (letters + 1, end - 4, 4 * sizeof *letters);
  add (out, TNY_FEATURE_LETTERS, tny_letters_hash (letters, 5));
}

/* Letters in a row across the border of two words, for names that are run together elsewhere. */
static void
add_border (Out *out, const TnyWord *a, const TnyWord *b)
{
  const TnyLetter *end = a->letters + a->n;

  if (a->n >= 2)
    add_letters (out, end[-2], end[-1], b->letters[0]);
  if (b->n >= 2)
    add_letters (out, end[-1], b->letters[0], b->letters[1]);
}

typedef void (*InitialsFunc) (Out *out, const TnyLetter *letters, guint n);

/* The initials of @name with and without small words, from its beginning, and from its second word
 * (for those that begin with “Royal” and the like): all of three letters or more, and two when the
 * name has no more words. */
static void
each_initials (const TnyName *name, gboolean with_small, Out *out, InitialsFunc func)
{
  TnyLetter letters[MAX_INITIALS];
  guint n = 0;

  for (guint i = 0; i < name->n && n < MAX_INITIALS; i++)
    if (name->words[i].word.n > 0 &&
        (tny_word_class_counts (name->words[i].class) ||
         (with_small && name->words[i].class == TNY_WORD_SMALL && n > 0)))
      {
        letters[n++] = name->words[i].word.letters[0];
        if (n >= 3)
          func (out, letters, n);
      }
  if (n == 2)
    func (out, letters, n);
  for (guint from = 1; from + 3 <= n; from++)
    func (out, letters + from, n - from);
}

static void
add_initials (Out *out, const TnyLetter *letters, guint n)
{
  add (out, TNY_FEATURE_INITIALS, tny_letters_hash (letters, n));
}

static void
add_initials_as_word (Out *out, const TnyLetter *letters, guint n)
{
  TnyLetter skeleton[MAX_INITIALS];
  guint length = tny_letters_skeleton (letters, n, skeleton);

  add (out, TNY_FEATURE_WORD, tny_letters_hash (skeleton, length));
}

static void
add_words (Out *out, const TnyName *name)
{
  const TnyWord *last = NULL;

  for (guint i = 0; i < name->n; i++)
    {
      if (tny_word_class_counts (name->words[i].class))
        add_word (out, &name->words[i].word);
      if (name->words[i].class == TNY_WORD_CORE)
        add_slips (out, &name->words[i].word);
    }
  for (guint i = 0; i < name->n; i++)
    if (tny_word_class_counts (name->words[i].class))
      {
        if (last != NULL && last->n > 0 && name->words[i].word.n > 0)
          add_border (out, last, &name->words[i].word);
        last = &name->words[i].word;
      }
}

guint
tny_name_features (const TnyName *name, guint64 features[TNY_NAME_FEATURES])
{
  Out out = { features, 0 };

  each_initials (name, FALSE, &out, add_initials);
  each_initials (name, TRUE, &out, add_initials);
  add_words (&out, name);

  return out.n;
}

guint
tny_name_features_asked (const TnyName *name, guint64 features[TNY_NAME_FEATURES])
{
  Out out = { features, 0 };

  for (guint i = 0; i < name->n; i++)
    if (name->words[i].word.n >= 2 && name->words[i].word.n <= MAX_INITIALS &&
        tny_word_class_counts (name->words[i].class))
      add_initials (&out, name->words[i].word.letters, name->words[i].word.n);
  each_initials (name, FALSE, &out, add_initials_as_word);
  each_initials (name, TRUE, &out, add_initials_as_word);
  add_words (&out, name);

  return out.n;
}
