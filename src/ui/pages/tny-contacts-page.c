/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-contacts-private.h"

#include <glib/gi18n-lib.h>

#include "tny-clock.h"
#include "tny-contact-words.h"
#include "tny-names.h"
#include "tny-session.h"
#include "tny-words.h"

/* Users that were read longer ago than this are called old. */
#define STALE_SECONDS 3600

G_DEFINE_FINAL_TYPE (TnyContactsPage, tny_contacts_page, TNY_TYPE_PAGE)

static const TnyFilter filters[] = {
  { "undecided", N_("Undecided"), N_("%s to decide"), N_("%s to decide") },
  { "create",    N_("Create"),    N_("%s user"),      N_("%s users") },
  { "update",    N_("Update"),    N_("%s user"),      N_("%s users") },
  { "skipped",   N_("Skipped"),   N_("%s user"),      N_("%s users") },
  { "unchanged", N_("Unchanged"), N_("%s user"),      N_("%s users") },
};

/* Columns */

static char *
user_text (gconstpointer record)
{
  return tny_words_name (((const TnyPreviewLine *) record)->line.user);
}

static char *
outcome_text (gconstpointer record)
{
  return g_strdup (tny_preview_outcome_word (&((const TnyPreviewLine *) record)->line));
}

static const char *
outcome_icon (gconstpointer record)
{
  return tny_preview_outcome_icon (&((const TnyPreviewLine *) record)->line);
}

static const char *
outcome_style (gconstpointer record)
{
  return tny_preview_outcome_style (&((const TnyPreviewLine *) record)->line);
}

static char *
contact_text (gconstpointer record)
{
  return tny_preview_contact (&((const TnyPreviewLine *) record)->line);
}

static char *
rule_text (gconstpointer record)
{
  return tny_preview_rule (&((const TnyPreviewLine *) record)->line);
}

static char *
organization_text (gconstpointer record)
{
  return tny_words_name (((const TnyPreviewLine *) record)->line.organization_name);
}

static const TnyColumn columns[] = {
  { "user",         N_("User"),         18, TNY_COLUMN_EXPAND, user_text,
    .folded = organization_text },
  { "outcome",      N_("Outcome"),      14, 0, outcome_text, outcome_icon, outcome_style },
  { "contact",      N_("Contact here"), 16, TNY_COLUMN_EXPAND | TNY_COLUMN_WIDE, contact_text },
  { "rule",         N_("Rule"),         11, TNY_COLUMN_WIDE, rule_text },
  { "organization", N_("Organization"), 24, TNY_COLUMN_EXPAND | TNY_COLUMN_NAME | TNY_COLUMN_DIM
                                            | TNY_COLUMN_WIDE, organization_text },
};

/* Helpers */

static void
nobody_to_compare (TnyEmpty *empty, const TnyPreviewSummary *summary)
{
  if (summary->n_tenants == 0)
    {
      empty->icon = "emblem-shared-symbolic";
      empty->title = _("No tenant is matched yet");
      empty->description = _("Users become contacts of the organization that their tenant is "
                             "matched with.");
      empty->button = _("Open _Matching");
      empty->action = "win.page::matching";
    }
  else
    {
      empty->icon = "emblem-synchronizing-symbolic";
      empty->title = _("No users are synced yet");
      empty->description = _("The next sync reads the users of the tenants that are matched.");
      empty->button = _("_Start Sync");
      empty->action = "app.sync";
    }
}

static void
what_is_missing (TnyEmpty *empty, gpointer data)
{
  TnyContactsPage *self = data;
  const TnyPreviewSummary *summary = &self->summary;
  const char *filter = tny_filter_bar_get_active (self->filter);
  guint changes = tny_preview_summary_changes (summary);
  gboolean settled = summary->counts[TNY_CONTACT_UNDECIDED] == 0 && changes == 0;
  guint n = 0;

  for (guint i = 0; i < TNY_CONTACT_N_OUTCOMES; i++)
    n += summary->counts[i];

  if (*tny_page_get_search (TNY_PAGE (self)) != '\0')
    {
      empty->title = _("No user found");
      empty->description = _("No user under this filter fits what you typed.");
    }
  else if (n == 0)
    {
      nobody_to_compare (empty, summary);
    }
  else if (settled && !g_str_equal (filter, "skipped") && !g_str_equal (filter, "unchanged"))
    {
      empty->icon = "emblem-ok-symbolic";
      empty->title = _("Contacts are current");
      empty->description = _("There is nothing to create, to update or to decide.");
    }
  else if (g_str_equal (filter, "undecided"))
    {
      empty->icon = "emblem-ok-symbolic";
      empty->title = _("Every user has a decision");
      empty->description = _("Nothing is written here before you apply it.");
      empty->button = _("Apply…");
      empty->action = "contact.apply";
    }
  else
    {
      empty->title = _("No user here");
      empty->description = _("No user of a matched tenant stands under this filter.");
    }
}

