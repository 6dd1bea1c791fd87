/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-match-detail.h"

#include <glib/gi18n-lib.h>

#include "tny-clock.h"
#include "tny-error.h"
#include "tny-error-show.h"
#include "tny-match-evidence.h"
#include "tny-match-rows.h"
#include "tny-page.h"
#include "tny-words.h"
#include "tny-wrap-box.h"

struct _TnyMatchDetail
{
  GtkWidget      parent_instance;

  GtkWidget     *nothing, *scroller, *buttons;
  GtkWidget     *title, *state_icon, *state;
  GtkWidget     *evidence_head, *head_label, *head_sign, *evidence;
  GtkWidget     *why, *reasons;
  GtkWidget     *also, *candidates, *no_candidates;
  GtkWidget     *facts_label;
  GtkWidget     *accept, *change, *ignore, *create;

  TnyMatchColumns columns;
  TnyMatchFacts *facts;          /* NULL: nothing is shown */
  gint64         wanted;         /* the tenant that was asked for */
  guint          shown;          /* which of the sides */
  GCancellable  *running;
  gboolean       quiet;
};

G_DEFINE_FINAL_TYPE (TnyMatchDetail, tny_match_detail, GTK_TYPE_WIDGET)

enum { LOADED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Helpers */

static void
show_evidence (TnyMatchDetail *self)
{
  const TnyMatchSide *side = tny_match_detail_get_side (self);

  tny_match_rows_clear (self->evidence);
  tny_match_rows_clear (self->reasons);
  gtk_widget_set_visible (self->evidence_head, side != NULL);
  gtk_widget_set_visible (self->evidence, side != NULL);
  gtk_widget_set_visible (self->why, side != NULL && (side->score >= 0 || side->reasons->len > 0));
  gtk_widget_set_visible (self->reasons, side != NULL && side->reasons->len > 0);
  if (side == NULL)
    return;

  tny_match_evidence_show (self->evidence, &self->columns, self->facts, side);

  /* the largest of them fills its bar */
  int most = 1;

  for (guint i = 0; i < side->reasons->len; i++)
    most = MAX (most, ABS (((TnyReasonText *) side->reasons->pdata[i])->points));
  for (guint i = 0; i < side->reasons->len; i++)
    tny_match_rows_add_reason (self->reasons, side->reasons->pdata[i], most);

  if (side->score >= 0)
    {
      g_autofree char *score = tny_match_score_words (side->score);
      /* translators: heading above the reasons of a score, e.g. "Why 88 Likely" */
      g_autofree char *why = g_strdup_printf (_("Why %s"), score);

      gtk_label_set_text (GTK_LABEL (self->why), why);
    }
  else
    {
      gtk_label_set_text (GTK_LABEL (self->why), _("Why"));
    }
}

static void
show_state (TnyMatchDetail *self)
{
  const TnyTenantRow *tenant = self->facts->tenant;
  const char *style = tny_match_state_style (tenant->state);
  g_autofree char *title = tny_words_name (tenant->name);
  g_autofree char *method = tny_match_method_words (tenant);
  g_autofree char *text = NULL;

  if (tenant->gone_at != 0)
    text = g_strdup (_("Microsoft no longer lists this tenant."));
  else if (g_strcmp0 (tenant->state, "matched") == 0)
    text = g_strdup (method);
  else if (method != NULL)
    text = g_strdup (method);
  else
    text = g_strdup (tny_match_state_word (tenant->state));

  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->state), text);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->state_icon), tny_match_state_icon (tenant->state));
  gtk_widget_set_css_classes (self->state_icon, style != NULL ? (const char *[]) { style, NULL }
                                                              : (const char *[]) { NULL });
}

static void
show_candidates (TnyMatchDetail *self)
{
  const TnyMatchFacts *facts = self->facts;
  gboolean undecided = facts->tenant->method == NULL;
  gboolean some = undecided && facts->sides->len > 0;

  self->quiet = TRUE;
  tny_match_rows_clear (self->candidates);
  for (guint i = 0; some && i < facts->sides->len; i++)
    tny_match_rows_add_candidate (self->candidates, facts->sides->pdata[i], i + 1);
  gtk_list_box_select_row (GTK_LIST_BOX (self->candidates),
                           gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->candidates),
                                                          (int) self->shown));
  self->quiet = FALSE;

  gtk_widget_set_visible (self->also, some);
  gtk_widget_set_visible (self->candidates, some);
  gtk_widget_set_visible (self->no_candidates, undecided && !some);
  gtk_label_set_text (GTK_LABEL (self->no_candidates),
                      facts->checked == TNY_COULD_NOT_CHECK
                      ? _("Could not check for candidates. Press F5 to try again.")
                      : facts->checked == TNY_NOT_CHECKED_YET
                      ? _("Not checked yet: candidates come at the end of the sync or import.")
                      : _("No organization here has a similar name, domain or phone number. Choose one yourself, create it, "
                          "or import your organizations first."));
}

