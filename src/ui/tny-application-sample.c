/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-application.h"

#include <glib/gi18n-lib.h>

#include "tny-ask.h"
#include "tny-error-show.h"
#include "tny-session.h"

/* The sample cloud in the window: the way in and out, its banner, and what can be made to go wrong. */

/* What the banner's menu offers. @said is what one does to see it. */
static const struct { const char *scenario, *action, *label, *said; } scenarios[] = {
  { "secret-expired", "scenario-secret-expired", N_("Secret _Expires"),
    N_("The client secret has expired. Start a sync to see it.") },
  { "consent-missing", "scenario-consent-missing", N_("_Consent Is Revoked"),
    N_("Consent is revoked everywhere. Start a sync to see it.") },
  { "sign-in-revoked", "scenario-sign-in-revoked", N_("_Sign-In Is Revoked"),
    N_("All sign-ins are revoked. Start a sync to see it.") },
  { "gdap-missing", "scenario-gdap-missing", N_("_GDAP Ends"),
    N_("No GDAP relationship is active. Start a sync to see it.") },
  { "throttled", "scenario-throttled", N_("_Throttling"),
    N_("Some requests are throttled. Start a sync to see it.") },
  { "server-errors", "scenario-server-errors", N_("Server E_rrors"),
    N_("Some requests fail at the server. Start a sync to see it.") },
  { "network-cut", "scenario-network-cut", N_("_Network Breaks Off"),
    N_("Connections break off midway. Start a sync to see it.") },
  { "captive-portal", "scenario-captive-portal", N_("_Hotel Sign-In Page"),
    N_("A hotel’s page answers instead of Microsoft. Start a sync to see it.") },
  { "slow", "scenario-slow", N_("Slow _Answers"),
    N_("Every answer takes about a second. Start a sync to see it.") },
};

/* Scenarios */

typedef struct
{
  TnySession *session;
  const char *scenario;      /* NULL: all of them off */
  gboolean    on;
} Switch;

static void
switch_free (gpointer data)
{
  Switch *work = data;

  g_object_unref (work->session);
  g_free (work);
}

static gboolean
switch_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Switch *work = data;

  return tny_session_switch_scenario (work->session, work->scenario, work->on, cancellable, error);
}

static void
set_checked (TnyApplication *self, const char *scenario, gboolean on)
{
  for (gsize i = 0; i < G_N_ELEMENTS (scenarios); i++)
    if (scenario == NULL || g_str_equal (scenarios[i].scenario, scenario))
      {
        GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), scenarios[i].action);

        g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (on));
      }
}

static void
switched_cb (TnyApplication *self, gboolean ok, TnyJob *job)
{
  const Switch *work = g_object_get_data (G_OBJECT (job), "work");
  GtkWidget *window = GTK_WIDGET (tny_application_get_window (self));

  if (window == NULL || work->session != tny_application_get_session (self))
    return;
  if (!ok)
    {
      tny_error_show (window, tny_job_get_error (job));
      return;
    }

  set_checked (self, work->scenario, work->on);
  if (!work->on)
    {
      tny_say (window, work->scenario != NULL ? _("That is right again.")
                                              : _("Everything in the sample cloud is right again."));
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (scenarios); i++)
    if (g_str_equal (scenarios[i].scenario, work->scenario))
      tny_say (window, _(scenarios[i].said));
}

static void
switch_scenario (TnyApplication *self, const char *scenario, gboolean on)
{
  Switch *work = g_new0 (Switch, 1);

  work->session = g_object_ref (tny_application_get_session (self));
  work->scenario = scenario;
  work->on = on;

  g_autoptr(TnyJob) job = tny_job_new (switch_func, work, switch_free);

  g_object_set_data (G_OBJECT (job), "work", work);
  g_signal_connect_object (job, "finished", G_CALLBACK (switched_cb), self, G_CONNECT_SWAPPED);
  tny_job_start (job);
}

/* A check item asks for its other state; it gets it when the sample cloud has obeyed. */
static void
scenario_state_cb (GSimpleAction *action, GVariant *value, gpointer app)
{
  for (gsize i = 0; i < G_N_ELEMENTS (scenarios); i++)
    if (g_str_equal (scenarios[i].action, g_action_get_name (G_ACTION (action))))
      switch_scenario (app, scenarios[i].scenario, g_variant_get_boolean (value));
}

