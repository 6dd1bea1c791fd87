/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-connection-card.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "tny-explain-window.h"
#include "tny-names.h"
#include "tny-page.h"
#include "tny-sparkline.h"
#include "tny-steps.h"
#include "tny-words.h"

struct _TnyConnectionCard
{
  GtkListBoxRow  parent_instance;

  GtkLabel      *title;
  GtkImage      *status_icon;
  GtkLabel      *status;
  GtkLabel      *facts;
  GtkLabel      *progress;
  GtkButton     *sync_button;
  GtkMenuButton *menu_button;
  GtkFlowBox    *counts;
  GtkLabel      *runs_caption;
  TnySparkline  *sparkline;
  GtkWidget     *needs_title;
  GtkListBox    *needs;

  gint64         id;
  TnyJob        *job;
  char          *menu_state, *needs_state;      /* what menu and rows were made for */
};

G_DEFINE_FINAL_TYPE (TnyConnectionCard, tny_connection_card, GTK_TYPE_LIST_BOX_ROW)

/* Helpers */

static const struct { const char *word, *icon, *css; } statuses[] = {
  [TNY_STATUS_OK]         = { N_("OK"), "emblem-ok-symbolic", NULL },
  [TNY_STATUS_SYNCING]    = { N_("Syncing…"), "emblem-synchronizing-symbolic", NULL },
  [TNY_STATUS_QUEUED]     = { N_("Queued for %s"), "alarm-symbolic", NULL },
  [TNY_STATUS_NEVER]      = { N_("Never synced"), "content-loading-symbolic", "dim-label" },
  [TNY_STATUS_INCOMPLETE] = { N_("Incomplete"), "dialog-warning-symbolic", "warning" },
  [TNY_STATUS_FAILED]     = { N_("Failed"), "dialog-error-symbolic", "error" },
  [TNY_STATUS_CANCELLED]  = { N_("Cancelled"), "action-unavailable-symbolic", "dim-label" },
  [TNY_STATUS_PAUSED]     = { N_("Paused"), "media-playback-pause-symbolic", "dim-label" },
  [TNY_STATUS_SIGN_IN]    = { N_("Sign-in needed"), "dialog-error-symbolic", "error" },
};

static char *
status_text (const TnyOverview *overview)
{
  if (overview->status != TNY_STATUS_QUEUED)
    return g_strdup (_(statuses[overview->status].word));

  g_autoptr(GDateTime) at = g_date_time_new_from_unix_local (overview->connection->next_sync_at);
  g_autofree char *time = g_date_time_format (at, "%H:%M");

  /* translators: the first sync is scheduled; %s is a time of day */
  return g_strdup_printf (_("Queued for %s"), time);
}

static const char *
run_word (const char *state)
{
  static const struct { const char *state, *word; } words[] = {
    { "ok", N_("OK") }, { "incomplete", N_("Incomplete") }, { "failed", N_("Failed") },
    { "cancelled", N_("Cancelled") }, { "running", N_("Syncing…") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].state, state))
      return _(words[i].word);

  return state;
}

static void
add_fact (GString *facts, char *text)
{
  if (facts->len > 0)
    g_string_append (facts, " · ");
  g_string_append (facts, text);
  g_free (text);
}

/* "Last sync 1 h ago, OK · Next in 52 min · Signed in as …" */
static char *
facts_text (const TnyOverview *overview, gint64 now)
{
  const TnyConnection *connection = overview->connection;
  gint64 next_at = tny_session_next_sync (connection, now);       /* quiet hours put it off */
  GString *facts = g_string_new (NULL);

  /* the one that goes on now is told by the status */
  for (guint i = 0; i < overview->runs->len; i++)
    {
      const TnyPastRun *run = &g_array_index (overview->runs, TnyPastRun, i);
      g_autofree char *ago = NULL;

      if (g_str_equal (run->state, "running"))
        continue;
      ago = tny_words_ago (run->started_at, now);
      /* translators: a time ("1 h ago"), a result ("OK") */
      add_fact (facts, g_strdup_printf (_("Last sync %s, %s"), ago, run_word (run->state)));
      break;
    }
  if (next_at != 0)
    {
      g_autofree char *next = tny_words_ago (next_at, now);

      /* translators: a time ("in 52 min") */
      add_fact (facts, next_at <= now ? g_strdup (_("Next sync is due"))
                                     : g_strdup_printf (_("Next %s"), next));
    }
  if (connection->account_name != NULL)
    add_fact (facts, g_strdup_printf (_("Signed in as %s"), connection->account_name));

  return g_string_free (facts, FALSE);
}

