/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-contacts-private.h"

#include <glib/gi18n-lib.h>

#include "tny-contact-words.h"
#include "tny-error.h"
#include "tny-error-show.h"
#include "tny-field-rules-window.h"
#include "tny-choose-record.h"
#include "tny-page-keys.h"
#include "tny-preview-rows.h"
#include "tny-shell.h"
#include "tny-user-words.h"

/* A step and its outcome */

static void
step_failed (TnyContactsPage *self, const TnyPreviewStep *step, const GError *error)
{
  gboolean undoing = step->kind == TNY_PREVIEW_STEP_UNDO || step->kind == TNY_PREVIEW_STEP_REDO;

  /* what cannot be undone must not stand in the way of what can */
  if (undoing && !step->done && error != NULL && error->domain == TNY_ERROR)
    tny_preview_undo_forget (self->history, step);
  if (!self->planned && !step->updated && !tny_error_cancelled (error))
    tny_state_bin_show_error (self->states, error, "page.refresh");
  else
    tny_error_show (GTK_WIDGET (self), error);
}

static void
step_done (TnyContactsPage *self, const TnyPreviewStep *step)
{
  g_autofree char *said = tny_preview_step_said (step);

  tny_preview_undo_note (self->history, step);
  if (said != NULL)
    tny_say (GTK_WIDGET (self), said);
}

/* The lines after the plan is another one. */
static void
show_plan (TnyContactsPage *self, TnyPreviewStep *step)
{
  gboolean first = !self->planned;
  gboolean undecided = step->summary.counts[TNY_CONTACT_UNDECIDED]
                       != self->summary.counts[TNY_CONTACT_UNDECIDED];

  tny_contacts_take_summary (self, &step->summary);
  if (first || undecided)
    tny_page_counts_changed (TNY_PAGE (self));
  if (first)
    {
      tny_contacts_show_rows (self);
      return;
    }

  /* a decided user leaves its filter at once, and the next one takes its place; lines that changed
   * with it come with the query */
  if ((step->kind == TNY_PREVIEW_STEP_DECIDE || step->kind == TNY_PREVIEW_STEP_FIELD) && step->done)
    {
      g_autoptr(TnyPreviewLine) line = tny_contact_source_ops.read (G_OBJECT (self->source),
                                                                    step->user_id);

      if (line != NULL && !g_str_equal (tny_preview_filter (line->line.outcome),
                                        tny_filter_bar_get_active (self->filter)))
        tny_table_remove (self->table, step->user_id);
    }
  else if (step->done && (step->kind == TNY_PREVIEW_STEP_UNDO
                          || step->kind == TNY_PREVIEW_STEP_REDO))
    {
      tny_table_select (self->table, step->user_id);
    }
  tny_table_reread (self->table);
  tny_table_reload (self->table);
}

static void
finished_cb (TnyContactsPage *self, gboolean success, TnyJob *job)
{
  TnyPreviewStep *step = tny_job_get_result (job);

  self->working = FALSE;
  self->deciding = 0;
  if (step == NULL)
    return;
  if (self->gone)
    {
      if (step->done)
        tny_preview_undo_note (self->history, step);
      return;
    }

  if (success)
    step_done (self, step);
  else
    step_failed (self, step, tny_job_get_error (job));
  if (step->updated)
    show_plan (self, step);
  tny_contacts_update_actions (self);
  tny_contacts_mend_focus (self);
  tny_contacts_run_pending (self);
  if (self->again && !self->working)
    {
      self->again = FALSE;
      tny_contacts_run_step (self, tny_preview_step_new (TNY_PREVIEW_STEP_UPDATE));
    }
}

void
tny_contacts_run_step (TnyContactsPage *self, TnyPreviewStep *step)
{
  if (self->source == NULL || self->working || self->gone)
    {
      tny_preview_step_free (step);
      return;
    }

  self->working = TRUE;
  self->deciding = step->user_id;

  g_autoptr(TnyJob) job = tny_preview_step_job (self->source, step);

  g_signal_connect_data (job, "finished", G_CALLBACK (finished_cb), g_object_ref (self),
                         (GClosureNotify) (gpointer) g_object_unref, G_CONNECT_SWAPPED);
  tny_job_start (job);
}

static void
do_later (TnyContactsPage *self, const char *action, GVariant *parameter, gint64 user_id)
{
  g_clear_pointer (&self->pending, g_variant_unref);
  self->pending = g_variant_ref_sink (g_variant_new ("(smv)", action, parameter));
  self->pending_user = user_id;
}