static void
show_age (TnyContactsPage *self)
{
  gint64 now = tny_clock_now (NULL);

  tny_banner_clear_buttons (self->banner);
  if (self->summary.read_at == 0 || now - self->summary.read_at <= STALE_SECONDS)
    {
      tny_banner_show (self->banner, GTK_MESSAGE_INFO, NULL);
      return;
    }

  g_autofree char *read = tny_words_ago (self->summary.read_at, now);
  /* translators: when */
  g_autofree char *text =
    g_strdup_printf (_("Some users were read %s. A sync shows what changed since."), read);

  tny_banner_show (self->banner, GTK_MESSAGE_INFO, text);
  tny_banner_add_button (self->banner, _("_Start Sync"), "app.sync");
}

void
tny_contacts_take_summary (TnyContactsPage *self, TnyPreviewSummary *summary)
{
  tny_preview_summary_clear (&self->summary);
  self->summary = *summary;
  summary->most = NULL;
  self->planned = TRUE;

  g_autofree char *says = tny_preview_says (&self->summary);
  g_autofree char *more = tny_preview_says_more (&self->summary);
  const guint *counts = self->summary.counts;

  gtk_label_set_text (GTK_LABEL (self->says), says);
  gtk_label_set_text (GTK_LABEL (self->says_more), more);
  tny_filter_bar_set_count (self->filter, "undecided", counts[TNY_CONTACT_UNDECIDED]);
  tny_filter_bar_set_count (self->filter, "create", counts[TNY_CONTACT_CREATE]);
  tny_filter_bar_set_count (self->filter, "update", tny_preview_summary_updates (&self->summary));
  tny_filter_bar_set_count (self->filter, "skipped", counts[TNY_CONTACT_SKIP]);
  tny_filter_bar_set_count (self->filter, "unchanged", counts[TNY_CONTACT_UNCHANGED]);
  show_age (self);
  tny_contacts_place_panes (self);
  tny_contacts_update_actions (self);

  /* "every user has a decision" and "contacts are current" differ by the figures */
  if (g_str_equal (tny_state_bin_get_state (self->states), "empty")
      && !tny_table_is_loading (self->table))
    {
      TnyEmpty empty = { "edit-find-symbolic" };

      what_is_missing (&empty, self);
      tny_state_bin_show_empty (self->states, &empty);
    }
}

void
tny_contacts_show_rows (TnyContactsPage *self)
{
  TnyPageState begin = *tny_page_get_state (TNY_PAGE (self));

  begin.filter = (char *) tny_filter_bar_get_active (self->filter);
  tny_table_set_source (self->table, &tny_contact_source_ops, G_OBJECT (self->source));
  tny_table_restore (self->table, &begin);
}

void
tny_contacts_place_panes (TnyContactsPage *self)
{
  gboolean narrow = tny_page_get_narrow (TNY_PAGE (self));
  gboolean open = narrow && self->detail_open && tny_table_get_selected (self->table) != 0;
  const TnyPreviewLine *user = open ? tny_table_get_record (self->table) : NULL;
  g_autofree char *subtitle = user != NULL ? tny_words_name (user->line.user) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->table), !open);
  gtk_widget_set_visible (self->detail_pane, !narrow || open);
  gtk_widget_set_visible (self->separator, !narrow);
  gtk_widget_set_vexpand (self->detail_pane, open);
  gtk_widget_set_visible (GTK_WIDGET (self->filter), !open);
  gtk_widget_set_visible (self->sums, self->planned && !open);
  gtk_widget_set_visible (self->banner_bin, !open);
  /* the decisions have the bottom for themselves; the menu can undo too */
  gtk_widget_set_visible (gtk_widget_get_parent (self->undo), !open);
  gtk_widget_set_visible (self->undo_apply, self->summary.undo_step != 0);
  g_object_set (self, "can-go-back", open, "subtitle", subtitle, NULL);
}

