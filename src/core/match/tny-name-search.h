/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-name-compare.h"
#include "tny-name-index-private.h"

G_BEGIN_DECLS

/* From all organizations to the few that are worth comparing word by word. */

typedef struct
{
  guint doc;
  float value;
} TnyCandidate;

/* A name as it is written and, when words in it look run together, taken apart. */
typedef struct
{
  const char *text;
  guint       n_readings;
  TnyName     names[2];
  TnySide     sides[2];
} TnyQuestion;

/* What one thread needs while it asks. */
typedef struct
{
  const TnyNameIndex *index;
  TnyQuestion            question;
  float              *sums;            /* by doc, all 0 between questions */
  guint              *touched;         /* docs whose sum is not 0 */
  guint               n_touched;
  float               shares[256];     /* by number of features: long names share much by chance */
  GArray             *equals;          /* guint */
} TnySearch;

void     tny_search_init      (TnySearch          *self,
                               const TnyNameIndex *index);
void     tny_search_clear     (TnySearch          *self);
/* The at most @max organizations that share most with the question, best first or not. */
guint    tny_search_find      (TnySearch          *self,
                               TnyCandidate       *best,
                               guint               max);
gboolean tny_candidate_before (const TnyCandidate *a,
                               const TnyCandidate *b);

/* @text is lent until the next question. */
void     tny_question_init    (TnyQuestion        *self,
                               const TnyNameIndex *index,
                               const char         *text);
/* By the reading that is closer; returns which. */
guint    tny_question_compare (const TnyQuestion  *self,
                               const TnyNameIndex *index,
                               guint               doc,
                               TnyComparison      *result);

G_END_DECLS