/* Whether the step that is on its way comes first; the action waits then. */
static gboolean
must_wait (TnyContactsPage *self, const char *action)
{
  if (self->working)
    do_later (self, action, NULL, 0);

  return self->working;
}

/* What is shown is what is decided. NULL: not now; then the action waits for the detail. */
static const TnyPreviewFacts *
facts_for (TnyContactsPage *self, const char *action, GVariant *parameter)
{
  const TnyPreviewFacts *facts = tny_preview_detail_get_facts (self->detail);
  gint64 selected = tny_table_get_selected (self->table);

  if (facts != NULL && facts->entry->line.user_id == selected && !self->working)
    return facts;

  /* a key meant for the next user, pressed while its detail is read or the last decision is
   * written; the same key twice for one user is once */
  if (selected != 0 && selected != self->deciding)
    do_later (self, action, parameter, selected);

  return NULL;
}

void
tny_contacts_run_pending (TnyContactsPage *self)
{
  const TnyPreviewFacts *facts = tny_preview_detail_get_facts (self->detail);

  if (self->pending == NULL || self->working || (self->pending_user != 0 && facts == NULL))
    return;

  g_autoptr(GVariant) pending = g_steal_pointer (&self->pending);
  g_autoptr(GVariant) parameter = NULL;
  const char *action;

  g_variant_get (pending, "(&smv)", &action, &parameter);
  if (self->pending_user == 0
      || (facts->entry->line.user_id == self->pending_user
          && tny_table_get_selected (self->table) == self->pending_user))
    gtk_widget_activate_action_variant (GTK_WIDGET (self), action, parameter);
}

static void
decide (TnyContactsPage *self, const TnyPreviewFacts *facts, TnyContactAction action,
        gint64 contact_id, const char *contact)
{
  TnyPreviewStep *step = tny_preview_step_new (TNY_PREVIEW_STEP_DECIDE);

  step->user_id = facts->entry->line.user_id;
  step->user = g_strdup (facts->entry->line.user);
  step->contact = g_strdup (contact);
  step->decision = (TnyContactDecision) { action, contact_id };
  tny_contacts_run_step (self, step);
}

static void
decide_candidate (TnyContactsPage *self, const TnyPreviewFacts *facts, TnyContactAction action,
                  const TnyContactRow *candidate)
{
  g_autofree char *name = tny_preview_contact_name (candidate);

  decide (self, facts, action, candidate->id, name);
}

/* Actions */

static void
chosen_cb (GtkWidget *window, gint64 contact_id, const char *name, TnyContactsPage *self)
{
  TnyPreviewStep *step = g_object_steal_data (G_OBJECT (window), "tny-step");

  step->contact = g_strdup (name);
  step->decision = (TnyContactDecision) { TNY_CONTACT_DECIDE_LINK, contact_id };
  tny_contacts_run_step (self, step);
}

static void
link_to_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyContactsPage *self = TNY_CONTACTS_PAGE (widget);
  const TnyPreviewFacts *facts = facts_for (self, name, NULL);

  if (facts == NULL)
    return;

  const TnyContactPlanLine *line = &facts->entry->line;
  GtkWidget *window = tny_choose_contact (widget, tny_contact_source_get_store (self->source),
                                          line->user, line->organization_id);
  TnyPreviewStep *step = tny_preview_step_new (TNY_PREVIEW_STEP_DECIDE);

  step->user_id = line->user_id;
  step->user = g_strdup (line->user);
  g_object_set_data_full (G_OBJECT (window), "tny-step", step,
                          (GDestroyNotify) tny_preview_step_free);
  g_signal_connect_object (window, "chosen", G_CALLBACK (chosen_cb), self, 0);
  gtk_window_present (GTK_WINDOW (window));
}

/* "contact.link" is the button, which needs a candidate; "contact.choose" is the key, which asks
 * for one where there is none. */
static void
link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyContactsPage *self = TNY_CONTACTS_PAGE (widget);
  const TnyPreviewFacts *facts = facts_for (self, name, NULL);
  const TnyContactRow *candidate = tny_preview_detail_get_candidate (self->detail);

  if (facts != NULL && candidate != NULL)
    decide_candidate (self, facts, TNY_CONTACT_DECIDE_LINK, candidate);
  else if (facts != NULL)
    link_to_action (widget, "contact.link-to", NULL);
}

