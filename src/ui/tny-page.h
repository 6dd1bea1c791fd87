/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyPage: one page of the main window.
 *
 * How a page is made
 * ------------------
 * 1. pages/tny-NAME-page.ui: <template class="TnyNamePage" parent="TnyPage">, with the parts in
 *    properties:
 *      content   the page itself (required)
 *      filter    what stands at the start of the tool row, normally a TnyFilterBar
 *      actions   a GtkBox with the page's buttons at the end of the tool row; when the page is
 *                narrow it moves to a bar at the bottom by itself
 *      menu      GMenuModel of the ⋮ button in the header bar
 *      subtitle  what is open inside the page ("Contoso"), shown below the title
 *      can-go-back  TRUE while an inner detail is open that the back vfunc closes
 *      searchable  TRUE gives Ctrl+F, a search field and the search_changed vfunc
 * 2. pages/tny-name-page.[ch]: G_DECLARE_FINAL_TYPE (TnyNamePage, tny_name_page, TNY, NAME_PAGE,
 *    TnyPage). It binds and forwards; what it shows and decides lives in the core.
 *    Its dispose calls gtk_widget_dispose_template().
 * 3. one entry in the table of tny-pages.c, the .ui in tny-ui.gresource.xml, the .c in meson.build,
 *    those of them with texts in po/POTFILES (tests/ui/test-potfiles.py --write).
 * pages/tny-licences-page.c is a short example, pages/tny-organizations-page.c a long one.
 *
 * A page's life
 * -------------
 *   g_object_new → (host set) → enter → … refresh, search_changed, show_target … → leave → disposed
 * Only the page on screen exists. What must survive goes into its TnyPageState, which the window
 * keeps: write it in leave (or as it changes), read it in enter. A page never counts, never waits:
 * it starts work in enter and fills itself when the answer comes.
 *
 * Actions
 * -------
 * A page installs its actions with gtk_widget_class_install_action(). These names have keys already,
 * which work anywhere in the window while the page is shown and the action is enabled:
 *   page.search Ctrl+F (given by searchable)   page.refresh F5      page.export Ctrl+E
 *   page.undo Ctrl+Z                           page.redo Ctrl+Shift+Z
 * Actions of single letters (A, M, I …) belong in a GtkShortcutController of scope local on the
 * list and on the detail, so that typing in a search field stays typing.
 * Every action also exists as a button with a name; its key stands in the tooltip.
 */

#include <adwaita.h>

typedef struct _TnySession TnySession;
#include "tny-shell.h"

/* Where templates and icons live in the program. */
#define TNY_RESOURCES "/io/github/tenantry/Tenantry/"

G_BEGIN_DECLS

/* What a page remembers while another is shown. Kept by the window, lent to the page. */
typedef struct
{
  char     *filter;       /* id of the chosen filter; NULL: the page's first */
  char     *search;       /* text of the search field; NULL: none, field closed */
  char     *sort;         /* id of the sorted column; NULL: the page's default */
  gboolean  descending;
  gint64    selected;     /* database id of the selected row; 0: none */
  double    scroll;       /* of the main list, in pixels */
  GObject  *own;          /* whatever else this page must keep, e.g. its undo stack; or NULL */
} TnyPageState;

#define TNY_TYPE_PAGE (tny_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (TnyPage, tny_page, TNY, PAGE, GtkWidget)

struct _TnyPageClass
{
  GtkWidgetClass parent_class;

  /* the page is on screen and has its session and state: begin to fill it */
  void     (*enter)          (TnyPage *self);
  /* it is about to go: put away what should come back */
  void     (*leave)          (TnyPage *self);
  /* the database changed (a sync page, an undo, the command line): read again, keep the place */
  void     (*refresh)        (TnyPage *self);
  /* the search text changed (after a short pause in typing); "" when the search was closed */
  void     (*search_changed) (TnyPage *self, const char *text);
  /* somebody came here for one thing ("run:12", "tenant:7"): show it */
  void     (*show_target)    (TnyPage *self, const char *target);
  /* Alt+Left: close an inner detail; FALSE when there is none and the window may fold back */
  gboolean (*back)           (TnyPage *self);
  /* why the page cannot do @action now, a sentence (a new string) that its key says; NULL: it can */
  char *   (*why_not)        (TnyPage *self, const char *action);

  gpointer  padding[4];
};

/* The session of the window; NULL only in tests that gave none. Lent. */
TnySession   *tny_page_get_session   (TnyPage *self);
/* Lent, never NULL, outlives the page. */
TnyPageState *tny_page_get_state     (TnyPage *self);
/* Whether the page is too narrow for tables side by side (below 34 em of its own font). Property
 * "narrow", notified. */
gboolean      tny_page_get_narrow    (TnyPage *self);
/* The text of the search field, "" when there is none. Lent. */
const char   *tny_page_get_search    (TnyPage *self);

/* Opens the search with @text; NULL or "" closes it. */
void          tny_page_set_search    (TnyPage *self, const char *text);

/* The content is there. TRUE the first time, when the page may put the focus into it: nobody is in the
 * sidebar, in a window above, or in the page but for its filters. */
gboolean      tny_page_settle        (TnyPage *self);

/* F6 visits the sidebar, then the panes of the page in the order they were added here (the tool row
 * is the first by itself). @pane must be a descendant of the page. */
void          tny_page_add_pane      (TnyPage *self, GtkWidget *pane);

/* Ask the window to count again what stands in the sidebar, after a decision changed it. */
void          tny_page_counts_changed (TnyPage *self);

/* For the window and for tests. @session may be NULL in tests; @state is lent and must outlive the page. */
void          tny_page_set_host      (TnyPage *self, TnySession *session, TnyPageState *state);
void          tny_page_enter         (TnyPage *self);
void          tny_page_leave         (TnyPage *self);
void          tny_page_refresh       (TnyPage *self);
void          tny_page_show_target   (TnyPage *self, const char *target);
gboolean      tny_page_back          (TnyPage *self);
gboolean      tny_page_next_pane     (TnyPage *self, gboolean backwards);

TnyPageState *tny_page_state_new     (void);
void          tny_page_state_free    (TnyPageState *state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyPageState, tny_page_state_free)

G_END_DECLS
