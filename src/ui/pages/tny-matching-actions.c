/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-matching-private.h"

#include <glib/gi18n-lib.h>

#include "tny-accept-window.h"
#include "tny-ask.h"
#include "tny-error.h"
#include "tny-error-show.h"
#include "tny-history-window.h"
#include "tny-choose-record.h"
#include "tny-open-uri.h"
#include "tny-page-keys.h"
#include "tny-session.h"
#include "tny-shell.h"
#include "tny-words.h"

/* A step and its outcome */

static void
shared_answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(TnyMatchStep) step = data;
  g_autofree char *answer = tny_ask_finish (result);

  if (g_str_equal (answer, "match"))
    {
      step->shared = TRUE;
      tny_matching_run_step (TNY_MATCHING_PAGE (source), g_steal_pointer (&step));
    }
}

/* The organization has a tenant already. Two tenants of one client are rare but real. */
static void
ask_shared (TnyMatchingPage *self, const TnyMatchStep *step)
{
  TnyMatchStep *again = tny_match_step_new (step->kind, step->tenant_id, step->tenant_name);
  g_autofree char *tenant = tny_words_name (step->tenant_name);
  g_autofree char *organization = tny_words_name (step->organization_name);
  g_autofree char *body = g_strdup_printf (
    /* translators: an organization, then a tenant */
    _("%s is matched with another tenant. Match %s to it as well only if both belong to this "
      "organization."), organization, tenant);

  again->organization_id = step->organization_id;
  again->organization_name = g_strdup (step->organization_name);
  tny_ask_async (GTK_WIDGET (self), &(TnyQuestion) {
                   .heading = _("Two tenants for one organization?"),
                   .body = body,
                   .answers = { { "cancel", _("_Cancel") }, { "match", _("_Match Both") } },
                   .preferred = "cancel",
                 }, shared_answered_cb, again);
}

static void
step_failed (TnyMatchingPage *self, const TnyMatchStep *step, const GError *error)
{
  gboolean undoing = step->kind == TNY_STEP_UNDO || step->kind == TNY_STEP_REDO;

  if (!undoing && step->organization_id != 0 && !step->shared
      && g_error_matches (error, TNY_ERROR, TNY_ERROR_DECISION))
    {
      ask_shared (self, step);
      return;
    }

  /* what cannot be undone must not stand in the way of what can */
  if (undoing && error->domain == TNY_ERROR
      && (error->code == TNY_ERROR_STALE || error->code == TNY_ERROR_ARGUMENT
          || error->code == TNY_ERROR_NOT_FOUND))
    tny_match_undo_forget (self->history, step->batch);

  tny_error_show (GTK_WIDGET (self), error);
  tny_page_refresh (TNY_PAGE (self));
}

static void
step_done (TnyMatchingPage *self, const TnyMatchStep *step)
{
  g_autofree char *said = tny_match_step_said (step);
  gboolean undoing = step->kind == TNY_STEP_UNDO || step->kind == TNY_STEP_REDO;

  tny_match_undo_note (self->history, step);
  tny_say (GTK_WIDGET (self), said);
  tny_page_counts_changed (TNY_PAGE (self));
  if (step->counts.unmatched >= 0)
    tny_matching_take_counts (self, &step->counts);

  if (undoing || step->kind == TNY_STEP_BULK)
    {
      if (undoing && step->tenant_id != 0)
        tny_table_select (self->table, step->tenant_id);
      if (self->history_window != NULL)
        tny_history_window_reload (TNY_HISTORY_WINDOW (self->history_window));
      tny_table_reload (self->table);
    }
  else if (self->history_window != NULL)
    {
      tny_history_window_reload (TNY_HISTORY_WINDOW (self->history_window));
      tny_table_reload (self->table);
    }
  else if (!tny_match_step_stays (step, tny_matching_filter (self))
           && tny_table_remove (self->table, step->tenant_id))
    {
      if (tny_table_get_n_rows (self->table) == 0)
        tny_table_reload (self->table);
    }
  else
    {
      tny_table_reread (self->table);
      tny_match_detail_load (self->detail, self->store, tny_table_get_selected (self->table));
    }
}