static void
link_and_add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyContactsPage *self = TNY_CONTACTS_PAGE (widget);
  const TnyPreviewFacts *facts = facts_for (self, name, NULL);
  const TnyContactRow *candidate = tny_preview_detail_get_candidate (self->detail);

  if (facts != NULL && candidate != NULL)
    decide_candidate (self, facts, TNY_CONTACT_DECIDE_LINK_AND_ADD, candidate);
}

static void
candidate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyContactsPage *self = TNY_CONTACTS_PAGE (widget);
  const TnyPreviewFacts *facts = facts_for (self, name, parameter);
  int number = g_variant_get_int32 (parameter);

  if (facts != NULL && number >= 1 && number <= (int) facts->candidates->len)
    decide_candidate (self, facts, TNY_CONTACT_DECIDE_LINK, facts->candidates->pdata[number - 1]);
}

static void
create_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyContactsPage *self = TNY_CONTACTS_PAGE (widget);
  const TnyPreviewFacts *facts = facts_for (self, name, NULL);

  if (facts != NULL)
    decide (self, facts, TNY_CONTACT_DECIDE_CREATE, 0, NULL);
}

static void
skip_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyContactsPage *self = TNY_CONTACTS_PAGE (widget);
  const TnyPreviewFacts *facts = facts_for (self, name, NULL);

  if (facts != NULL)
    decide (self, facts, TNY_CONTACT_DECIDE_SKIP, 0, NULL);
}

static void
reset_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyContactsPage *self = TNY_CONTACTS_PAGE (widget);
  const TnyPreviewFacts *facts = facts_for (self, name, NULL);

  if (facts != NULL)
    decide (self, facts, TNY_CONTACT_NO_DECISION, 0, NULL);
}

/* "(ii)": a field, and what is wanted of it; what holds already is taken back. */
static void
field_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyContactsPage *self = TNY_CONTACTS_PAGE (widget);
  const TnyPreviewFacts *facts = facts_for (self, name, parameter);
  int field, rule;

  g_variant_get (parameter, "(ii)", &field, &rule);
  for (guint i = 0; facts != NULL && i < facts->entry->differences->len; i++)
    {
      const TnyContactDifference *difference = facts->entry->differences->pdata[i];
      TnyPreviewStep *step;

      if ((int) difference->field != field)
        continue;
      step = tny_preview_step_new (TNY_PREVIEW_STEP_FIELD);
      step->user_id = facts->entry->line.user_id;
      step->user = g_strdup (facts->entry->line.user);
      step->contact = g_strdup (facts->entry->line.contact);
      step->contact_id = facts->entry->line.contact_id;
      step->field = difference->field;
      step->rule = difference->chosen && (int) difference->rule == rule
                   ? TNY_CONTACT_N_FIELD_RULES : (TnyContactFieldRule) rule;
      tny_contacts_run_step (self, step);
      return;
    }
}

/* Takes back what was applied last. */
static TnyPreviewStep *
undo_apply_step (TnyContactsPage *self)
{
  TnyPreviewStep *step = tny_preview_step_new (TNY_PREVIEW_STEP_UNDO_APPLY);

  step->step_id = self->summary.undo_step;

  return step;
}

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyContactsPage *self = TNY_CONTACTS_PAGE (widget);
  gboolean redo = g_str_equal (name, "page.redo");
  TnyPreviewStep *step = NULL;

  if (must_wait (self, name))
    return;
  if (tny_preview_undo_can (self->history, redo))
    step = tny_preview_undo_next (self->history, redo);
  else if (!redo && self->summary.undo_step != 0)
    step = undo_apply_step (self);
  if (step != NULL)
    tny_contacts_run_step (self, step);
}

static void
apply_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyContactsPage *self = TNY_CONTACTS_PAGE (widget);

  if (!must_wait (self, name))
    tny_contacts_ask_apply (self);
}

static void
undo_apply_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyContactsPage *self = TNY_CONTACTS_PAGE (widget);

  if (!must_wait (self, name))
    tny_contacts_run_step (self, undo_apply_step (self));
}

static void
refresh_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyContactsPage *self = TNY_CONTACTS_PAGE (widget);

  if (must_wait (self, name))
    return;
  if (!self->planned)
    tny_state_bin_show_busy (self->states, _("Comparing users with contacts…"), NULL);
  tny_contacts_run_step (self, tny_preview_step_new (TNY_PREVIEW_STEP_RECALCULATE));
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tny_contacts_export (TNY_CONTACTS_PAGE (widget));
}

