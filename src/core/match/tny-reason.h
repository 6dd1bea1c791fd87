/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Why a suggestion has its score. The points of all reasons of one suggestion add up to the score
 * exactly, so that the evidence can be shown as a sum. */
typedef enum
{
  TNY_REASON_SAME_NAME,          /* equal but for case, composition and outer blanks */
  TNY_REASON_SAME_WITHOUT,       /* equal once @theirs or @ours (a legal form, “The”) is left out */
  TNY_REASON_SAME_WORDS,         /* @n of the @of words that count */
  TNY_REASON_SPELLING,           /* @theirs and @ours: one word, other accents or spelling */
  TNY_REASON_SAME_MEANING,       /* @theirs and @ours: abbreviation, other language, number word */
  TNY_REASON_LETTERS,            /* @theirs and @ours: @n letters different */
  TNY_REASON_PART_OF_WORD,       /* @theirs and @ours: one begins or contains the other */
  TNY_REASON_RUN_TOGETHER,       /* @theirs and @ours: the same letters, other blanks */
  TNY_REASON_INITIALS,           /* @theirs are the initials of @ours, or the other way round */
  TNY_REASON_ONLY_THEIRS,        /* @theirs stands in the tenant's name only */
  TNY_REASON_ONLY_OURS,          /* @ours stands in the organization's name only */
  TNY_REASON_OTHER_NUMBER,       /* @theirs and @ours: numbers that differ */
  TNY_REASON_OTHER_PLACE,        /* @theirs and @ours: places that differ */
  TNY_REASON_OTHER_FORM,         /* @theirs and @ours: legal forms that differ */
  TNY_REASON_OTHER_ORDER,        /* the words stand in another order */
  TNY_REASON_COMMON_WORDS,       /* what is the same stands in many names */
  TNY_REASON_AMBIGUOUS,          /* @n other organizations are as close */

  /* Beside names. */
  TNY_REASON_FORMER_NAME,        /* the tenant was called @theirs until @at; @at 0: its contract is */
  TNY_REASON_OUR_FORMER_NAME,    /* the organization was called @ours until @at */
  TNY_REASON_DOMAIN,             /* @n of the @of contacts with an address have it in the domain @theirs */
  TNY_REASON_SHARED_DOMAIN,      /* the same, and so have contacts of other organizations */
  TNY_REASON_WEBSITE,            /* the organization's website is at the domain @theirs */
  TNY_REASON_OTHER_DOMAIN,       /* its contacts have their addresses elsewhere, most in @ours */
  TNY_REASON_PEOPLE,             /* @n of the tenant's @of people are contacts of the organization */
  TNY_REASON_PHONE,              /* the same number, @theirs */
  TNY_REASON_POSTAL_CODE,        /* @theirs */
  TNY_REASON_CITY,               /* @theirs */
  TNY_REASON_OTHER_CITY,         /* @theirs and @ours */
  TNY_REASON_RIVAL,              /* domain or people point to @ours, another organization */
  TNY_REASON_MATCHED_BEFORE,     /* this tenant was matched with this organization */
} TnyReasonKind;

typedef struct
{
  TnyReasonKind  kind;
  int            points;         /* signed, never 0 */
  char          *theirs, *ours;  /* quoted from the tenant's and the organization's name, or NULL */
  guint          n, of;
  gint64         at;             /* unix seconds, UTC; 0: not known */
} TnyReason;

void   tny_reason_free (TnyReason       *self);
/* The reason as a translated sentence without a full stop, points left out. Words quoted from names
 * cannot change what stands around them. Any thread. */
char * tny_reason_text (const TnyReason *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyReason, tny_reason_free)

G_END_DECLS