static void
stepped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TnyMatchingPage *self = TNY_MATCHING_PAGE (source);
  g_autoptr(GError) error = NULL;
  TnyMatchStep *step = tny_match_step_run_finish (result, &error);

  self->deciding = 0;
  if (error == NULL && self->gone)
    tny_match_undo_note (self->history, step);
  if (self->gone)
    return;

  if (error != NULL)
    step_failed (self, step, error);
  else
    step_done (self, step);
  tny_matching_update_actions (self);
  tny_matching_mend_focus (self);
  tny_matching_run_pending (self);
}

void
tny_matching_run_step (TnyMatchingPage *self, TnyMatchStep *step)
{
  if (self->store == NULL || self->deciding != 0 || self->gone)
    {
      tny_match_step_free (step);
      return;
    }

  self->deciding = step->tenant_id != 0 ? step->tenant_id : -1;
  tny_match_step_run_async (GTK_WIDGET (self), self->store, step, stepped_cb, NULL);
}

/* What is shown is what is decided. NULL: not now; then the action waits for the detail. */
static const TnyMatchFacts *
facts_for (TnyMatchingPage *self, const char *action, GVariant *parameter)
{
  const TnyMatchFacts *facts = tny_match_detail_get_facts (self->detail);
  gint64 selected = tny_table_get_selected (self->table);

  if (facts != NULL && facts->tenant->id == selected && self->deciding == 0)
    return facts;

  /* a key meant for the next tenant, pressed while its detail is read or the last decision is
   * written; the same key twice for one tenant is once */
  if (selected != 0 && selected != self->deciding)
    {
      g_clear_pointer (&self->pending, g_variant_unref);
      self->pending = g_variant_ref_sink (
        g_variant_new ("(smv)", action, parameter));
      self->pending_tenant = selected;
    }

  return NULL;
}

void
tny_matching_run_pending (TnyMatchingPage *self)
{
  const TnyMatchFacts *facts = tny_match_detail_get_facts (self->detail);

  if (self->pending == NULL || self->deciding != 0 || facts == NULL)
    return;

  g_autoptr(GVariant) pending = g_steal_pointer (&self->pending);
  g_autoptr(GVariant) parameter = NULL;
  const char *action;

  g_variant_get (pending, "(&smv)", &action, &parameter);
  if (facts->tenant->id == self->pending_tenant
      && tny_table_get_selected (self->table) == self->pending_tenant)
    gtk_widget_activate_action_variant (GTK_WIDGET (self), action, parameter);
}

static TnyMatchStep *
step_to (TnyStepKind kind, const TnyTenantRow *tenant, gint64 organization_id, const char *name)
{
  TnyMatchStep *step = tny_match_step_new (kind, tenant->id, tenant->name);

  step->organization_id = organization_id;
  step->organization_name = g_strdup (name);

  return step;
}

/* Actions */

static void
accept_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyMatchingPage *self = TNY_MATCHING_PAGE (widget);
  const TnyMatchFacts *facts = facts_for (self, name, NULL);
  const TnyMatchSide *side = tny_match_detail_get_side (self->detail);

  if (facts != NULL && side != NULL)
    tny_matching_run_step (self, step_to (TNY_STEP_ACCEPT, facts->tenant, side->organization_id,
                             side->organization_name));
}

static void
accept_candidate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyMatchingPage *self = TNY_MATCHING_PAGE (widget);
  const TnyMatchFacts *facts = facts_for (self, name, parameter);
  int number = g_variant_get_int32 (parameter);

  if (facts == NULL || facts->candidates == NULL || number < 1)
    return;
  if (number > (int) facts->candidates->len)
    {
      tny_sayf (widget, _("There is no candidate %d."), number);
      return;
    }

  const TnyCandidate *candidate = facts->candidates->pdata[number - 1];

  tny_matching_run_step (self, step_to (TNY_STEP_ACCEPT, facts->tenant, candidate->organization_id,
                           candidate->organization_name));
}

static void
ignore_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyMatchingPage *self = TNY_MATCHING_PAGE (widget);
  const TnyMatchFacts *facts = facts_for (self, name, NULL);

  if (facts != NULL)
    tny_matching_run_step (self, step_to (TNY_STEP_IGNORE, facts->tenant, 0, NULL));
}

static void
change_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyMatchingPage *self = TNY_MATCHING_PAGE (widget);
  const TnyMatchFacts *facts = facts_for (self, name, NULL);

  if (facts != NULL)
    tny_matching_run_step (self, step_to (TNY_STEP_REVERT, facts->tenant, 0, NULL));
}