static void
show_facts (TnyMatchDetail *self)
{
  const TnyTenantRow *tenant = self->facts->tenant;
  gint64 now = tny_clock_now (NULL);
  g_autofree char *listed = tny_words_ago (tenant->listed_at, now);
  g_autofree char *read = tny_words_ago (tenant->users_read_at, now);
  g_autofree char *listed_at = tny_words_time (tenant->listed_at);
  g_autofree char *text = tenant->users_read_at != 0
                          ? g_strdup_printf (_("Tenant read %s, its users %s\nTenant ID %s"), listed,
                                             read, tenant->graph_id)
                          : g_strdup_printf (_("Tenant read %s, its users not yet\nTenant ID %s"),
                                             listed, tenant->graph_id);

  gtk_label_set_text (GTK_LABEL (self->facts_label), text);
  gtk_widget_set_tooltip_text (self->facts_label, listed_at);
}

static void
show_buttons (TnyMatchDetail *self)
{
  gboolean undecided = self->facts->tenant->method == NULL;

  gtk_widget_set_visible (self->accept, undecided);
  gtk_widget_set_visible (self->ignore, undecided);
  gtk_widget_set_visible (self->change, !undecided);
  gtk_widget_set_visible (self->create, g_strcmp0 (self->facts->tenant->state, "matched") != 0);
}

static void
show_all (TnyMatchDetail *self)
{
  gboolean some = self->facts != NULL;

  gtk_widget_set_visible (self->nothing, !some);
  gtk_widget_set_visible (self->scroller, some);
  gtk_widget_set_visible (self->buttons, some);
  if (!some)
    return;

  show_state (self);
  show_evidence (self);
  show_candidates (self);
  show_facts (self);
  show_buttons (self);
}

/* The candidate that was looked at stays the one that is looked at. */
static guint
same_side (const TnyMatchFacts *before, guint shown, const TnyMatchFacts *after)
{
  if (before == NULL || after == NULL || before->tenant->id != after->tenant->id
      || shown >= before->sides->len)
    return 0;

  const TnyMatchSide *side = before->sides->pdata[shown];

  for (guint i = 0; i < after->sides->len; i++)
    if (((TnyMatchSide *) after->sides->pdata[i])->organization_id == side->organization_id)
      return i;

  return 0;
}

static gboolean
focus_candidate (TnyMatchDetail *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->candidates));

  return row != NULL && gtk_widget_get_mapped (GTK_WIDGET (row))
         && gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
take_facts (TnyMatchDetail *self, TnyMatchFacts *facts)
{
  TnyMatchFacts *before = self->facts;
  gboolean another = before == NULL || facts == NULL || before->tenant->id != facts->tenant->id;

  if (before != NULL && facts != NULL && tny_match_facts_equal (before, facts))
    {
      tny_match_facts_free (facts);
      show_facts (self);
      g_signal_emit (self, signals[LOADED], 0);
      return;
    }

  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean in_lists = focus != NULL && gtk_widget_is_ancestor (focus, self->scroller);
  gboolean in_candidates = in_lists && gtk_widget_is_ancestor (focus, self->candidates);

  self->shown = same_side (before, self->shown, facts);
  self->facts = facts;
  show_all (self);
  if (another)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (
                                GTK_SCROLLED_WINDOW (self->scroller)), 0);
  g_clear_pointer (&before, tny_match_facts_free);
  g_signal_emit (self, signals[LOADED], 0);

  /* rows that had the focus are new ones now */
  if (in_candidates && focus_candidate (self))
    return;
  if (in_lists)
    tny_match_detail_focus (self);
}

/* Callbacks */

