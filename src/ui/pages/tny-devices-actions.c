/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-devices-private.h"

#include <glib/gi18n-lib.h>

#include "tny-error.h"
#include "tny-error-show.h"
#include "tny-choose-record.h"
#include "tny-open-uri.h"
#include "tny-page-keys.h"
#include "tny-session.h"
#include "tny-shell.h"
#include "tny-words.h"

/* A step and its outcome */

static void
step_failed (TnyDevicesPage *self, const TnyMatchStep *step, const GError *error)
{
  /* what cannot be undone must not stand in the way of what can */
  if ((step->kind == TNY_STEP_UNDO || step->kind == TNY_STEP_REDO) && error->domain == TNY_ERROR &&
      (error->code == TNY_ERROR_STALE || error->code == TNY_ERROR_ARGUMENT ||
       error->code == TNY_ERROR_NOT_FOUND))
    tny_match_undo_forget (self->history, step->batch);
  tny_error_show (GTK_WIDGET (self), error);
  tny_page_refresh (TNY_PAGE (self));
}

static void
step_done (TnyDevicesPage *self, const TnyMatchStep *step)
{
  g_autofree char *said = tny_match_step_said (step);
  gboolean undoing = step->kind == TNY_STEP_UNDO || step->kind == TNY_STEP_REDO;

  tny_match_undo_note (self->history, step);
  tny_say (GTK_WIDGET (self), said);
  tny_page_counts_changed (TNY_PAGE (self));
  if (step->counts.unmatched >= 0)
    tny_devices_take_counts (self, &step->counts);

  if (!undoing && !tny_match_step_stays (step, tny_devices_filter (self)))
    tny_table_remove (self->table, step->tenant_id);
  else if (undoing && step->tenant_id != 0)
    tny_table_select (self->table, step->tenant_id);
  /* a configuration that was taken or given back changes the candidates of others */
  tny_table_reload (self->table);
  tny_table_reread (self->table);
}

static void
stepped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TnyDevicesPage *self = TNY_DEVICES_PAGE (source);
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
  tny_devices_update_actions (self);
  tny_devices_mend_focus (self);
  tny_devices_run_pending (self);
}

/* (transfer full) */
static void
run_step (TnyDevicesPage *self, TnyMatchStep *step)
{
  step->device = TRUE;
  if (self->store == NULL || self->deciding != 0 || self->gone)
    {
      tny_match_step_free (step);
      return;
    }
  self->deciding = step->tenant_id != 0 ? step->tenant_id : -1;
  tny_match_step_run_async (GTK_WIDGET (self), self->store, step, stepped_cb, NULL);
}

/* What is shown is what is decided. NULL: not now; then the action waits for the detail. */
static const TnyDeviceFacts *
facts_for (TnyDevicesPage *self, const char *action, GVariant *parameter)
{
  const TnyDeviceFacts *facts = tny_device_detail_get_facts (self->detail);
  gint64 selected = tny_table_get_selected (self->table);

  if (facts != NULL && facts->device->id == selected && self->deciding == 0)
    return facts;
  /* a key meant for the next device, pressed while its detail is read or the last decision is
   * written; the same key twice for one device is once */
  if (selected != 0 && selected != self->deciding)
    {
      g_clear_pointer (&self->pending, g_variant_unref);
      self->pending = g_variant_ref_sink (g_variant_new ("(smv)", action, parameter));
      self->pending_device = selected;
    }

  return NULL;
}

void
tny_devices_run_pending (TnyDevicesPage *self)
{
  const TnyDeviceFacts *facts = tny_device_detail_get_facts (self->detail);
  g_autoptr(GVariant) pending = NULL, parameter = NULL;
  const char *action;

  if (self->pending == NULL || self->deciding != 0 || facts == NULL)
    return;
  pending = g_steal_pointer (&self->pending);
  g_variant_get (pending, "(&smv)", &action, &parameter);
  if (facts->device->id == self->pending_device &&
      tny_table_get_selected (self->table) == self->pending_device)
    gtk_widget_activate_action_variant (GTK_WIDGET (self), action, parameter);
}

static TnyMatchStep *
step_to (TnyStepKind kind, const TnyDeviceRow *device, gint64 configuration_id, const char *name)
{
  TnyMatchStep *step = tny_match_step_new (kind, device->id, device->name);

  step->organization_id = configuration_id;
  step->organization_name = g_strdup (name);

  return step;
}

/* Actions */

static void
accept_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyDevicesPage *self = TNY_DEVICES_PAGE (widget);
  const TnyDeviceFacts *facts = facts_for (self, name, NULL);
  const TnyDeviceSideFacts *side = tny_device_detail_get_side (self->detail);

  if (facts != NULL && side != NULL)
    run_step (self, step_to (TNY_STEP_ACCEPT, facts->device, side->configuration_id, side->name));
}