static void
chosen_cb (GtkWidget *window, gint64 organization_id, const char *name, TnyMatchingPage *self)
{
  TnyMatchStep *step = g_object_steal_data (G_OBJECT (window), "tny-step");

  step->organization_id = organization_id;
  step->organization_name = g_strdup (name);
  tny_matching_run_step (self, step);
}

static void
match_to_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyMatchingPage *self = TNY_MATCHING_PAGE (widget);
  const TnyMatchFacts *facts = facts_for (self, name, NULL);

  if (facts == NULL)
    return;

  GtkWidget *window = tny_choose_organization (widget, self->store, facts->tenant->name);

  g_object_set_data_full (G_OBJECT (window), "tny-step",
                          tny_match_step_new (TNY_STEP_MATCH_TO, facts->tenant->id,
                                              facts->tenant->name),
                          (GDestroyNotify) tny_match_step_free);
  g_signal_connect_object (window, "chosen", G_CALLBACK (chosen_cb), self, 0);
  gtk_window_present (GTK_WINDOW (window));
}

static void
create_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyMatchingPage *self = TNY_MATCHING_PAGE (widget);
  const TnyMatchFacts *facts = facts_for (self, name, NULL);

  if (facts != NULL)
    tny_matching_create_organization (self, facts->tenant);
}

static void
open_portal_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyMatchingPage *self = TNY_MATCHING_PAGE (widget);
  const TnyMatchFacts *facts = facts_for (self, name, NULL);

  if (facts == NULL)
    return;

  const TnyCloud *cloud = tny_session_cloud_of_tenant (tny_page_get_session (TNY_PAGE (self)),
                                                       facts->tenant->graph_id);

  if (cloud == NULL)
    {
      tny_say (widget, _("The sample cloud is not running."));
      return;
    }

  /* the directory as the first part of the path makes the portal switch to it */
  g_autofree char *path = g_strconcat ("/", facts->tenant->graph_id, "/", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GUri) uri = tny_cloud_build_uri (cloud, TNY_SERVICE_PORTAL, path, NULL, &error);

  if (uri == NULL)
    {
      tny_error_show (widget, error);
      return;
    }

  g_autofree char *base = g_uri_to_string (uri);
  g_autofree char *text = g_strconcat (base, "#home", NULL);

  tny_open_uri (widget, text);
}

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyMatchingPage *self = TNY_MATCHING_PAGE (widget);
  TnyMatchStep *step = tny_match_undo_next (self->history, g_str_equal (name, "page.redo"));

  if (step != NULL)
    tny_matching_run_step (self, step);
}

static void
accepted_cb (GtkWidget *window, GPtrArray *lines, TnyMatchingPage *self)
{
  TnyMatchStep *step = tny_match_step_new (TNY_STEP_BULK, 0, NULL);

  step->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_bulk_line_free);
  for (guint i = 0; i < lines->len; i++)
    g_ptr_array_add (step->lines, tny_bulk_line_copy (lines->pdata[i]));

  tny_matching_run_step (self, step);
}

static void
accept_suggestions_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyMatchingPage *self = TNY_MATCHING_PAGE (widget);

  if (self->store == NULL)
    return;

  GtkWidget *window = tny_accept_window_new (widget, self->store);

  g_signal_connect_object (window, "accepted", G_CALLBACK (accepted_cb), self, 0);
  gtk_window_present (GTK_WINDOW (window));
}

static void
revert_cb (GtkWidget *window, gint64 tenant_id, const char *tenant_name, TnyMatchingPage *self)
{
  tny_matching_run_step (self, tny_match_step_new (TNY_STEP_REVERT, tenant_id, tenant_name));
}

static void
revert_batch_cb (GtkWidget *window, gint64 batch, TnyMatchingPage *self)
{
  TnyMatchStep *step = tny_match_step_new (TNY_STEP_UNDO, 0, NULL);

  step->batch = batch;
  tny_matching_run_step (self, step);
}

static void
history_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyMatchingPage *self = TNY_MATCHING_PAGE (widget);

  if (self->store == NULL)
    return;

  GtkWidget *window = tny_history_window_new (widget, self->store);

  g_signal_connect_object (window, "revert", G_CALLBACK (revert_cb), self, 0);
  g_signal_connect_object (window, "revert-batch", G_CALLBACK (revert_batch_cb), self, 0);
  g_set_weak_pointer (&self->history_window, window);
  gtk_window_present (GTK_WINDOW (window));
}