static void
scenarios_off_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  switch_scenario (app, NULL, FALSE);
}

static GMenuModel *
scenario_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr(GMenu) choices = g_menu_new ();
  g_autoptr(GMenu) back = g_menu_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (scenarios); i++)
    {
      g_autofree char *action = g_strconcat ("app.", scenarios[i].action, NULL);

      g_menu_append (choices, _(scenarios[i].label), action);
    }
  g_menu_append (back, _("Everything _Back to Normal"), "app.scenarios-off");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (choices));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (back));

  return G_MENU_MODEL (menu);
}

/* In and out */

static void
enter_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  if (!tny_session_is_sample (tny_application_get_session (app)))
    tny_application_switch_cloud (app, "sample", NULL);
}

static void
leave_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  if (tny_session_is_sample (tny_application_get_session (app)))
    tny_application_switch_cloud (app, NULL, NULL);
}

static void
reset_asked_cb (GObject *source, GAsyncResult *result, gpointer app)
{
  g_autoptr(TnyApplication) self = app;
  g_autofree char *answer = tny_ask_finish (result);
  TnySession *session = tny_application_get_session (self);

  if (g_str_equal (answer, "reset") && tny_application_get_window (self) != NULL
      && tny_session_is_sample (session))
    {
      g_autofree char *folder = g_strdup (tny_session_get_folder (session));

      tny_application_switch_cloud (self, "sample", folder);
    }
}

static void
reset_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  TnyQuestion question = {
    .heading = _("Reset the sample cloud?"),
    .body = _("Everything you did in the rehearsal is deleted: connection, imports, matches. Your real data is "
              "not touched."),
    .answers = { { "cancel", _("_Cancel"), ADW_RESPONSE_DEFAULT },
                 { "reset", _("_Reset"), ADW_RESPONSE_DESTRUCTIVE } },
    .cancel = "cancel",
  };

  tny_ask_async (GTK_WIDGET (tny_application_get_window (app)), &question, reset_asked_cb, g_object_ref (app));
}

/* Public functions */

void
tny_application_add_sample_actions (TnyApplication *self)
{
  static const GActionEntry entries[] = {
    { .name = "enter-sample", .activate = enter_action },
    { .name = "leave-sample", .activate = leave_action },
    { .name = "reset-sample", .activate = reset_action },
    { .name = "scenarios-off", .activate = scenarios_off_action },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (gsize i = 0; i < G_N_ELEMENTS (scenarios); i++)
    {
      GActionEntry entry = { .name = scenarios[i].action, .state = "false",
                             .change_state = scenario_state_cb };

      g_action_map_add_action_entries (G_ACTION_MAP (self), &entry, 1, self);
    }
}

/* Only what leads somewhere is enabled; what is not is left out of the menu. */
void
tny_application_update_sample (TnyApplication *self)
{
  static const struct { const char *name; gboolean in_sample; } rows[] = {
    { "enter-sample", FALSE }, { "leave-sample", TRUE }, { "reset-sample", TRUE }, { "scenarios-off", TRUE },
  };
  gboolean sample = tny_session_is_sample (tny_application_get_session (self));

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), rows[i].name);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), sample == rows[i].in_sample);
    }

  /* a sample cloud that was just started has nothing wrong with it */
  set_checked (self, NULL, FALSE);
}

void
tny_application_show_sample_banner (TnyApplication *self)
{
  if (!tny_session_is_sample (tny_application_get_session (self)))
    return;

  TnyBanner *banner = tny_window_get_banner (tny_application_get_window (self), "sample");
  g_autoptr(GMenuModel) menu = scenario_menu ();

  tny_banner_show (banner, GTK_MESSAGE_INFO, _("Sample Cloud: nothing here is real."));
  tny_banner_clear_buttons (banner);
  tny_banner_add_button (banner, _("_Leave"), "app.leave-sample");
  tny_banner_add_menu (banner, _("Make It _Interesting"), menu);
}
