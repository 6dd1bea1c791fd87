/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-name-features.h"
#include "tny-name-index.h"

G_BEGIN_DECLS

/* Organizations are numbered in the order in which they were added ("doc"). */
#define TNY_NAME_INDEX_MAX 10000000u

/* More organizations of one and the same name are not told apart. */
#define TNY_EQUALS_MAX 64

/* Keys to consecutive numbers; open addressing. */
#define TNY_TABLE_NONE G_MAXUINT

typedef struct
{
  guint64 *keys;
  guint   *values;
  guint    size, n;                /* size is a power of two */
} TnyTable;

typedef struct
{
  guint64 hash;                    /* of the folded name */
  guint   doc;
} TnyEqual;

struct _TnyNameIndex
{
  gboolean   built;
  gboolean   ascending;            /* ids: each is larger than the one before */
  GString   *text;                 /* all names, each with its NUL */
  GArray    *starts;               /* gsize: where in it */
  GArray    *ids;                  /* gint64 */

  TnyEqual  *equals;               /* sorted by hash */
  guint      n_equals;

  TnyTable   word_table;           /* as written -> word */
  TnyWord   *words;
  TnyLetter *letters;
  TnyTable   meaning_table;        /* meaning -> number */
  float     *rareness;             /* by meaning: 0 to 1 */
  guint32   *word_meanings;        /* by word */

  guint32   *doc_word_starts;      /* by doc, and one more */
  guint32   *doc_words;            /* word << 3 | class, in the order of the name */
  guint8    *doc_lengths;          /* by doc: number of features */

  TnyTable   feature_table;        /* feature -> number */
  guint32   *posting_starts;       /* by feature, and one more */
  guint32   *postings;             /* docs, ascending for each feature */
};

const char * tny_name_index_name       (const TnyNameIndex *self,
                                        guint               doc);
/* Appends the docs (guint) whose name equals @name, in order, the first TNY_EQUALS_MAX of them. */
void         tny_name_index_each_equal (const TnyNameIndex *self,
                                        const char         *name,
                                        GArray             *docs);
guint        tny_table_find            (const TnyTable     *self,
                                        guint64             key);

G_END_DECLS
