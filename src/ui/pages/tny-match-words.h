/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Matching in words: what its table, its detail and its dialogs call the same things. All results of
 * char * are new strings. */

#include "tny-list.h"

G_BEGIN_DECLS

/* "88 Likely"; TNY_UNKNOWN for a score below 0. Strong from 90, Likely from 70, Weak below. */
char       * tny_match_score_words  (int score);
/* "Suggested", lent: state as screens name it. */
const char * tny_match_state_word   (const char *state);
const char * tny_match_state_icon   (const char *state);
const char * tny_match_state_style  (const char *state);      /* nullable */
/* "Contoso Ltd, suggested, Contoso, 88": the accessible name of a row. */
char       * tny_match_row_name     (gconstpointer tenant_row);
/* "Matched automatically: same name", "Chosen by alice"; NULL while undecided. */
char       * tny_match_method_words (const TnyTenantRow *tenant);

/* How what Microsoft says and what is here compare. */
typedef enum { TNY_SAME, TNY_SIMILAR, TNY_DIFFERENT, TNY_NOT_COMPARED } TnyLikeness;

const char * tny_likeness_sign      (TnyLikeness likeness);   /* "=", "≈", "≠", "–" */
const char * tny_likeness_word      (TnyLikeness likeness);   /* "same", "similar" … */
/* Names: the same after folding; similar when a matcher gave them @score of at least 50. */
TnyLikeness  tny_likeness_of_names  (const char *theirs, const char *ours, int score);
/* Domain: @users of @n contacts here have an address in it. */
TnyLikeness  tny_likeness_of_domain (gint64 users, gint64 n);

G_END_DECLS
