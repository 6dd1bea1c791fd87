/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-letters.h"

G_BEGIN_DECLS

/* What is known about single words of organizations' names: the data of this layer. */

typedef enum
{
  TNY_WORD_CORE,               /* what makes the name */
  TNY_WORD_COMMON,             /* what the organization does or is: in many names */
  TNY_WORD_PLACE,              /* a town or a part of a country */
  TNY_WORD_REGION,             /* a country, a continent, “International” */
  TNY_WORD_NUMBER,
  TNY_WORD_SMALL,              /* “The”, “of”, “und”: never counted */
  TNY_WORD_FORM,               /* a legal form, where it can be one */
  TNY_WORD_FIRST_FORM,         /* a legal form that stands in front as well */
} TnyWordClass;

typedef struct
{
  TnyWordClass  class;
  TnyWordClass  inside;        /* of a legal form: what it is where none can be */
  TnyLetter    *letters;       /* the word it stands for; NULL when for itself */
  guint         n;
} TnyWordEntry;

/* Whether words of this class count at all: legal forms and small words do not. */
static inline gboolean
tny_word_class_counts (TnyWordClass class)
{
  return class < TNY_WORD_SMALL;
}

/* NULL when the word is not known. Any thread. */
const TnyWordEntry * tny_name_words_find (const TnyLetter *letters,
                                          guint            n);
guint64              tny_letters_hash    (const TnyLetter *letters,
                                          guint            n);

/* A legal form at the end (or else the beginning) of a word in a script without blanks: how many
 * letters it has, 0 when there is none or nothing else. */
guint                tny_name_words_dense_form (const TnyLetter *letters,
                                                guint            n,
                                                gboolean        *in_front);

G_END_DECLS