void
tny_contacts_mend_focus (TnyContactsPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_sensitive (focus) && gtk_widget_get_mapped (focus))
    return;

  if (gtk_widget_get_mapped (GTK_WIDGET (self->table)))
    tny_table_focus (self->table);
  else if (gtk_widget_get_mapped (GTK_WIDGET (self->detail)))
    tny_preview_detail_focus (self->detail);
  else
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
load_detail (TnyContactsPage *self)
{
  tny_preview_detail_load (self->detail, self->source, tny_table_get_selected (self->table));
}

/* Callbacks */

static void
filter_changed_cb (TnyContactsPage *self)
{
  TnyPageState *state = tny_page_get_state (TNY_PAGE (self));
  const char *filter = tny_filter_bar_get_active (self->filter);

  if (state == NULL || self->source == NULL)
    return;

  g_free (state->filter);
  state->filter = g_strdup (filter);
  if (self->planned)
    tny_table_set_filter (self->table, filter);
}

static void
selected_cb (TnyContactsPage *self, gint64 id)
{
  load_detail (self);
  if (id == 0)
    self->detail_open = FALSE;
  tny_contacts_place_panes (self);
}

static void
activated_cb (TnyContactsPage *self, gint64 id)
{
  self->detail_open = TRUE;
  tny_contacts_place_panes (self);
  tny_preview_detail_focus (self->detail);
}

static void
filled_cb (TnyContactsPage *self, guint n)
{
  load_detail (self);
  if (tny_page_settle (TNY_PAGE (self)) && n > 0)
    tny_table_focus (self->table);
  tny_contacts_mend_focus (self);
}

static void
loaded_cb (TnyContactsPage *self)
{
  if (self->gone)
    return;

  tny_contacts_update_actions (self);
  tny_contacts_run_pending (self);
}

static void
narrow_cb (TnyContactsPage *self)
{
  gboolean in_detail = gtk_widget_get_focus_child (self->detail_pane) != NULL;

  /* what one was working in stays in front */
  self->detail_open = self->detail_open || in_detail;
  tny_contacts_place_panes (self);
}

/* TnyPage */

static void
tny_contacts_page_enter (TnyPage *page)
{
  TnyContactsPage *self = TNY_CONTACTS_PAGE (page);
  TnyPageState *state = tny_page_get_state (page);
  TnySession *session = tny_page_get_session (page);
  TnyStore *store = session != NULL ? tny_session_get_store (session) : NULL;

  if (state->own == NULL)
    state->own = G_OBJECT (tny_preview_undo_new ());
  self->history = g_object_ref (TNY_PREVIEW_UNDO (state->own));
  self->source = store != NULL ? tny_contact_source_new (store) : NULL;

  tny_page_add_pane (page, GTK_WIDGET (self->table));
  tny_page_add_pane (page, GTK_WIDGET (self->detail));
  tny_filter_bar_set_active (self->filter, state->filter);
  tny_contacts_place_panes (self);
  tny_contacts_update_actions (self);
  if (self->source == NULL)
    return;

  tny_state_bin_show_busy (self->states, _("Comparing users with contacts…"), NULL);
  tny_contacts_run_step (self, tny_preview_step_new (TNY_PREVIEW_STEP_UPDATE));
}

static void
tny_contacts_page_leave (TnyPage *page)
{
  TnyContactsPage *self = TNY_CONTACTS_PAGE (page);

  if (self->source != NULL)
    tny_table_save (self->table, tny_page_get_state (page));
  self->gone = TRUE;
  tny_table_set_source (self->table, NULL, NULL);
  g_clear_object (&self->source);
}

static void
tny_contacts_page_refresh (TnyPage *page)
{
  TnyContactsPage *self = TNY_CONTACTS_PAGE (page);

  self->again = self->working;
  tny_contacts_run_step (self, tny_preview_step_new (TNY_PREVIEW_STEP_UPDATE));
}

static void
tny_contacts_page_search_changed (TnyPage *page, const char *text)
{
  tny_table_set_search (TNY_CONTACTS_PAGE (page)->table, text);
}

static void
tny_contacts_page_show_target (TnyPage *page, const char *target)
{
  tny_filter_bar_set_active (TNY_CONTACTS_PAGE (page)->filter, target);
}

static gboolean
tny_contacts_page_back (TnyPage *page)
{
  TnyContactsPage *self = TNY_CONTACTS_PAGE (page);

  if (!self->detail_open || !tny_page_get_narrow (page))
    return FALSE;

  self->detail_open = FALSE;
  tny_contacts_place_panes (self);
  tny_table_focus (self->table);

  return TRUE;
}

/* Virtual functions */