/* @count: -1 when nothing was read yet: that is not none. What is unknown, or not of all tenants, explains
 * itself by @field. */
static GtkWidget *
count_tile (const TnyOverview *overview, const char *title, const char *field, gint64 count)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *number = count >= 0 ? tny_words_number ((guint64) count) : g_strdup (TNY_UNKNOWN);
  g_autofree char *name = g_strdup_printf ("%s %s", title, count >= 0 ? number : _("unknown"));
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, overview->connection->id);
  gboolean whole = count >= 0 && overview->status != TNY_STATUS_INCOMPLETE
                   && overview->status != TNY_STATUS_FAILED && overview->status != TNY_STATUS_CANCELLED
                   && overview->status != TNY_STATUS_SIGN_IN;
  GtkWidget *value = whole ? gtk_label_new (number)
                           : tny_blank_button_new (overview->connection->name,
                                                   &(TnyBlank) { "connection", id, field, title, number });
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *child = gtk_flow_box_child_new ();

  gtk_widget_add_css_class (value, "title-2");
  gtk_widget_add_css_class (value, "numeric");
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_halign (value, GTK_ALIGN_START);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), value);
  gtk_box_append (GTK_BOX (box), label);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), box);
  gtk_widget_set_focusable (child, FALSE);
  tny_name_set (child, name);

  return child;
}

static void
empty (GtkWidget *container, void (*remove) (gpointer container, GtkWidget *child))
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (container)) != NULL)
    remove (container, child);
}

static char *
need_text (const TnyNeed *need)
{
  guint n = (guint) MIN (need->number, G_MAXUINT);

  switch (need->kind)
    {
    case TNY_NEED_SETUP:
      /* translators: number of the step, number of steps, its name */
      return g_strdup_printf (_("Set-up is not finished · step %u of %u, %s"), n, TNY_N_STEPS,
                              _(tny_step_info ((TnySetupStep) CLAMP (n, 1, TNY_N_STEPS) - 1)->title));
    case TNY_NEED_SIGN_IN:
      return g_strdup (_("Nothing is synced until somebody signs in"));
    case TNY_NEED_SECRET_EXPIRED:
      return g_strdup (_("The client secret has expired"));
    case TNY_NEED_CERTIFICATE_EXPIRED:
      return g_strdup (_("The certificate has expired"));
    case TNY_NEED_CERTIFICATE_EXPIRES:
      return g_strdup_printf (ngettext ("The certificate expires in %u day",
                                        "The certificate expires in %u days", n), n);
    case TNY_NEED_MFA:
      return g_strdup (_("The account signed in without multifactor authentication; partner tenants will refuse it"));
    case TNY_NEED_SECRET_EXPIRES:
      return g_strdup_printf (ngettext ("Client secret expires in %u day",
                                        "Client secret expires in %u days", n), n);
    case TNY_NEED_FAILED_RUN:
      return g_strdup (_("The last sync failed; older data stays"));
    case TNY_NEED_NO_ACCESS:
      return g_strdup_printf (ngettext ("%u tenant could not be read", "%u tenants could not be read", n), n);
    case TNY_NEED_CONTACTS:
      return g_strdup_printf (ngettext ("%u contact needs a decision before anything is created",
                                        "%u contacts need a decision before anything is created", n),
                              n);
    case TNY_NEED_UNMATCHED:
    default:
      return g_strdup_printf (ngettext ("%u tenant has no decision yet",
                                        "%u tenants have no decision yet", n), n);
    }
}