static void
sort_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tny_table_sort (TNY_MATCHING_PAGE (widget)->table, g_variant_get_string (parameter, NULL));
}

/* Suggestions anew */

static gboolean
find_again (TnyJob *job, gpointer store, GCancellable *cancellable, GError **error)
{
  return tny_matching_refresh (store, job, cancellable, NULL, error);
}

static void
found_again_cb (TnyJob *job, gboolean success, TnyMatchingPage *self)
{
  self->finding = FALSE;
  if (g_application_get_default () != NULL)
    g_application_release (g_application_get_default ());
  if (self->gone)
    return;

  if (success)
    tny_say (GTK_WIDGET (self), _("Suggestions are current."));
  else
    tny_error_show (GTK_WIDGET (self), tny_job_get_error (job));
  tny_page_counts_changed (TNY_PAGE (self));
  tny_page_refresh (TNY_PAGE (self));
  tny_matching_update_actions (self);
}

static void
refresh_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyMatchingPage *self = TNY_MATCHING_PAGE (widget);

  if (self->store == NULL || self->finding)
    return;

  g_autoptr(TnyJob) job = tny_job_new (find_again, self->store, NULL);

  self->finding = TRUE;
  g_signal_connect_data (job, "finished", G_CALLBACK (found_again_cb), g_object_ref (self),
                         (GClosureNotify) (gpointer) g_object_unref, 0);
  if (g_application_get_default () != NULL)
    g_application_hold (g_application_get_default ());
  tny_say (widget, _("Looking for suggestions…"));
  tny_job_start (job);
}

/* For the page */

static char *
decided_already (const TnyTenantRow *tenant)
{
  g_autofree char *name = tny_words_name (tenant->name);

  /* translators: %s is a tenant; U is a key */
  return g_strdup_printf (g_str_equal (tenant->state, "matched")
                          ? _("%s is matched already. Press U to change that.")
                          : _("%s is ignored. Press U to change that."), name);
}

/* About the tenant that is shown. */
static char *
why_not_this (TnyMatchingPage *self, const TnyTenantRow *tenant, const char *action)
{
  gboolean undecided = tenant->method == NULL;
  gboolean accepting = g_str_has_prefix (action, "match.accept");
  g_autofree char *name = tny_words_name (tenant->name);

  if (g_str_equal (action, "match.change"))
    /* translators: %s is a tenant */
    return undecided ? g_strdup_printf (_("%s has no decision that could be changed."), name) : NULL;
  if ((accepting || g_str_equal (action, "match.ignore")) && !undecided)
    return decided_already (tenant);
  if (accepting && tny_match_detail_get_side (self->detail) == NULL)
    /* translators: %s is a tenant; M is a key */
    return g_strdup_printf (_("There is no suggestion for %s. Press M to choose an organization."), name);
  if (g_str_equal (action, "match.create") && g_str_equal (tenant->state, "matched"))
    return decided_already (tenant);

  return NULL;
}

char *
tny_matching_why_not (TnyPage *page, const char *action)
{
  TnyMatchingPage *self = TNY_MATCHING_PAGE (page);
  const TnyMatchFacts *facts = tny_match_detail_get_facts (self->detail);
  gint64 selected = tny_table_get_selected (self->table);
  gboolean redo = g_str_equal (action, "page.redo");

  if (redo || g_str_equal (action, "page.undo"))
    return self->deciding != 0
           || (self->history != NULL && tny_match_undo_can (self->history, redo)) ? NULL
           : g_strdup (redo ? _("There is nothing to redo.") : _("There is nothing to undo."));
  if (g_str_equal (action, "match.accept-suggestions"))
    return self->counts.suggested > 0 ? NULL : g_strdup (_("There is no suggestion to accept."));
  if (!g_str_has_prefix (action, "match."))
    return NULL;
  if (selected == 0)
    return g_strdup (_("No tenant is selected."));

  /* what is still being read or decided waits for its turn */
  return facts != NULL && facts->tenant->id == selected && self->deciding == 0
         ? why_not_this (self, facts->tenant, action) : NULL;
}

