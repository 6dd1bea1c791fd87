/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-name-words.h"

G_BEGIN_DECLS

/* A name taken apart for comparing. What is beyond the limits is not looked at, so that no name
 * costs much more than another. */
#define TNY_NAME_WORDS   16
#define TNY_NAME_BYTES   600
#define TNY_WORD_LETTERS 40

typedef struct
{
  guint64          written;     /* hash of the letters */
  guint64          meaning;     /* of what it stands for: “Uni”, “University”; mostly itself */
  guint32          mask;        /* which letters are in the skeleton */
  guint8           n, n_skeleton;
  const TnyLetter *letters;
  const TnyLetter *skeleton;
} TnyWord;

typedef struct
{
  TnyWord       word;
  TnyWordClass  class;
  TnyWordClass  inside;         /* of a legal form: what it is where none can be */
  guint16       start, end;     /* where it stands, in bytes of the name */
} TnyNameWord;

typedef struct
{
  guint       n;
  gboolean    seams;            /* has words that look run together: “TheBodyShop” */
  TnyNameWord words[TNY_NAME_WORDS];
  guint       n_pool;
  TnyLetter   pool[TNY_NAME_WORDS * TNY_WORD_LETTERS * 2];
} TnyName;

/* @text may be anything, also not UTF-8. With @apart, words that look run together are taken apart.
 * @name must not be copied: its words point into it. */
void    tny_name_parse    (TnyName       *name,
                           const char    *text,
                           gboolean       apart);
/* Which letters occur: one bit each for a to z, one for all digits, the others for the rest. */
guint32 tny_letters_mask  (const TnyLetter *letters,
                           guint            n);

G_END_DECLS