typedef struct { TnyStore *store; gint64 tenant_id; GApplication *app; } Request;

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Request *request = data;
  GError *error = NULL;
  TnyMatchFacts *facts = tny_match_facts_read (request->store, request->tenant_id, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, facts, (GDestroyNotify) tny_match_facts_free);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TnyMatchDetail *self = TNY_MATCH_DETAIL (source);
  GTask *task = G_TASK (result);
  Request *request = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyMatchFacts) facts = g_task_propagate_pointer (task, &error);

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
candidate_selected_cb (TnyMatchDetail *self, GtkListBoxRow *row)
{
  if (self->quiet || row == NULL || self->facts == NULL)
    return;

  self->shown = (guint) gtk_list_box_row_get_index (row);
  show_evidence (self);
  g_signal_emit (self, signals[LOADED], 0);
}

static void
candidate_activated_cb (TnyMatchDetail *self, GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "match.accept-candidate", "i",
                              gtk_list_box_row_get_index (row) + 1);
}

/* Virtual functions */

static void
tny_match_detail_dispose (GObject *object)
{
  TnyMatchDetail *self = TNY_MATCH_DETAIL (object);

  self->quiet = TRUE;
  g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  g_clear_pointer (&self->facts, tny_match_facts_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), TNY_TYPE_MATCH_DETAIL);
  g_clear_object (&self->columns.label);
  g_clear_object (&self->columns.sign);

  G_OBJECT_CLASS (tny_match_detail_parent_class)->dispose (object);
}

static void
tny_match_detail_class_init (TnyMatchDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_match_detail_dispose;

  g_type_ensure (TNY_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-match-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, TnyMatchDetail, nothing);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchDetail, scroller);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchDetail, buttons);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchDetail, title);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchDetail, state_icon);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchDetail, state);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchDetail, evidence_head);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchDetail, head_label);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchDetail, head_sign);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchDetail, evidence);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchDetail, why);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchDetail, reasons);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchDetail, also);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchDetail, candidates);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchDetail, no_candidates);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchDetail, facts_label);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchDetail, accept);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchDetail, change);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchDetail, ignore);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchDetail, create);
  gtk_widget_class_bind_template_callback (widget_class, candidate_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, candidate_activated_cb);

  /* what is shown is another: actions may be possible now that were not */
  signals[LOADED] = g_signal_new ("loaded", TNY_TYPE_MATCH_DETAIL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void
tny_match_detail_init (TnyMatchDetail *self)
{
  self->columns.label = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  self->columns.sign = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_size_group_add_widget (self->columns.label, self->head_label);
  gtk_size_group_add_widget (self->columns.sign, self->head_sign);
}

/* Public functions */

void
tny_match_detail_load (TnyMatchDetail *self, TnyStore *store, gint64 tenant_id)
{
  g_return_if_fail (TNY_IS_MATCH_DETAIL (self));

  g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  self->wanted = tenant_id;
  if (tenant_id == 0 || store == NULL)
    {
      take_facts (self, NULL);
      return;
    }

  Request *request = g_new0 (Request, 1);

  request->store = store;
  request->tenant_id = tenant_id;
  request->app = g_application_get_default ();
  if (request->app != NULL)
    g_application_hold (request->app);
  self->running = g_cancellable_new ();

  g_autoptr(GTask) task = g_task_new (self, self->running, loaded_cb, NULL);

  g_task_set_task_data (task, request, g_free);
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, load_thread);
}

const TnyMatchFacts *
tny_match_detail_get_facts (TnyMatchDetail *self)
{
  g_return_val_if_fail (TNY_IS_MATCH_DETAIL (self), NULL);

  return self->facts != NULL && self->facts->tenant->id == self->wanted ? self->facts : NULL;
}

const TnyMatchSide *
tny_match_detail_get_side (TnyMatchDetail *self)
{
  g_return_val_if_fail (TNY_IS_MATCH_DETAIL (self), NULL);

  return self->facts != NULL && self->shown < self->facts->sides->len
         ? self->facts->sides->pdata[self->shown] : NULL;
}

gboolean
tny_match_detail_focus (TnyMatchDetail *self)
{
  g_return_val_if_fail (TNY_IS_MATCH_DETAIL (self), FALSE);

  GtkWidget *row = gtk_widget_get_first_child (self->evidence);

  if (row != NULL && gtk_widget_get_mapped (row) && gtk_widget_grab_focus (row))
    return TRUE;

  return gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
