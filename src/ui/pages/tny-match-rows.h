/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The rows of the lists in a TnyMatchDetail: each looks like a line of a table and is spoken as one
 * sentence. @list is a GtkListBox. */

#include <gtk/gtk.h>

#include "tny-match-facts.h"
#include "tny-match-words.h"

G_BEGIN_DECLS

/* What keeps the columns of the evidence under each other. Owned by whoever made the groups. */
typedef struct { GtkSizeGroup *label, *sign; } TnyMatchColumns;

void tny_match_rows_clear         (GtkWidget *list);
/* @theirs and @ours: NULL is said to be missing, never blank. */
void tny_match_rows_add_evidence  (GtkWidget *list, const TnyMatchColumns *columns, const char *what,
                                   const char *theirs, const char *ours, TnyLikeness likeness);
/* @most: the points that fill a bar. */
void tny_match_rows_add_reason    (GtkWidget *list, const TnyReasonText *reason, int most);
/* @number: from 1, the key that accepts it. */
void tny_match_rows_add_candidate (GtkWidget *list, const TnyMatchSide *side, guint number);

G_END_DECLS
