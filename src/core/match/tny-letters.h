/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Letters as names are compared by: lower case, no marks, Latin where there is a usual way to write
 * a letter in Latin. One unit is one such letter; letters beyond 16 bits are folded into them: at
 * worst two rare signs look alike. */
typedef guint16 TnyLetter;

#define TNY_LETTERS_MAX 18     /* what one character can become */

typedef enum
{
  TNY_LETTER_NONE,             /* belongs to no word: blanks, punctuation, controls */
  TNY_LETTER_MARK,             /* changes the letter before it; left out */
  TNY_LETTER_WORD,             /* @out was written to */
} TnyLetterKind;

/* What @c becomes: @out takes up to TNY_LETTERS_MAX letters, *n says how many. */
TnyLetterKind tny_letters_fold     (gunichar         c,
                                    TnyLetter        out[TNY_LETTERS_MAX],
                                    guint           *n);

/* Scripts that write words without blanks between them. */
gboolean      tny_letter_is_dense  (TnyLetter        letter);

/* The sound of a word, roughly: forms that people and transliterations use for one name become the
 * same (Mueller and Müller, Akademie and Academy). Writes at most @n letters, returns how many. */
guint         tny_letters_skeleton (const TnyLetter *letters,
                                    guint            n,
                                    TnyLetter       *out);

G_END_DECLS