static void
rules_changed_cb (TnyContactsPage *self)
{
  if (!self->working)
    tny_contacts_run_step (self, tny_preview_step_new (TNY_PREVIEW_STEP_RECALCULATE));
  else
    self->again = TRUE;
}

static void
field_rules_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyContactsPage *self = TNY_CONTACTS_PAGE (widget);
  GtkWidget *window =
    tny_field_rules_window_new (widget, tny_contact_source_get_store (self->source));

  g_signal_connect_object (window, "changed", G_CALLBACK (rules_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
sort_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tny_table_sort (TNY_CONTACTS_PAGE (widget)->table, g_variant_get_string (parameter, NULL));
}

/* For the page */

/* About the user that is shown. */
static char *
why_not_this (TnyContactsPage *self, const TnyPreviewFacts *facts, const char *action)
{
  TnyContactAction decided = facts->entry->line.decision.action;
  g_autofree char *name = tny_user_name (facts->user);

  if (g_str_equal (action, "contact.reset"))
    /* translators: %s is a user */
    return decided == TNY_CONTACT_NO_DECISION
           ? g_strdup_printf (_("%s has no decision that could be taken back."), name) : NULL;
  if (g_strcmp0 (facts->user->state, "present") != 0)
    /* translators: %s is a user */
    return g_strdup_printf (_("%s is no longer in Microsoft: there is nothing to decide."), name);
  if ((g_str_equal (action, "contact.create") && decided == TNY_CONTACT_DECIDE_CREATE)
      || (g_str_equal (action, "contact.skip") && decided == TNY_CONTACT_DECIDE_SKIP))
    /* translators: %s is a user */
    return g_strdup_printf (_("That is decided already for %s."), name);
  if ((g_str_equal (action, "contact.candidate") || g_str_equal (action, "contact.link-and-add"))
      && tny_preview_detail_get_candidate (self->detail) == NULL)
    /* translators: %s is a user; Shift+L is a key */
    return g_strdup_printf (_("No contact is proposed for %s. Press Shift+L to choose one."), name);

  return NULL;
}

static gboolean
can_undo (TnyContactsPage *self, gboolean redo)
{
  if (self->history == NULL)
    return FALSE;

  return tny_preview_undo_can (self->history, redo) || (!redo && self->summary.undo_step != 0);
}

char *
tny_contacts_why_not (TnyPage *page, const char *action)
{
  TnyContactsPage *self = TNY_CONTACTS_PAGE (page);
  const TnyPreviewFacts *facts = tny_preview_detail_get_facts (self->detail);
  gint64 selected = tny_table_get_selected (self->table);
  gboolean redo = g_str_equal (action, "page.redo");

  if (redo || g_str_equal (action, "page.undo"))
    return self->working || can_undo (self, redo) ? NULL
           : g_strdup (redo ? _("There is nothing to redo.") : _("There is nothing to undo."));
  if (g_str_equal (action, "contact.apply"))
    return self->planned && tny_preview_summary_changes (&self->summary) == 0
           ? g_strdup (_("There is nothing to apply.")) : NULL;
  if (!g_str_has_prefix (action, "contact."))
    return NULL;
  if (selected == 0)
    return g_strdup (_("No user is selected."));

  /* what is still being read or written waits for its turn */
  return facts != NULL && facts->entry->line.user_id == selected && !self->working
         ? why_not_this (self, facts, action) : NULL;
}

/* Which of the two Ctrl+Z takes back. */
static void
show_undo_tooltip (TnyContactsPage *self)
{
  gboolean decision = self->history == NULL || tny_preview_undo_can (self->history, FALSE);
  g_autofree char *keys = gtk_accelerator_get_label (GDK_KEY_z, GDK_CONTROL_MASK);
  g_autofree char *tooltip =
    g_strdup_printf ("%s (%s)", decision || self->summary.undo_step == 0 ? _("Undo")
                                                                         : _("Undo Apply"), keys);

  gtk_widget_set_tooltip_text (self->undo, tooltip);
}

void
tny_contacts_update_actions (TnyContactsPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const TnyPreviewFacts *facts = tny_preview_detail_get_facts (self->detail);
  gboolean present = facts != NULL && g_strcmp0 (facts->user->state, "present") == 0;
  gboolean candidate = present && tny_preview_detail_get_candidate (self->detail) != NULL;
  TnyContactAction decided = facts != NULL ? facts->entry->line.decision.action
                                           : TNY_CONTACT_NO_DECISION;

  gtk_widget_action_set_enabled (widget, "contact.choose", present);
  gtk_widget_action_set_enabled (widget, "contact.link", candidate);
  gtk_widget_action_set_enabled (widget, "contact.link-to", present);
  gtk_widget_action_set_enabled (widget, "contact.candidate", candidate);
  gtk_widget_action_set_enabled (widget, "contact.link-and-add", candidate);
  gtk_widget_action_set_enabled (widget, "contact.create",
                                 present && decided != TNY_CONTACT_DECIDE_CREATE);
  gtk_widget_action_set_enabled (widget, "contact.skip",
                                 present && decided != TNY_CONTACT_DECIDE_SKIP);
  gtk_widget_action_set_enabled (widget, "contact.reset", decided != TNY_CONTACT_NO_DECISION);
  gtk_widget_action_set_enabled (widget, "contact.apply",
                                 self->planned && tny_preview_summary_changes (&self->summary) > 0);
  gtk_widget_action_set_enabled (widget, "contact.undo-apply", self->summary.undo_step != 0);
  gtk_widget_action_set_enabled (widget, "page.refresh", self->source != NULL);
  gtk_widget_action_set_enabled (widget, "page.export", self->planned);
  gtk_widget_action_set_enabled (widget, "page.field-rules", self->source != NULL);
  show_undo_tooltip (self);
  gtk_widget_action_set_enabled (widget, "page.undo", can_undo (self, FALSE));
  gtk_widget_action_set_enabled (widget, "page.redo", can_undo (self, TRUE));
}

void
tny_contacts_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name, *type;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "contact.link",         NULL, link_action },
    { "contact.choose",       NULL, link_action },
    { "contact.link-to",      NULL, link_to_action },
    { "contact.candidate",    "i",  candidate_action },
    { "contact.link-and-add", NULL, link_and_add_action },
    { "contact.create",       NULL, create_action },
    { "contact.skip",         NULL, skip_action },
    { "contact.reset",        NULL, reset_action },
    { "contact.field",        "(ii)", field_action },
    { "page.field-rules",     NULL, field_rules_action },
    { "contact.apply",        NULL, apply_action },
    { "contact.undo-apply",   NULL, undo_apply_action },
    { "contact.sort",         "s",  sort_action },
    { "page.undo",            NULL, undo_action },
    { "page.redo",            NULL, undo_action },
    { "page.refresh",         NULL, refresh_action },
    { "page.export",          NULL, export_action },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].type,
                                     actions[i].activate);
}

