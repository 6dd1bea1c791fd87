/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-preview-detail.h"

#include <glib/gi18n-lib.h>

#include "tny-clock.h"
#include "tny-contact-words.h"
#include "tny-error-show.h"
#include "tny-page.h"
#include "tny-preview-rows.h"
#include "tny-user-words.h"
#include "tny-words.h"
#include "tny-wrap-box.h"

struct _TnyPreviewDetail
{
  GtkWidget        parent_instance;

  GtkWidget       *nothing, *scroller, *buttons;
  GtkWidget       *title, *about, *why;
  GtkWidget       *rules, *also, *candidates, *changes_label, *changes;
  GtkWidget       *differences_label, *differences;
  GtkWidget       *reset;

  GtkSizeGroup    *labels, *verdicts;
  TnyPreviewFacts *facts;          /* NULL: nothing is shown */
  gint64           wanted;         /* the user that was asked for */
  guint            shown;          /* which of the candidates */
  GCancellable    *running;
  gboolean         quiet;
};

G_DEFINE_FINAL_TYPE (TnyPreviewDetail, tny_preview_detail, GTK_TYPE_WIDGET)

enum { LOADED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Helpers */

static void
show_head (TnyPreviewDetail *self)
{
  const TnyContactPlanLine *line = &self->facts->entry->line;
  const TnyUserRow *user = self->facts->user;
  g_autofree char *title = tny_words_name (line->user);
  g_autofree char *login = tny_words_name (user->user_principal_name);
  g_autofree char *organization = tny_words_name (line->organization_name);
  g_autofree char *read = tny_words_ago (user->read_at, tny_clock_now (NULL));
  /* translators: user name, status, organization, when the user was read */
  g_autofree char *about = g_strdup_printf (_("%s · %s · %s · read %s"), login,
                                            tny_user_status_word (user), organization, read);

  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->about), about);
}

static void
show_rules (TnyPreviewDetail *self)
{
  tny_preview_rows_clear (self->rules);
  for (guint i = 0; i < TNY_CONTACT_N_RULES; i++)
    tny_preview_rows_add_rule (self->rules, self->labels, self->verdicts, i + 1, self->facts,
                               tny_preview_detail_get_candidate (self));
}

/* How many of the reasons repeat what the rules say: as many rules as were asked. */
static guint
n_rule_reasons (const TnyPreviewFacts *facts)
{
  const TnyContactPlanLine *line = &facts->entry->line;
  gboolean by_hand = line->decision.action != TNY_CONTACT_NO_DECISION;

  if (!by_hand && (line->outcome == TNY_CONTACT_SKIP || line->outcome == TNY_CONTACT_UNCHANGED))
    return 0;
  for (guint i = 0; i < TNY_CONTACT_N_RULES; i++)
    if (facts->rules[i].contacts->len > 0)
      return i + 1;

  return TNY_CONTACT_N_RULES;
}

static void
show_why (TnyPreviewDetail *self)
{
  const TnyContactPlanLine *line = &self->facts->entry->line;
  g_autoptr(GString) text = g_string_new (NULL);
  GPtrArray *reasons = self->facts->entry->reasons;
  guint n_rules = n_rule_reasons (self->facts);

  if (n_rules >= reasons->len)
    n_rules = line->outcome == TNY_CONTACT_UNDECIDED ? 0 : reasons->len;
  for (guint i = n_rules; i < reasons->len; i++)
    {
      g_autofree char *reason = tny_words_name (reasons->pdata[i]);

      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", reason);
    }

  g_autofree char *why = line->outcome != TNY_CONTACT_UNDECIDED
                         /* translators: %s: reasons, with points between them */
                         ? g_strdup_printf (_("Why: %s"), text->str)
                         : line->conflict ? g_strdup_printf (_("Why a conflict: %s"), text->str)
                                          : g_strdup_printf (_("Why suspicious: %s"), text->str);

  gtk_label_set_text (GTK_LABEL (self->why), why);
  gtk_widget_set_visible (self->why, text->len > 0);
}

static void
show_candidates (TnyPreviewDetail *self)
{
  GPtrArray *candidates = self->facts->candidates;

  self->quiet = TRUE;
  tny_preview_rows_clear (self->candidates);
  for (guint i = 0; i < candidates->len; i++)
    tny_preview_rows_add_candidate (self->candidates, candidates->pdata[i], i + 1);
  gtk_list_box_select_row (GTK_LIST_BOX (self->candidates),
                           gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->candidates),
                                                          (int) self->shown));
  self->quiet = FALSE;
  gtk_widget_set_visible (self->also, candidates->len > 0);
  gtk_widget_set_visible (self->candidates, candidates->len > 0);
}