static void
tny_contacts_page_dispose (GObject *object)
{
  TnyContactsPage *self = TNY_CONTACTS_PAGE (object);

  self->gone = TRUE;
  if (self->table != NULL)
    tny_table_set_source (self->table, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TNY_TYPE_CONTACTS_PAGE);
  g_clear_object (&self->source);
  g_clear_object (&self->history);
  tny_preview_summary_clear (&self->summary);
  g_clear_pointer (&self->pending, g_variant_unref);

  G_OBJECT_CLASS (tny_contacts_page_parent_class)->dispose (object);
}

static void
tny_contacts_page_class_init (TnyContactsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  TnyPageClass *page_class = TNY_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_contacts_page_dispose;
  page_class->enter = tny_contacts_page_enter;
  page_class->leave = tny_contacts_page_leave;
  page_class->refresh = tny_contacts_page_refresh;
  page_class->search_changed = tny_contacts_page_search_changed;
  page_class->show_target = tny_contacts_page_show_target;
  page_class->back = tny_contacts_page_back;
  page_class->why_not = tny_contacts_why_not;

  g_type_ensure (TNY_TYPE_BANNER);
  g_type_ensure (TNY_TYPE_FILTER_BAR);
  g_type_ensure (TNY_TYPE_STATE_BIN);
  g_type_ensure (TNY_TYPE_TABLE);
  g_type_ensure (TNY_TYPE_PREVIEW_DETAIL);
  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-contacts-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TnyContactsPage, filter);
  gtk_widget_class_bind_template_child (widget_class, TnyContactsPage, undo);
  gtk_widget_class_bind_template_child (widget_class, TnyContactsPage, refresh);
  gtk_widget_class_bind_template_child (widget_class, TnyContactsPage, export);
  gtk_widget_class_bind_template_child (widget_class, TnyContactsPage, undo_apply);
  gtk_widget_class_bind_template_child (widget_class, TnyContactsPage, apply);
  gtk_widget_class_bind_template_child (widget_class, TnyContactsPage, banner);
  gtk_widget_class_bind_template_child (widget_class, TnyContactsPage, banner_bin);
  gtk_widget_class_bind_template_child (widget_class, TnyContactsPage, sums);
  gtk_widget_class_bind_template_child (widget_class, TnyContactsPage, says);
  gtk_widget_class_bind_template_child (widget_class, TnyContactsPage, says_more);
  gtk_widget_class_bind_template_child (widget_class, TnyContactsPage, states);
  gtk_widget_class_bind_template_child (widget_class, TnyContactsPage, table);
  gtk_widget_class_bind_template_child (widget_class, TnyContactsPage, panes);
  gtk_widget_class_bind_template_child (widget_class, TnyContactsPage, detail_pane);
  gtk_widget_class_bind_template_child (widget_class, TnyContactsPage, separator);
  gtk_widget_class_bind_template_child (widget_class, TnyContactsPage, detail);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, filled_cb);
  gtk_widget_class_bind_template_callback (widget_class, loaded_cb);
  gtk_widget_class_bind_template_callback (widget_class, narrow_cb);

  tny_contacts_install_actions (widget_class);
}

static void
tny_contacts_page_init (TnyContactsPage *self)
{
  g_autoptr(GMenu) menu = g_menu_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  tny_filter_bar_set_filters (self->filter, filters, G_N_ELEMENTS (filters));
  tny_table_set_columns (self->table, columns, G_N_ELEMENTS (columns), tny_preview_row_name);
  tny_state_bin_follow (self->states, self->table, _("Comparing users with contacts…"),
                        what_is_missing, self, "page.refresh");
  tny_name_icon_button (self->undo, _("Undo"), "<Control>z");
  tny_name_icon_button (self->refresh, _("Recalculate"), "F5");
  tny_name_icon_button (self->export, _("Export…"), "<Control>e");
  tny_name_set (self->undo_apply, _("Undo Apply"));
  tny_name_set (self->apply, _("Apply…"));

  g_autoptr(GMenuModel) sort = tny_table_create_sort_menu (self->table, "contact.sort");

  g_menu_append_section (menu, NULL, sort);
  g_menu_append (menu, _("_Undo"), "page.undo");
  g_menu_append (menu, _("_Redo"), "page.redo");
  g_menu_append (menu, _("_Field Rules…"), "page.field-rules");
  g_menu_append (menu, _("_Export…"), "page.export");
  g_object_set (self, "menu", menu, NULL);
  tny_contacts_add_keys (self);
}