static const struct { const char *icon, *css, *button, *action; } needs[] = {
  [TNY_NEED_SETUP]          = { "media-playback-start-symbolic", "accent", N_("Continue Setup…"), "app.connect" },
  [TNY_NEED_CERTIFICATE_EXPIRED] = { "dialog-error-symbolic", "error", N_("Replace Certificate…"),
                                     "app.edit-credentials-one" },
  [TNY_NEED_CERTIFICATE_EXPIRES] = { "dialog-warning-symbolic", "warning", N_("Replace Certificate…"),
                                     "app.edit-credentials-one" },
  [TNY_NEED_SIGN_IN]        = { "dialog-error-symbolic", "error", N_("Sign In…"), "app.sign-in-one" },
  [TNY_NEED_SECRET_EXPIRED] = { "dialog-error-symbolic", "error", N_("Replace Secret…"),
                                "app.edit-credentials-one" },
  [TNY_NEED_MFA]            = { "dialog-warning-symbolic", "warning", N_("Sign In Again…"),
                                "app.sign-in-one" },
  [TNY_NEED_SECRET_EXPIRES] = { "dialog-warning-symbolic", "warning", N_("Replace Secret…"),
                                "app.edit-credentials-one" },
  [TNY_NEED_FAILED_RUN]     = { "dialog-error-symbolic", "error", N_("Open Log"), NULL },
  [TNY_NEED_NO_ACCESS]      = { "dialog-warning-symbolic", "warning", N_("Open Log"), NULL },
  [TNY_NEED_UNMATCHED]      = { "dialog-question-symbolic", "accent", N_("Open Matching"), NULL },
  [TNY_NEED_CONTACTS]       = { "dialog-question-symbolic", "accent", N_("Open Preview"), NULL },
};

static GtkWidget *
need_row (TnyConnectionCard *self, const TnyNeed *need)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (needs[need->kind].icon);
  GtkWidget *button = gtk_button_new_with_label (_(needs[need->kind].button));
  g_autofree char *text = need_text (need);

  gtk_widget_add_css_class (icon, needs[need->kind].css);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  if (needs[need->kind].action != NULL)
    {
      if (need->kind != TNY_NEED_SETUP)
        gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", self->id);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), needs[need->kind].action);
    }
  else if (need->kind == TNY_NEED_UNMATCHED)
    {
      gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), "win.page::matching");
    }
  else if (need->kind == TNY_NEED_CONTACTS)
    {
      gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), "win.page::contacts");
    }
  else
    {
      gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), "win.page::logs");
    }

  return row;
}

static void
add_item (GMenu *menu, const char *label, const char *action, GVariant *target)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

static GMenuModel *
card_menu (const TnyConnection *connection)
{
  gint64 id = connection->id;
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autoptr(GMenu) run = g_menu_new ();
  g_autoptr(GMenu) pages = g_menu_new ();
  g_autoptr(GMenu) change = g_menu_new ();

  if (connection->syncing)
    add_item (run, _("_Cancel Sync"), "app.cancel-sync-one", g_variant_new_int64 (id));
  else
    add_item (run, _("_Start Manual Sync"), "app.sync-one", g_variant_new_int64 (id));
  add_item (pages, _("_Matching"), "win.page", g_variant_new_string ("matching"));
  add_item (pages, _("Contact _Preview"), "win.page", g_variant_new_string ("contacts"));
  add_item (pages, _("Check _Health"), "win.page", g_variant_new_string ("health"));
  add_item (pages, _("Sync _Logs"), "win.page", g_variant_new_string ("logs"));
  add_item (change, _("S_ync Settings…"), "app.sync-settings-one", g_variant_new_int64 (id));
  add_item (change, _("_Edit Credentials…"), "app.edit-credentials-one", g_variant_new_int64 (id));
  add_item (change, _("Sign _In…"), "app.sign-in-one", g_variant_new_int64 (id));
  add_item (change, connection->paused ? _("_Resume Schedule") : _("_Pause Schedule"), "app.pause-one",
            g_variant_new ("(xb)", id, !connection->paused));
  add_item (change, _("_Disconnect…"), "app.disconnect-one", g_variant_new_int64 (id));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (run));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (pages));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (change));

  return G_MENU_MODEL (g_steal_pointer (&menu));
}

