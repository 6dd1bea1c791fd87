/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-explain-window.h"

#include <glib/gi18n-lib.h>

#include "tny-check.h"
#include "tny-clock.h"
#include "tny-dialog.h"
#include "tny-error.h"
#include "tny-finding.h"
#include "tny-names.h"
#include "tny-session.h"
#include "tny-state-bin.h"
#include "tny-window.h"
#include "tny-words.h"

/* A question, and its answer. */
typedef struct
{
  char      *kind, *id, *field, *title, *shown;
  GPtrArray *causes;            /* TnyCause; NULL: not answered yet */
} Question;

struct _TnyExplainWindow
{
  AdwWindow     parent_instance;

  TnyStateBin  *states;
  GtkWidget    *content;        /* a box */

  GPtrArray    *questions;      /* Question */
  TnyStore     *store;          /* lent */
  GCancellable *running;
};

G_DEFINE_FINAL_TYPE (TnyExplainWindow, tny_explain_window, ADW_TYPE_WINDOW)

static void
question_free (gpointer data)
{
  Question *self = data;

  g_free (self->kind);
  g_free (self->id);
  g_free (self->field);
  g_free (self->title);
  g_free (self->shown);
  g_clear_pointer (&self->causes, g_ptr_array_unref);
  g_free (self);
}

static Question *
question_new (const TnyBlank *blank)
{
  Question *self = g_new0 (Question, 1);

  self->kind = g_strdup (blank->kind);
  self->id = g_strdup (blank->id);
  self->field = g_strdup (blank->field);
  self->title = g_strdup (blank->title);
  self->shown = g_strdup (blank->shown);

  return self;
}

/* Causes */

static GtkWidget *
cause_row_new (const Question *question, guint i, GtkWidget **first)
{
  const TnyCause *cause = question->causes->pdata[i];
  GtkWidget *row = gtk_list_box_row_new (), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3), *number;
  g_autofree char *figure = g_strdup_printf ("%u", i + 1);
  /* translators: a cause, spoken: its place in the chain, what it is */
  g_autofree char *name = g_strdup_printf (_("%u, %s"), i + 1, cause->cause);

  gtk_widget_set_margin_start (line, 12);
  gtk_widget_set_margin_end (line, 12);
  gtk_widget_set_margin_top (line, 9);
  gtk_widget_set_margin_bottom (line, 9);
  if (question->causes->len > 1)
    {
      number = gtk_label_new (figure);
      gtk_label_set_yalign (GTK_LABEL (number), 0);
      gtk_widget_add_css_class (number, "dim-label");
      gtk_widget_add_css_class (number, "numeric");
      gtk_box_append (GTK_BOX (line), number);
    }
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (line), box);
  tny_finding_append (box, &(TnyFinding) {
                        .about = question->title, .claim = cause->cause, .remedy = cause->remedy,
                        .who = cause->who, .message = cause->message, .action = cause->action,
                        .connection_id = cause->connection_id, .url = cause->url,
                        .evidence = cause->evidence, .at = cause->at,
                        .to_do = cause->remedy != NULL }, first);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  tny_name_set (row, name);

  return row;
}

static void
append_question (TnyExplainWindow *self, const Question *question, GtkWidget **first)
{
  GtkWidget *list = gtk_list_box_new ();
  /* translators: a field, and what stands there: "Last logon: Not synced" */
  g_autofree char *heading = question->shown != NULL
                             ? g_strdup_printf (_("%s: %s"), question->title, question->shown)
                             : g_strdup (question->title);
  /* translators: name of a list; %s is a field */
  g_autofree char *name = g_strdup_printf (_("Causes of %s"), question->title);

  tny_finding_label (self->content, heading, "heading");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_margin_bottom (list, 12);
  tny_name_set (list, name);
  for (guint i = 0; i < question->causes->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), cause_row_new (question, i, first));
  gtk_box_append (GTK_BOX (self->content), list);
}

static void
show_causes (TnyExplainWindow *self)
{
  GtkWidget *first = NULL;

  for (guint i = 0; i < self->questions->len; i++)
    append_question (self, self->questions->pdata[i], &first);
  tny_names_fix (self->content);
  tny_state_bin_show_content (self->states);
  if (first == NULL || !gtk_widget_grab_focus (first))
    gtk_widget_child_focus (self->content, GTK_DIR_TAB_FORWARD);
}

/* Reading */

typedef struct { TnyStore *store; GPtrArray *questions; GApplication *app; } Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_ptr_array_unref (request->questions);
  g_free (request);
}

/* A question about every connection becomes one about each. */
static gboolean
spread (TnyReader *reader, const Question *question, GPtrArray *into, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "connections/list", error);
  gboolean row = FALSE;

  if (stmt == NULL)
    return FALSE;
  while (tny_step (stmt, &row, error))
    {
      g_autofree char *id = NULL;

      if (!row)
        return TRUE;
      id = g_strdup_printf ("%" G_GINT64_FORMAT, tny_int (stmt, 0));
      g_ptr_array_add (into, question_new (&(TnyBlank) { question->kind, id, question->field,
                                                         tny_text (stmt, 1), question->shown }));
    }

  return FALSE;
}

