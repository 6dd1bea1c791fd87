/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyChooseWindow: one record of a list, narrowed by typing. Enter takes the selected one.
 * Signal: chosen (gint64 id, const char *name); the window closes afterwards.
 * tny-choose-record.h has the lists that there are. */

#include <adwaita.h>

#include "tny-state-bin.h"

G_BEGIN_DECLS

/* What it shows. Texts are translated and lent for ever. */
typedef struct
{
  const char *title;             /* "Match To" */
  const char *accept;            /* label of the button, with its mnemonic */
  const char *list;              /* accessible name of the list */
  const char *search;            /* accessible name of the search */
  const char *placeholder;       /* what can be searched for */
  const char *busy;              /* what goes on while the list is read */
  TnyEmpty    not_found;         /* nothing fits what was typed */
  TnyEmpty    none;              /* the list is empty */
  void      (*set_columns) (TnyTable *table);
  char     *(*name_of)     (gconstpointer record);      /* for "chosen", a new string */
} TnyChoice;

#define TNY_TYPE_CHOOSE_WINDOW (tny_choose_window_get_type ())
G_DECLARE_FINAL_TYPE (TnyChooseWindow, tny_choose_window, TNY, CHOOSE_WINDOW, AdwWindow)

/* Above the window of @from, modal. @choice: a static table. @subject: for whom it is chosen. */
GtkWidget * tny_choose_window_new (GtkWidget *from, const TnyChoice *choice, const char *subject,
                                   const TnyTableOps *ops, GObject *source);

G_END_DECLS