/* Takes @now over; whether it differs from what was there. */
static gboolean
changed (char **state, char *now)
{
  gboolean differs = g_strcmp0 (*state, now) != 0;

  g_free (*state);
  *state = now;

  return differs;
}

static char *
needs_state (const TnyOverview *overview)
{
  GString *state = g_string_new (NULL);

  g_string_append_printf (state, "%" G_GINT64_FORMAT, overview->connection->id);
  for (guint i = 0; i < overview->needs->len; i++)
    {
      const TnyNeed *need = &g_array_index (overview->needs, TnyNeed, i);

      g_string_append_printf (state, " %d %" G_GINT64_FORMAT, need->kind, need->number);
    }

  return g_string_free (state, FALSE);
}

static void
show_runs (TnyConnectionCard *self, const TnyOverview *overview)
{
  g_autoptr(GArray) points = g_array_new (FALSE, FALSE, sizeof (TnySparkPoint));

  for (guint i = overview->runs->len; i > 0; i--)
    {
      const TnyPastRun *run = &g_array_index (overview->runs, TnyPastRun, i - 1);
      TnySparkPoint point = {
        .seconds = run->seconds, .started_at = run->started_at,
        .mark = g_str_equal (run->state, "ok") ? TNY_MARK_OK
              : g_str_equal (run->state, "failed") ? TNY_MARK_FAILED
              : g_str_equal (run->state, "cancelled") ? TNY_MARK_CANCELLED : TNY_MARK_INCOMPLETE,
      };

      if (run->seconds >= 0)
        g_array_append_val (points, point);
    }

  /* one bar says nothing */
  gboolean show = points->len > 1;
  g_autofree char *caption =
    g_strdup_printf (ngettext ("Duration of the last %u run", "Duration of the last %u runs", points->len),
                     points->len);

  tny_sparkline_set (self->sparkline, (const TnySparkPoint *) (gpointer) points->data, show ? points->len : 0);
  gtk_label_set_text (self->runs_caption, caption);
  gtk_widget_set_visible (GTK_WIDGET (self->runs_caption), show);
}

/* Callbacks */

static void
job_changed_cb (TnyConnectionCard *self)
{
  g_auto(TnyProgress) progress = { 0 };

  tny_job_get_progress (self->job, &progress);

  g_autofree char *text = tny_words_progress (&progress);

  gtk_label_set_text (self->progress, text);
}

/* Virtual functions */

static void
tny_connection_card_dispose (GObject *object)
{
  TnyConnectionCard *self = TNY_CONNECTION_CARD (object);

  tny_connection_card_watch (self, NULL);
  /* the row would unparent it once more */
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TNY_TYPE_CONNECTION_CARD);

  G_OBJECT_CLASS (tny_connection_card_parent_class)->dispose (object);
}

static void
tny_connection_card_finalize (GObject *object)
{
  TnyConnectionCard *self = TNY_CONNECTION_CARD (object);

  g_free (self->menu_state);
  g_free (self->needs_state);

  G_OBJECT_CLASS (tny_connection_card_parent_class)->finalize (object);
}

static void
tny_connection_card_class_init (TnyConnectionCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_connection_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = tny_connection_card_finalize;

  g_type_ensure (TNY_TYPE_SPARKLINE);
  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-connection-card.ui");
  gtk_widget_class_bind_template_child (widget_class, TnyConnectionCard, title);
  gtk_widget_class_bind_template_child (widget_class, TnyConnectionCard, status_icon);
  gtk_widget_class_bind_template_child (widget_class, TnyConnectionCard, status);
  gtk_widget_class_bind_template_child (widget_class, TnyConnectionCard, facts);
  gtk_widget_class_bind_template_child (widget_class, TnyConnectionCard, progress);
  gtk_widget_class_bind_template_child (widget_class, TnyConnectionCard, sync_button);
  gtk_widget_class_bind_template_child (widget_class, TnyConnectionCard, menu_button);
  gtk_widget_class_bind_template_child (widget_class, TnyConnectionCard, counts);
  gtk_widget_class_bind_template_child (widget_class, TnyConnectionCard, runs_caption);
  gtk_widget_class_bind_template_child (widget_class, TnyConnectionCard, sparkline);
  gtk_widget_class_bind_template_child (widget_class, TnyConnectionCard, needs_title);
  gtk_widget_class_bind_template_child (widget_class, TnyConnectionCard, needs);
}