static GtkEventController *
letter_keys (void)
{
  static const struct { guint key; GdkModifierType state; const char *action; } letters[] = {
    { GDK_KEY_l, 0, "contact.choose" }, { GDK_KEY_L, GDK_SHIFT_MASK, "contact.link-to" },
    { GDK_KEY_n, 0, "contact.create" }, { GDK_KEY_s, 0, "contact.skip" },
    { GDK_KEY_e, 0, "contact.link-and-add" }, { GDK_KEY_u, 0, "contact.reset" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();
  GtkShortcutController *keys = GTK_SHORTCUT_CONTROLLER (controller);

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (gsize i = 0; i < G_N_ELEMENTS (letters); i++)
    gtk_shortcut_controller_add_shortcut (
      keys, gtk_shortcut_new (gtk_keyval_trigger_new (letters[i].key, letters[i].state),
                              tny_page_key_action (letters[i].action)));
  for (int i = 1; i <= 5; i++)
    gtk_shortcut_controller_add_shortcut (
      keys, gtk_shortcut_new_with_arguments (
              gtk_alternative_trigger_new (gtk_keyval_trigger_new (GDK_KEY_0 + i, 0),
                                           gtk_keyval_trigger_new (GDK_KEY_KP_0 + i, 0)),
              tny_page_key_action ("contact.candidate"), "i", i));

  return controller;
}

void
tny_contacts_add_keys (TnyContactsPage *self)
{
  GtkEventController *everywhere = gtk_shortcut_controller_new ();

  gtk_widget_add_controller (tny_table_get_view (self->table), letter_keys ());
  gtk_widget_add_controller (GTK_WIDGET (self->detail), letter_keys ());

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (everywhere),
                                     GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (everywhere),
    gtk_shortcut_new (gtk_alternative_trigger_new (
                        gtk_keyval_trigger_new (GDK_KEY_Return, GDK_CONTROL_MASK),
                        gtk_keyval_trigger_new (GDK_KEY_KP_Enter, GDK_CONTROL_MASK)),
                      tny_page_key_action ("contact.apply")));
  gtk_widget_add_controller (GTK_WIDGET (self), everywhere);
}