static void
show_changes (TnyPreviewDetail *self)
{
  GPtrArray *changes = self->facts->entry->changes;
  gboolean some = changes->len > 0;

  tny_preview_rows_clear (self->changes);
  for (guint i = 0; i < changes->len; i++)
    tny_preview_rows_add_change (self->changes, self->labels, changes->pdata[i]);
  gtk_widget_set_visible (self->changes_label, some);
  gtk_widget_set_visible (self->changes, some);
}

static void
show_differences (TnyPreviewDetail *self)
{
  GPtrArray *differences = self->facts->entry->differences;
  gboolean some = differences->len > 0;

  tny_preview_rows_clear (self->differences);
  for (guint i = 0; i < differences->len; i++)
    tny_preview_rows_add_difference (self->differences, self->labels, differences->pdata[i]);
  gtk_widget_set_visible (self->differences_label, some);
  gtk_widget_set_visible (self->differences, some);
}

static void
show_all (TnyPreviewDetail *self)
{
  gboolean some = self->facts != NULL;

  gtk_widget_set_visible (self->nothing, !some);
  gtk_widget_set_visible (self->scroller, some);
  gtk_widget_set_visible (self->buttons, some);
  if (!some)
    return;

  show_head (self);
  show_rules (self);
  show_why (self);
  show_candidates (self);
  show_changes (self);
  show_differences (self);
  gtk_widget_set_visible (self->reset, self->facts->entry->line.decision.action
                                       != TNY_CONTACT_NO_DECISION);
}

/* The candidate that was looked at stays the one that is looked at. */
static guint
same_candidate (const TnyPreviewFacts *before, guint shown, const TnyPreviewFacts *after)
{
  if (before == NULL || after == NULL || shown >= before->candidates->len
      || before->entry->line.user_id != after->entry->line.user_id)
    return 0;

  gint64 id = ((TnyContactRow *) before->candidates->pdata[shown])->id;

  for (guint i = 0; i < after->candidates->len; i++)
    if (((TnyContactRow *) after->candidates->pdata[i])->id == id)
      return i;

  return 0;
}

static gboolean
focus_candidate (TnyPreviewDetail *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->candidates));

  return row != NULL && gtk_widget_get_mapped (GTK_WIDGET (row))
         && gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
take_facts (TnyPreviewDetail *self, TnyPreviewFacts *facts)
{
  TnyPreviewFacts *before = self->facts;
  gboolean another = before == NULL || facts == NULL
                     || before->entry->line.user_id != facts->entry->line.user_id;

  if (before != NULL && facts != NULL && tny_preview_facts_equal (before, facts))
    {
      self->facts = facts;
      tny_preview_facts_free (before);
      show_head (self);
      g_signal_emit (self, signals[LOADED], 0);
      return;
    }

  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean in_lists = focus != NULL && gtk_widget_is_ancestor (focus, self->scroller);
  gboolean in_candidates = in_lists && gtk_widget_is_ancestor (focus, self->candidates);

  self->shown = same_candidate (before, self->shown, facts);
  self->facts = facts;
  show_all (self);
  if (another)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (
                                GTK_SCROLLED_WINDOW (self->scroller)), 0);
  tny_preview_facts_free (before);
  g_signal_emit (self, signals[LOADED], 0);

  /* rows that had the focus are new ones now */
  if (in_candidates && focus_candidate (self))
    return;
  if (in_lists)
    tny_preview_detail_focus (self);
}

/* Callbacks */

typedef struct { TnyContactSource *source; gint64 user_id; GApplication *app; } Request;

static void
request_free (gpointer data)
{
  g_object_unref (((Request *) data)->source);
  g_free (data);
}

static void
load_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Request *request = data;
  GError *error = NULL;
  TnyPreviewFacts *facts = tny_preview_facts_read (request->source, request->user_id, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, facts, (GDestroyNotify) tny_preview_facts_free);
}

static void
loaded_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  TnyPreviewDetail *self = TNY_PREVIEW_DETAIL (object);
  GTask *task = G_TASK (result);
  Request *request = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyPreviewFacts) facts = g_task_propagate_pointer (task, &error);

  if (request->app != NULL)
    g_application_release (request->app);
  if (g_task_get_cancellable (task) != self->running)
    return;

  g_clear_object (&self->running);
  if (error == NULL)
    take_facts (self, g_steal_pointer (&facts));
  else
    tny_error_show (GTK_WIDGET (self), error);
}

