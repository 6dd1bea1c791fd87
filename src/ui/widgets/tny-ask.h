/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One question, one answer. AdwMessageDialog today; AdwAlertDialog from libadwaita 1.5 on. */

#include <adwaita.h>

G_BEGIN_DECLS

typedef struct
{
  const char            *id;       /* NULL ends the list */
  const char            *label;    /* translated, in Header Case, "_" marks a mnemonic */
  AdwResponseAppearance  look;
} TnyAnswer;

typedef struct
{
  const char *heading, *body;   /* translated, plain text; body nullable */
  GtkWidget  *child;            /* (transfer floating) (nullable): below the body */
  TnyAnswer   answers[4];       /* in reading order; the last is the main one */
  const char *preferred;        /* id of the answer that Enter gives; nullable */
  const char *cancel;           /* id that Esc and closing give; NULL: the first */
} TnyQuestion;

/**
 * tny_ask_async:
 * @from: the widget that asks; the dialog stands above its window and is the @source of the callback
 *
 * Asks. Main thread; modal for the window, other windows go on.
 *
 * Returns: (transfer none): the dialog, for what the question's child may enable or answer
 *   (adw_message_dialog_set_response_enabled, adw_message_dialog_response)
 */
GtkWidget * tny_ask_async  (GtkWidget *from, const TnyQuestion *question,
                            GAsyncReadyCallback callback, gpointer data);
/* The id of the answer, a new string, never NULL. */
char      * tny_ask_finish (GAsyncResult *result);

G_END_DECLS
