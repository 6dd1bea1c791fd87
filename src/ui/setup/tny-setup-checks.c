/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-setup-checks.h"

#include <glib/gi18n-lib.h>

#include "tny-check.h"
#include "tny-error.h"
#include "tny-names.h"
#include "tny-shell.h"

struct _TnySetupChecks
{
  AdwBin               parent_instance;

  AdwPreferencesGroup *group;       /* our child */
  TnyJob              *job;         /* NULL while idle */
  char                *account;
};

G_DEFINE_FINAL_TYPE (TnySetupChecks, tny_setup_checks, ADW_TYPE_BIN)

static const char *const icons[TNY_N_CHECK_STATES] = {
  [TNY_CHECK_PASS]       = "emblem-ok-symbolic",
  [TNY_CHECK_FAIL]       = "dialog-error-symbolic",
  [TNY_CHECK_UNKNOWN]    = "content-loading-symbolic",
  [TNY_CHECK_NOT_NEEDED] = "action-unavailable-symbolic",
};

/* Rows of the page itself say these. */
static const char *const shown_elsewhere[] = { "sign-in", "mfa", NULL };

static void
begin_group (TnySetupChecks *self)
{
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->group, _("Checked with Microsoft"));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->group));
}

static void
add_row (TnySetupChecks *self, const char *title, GtkWidget *prefix, const char *css, const char *text)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  tny_describe (row, text);
  if (css != NULL)
    gtk_widget_add_css_class (prefix, css);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), prefix);
  adw_preferences_group_add (self->group, row);
}

static void
add_state (TnySetupChecks *self, const char *title, TnyCheckState state, gboolean soon, const char *claim,
           const char *remedy)
{
  gboolean warn = state == TNY_CHECK_PASS && soon;
  GtkWidget *icon = gtk_image_new_from_icon_name (warn ? "dialog-warning-symbolic" : icons[state]);
  g_autofree char *text = remedy != NULL && state != TNY_CHECK_PASS
                          ? g_strdup_printf ("%s %s", claim, remedy) : g_strdup (claim);

  add_row (self, title, icon, warn ? "warning" : state == TNY_CHECK_FAIL ? "error" : NULL, text);
}

/* All permissions in one row: how many of those that are needed are granted, and which are not. */
static void
add_permissions (TnySetupChecks *self, GPtrArray *checks)
{
  g_autoptr(GString) lacking = g_string_new (NULL), text = g_string_new (NULL);
  const char *remedy = NULL;
  guint needed = 0, granted = 0, unknown = 0;

  for (guint i = 0; i < checks->len; i++)
    {
      const TnyCheck *check = checks->pdata[i];
      const TnyPermission *permission;
      const char *form;

      if (!tny_check_permission (check, &permission, &form) || !g_str_equal (form, "delegated")
          || check->state == TNY_CHECK_NOT_NEEDED)
        continue;
      needed++;
      granted += check->state == TNY_CHECK_PASS;
      unknown += check->state == TNY_CHECK_UNKNOWN;
      if (check->state != TNY_CHECK_FAIL)
        continue;
      g_string_append_printf (lacking, "%s%s", lacking->len > 0 ? ", " : "", check->subject);
      if (remedy == NULL)
        remedy = check->remedy;
    }
  if (needed == 0)
    return;

  g_string_append_printf (text, _("%u of %u granted."), granted, needed);
  if (unknown > 0)
    g_string_append_printf (text, ngettext (" %u could not be checked.", " %u could not be checked.", unknown),
                            unknown);
  if (lacking->len > 0)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, _("Not granted: %s."), lacking->str);
    }
  add_state (self, _("Permissions"),
             lacking->len > 0 ? TNY_CHECK_FAIL : unknown > 0 ? TNY_CHECK_UNKNOWN : TNY_CHECK_PASS, FALSE,
             text->str, remedy);
}

static void
show_checks (TnySetupChecks *self, GPtrArray *checks)
{
  guint problems = 0, unknown = 0;
  g_autofree char *result = NULL;

  begin_group (self);
  add_permissions (self, checks);
  for (guint i = 0; i < checks->len; i++)
    {
      const TnyCheck *check = checks->pdata[i];

      problems += check->state == TNY_CHECK_FAIL;
      unknown += check->state == TNY_CHECK_UNKNOWN;
      if (check->area == TNY_CHECK_CONNECTION && check->state != TNY_CHECK_NOT_NEEDED
          && !g_strv_contains (shown_elsewhere, check->id))
        add_state (self, tny_check_label (check), check->state, check->due_soon, check->claim, check->remedy);
    }
  tny_names_fix (GTK_WIDGET (self));
  result = problems > 0
           ? g_strdup_printf (ngettext ("%u problem", "%u problems", problems), problems)
         : unknown > 0
           ? g_strdup_printf (ngettext ("%u could not be checked", "%u could not be checked", unknown), unknown)
           : g_strdup (_("no problems"));
  /* translators: who signed in; then "no problems", "2 problems" … */
  tny_sayf (GTK_WIDGET (self), _("Signed in as %s. Checked with Microsoft: %s"), self->account, result);
}

static void
checked_cb (TnySetupChecks *self, gboolean ok, TnyJob *job)
{
  const GError *failure = tny_job_get_error (job);

  if (job != self->job)
    return;
  if (ok)
    {
      show_checks (self, tny_job_get_result (job));
    }
  else if (!tny_error_cancelled (failure))
    {
      const TnyRemedy *remedy = tny_remedy_for (failure);

      begin_group (self);
      add_state (self, _(remedy->headline), TNY_CHECK_UNKNOWN, FALSE, _(remedy->advice), NULL);
      tny_say (GTK_WIDGET (self), _(remedy->headline));
    }
  g_clear_object (&self->job);
}

/* Virtual functions */

static void
tny_setup_checks_dispose (GObject *object)
{
  tny_setup_checks_stop (TNY_SETUP_CHECKS (object));

  G_OBJECT_CLASS (tny_setup_checks_parent_class)->dispose (object);
}

static void
tny_setup_checks_finalize (GObject *object)
{
  g_free (TNY_SETUP_CHECKS (object)->account);

  G_OBJECT_CLASS (tny_setup_checks_parent_class)->finalize (object);
}

static void
tny_setup_checks_class_init (TnySetupChecksClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tny_setup_checks_finalize;
  G_OBJECT_CLASS (klass)->dispose = tny_setup_checks_dispose;
}

static void
tny_setup_checks_init (TnySetupChecks *self)
{
}

/* Public functions */

void
tny_setup_checks_stop (TnySetupChecks *self)
{
  g_return_if_fail (TNY_IS_SETUP_CHECKS (self));

  if (self->job != NULL)
    tny_job_cancel (self->job);
  g_clear_object (&self->job);
}

void
tny_setup_checks_start (TnySetupChecks *self, TnySession *session, gint64 connection_id, const char *account)
{
  static const gint64 no_tenants[] = { 0 };
  GtkWidget *spinner = gtk_spinner_new ();

  g_return_if_fail (TNY_IS_SETUP_CHECKS (self));

  tny_setup_checks_stop (self);
  g_free (self->account);
  self->account = g_strdup (account);
  begin_group (self);
  gtk_spinner_start (GTK_SPINNER (spinner));
  add_row (self, _("Checking the connection"), spinner, NULL, _("Clock, secret, consent and permissions"));
  self->job = tny_session_new_check (session, connection_id, no_tenants);
  g_signal_connect_object (self->job, "finished", G_CALLBACK (checked_cb), self, G_CONNECT_SWAPPED);
  tny_job_start (self->job);
}