static void
explain_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Request *request = data;
  GError *error = NULL;
  g_autoptr(TnyReader) reader = tny_store_borrow (request->store, &error);
  g_autoptr(GPtrArray) answers = g_ptr_array_new_with_free_func (question_free);

  for (guint i = 0; error == NULL && i < request->questions->len; i++)
    {
      const Question *asked = request->questions->pdata[i];

      if (asked->id == NULL)
        spread (reader, asked, answers, &error);
      else
        g_ptr_array_add (answers, question_new (&(TnyBlank) { asked->kind, asked->id, asked->field,
                                                              asked->title, asked->shown }));
    }
  for (guint i = 0; error == NULL && i < answers->len; i++)
    {
      Question *answer = answers->pdata[i];

      answer->causes = tny_explain (reader, answer->kind, answer->id, answer->field, &error);
    }

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&answers), (GDestroyNotify) g_ptr_array_unref);
}

static void
explained_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TnyExplainWindow *self = TNY_EXPLAIN_WINDOW (source);
  GTask *task = G_TASK (result);
  Request *request = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) answers = g_task_propagate_pointer (task, &error);

  if (request->app != NULL)
    g_application_release (request->app);
  if (g_task_get_cancellable (task) != self->running)
    return;
  g_clear_object (&self->running);
  if (error != NULL)
    {
      tny_state_bin_show_error (self->states, error, NULL);
      return;
    }
  g_ptr_array_unref (self->questions);
  self->questions = g_steal_pointer (&answers);
  show_causes (self);
}

static void
ask (TnyExplainWindow *self)
{
  Request *request = g_new0 (Request, 1);

  request->store = self->store;
  request->questions = g_ptr_array_ref (self->questions);
  request->app = g_application_get_default ();
  if (request->app != NULL)
    g_application_hold (request->app);
  self->running = g_cancellable_new ();

  g_autoptr(GTask) task = g_task_new (self, self->running, explained_cb, NULL);

  g_task_set_task_data (task, request, request_free);
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, explain_thread);
}

static gboolean
close_shortcut_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  gtk_window_close (GTK_WINDOW (widget));

  return TRUE;
}

/* Virtual functions */

static void
tny_explain_window_dispose (GObject *object)
{
  TnyExplainWindow *self = TNY_EXPLAIN_WINDOW (object);

  g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  g_clear_pointer (&self->questions, g_ptr_array_unref);

  G_OBJECT_CLASS (tny_explain_window_parent_class)->dispose (object);
}

static void
tny_explain_window_class_init (TnyExplainWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_explain_window_dispose;
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, close_shortcut_cb, NULL);
  tny_finding_install (widget_class);
}

static void
tny_explain_window_init (TnyExplainWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new (), *clamp = adw_clamp_new ();

  self->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_margin_start (self->content, 12);
  gtk_widget_set_margin_end (self->content, 12);
  gtk_widget_set_margin_top (self->content, 12);
  gtk_widget_set_margin_bottom (self->content, 6);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->content);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  self->states = TNY_STATE_BIN (tny_state_bin_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->states), TRUE);
  tny_state_bin_set_content (self->states, scroller);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->states));
  adw_window_set_content (ADW_WINDOW (self), box);
}

/* Public functions */

gboolean
tny_blank_is_old (gint64 read_at)
{
  return read_at != 0 && read_at < tny_clock_now (NULL) - TNY_BLANK_OLD;
}

void
tny_explain_present (GtkWidget *from, const char *subject, const TnyBlank *blanks, guint n_blanks)
{
  g_return_if_fail (GTK_IS_WIDGET (from));

  GtkRoot *root = gtk_widget_get_root (from);
  TnySession *session = TNY_IS_WINDOW (root) ? tny_window_get_session (TNY_WINDOW (root)) : NULL;
  TnyExplainWindow *self;
  GtkWidget *header, *title;

  if (session == NULL || n_blanks == 0)
    return;

  self = g_object_new (TNY_TYPE_EXPLAIN_WINDOW, "transient-for", root, "modal", TRUE,
                       "destroy-with-parent", TRUE, "title", _("Explanation"), "default-width", 520,
                       "default-height", 480, "width-request", 340, "height-request", 300, NULL);
  header = gtk_widget_get_first_child (adw_window_get_content (ADW_WINDOW (self)));
  title = adw_window_title_new (_("Explanation"), subject);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), title);
  self->store = tny_session_get_store (session);
  self->questions = g_ptr_array_new_with_free_func (question_free);
  for (guint i = 0; i < n_blanks; i++)
    g_ptr_array_add (self->questions, question_new (&blanks[i]));
  tny_dialog_prepare (GTK_WIDGET (self));
  ask (self);
  gtk_window_present (GTK_WINDOW (self));
}

/* A blank that can be pressed */

typedef struct { char *subject; Question *question; } Asked;

static void
asked_free (gpointer data, GClosure *closure)
{
  Asked *asked = data;

  g_free (asked->subject);
  question_free (asked->question);
  g_free (asked);
}

static void
blank_clicked_cb (GtkButton *button, gpointer data)
{
  const Asked *asked = data;
  const Question *question = asked->question;

  tny_explain_present (GTK_WIDGET (button), asked->subject,
                       &(TnyBlank) { question->kind, question->id, question->field, question->title,
                                     question->shown }, 1);
}

GtkWidget *
tny_blank_button_new (const char *subject, const TnyBlank *blank)
{
  GtkWidget *button = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (blank->shown);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-question-symbolic");
  /* translators: what a button explains, spoken: a field, what stands there */
  g_autofree char *name = g_strdup_printf (_("%s: %s, why?"), blank->title, blank->shown);
  Asked *asked = g_new0 (Asked, 1);

  asked->subject = g_strdup (subject);
  asked->question = question_new (blank);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "blank");
  gtk_widget_add_css_class (box, "dim-label");
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, _("Say why"));
  tny_name_set (button, name);
  g_signal_connect_data (button, "clicked", G_CALLBACK (blank_clicked_cb), asked, asked_free, 0);

  return button;
}