static void
candidate_selected_cb (TnyPreviewDetail *self, GtkListBoxRow *row)
{
  if (self->quiet || row == NULL || self->facts == NULL)
    return;

  self->shown = (guint) gtk_list_box_row_get_index (row);
  show_rules (self);
  g_signal_emit (self, signals[LOADED], 0);
}

static void
candidate_activated_cb (TnyPreviewDetail *self, GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "contact.candidate", "i",
                              gtk_list_box_row_get_index (row) + 1);
}

/* Virtual functions */

static void
tny_preview_detail_dispose (GObject *object)
{
  TnyPreviewDetail *self = TNY_PREVIEW_DETAIL (object);

  self->quiet = TRUE;
  g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  g_clear_pointer (&self->facts, tny_preview_facts_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), TNY_TYPE_PREVIEW_DETAIL);
  g_clear_object (&self->labels);
  g_clear_object (&self->verdicts);

  G_OBJECT_CLASS (tny_preview_detail_parent_class)->dispose (object);
}

static void
tny_preview_detail_class_init (TnyPreviewDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_preview_detail_dispose;

  g_type_ensure (TNY_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-preview-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, TnyPreviewDetail, nothing);
  gtk_widget_class_bind_template_child (widget_class, TnyPreviewDetail, scroller);
  gtk_widget_class_bind_template_child (widget_class, TnyPreviewDetail, buttons);
  gtk_widget_class_bind_template_child (widget_class, TnyPreviewDetail, title);
  gtk_widget_class_bind_template_child (widget_class, TnyPreviewDetail, about);
  gtk_widget_class_bind_template_child (widget_class, TnyPreviewDetail, why);
  gtk_widget_class_bind_template_child (widget_class, TnyPreviewDetail, rules);
  gtk_widget_class_bind_template_child (widget_class, TnyPreviewDetail, also);
  gtk_widget_class_bind_template_child (widget_class, TnyPreviewDetail, candidates);
  gtk_widget_class_bind_template_child (widget_class, TnyPreviewDetail, changes_label);
  gtk_widget_class_bind_template_child (widget_class, TnyPreviewDetail, changes);
  gtk_widget_class_bind_template_child (widget_class, TnyPreviewDetail, differences_label);
  gtk_widget_class_bind_template_child (widget_class, TnyPreviewDetail, differences);
  gtk_widget_class_bind_template_child (widget_class, TnyPreviewDetail, reset);
  gtk_widget_class_bind_template_callback (widget_class, candidate_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, candidate_activated_cb);

  /* what is shown is another: actions may be possible now that were not */
  signals[LOADED] = g_signal_new ("loaded", TNY_TYPE_PREVIEW_DETAIL, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
tny_preview_detail_init (TnyPreviewDetail *self)
{
  self->labels = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  self->verdicts = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Public functions */

void
tny_preview_detail_load (TnyPreviewDetail *self, TnyContactSource *source, gint64 user_id)
{
  g_return_if_fail (TNY_IS_PREVIEW_DETAIL (self));

  g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  self->wanted = user_id;
  if (user_id == 0 || source == NULL)
    {
      take_facts (self, NULL);
      return;
    }

  Request *request = g_new0 (Request, 1);

  request->source = g_object_ref (source);
  request->user_id = user_id;
  request->app = g_application_get_default ();
  if (request->app != NULL)
    g_application_hold (request->app);
  self->running = g_cancellable_new ();

  g_autoptr(GTask) task = g_task_new (self, self->running, loaded_cb, NULL);

  g_task_set_task_data (task, request, request_free);
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, load_thread);
}

const TnyPreviewFacts *
tny_preview_detail_get_facts (TnyPreviewDetail *self)
{
  g_return_val_if_fail (TNY_IS_PREVIEW_DETAIL (self), NULL);

  return self->facts != NULL && self->facts->entry->line.user_id == self->wanted ? self->facts
                                                                                   : NULL;
}

const TnyContactRow *
tny_preview_detail_get_candidate (TnyPreviewDetail *self)
{
  g_return_val_if_fail (TNY_IS_PREVIEW_DETAIL (self), NULL);

  return self->facts != NULL && self->shown < self->facts->candidates->len
         ? self->facts->candidates->pdata[self->shown] : NULL;
}

gboolean
tny_preview_detail_focus (TnyPreviewDetail *self)
{
  g_return_val_if_fail (TNY_IS_PREVIEW_DETAIL (self), FALSE);

  GtkWidget *row = gtk_widget_get_first_child (self->rules);

  if (row != NULL && gtk_widget_get_mapped (row) && gtk_widget_grab_focus (row))
    return TRUE;

  return gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
