/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-name.h"
#include "tny-reason.h"

G_BEGIN_DECLS

/* One of the two names to be compared: its words in order, with how much each counts. */
typedef struct
{
  guint n;
  struct
  {
    const TnyWord *word;
    TnyWordClass   class;
    float          weight;      /* in: how rare the word is, 0 to 1; weighed: how much it counts */
    gboolean       own_initials;/* weighed: initials of other words of the same name */
  } words[TNY_NAME_WORDS];
  float total;                  /* sum of the weights */
} TnySide;

/* Some words of the one name stand for some of the other. */
typedef struct
{
  TnyReasonKind kind;
  float         alike;          /* 0 to 1 */
  guint8        a, n_a, b, n_b; /* first word and number of words on either side */
  guint         n_different;    /* letters, for TNY_REASON_LETTERS */
  float         points;         /* its share of the score */
} TnyLink;

#define TNY_COMPARISON_PARTS 40

typedef struct
{
  TnyLink links[TNY_NAME_WORDS];
  guint   n_links;
  gint8   link_a[TNY_NAME_WORDS], link_b[TNY_NAME_WORDS];   /* position in links, or -1 */
  float   score;                /* 0 to 99 */

  /* What the score is made of: the points of all parts add up to it. */
  struct
  {
    TnyReasonKind kind;
    int           link;         /* whose words to quote; -1 for those without a link */
    float         points;
  } parts[TNY_COMPARISON_PARTS];
  guint   n_parts;
} TnyComparison;

/* From rareness and class to weight; call once for each side. */
void tny_side_weigh      (TnySide        *side);
/* Fills @result, score and all; links alone are what tny_comparison_link() makes. */
void tny_names_compare   (const TnySide  *a,
                          const TnySide  *b,
                          TnyComparison  *result);
void tny_comparison_link (TnyComparison  *self,
                          const TnySide  *a,
                          const TnySide  *b);

/**
 * tny_comparison_explain:
 * @name_a, @name_b: the names from which the sides were made, read from @text_a and @text_b
 * @n_close: how many other organizations are as close
 * @close_points: what those take off, 0 or less
 * @score: (out): the sum of all points, 0..99
 *
 * The comparison in words. Points are whole numbers, rounded so that they add up to @score exactly.
 *
 * Returns: (transfer full): of #TnyReason, what speaks for the pair first, most points first
 */
GPtrArray * tny_comparison_explain (const TnyComparison *self,
                                    const TnyName       *name_a,
                                    const char          *text_a,
                                    const TnyName       *name_b,
                                    const char          *text_b,
                                    guint                n_close,
                                    float                close_points,
                                    int                 *score);

G_END_DECLS
