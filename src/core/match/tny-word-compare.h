/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-name.h"
#include "tny-reason.h"

G_BEGIN_DECLS

/* How alike two words are, 0 to 1; below TNY_WORDS_ALIKE they are different words and it is 0. Says
 * in which way, and how many letters differ. Any thread. */
#define TNY_WORDS_ALIKE 0.5f

float    tny_words_compare     (const TnyWord   *a,
                                const TnyWord   *b,
                                TnyReasonKind   *kind,
                                guint           *n_different);
gboolean tny_words_same        (const TnyWord   *a,
                                const TnyWord   *b);
/* Letters to insert, remove, replace or swap; @limit + 1 when more than @limit. */
guint    tny_letters_distance  (const TnyLetter *a,
                                guint            n_a,
                                const TnyLetter *b,
                                guint            n_b,
                                guint            limit);

G_END_DECLS