static void
accept_candidate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyDevicesPage *self = TNY_DEVICES_PAGE (widget);
  const TnyDeviceFacts *facts = facts_for (self, name, parameter);
  int number = g_variant_get_int32 (parameter);
  const TnyDeviceChoice *choice;

  if (facts == NULL || facts->choices == NULL || number < 1)
    return;
  if (number > (int) facts->choices->len)
    {
      tny_sayf (widget, _("There is no candidate %d."), number);
      return;
    }
  choice = facts->choices->pdata[number - 1];
  run_step (self, step_to (TNY_STEP_ACCEPT, facts->device, choice->configuration_id,
                           choice->configuration_name));
}

static void
decide_alone (GtkWidget *widget, const char *name, TnyStepKind kind)
{
  TnyDevicesPage *self = TNY_DEVICES_PAGE (widget);
  const TnyDeviceFacts *facts = facts_for (self, name, NULL);

  if (facts != NULL)
    run_step (self, step_to (kind, facts->device, 0, NULL));
}

static void
ignore_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  decide_alone (widget, name, TNY_STEP_IGNORE);
}

static void
change_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  decide_alone (widget, name, TNY_STEP_REVERT);
}

static void
chosen_cb (GtkWidget *window, gint64 configuration_id, const char *name, TnyDevicesPage *self)
{
  TnyMatchStep *step = g_object_steal_data (G_OBJECT (window), "tny-step");

  step->organization_id = configuration_id;
  step->organization_name = g_strdup (name);
  run_step (self, step);
}

static void
match_to_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyDevicesPage *self = TNY_DEVICES_PAGE (widget);
  const TnyDeviceFacts *facts = facts_for (self, name, NULL);
  GtkWidget *window;

  if (facts == NULL)
    return;
  window = tny_choose_configuration (widget, self->store, facts->device->name,
                                     facts->device->organization_id);
  g_object_set_data_full (G_OBJECT (window), "tny-step",
                          step_to (TNY_STEP_MATCH_TO, facts->device, 0, NULL),
                          (GDestroyNotify) tny_match_step_free);
  g_signal_connect_object (window, "chosen", G_CALLBACK (chosen_cb), self, 0);
  gtk_window_present (GTK_WINDOW (window));
}

/* Source: the address that the Intune admin center shows for a device; the directory as the first
 * part of the path makes it switch to it. */
static char *
device_address (const TnyCloud *cloud, const TnyDeviceRow *device, GError **error)
{
  static const struct { const char *cloud, *base; } bases[] = {
    { "global", "https://intune.microsoft.com" },
    { "usgov", "https://intune.microsoft.us" },
    { "usgov-dod", "https://intune.microsoft.us" },
  };
  g_autofree char *path = g_strconcat ("/", device->tenant_graph_id, "/", NULL);
  g_autofree char *base = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bases); i++)
    if (g_strcmp0 (bases[i].cloud, tny_cloud_get_name (cloud)) == 0)
      base = g_strconcat (bases[i].base, path, NULL);
  if (base == NULL)
    {
      g_autoptr(GUri) uri = tny_cloud_build_uri (cloud, TNY_SERVICE_PORTAL, path, NULL, error);

      if (uri == NULL)
        return NULL;
      base = g_uri_to_string (uri);
    }

  return g_strconcat (base, "#view/Microsoft_Intune_Devices/DeviceSettingsMenuBlade/~/overview/"
                      "mdmDeviceId/", device->graph_id, NULL);
}

static void
open_portal_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyDevicesPage *self = TNY_DEVICES_PAGE (widget);
  const TnyDeviceFacts *facts = facts_for (self, name, NULL);
  const TnyCloud *cloud;
  g_autoptr(GError) error = NULL;
  g_autofree char *address = NULL;

  if (facts == NULL)
    return;
  cloud = tny_session_get_cloud (tny_page_get_session (TNY_PAGE (self)));
  if (cloud == NULL)
    tny_say (widget, _("The sample cloud is not running."));
  else if ((address = device_address (cloud, facts->device, &error)) == NULL)
    tny_error_show (widget, error);
  else
    tny_open_uri (widget, address);
}

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyDevicesPage *self = TNY_DEVICES_PAGE (widget);
  TnyMatchStep *step = tny_match_undo_next (self->history, g_str_equal (name, "page.redo"));

  if (step != NULL)
    run_step (self, step);
}

static void
sort_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tny_table_sort (TNY_DEVICES_PAGE (widget)->table, g_variant_get_string (parameter, NULL));
}

static void
refresh_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tny_page_refresh (TNY_PAGE (widget));
}

/* For the page */

