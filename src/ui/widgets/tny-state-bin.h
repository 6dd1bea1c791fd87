/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyStateBin: the four states of a page or of a part of it, one of which is shown:
 *
 *   busy ──filled──▸ content ──no rows──▸ empty (why, and what to do)
 *     └────failed──▸ error (its remedy)
 *
 * Only the one shown is in the accessibility tree. Busy shows nothing for 150 ms, then a spinner with
 * a text, and after 10 s the reason; content that is there already stays while it is read again.
 * Property: content (the widget of the filled state).
 */

#include "tny-table.h"

G_BEGIN_DECLS

typedef struct
{
  const char *icon;           /* symbolic icon name */
  const char *title;          /* translated, Header Case not needed; plain text */
  const char *description;    /* translated, plain text; nullable */
  const char *button;         /* translated, "_" marks a mnemonic; NULL: no button */
  const char *action;         /* detailed action name */
} TnyEmpty;

#define TNY_TYPE_STATE_BIN (tny_state_bin_get_type ())
G_DECLARE_FINAL_TYPE (TnyStateBin, tny_state_bin, TNY, STATE_BIN, GtkWidget)

GtkWidget  * tny_state_bin_new          (void);
void         tny_state_bin_set_content  (TnyStateBin *self, GtkWidget *content);

/* @text: what goes on ("Reading tenants…"); @reason: (nullable): why it takes long. */
void         tny_state_bin_show_busy    (TnyStateBin *self, const char *text, const char *reason);
void         tny_state_bin_show_content (TnyStateBin *self);
void         tny_state_bin_show_empty   (TnyStateBin *self, const TnyEmpty *empty);
/* @retry: (nullable): detailed action name of "Try Again". */
void         tny_state_bin_show_error   (TnyStateBin *self, const GError *error, const char *retry);
/* "busy", "content", "empty" or "error". */
const char * tny_state_bin_get_state    (TnyStateBin *self);

/* Follows @table (usually in the content): busy while its first query runs, error when one failed and
 * there are no rows, content when there are some; with none, @empty says what to show (its texts are
 * copied). @retry as above. */
void         tny_state_bin_follow       (TnyStateBin *self, TnyTable *table, const char *text,
                                         void (*empty) (TnyEmpty *empty, gpointer data),
                                         gpointer data, const char *retry);

G_END_DECLS