static void
tny_connection_card_init (TnyConnectionCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Public functions */

GtkWidget *
tny_connection_card_new (void)
{
  return g_object_new (TNY_TYPE_CONNECTION_CARD, NULL);
}

void
tny_connection_card_show (TnyConnectionCard *self, const TnyOverview *overview, gint64 now)
{
  g_return_if_fail (TNY_IS_CONNECTION_CARD (self));

  const TnyConnection *connection = overview->connection;
  g_autofree char *title = g_strdup_printf ("Microsoft · %s", connection->name);
  g_autofree char *name = g_strdup_printf ("Microsoft, %s", connection->name);
  g_autofree char *status = status_text (overview);
  g_autofree char *facts = facts_text (overview, now);

  self->id = connection->id;
  gtk_label_set_text (self->title, title);
  tny_name_set (GTK_WIDGET (self), name);
  tny_describe (GTK_WIDGET (self), status);

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (statuses[i].css != NULL)
      gtk_widget_remove_css_class (gtk_widget_get_parent (GTK_WIDGET (self->status)), statuses[i].css);
  if (statuses[overview->status].css != NULL)
    gtk_widget_add_css_class (gtk_widget_get_parent (GTK_WIDGET (self->status)),
                              statuses[overview->status].css);
  gtk_image_set_from_icon_name (self->status_icon, statuses[overview->status].icon);
  gtk_label_set_text (self->status, status);
  gtk_label_set_text (self->facts, facts);
  gtk_widget_set_visible (GTK_WIDGET (self->facts), *facts != '\0');

  /* during a sync this runs twice a second: an open menu and the focus in a row must survive it */
  if (changed (&self->menu_state, g_strdup_printf ("%" G_GINT64_FORMAT " %d %d", self->id, connection->syncing,
                                                   connection->paused)))
    {
      g_autoptr(GMenuModel) menu = card_menu (connection);

      gtk_menu_button_set_menu_model (self->menu_button, menu);
    }
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->sync_button), "x", self->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->sync_button), "app.sync-one");
  gtk_widget_set_visible (GTK_WIDGET (self->sync_button), !connection->syncing);

  empty (GTK_WIDGET (self->counts), (void (*) (gpointer, GtkWidget *)) gtk_flow_box_remove);

  gboolean read = overview->n_tenants > 0 || overview->status == TNY_STATUS_OK;

  gtk_flow_box_append (self->counts, count_tile (overview, _("Tenants"), "tenants", read ? overview->n_tenants : -1));
  gtk_flow_box_append (self->counts, count_tile (overview, _("Users"), "users", read ? overview->n_users : -1));
  /* what this connection does not sync has no tile */
  if (overview->n_mailboxes >= 0)
    gtk_flow_box_append (self->counts, count_tile (overview, _("Mailboxes"), "mailboxes",
                                                   overview->n_mailboxes));
  if (overview->n_licences >= 0)
    gtk_flow_box_append (self->counts, count_tile (overview, _("Licences"), "licences",
                                                   overview->n_licences));
  show_runs (self, overview);

  if (changed (&self->needs_state, needs_state (overview)))
    {
      empty (GTK_WIDGET (self->needs), (void (*) (gpointer, GtkWidget *)) gtk_list_box_remove);
      for (guint i = 0; i < overview->needs->len; i++)
        gtk_list_box_append (self->needs, need_row (self, &g_array_index (overview->needs, TnyNeed, i)));
    }
  gtk_widget_set_visible (self->needs_title, overview->needs->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->needs), overview->needs->len > 0);
  tny_names_fix (GTK_WIDGET (self));
}

void
tny_connection_card_watch (TnyConnectionCard *self, TnyJob *job)
{
  g_return_if_fail (TNY_IS_CONNECTION_CARD (self));

  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_set_object (&self->job, job);
  if (self->progress != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->progress), job != NULL);
  if (job == NULL)
    return;

  g_signal_connect_swapped (job, "notify", G_CALLBACK (job_changed_cb), self);
  job_changed_cb (self);
}
