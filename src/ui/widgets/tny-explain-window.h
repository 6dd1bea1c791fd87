/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Why a Microsoft field is empty or old, as `tenantryctl explain` says it: the chain of causes, the first one
 * first, each with what to do and how it is known.
 *
 *   a blank in a list, a pane, a number ──pressed──▸ tny_explain_present ──worker: tny_explain──▸ causes
 *
 * Whatever can be blank looks so by itself: a cell of a TnyTable whose column has .blank, or a
 * tny_blank_button_new() in the place of a label. */

#include <adwaita.h>

G_BEGIN_DECLS

#define TNY_TYPE_EXPLAIN_WINDOW (tny_explain_window_get_type ())
G_DECLARE_FINAL_TYPE (TnyExplainWindow, tny_explain_window, TNY, EXPLAIN_WINDOW, AdwWindow)

/* One question; as tny_explain() takes it. */
typedef struct
{
  const char *kind, *id, *field;        /* @id NULL: of every connection */
  const char *title;                    /* what people call the field: "Last logon" */
  const char *shown;                    /* (nullable): what stands there: "Not synced" */
} TnyBlank;

/* Where it is old without being blank: data of Microsoft that nobody has read for so many seconds. */
#define TNY_BLANK_OLD (24 * 60 * 60)
gboolean    tny_blank_is_old     (gint64 read_at);

/**
 * tny_explain_present:
 * @from: the widget that was pressed
 * @subject: whose fields they are: "Anna Berg"
 * @blanks: what is asked; copied
 *
 * Shows the window above that of @from, and reads the causes in a worker. Main thread.
 */
void        tny_explain_present  (GtkWidget *from, const char *subject, const TnyBlank *blanks,
                                  guint n_blanks);

/* What is shown in the place of a value, dim and with a question mark: pressing it explains. */
GtkWidget * tny_blank_button_new (const char *subject, const TnyBlank *blank);

G_END_DECLS