void
tny_matching_update_actions (TnyMatchingPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const TnyMatchFacts *facts = tny_match_detail_get_facts (self->detail);
  gboolean undecided = facts != NULL && facts->tenant->method == NULL;
  gboolean candidate = undecided && tny_match_detail_get_side (self->detail) != NULL;
  gboolean matched = facts != NULL && g_strcmp0 (facts->tenant->state, "matched") == 0;

  gtk_widget_action_set_enabled (widget, "match.accept", candidate);
  gtk_widget_action_set_enabled (widget, "match.accept-candidate", candidate);
  gtk_widget_action_set_enabled (widget, "match.match-to", facts != NULL);
  gtk_widget_action_set_enabled (widget, "match.ignore", undecided);
  gtk_widget_action_set_enabled (widget, "match.create", facts != NULL && !matched);
  gtk_widget_action_set_enabled (widget, "match.change", facts != NULL && !undecided);
  gtk_widget_action_set_enabled (widget, "match.open-portal", facts != NULL);
  gtk_widget_action_set_enabled (widget, "match.accept-suggestions", self->counts.suggested > 0);
  gtk_widget_action_set_enabled (widget, "match.history", self->store != NULL);
  gtk_widget_action_set_enabled (widget, "page.refresh", self->store != NULL);
  gtk_widget_action_set_enabled (widget, "page.undo", self->history != NULL
                                                      && tny_match_undo_can (self->history, FALSE));
  gtk_widget_action_set_enabled (widget, "page.redo", self->history != NULL
                                                      && tny_match_undo_can (self->history, TRUE));
}

void
tny_matching_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name, *type;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "match.accept",             NULL, accept_action },
    { "match.accept-candidate",   "i",  accept_candidate_action },
    { "match.match-to",           NULL, match_to_action },
    { "match.ignore",             NULL, ignore_action },
    { "match.create",             NULL, create_action },
    { "match.change",             NULL, change_action },
    { "match.open-portal",        NULL, open_portal_action },
    { "match.accept-suggestions", NULL, accept_suggestions_action },
    { "match.history",            NULL, history_action },
    { "match.sort",               "s",  sort_action },
    { "page.undo",                NULL, undo_action },
    { "page.redo",                NULL, undo_action },
    { "page.refresh",             NULL, refresh_action },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].type,
                                     actions[i].activate);
}

static GtkShortcut *
accept_suggestions_key (void)
{
  return gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_a, GDK_CONTROL_MASK | GDK_SHIFT_MASK),
                           tny_page_key_action ("match.accept-suggestions"));
}

static GtkEventController *
letter_keys (void)
{
  static const struct { guint key; const char *action; } letters[] = {
    { GDK_KEY_a, "match.accept" }, { GDK_KEY_m, "match.match-to" },
    { GDK_KEY_i, "match.ignore" }, { GDK_KEY_c, "match.create" },
    { GDK_KEY_u, "match.change" }, { GDK_KEY_o, "match.open-portal" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();
  GtkShortcutController *keys = GTK_SHORTCUT_CONTROLLER (controller);

  /* before the list's own keys: its Ctrl+Shift+A would unselect */
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (keys, accept_suggestions_key ());
  for (gsize i = 0; i < G_N_ELEMENTS (letters); i++)
    gtk_shortcut_controller_add_shortcut (
      keys, gtk_shortcut_new (gtk_keyval_trigger_new (letters[i].key, 0),
                              tny_page_key_action (letters[i].action)));
  for (int i = 1; i <= 5; i++)
    gtk_shortcut_controller_add_shortcut (
      keys, gtk_shortcut_new_with_arguments (
              gtk_alternative_trigger_new (gtk_keyval_trigger_new (GDK_KEY_0 + i, 0),
                                           gtk_keyval_trigger_new (GDK_KEY_KP_0 + i, 0)),
              tny_page_key_action ("match.accept-candidate"), "i", i));

  return controller;
}

void
tny_matching_add_keys (TnyMatchingPage *self)
{
  GtkEventController *everywhere = gtk_shortcut_controller_new ();

  gtk_widget_add_controller (tny_table_get_view (self->table), letter_keys ());
  gtk_widget_add_controller (GTK_WIDGET (self->detail), letter_keys ());

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (everywhere),
                                     GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (everywhere),
                                        accept_suggestions_key ());
  gtk_widget_add_controller (GTK_WIDGET (self), everywhere);
}
