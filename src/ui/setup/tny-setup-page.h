/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnySetupPage: one step of the set-up window.
 *
 * The window owns a TnySetup that all steps share: the session, the connection once it is stored, and
 * the draft. A step shows and changes it, says whether the person can go on (property "can-continue"),
 * and does its part when they do. */

#include <adwaita.h>

#include "tny-draft.h"
#include "tny-session.h"

G_BEGIN_DECLS

typedef struct
{
  TnySession *session;          /* lent */
  gint64      connection_id;    /* 0 until the connection is stored */
  TnyDraft   *draft;            /* owned by the window; saved a moment after it changes */
  gboolean    editing;          /* an existing connection is being changed */
  gboolean    finished;         /* its sync is queued */
} TnySetup;

/* The cloud that was chosen, lent; NULL while it is not known where the session's is. Main thread. */
const TnyCloud * tny_setup_cloud (TnySetup *setup);

#define TNY_TYPE_SETUP_PAGE (tny_setup_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (TnySetupPage, tny_setup_page, TNY, SETUP_PAGE, AdwBin)

struct _TnySetupPageClass
{
  AdwBinClass parent_class;

  /* shown: fill it from the set-up */
  void     (*enter)   (TnySetupPage *self);
  /* about to go; stop what runs */
  void     (*leave)   (TnySetupPage *self);
  /* Continue was pressed: TRUE goes on at once; FALSE when the step works on it and calls
   * tny_setup_page_proceed() later, or refuses */
  gboolean (*proceed) (TnySetupPage *self);

  gpointer padding[4];
};

TnySetup * tny_setup_page_get_setup     (TnySetupPage *self);     /* lent, NULL before enter */
void       tny_setup_page_set_continue  (TnySetupPage *self, gboolean can_continue);
/* Signal "draft-changed": the window saves the draft. */
void       tny_setup_page_draft_changed (TnySetupPage *self);
/* Signal "proceed": the step's work is done. */
void       tny_setup_page_proceed       (TnySetupPage *self);
/* Signal "finished": the whole set-up is, and its draft can go. */
void       tny_setup_page_finish        (TnySetupPage *self);
/* Signal "visit": to a step that was seen before. */
void       tny_setup_page_visit         (TnySetupPage *self, guint step);

/* For the window. */
void       tny_setup_page_enter         (TnySetupPage *self, TnySetup *setup);
void       tny_setup_page_leave         (TnySetupPage *self);
gboolean   tny_setup_page_press         (TnySetupPage *self);

/* Instead of gtk_widget_dispose_template(), which would unparent the child of an AdwBin behind its back. */
void       tny_setup_page_dispose_template (GObject *self, GType type);

/* A preferences row that shows @value under @title and copies it. Its button is called @copy_name. */
GtkWidget * tny_copy_row_new            (const char *title, const char *value, const char *copy_name);
/* The button alone, after what @row has already. */
void        tny_copy_row_add            (AdwActionRow *row, const char *value, const char *copy_name);

G_END_DECLS
