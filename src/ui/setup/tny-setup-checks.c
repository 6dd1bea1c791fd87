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

/* One row: what to put right comes first, what is well last. */
typedef struct
{
  const char   *title;
  TnyCheckState state;
  gboolean      soon;
  char         *text;
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->text);
  g_free (row);
}

static void
take_row (GPtrArray *rows, const char *title, TnyCheckState state, gboolean soon, const char *claim,
          const char *remedy)
{
  Row *row = g_new0 (Row, 1);

  row->title = title;
  row->state = state;
  row->soon = state == TNY_CHECK_PASS && soon;
  row->text = remedy != NULL && state != TNY_CHECK_PASS ? g_strdup_printf ("%s %s", claim, remedy)
                                                        : g_strdup (claim);
  g_ptr_array_add (rows, row);
}

static guint
urgency_of (const Row *row)
{
  switch (row->state)
    {
    case TNY_CHECK_FAIL:    return 0;
    case TNY_CHECK_UNKNOWN: return 2;
    default:                return row->soon ? 1 : 3;
    }
}

static int
compare_rows (gconstpointer one, gconstpointer two)
{
  return (int) urgency_of (*(const Row *const *) one) - (int) urgency_of (*(const Row *const *) two);
}

static void
show_row (TnySetupChecks *self, const Row *row)
{
  GtkWidget *icon = gtk_image_new_from_icon_name (row->soon ? "dialog-warning-symbolic" : icons[row->state]);

  add_row (self, row->title, icon, row->soon ? "warning" : row->state == TNY_CHECK_FAIL ? "error" : NULL,
           row->text);
}

/* All permissions in one row: how many of those that are needed are granted, and which are not. */
static void
take_permissions (GPtrArray *rows, GPtrArray *checks)
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
  take_row (rows, _("Permissions"),
            lacking->len > 0 ? TNY_CHECK_FAIL : unknown > 0 ? TNY_CHECK_UNKNOWN : TNY_CHECK_PASS, FALSE,
            text->str, remedy);
}

/* How many rows are in @state, and which: "AdminAgents group, Report names". */
static char *
name_rows (GPtrArray *rows, TnyCheckState state, guint *n)
{
  g_autoptr(GString) names = g_string_new (NULL);

  *n = 0;
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = rows->pdata[i];

      if (row->state == state)
        g_string_append_printf (names, "%s%s", (*n)++ > 0 ? ", " : "", row->title);
    }

  return g_string_free (g_steal_pointer (&names), FALSE);
}

static void
say_result (TnySetupChecks *self, GPtrArray *rows, const char *tenants)
{
  guint n_problems, n_unknown;
  g_autofree char *problems = name_rows (rows, TNY_CHECK_FAIL, &n_problems);
  g_autofree char *unknown = name_rows (rows, TNY_CHECK_UNKNOWN, &n_unknown);
  g_autofree char *result = NULL;

  if (n_problems > 0)
    /* translators: a number, then what is wrong: "AdminAgents group, Report names" */
    result = g_strdup_printf (ngettext ("%u problem: %s", "%u problems: %s", n_problems), n_problems, problems);
  else if (n_unknown > 0)
    /* translators: a number, then what could not be checked */
    result = g_strdup_printf (ngettext ("%u could not be checked: %s", "%u could not be checked: %s", n_unknown),
                              n_unknown, unknown);
  else
    result = g_strdup (_("no problems"));

  if (tenants != NULL)
    /* translators: who signed in; "62 tenants visible."; then "no problems", "2 problems: …" … */
    tny_sayf (GTK_WIDGET (self), _("Signed in as %s. %s Checked with Microsoft: %s"), self->account, tenants, result);
  else
    tny_sayf (GTK_WIDGET (self), _("Signed in as %s. Checked with Microsoft: %s"), self->account, result);
}

/* Those that are about the connection; @first: what a person wants to know most. */
static void
take_connection (GPtrArray *rows, GPtrArray *checks, gboolean first)
{
  static const char *const wanted[] = { "tenants", "reports", NULL };

  for (guint i = 0; i < checks->len; i++)
    {
      const TnyCheck *check = checks->pdata[i];

      if (check->area == TNY_CHECK_CONNECTION && check->state != TNY_CHECK_NOT_NEEDED
          && g_strv_contains (wanted, check->id) == first && !g_strv_contains (shown_elsewhere, check->id))
        take_row (rows, tny_check_label (check), check->state, check->due_soon, check->claim, check->remedy);
    }
}

static void
show_checks (TnySetupChecks *self, GPtrArray *checks)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func (row_free);
  const char *tenants = NULL;

  for (guint i = 0; i < checks->len; i++)
    {
      const TnyCheck *check = checks->pdata[i];

      if (g_str_equal (check->id, "tenants") && check->state != TNY_CHECK_UNKNOWN)
        tenants = check->claim;
    }
  take_connection (rows, checks, TRUE);
  take_permissions (rows, checks);
  take_connection (rows, checks, FALSE);
  g_ptr_array_sort (rows, compare_rows);

  begin_group (self);
  for (guint i = 0; i < rows->len; i++)
    show_row (self, rows->pdata[i]);
  tny_names_fix (GTK_WIDGET (self));
  say_result (self, rows, tenants);
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
      Row row = { _(remedy->headline), TNY_CHECK_UNKNOWN, FALSE, (char *) _(remedy->advice) };

      begin_group (self);
      show_row (self, &row);
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
  GtkWidget *spinner = gtk_spinner_new ();

  g_return_if_fail (TNY_IS_SETUP_CHECKS (self));

  tny_setup_checks_stop (self);
  g_free (self->account);
  self->account = g_strdup (account);
  begin_group (self);
  gtk_spinner_start (GTK_SPINNER (spinner));
  add_row (self, _("Checking the connection"), spinner, NULL, 
           _("Tenants, report names, groups, secret, consent and permissions"));
  self->job = tny_session_new_first_look (session, connection_id);
  g_signal_connect_object (self->job, "finished", G_CALLBACK (checked_cb), self, G_CONNECT_SWAPPED);
  tny_job_start (self->job);
}