static char *
decided_already (const TnyDeviceRow *device)
{
  g_autofree char *name = tny_words_name (device->name);

  /* translators: %s is a device; U is a key */
  return g_strdup_printf (g_str_equal (device->state, "matched")
                          ? _("%s is matched already. Press U to change that.")
                          : _("%s is ignored. Press U to change that."), name);
}

/* About the device that is shown. */
static char *
why_not_this (TnyDevicesPage *self, const TnyDeviceRow *device, const char *action)
{
  gboolean undecided = device->method == NULL;
  gboolean accepting = g_str_has_prefix (action, "match.accept");
  g_autofree char *name = tny_words_name (device->name);

  if (g_str_equal (action, "match.change"))
    /* translators: %s is a device */
    return undecided ? g_strdup_printf (_("%s has no decision that could be changed."), name) : NULL;
  if ((accepting || g_str_equal (action, "match.ignore")) && !undecided)
    return decided_already (device);
  if ((accepting || g_str_equal (action, "match.match-to")) && device->organization_id == 0)
    /* translators: %s is a device */
    return g_strdup_printf (_("The tenant of %s has no organization yet. Match the tenant first."),
                            name);
  if (accepting && tny_device_detail_get_side (self->detail) == NULL)
    /* translators: %s is a device; M is a key */
    return g_strdup_printf (_("There is no suggestion for %s. Press M to choose a configuration."),
                            name);

  return NULL;
}

char *
tny_devices_why_not (TnyPage *page, const char *action)
{
  TnyDevicesPage *self = TNY_DEVICES_PAGE (page);
  const TnyDeviceFacts *facts = tny_device_detail_get_facts (self->detail);
  gint64 selected = tny_table_get_selected (self->table);
  gboolean redo = g_str_equal (action, "page.redo");

  if (redo || g_str_equal (action, "page.undo"))
    return self->deciding != 0
           || (self->history != NULL && tny_match_undo_can (self->history, redo)) ? NULL
           : g_strdup (redo ? _("There is nothing to redo.") : _("There is nothing to undo."));
  if (!g_str_has_prefix (action, "match."))
    return NULL;
  if (selected == 0)
    return g_strdup (_("No device is selected."));

  /* what is still being read or decided waits for its turn */
  return facts != NULL && facts->device->id == selected && self->deciding == 0
         ? why_not_this (self, facts->device, action) : NULL;
}

void
tny_devices_update_actions (TnyDevicesPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const TnyDeviceFacts *facts = tny_device_detail_get_facts (self->detail);
  gboolean undecided = facts != NULL && facts->device->method == NULL;
  gboolean candidate = undecided && tny_device_detail_get_side (self->detail) != NULL;

  gtk_widget_action_set_enabled (widget, "match.accept", candidate);
  gtk_widget_action_set_enabled (widget, "match.accept-candidate", candidate);
  gtk_widget_action_set_enabled (widget, "match.match-to",
                                 facts != NULL && facts->device->organization_id != 0);
  gtk_widget_action_set_enabled (widget, "match.ignore", undecided);
  gtk_widget_action_set_enabled (widget, "match.change", facts != NULL && !undecided);
  gtk_widget_action_set_enabled (widget, "match.open-portal", facts != NULL);
  gtk_widget_action_set_enabled (widget, "page.refresh", self->store != NULL);
  gtk_widget_action_set_enabled (widget, "page.undo", self->history != NULL &&
                                                      tny_match_undo_can (self->history, FALSE));
  gtk_widget_action_set_enabled (widget, "page.redo", self->history != NULL &&
                                                      tny_match_undo_can (self->history, TRUE));
}

void
tny_devices_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name, *type;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "match.accept",           NULL, accept_action },
    { "match.accept-candidate", "i",  accept_candidate_action },
    { "match.match-to",         NULL, match_to_action },
    { "match.ignore",           NULL, ignore_action },
    { "match.change",           NULL, change_action },
    { "match.open-portal",      NULL, open_portal_action },
    { "match.sort",             "s",  sort_action },
    { "page.undo",              NULL, undo_action },
    { "page.redo",              NULL, undo_action },
    { "page.refresh",           NULL, refresh_action },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].type,
                                     actions[i].activate);
}

static GtkEventController *
letter_keys (void)
{
  static const struct { guint key; const char *action; } letters[] = {
    { GDK_KEY_a, "match.accept" }, { GDK_KEY_m, "match.match-to" },
    { GDK_KEY_i, "match.ignore" }, { GDK_KEY_u, "match.change" },
    { GDK_KEY_o, "match.open-portal" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();
  GtkShortcutController *keys = GTK_SHORTCUT_CONTROLLER (controller);

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
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
tny_devices_add_keys (TnyDevicesPage *self)
{
  gtk_widget_add_controller (tny_table_get_view (self->table), letter_keys ());
  gtk_widget_add_controller (GTK_WIDGET (self->detail), letter_keys ());
}
