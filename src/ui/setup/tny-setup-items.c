/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-setup-items.h"

#include <glib/gi18n-lib.h>

#include "tny-error.h"
#include "tny-names.h"
#include "tny-open-uri.h"
#include "tny-shell.h"
#include "tny-wrap-box.h"

struct _TnySetupItems
{
  AdwBin        parent_instance;

  TnySetupPage *page;          /* lent */
  TnySetupStep  step;
  GPtrArray    *rows;          /* of GtkListBoxRow, lent: those of items */
  GPtrArray    *checks;        /* of TnyCheck; NULL until they are known */
  TnyJob       *job;           /* NULL while idle */
};

G_DEFINE_FINAL_TYPE (TnySetupItems, tny_setup_items, ADW_TYPE_BIN)

static const struct { const char *icon, *css; } looks[] = {
  [TNY_ITEM_OPEN] = { NULL, "dim-label" },
  [TNY_ITEM_CONFIRMED] = { "emblem-ok-symbolic", "dim-label" },
  [TNY_ITEM_CHECKED] = { "emblem-ok-symbolic", NULL },
  [TNY_ITEM_FAILED] = { "dialog-error-symbolic", "error" },
  [TNY_ITEM_UNKNOWN] = { "content-loading-symbolic", "dim-label" },
};

/* What a row is made of; lent to it as "row". */
typedef struct
{
  const TnyStepItem *item;
  GtkWidget         *icon, *state, *confirm;
} Row;

static TnyDraft *
draft_of (TnySetupItems *self)
{
  return tny_setup_page_get_setup (self->page)->draft;
}

static char *
state_text (const TnyItemFound *found)
{
  g_autoptr(GDateTime) at = found->at != 0 ? g_date_time_new_from_unix_local (found->at) : NULL;
  g_autofree char *time = at != NULL ? g_date_time_format (at, "%H:%M") : NULL;

  switch (found->state)
    {
    case TNY_ITEM_CONFIRMED:
      return g_strdup (_("Confirmed by you"));
    case TNY_ITEM_CHECKED:
      /* translators: a time of day; then what was found */
      return g_strdup_printf (_("Checked %s: %s"), time, found->text);
    case TNY_ITEM_FAILED:
      return found->remedy != NULL ? g_strdup_printf (_("Checked %s: %s %s"), time, found->text, found->remedy)
                                   : g_strdup_printf (_("Checked %s: %s"), time, found->text);
    case TNY_ITEM_UNKNOWN:
      /* translators: then why */
      return g_strdup_printf (_("Could not check: %s"), found->text);
    case TNY_ITEM_OPEN:
    default:
      return NULL;
    }
}

/* Microsoft's word needs no tick, and its no cannot be ticked away. */
static void
show_state (TnySetupItems *self, GtkWidget *widget)
{
  Row *row = g_object_get_data (G_OBJECT (widget), "row");
  g_auto(TnyItemFound) found = { 0 };
  g_autofree char *text = NULL, *description = NULL;

  tny_item_find (row->item, self->checks, draft_of (self)->confirmed, &found);
  text = state_text (&found);
  gtk_image_set_from_icon_name (GTK_IMAGE (row->icon), looks[found.state].icon);
  gtk_widget_set_visible (row->icon, looks[found.state].icon != NULL);
  gtk_label_set_text (GTK_LABEL (row->state), text != NULL ? text : "");
  gtk_widget_set_visible (row->state, text != NULL);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (looks[i].css != NULL)
      {
        gtk_widget_remove_css_class (row->state, looks[i].css);
        gtk_widget_remove_css_class (row->icon, looks[i].css);
      }
  if (looks[found.state].css != NULL)
    {
      gtk_widget_add_css_class (row->state, looks[found.state].css);
      gtk_widget_add_css_class (row->icon, looks[found.state].css);
    }
  if (row->confirm != NULL)
    gtk_widget_set_visible (row->confirm,
                            found.state != TNY_ITEM_CHECKED && found.state != TNY_ITEM_FAILED);
  /* a sentence has its point already */
  description = text != NULL ? g_strdup_printf (g_str_has_suffix (text, ".") ? "%s %s" : "%s. %s", text,
                                                _(row->item->text))
                             : g_strdup (_(row->item->text));
  tny_describe (widget, description);
}

static void
show_states (TnySetupItems *self)
{
  for (guint i = 0; self->rows != NULL && i < self->rows->len; i++)
    show_state (self, self->rows->pdata[i]);
}

/* Asking */

typedef struct
{
  TnySession *session;
  gint64      connection_id;
  char       *cloud;
  gboolean    here;            /* the step asks for something that is told on this computer */
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->session);
  g_free (work->cloud);
  g_free (work);
}

static gboolean
ask_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  g_autoptr(GPtrArray) checks = NULL;

  if (work->connection_id != 0)
    {
      g_autoptr(TnyReader) reader = tny_store_borrow (tny_session_get_store (work->session), error);

      checks = reader != NULL ? tny_checks_load (reader, work->connection_id, NULL, error) : NULL;
      if (checks == NULL)
        return FALSE;
    }
  if (work->here)
    {
      g_autoptr(GPtrArray) fresh = tny_session_check_computer (work->session, work->cloud, cancellable,
                                                               error);

      if (fresh == NULL)
        return FALSE;
      /* what is found now counts, not what was found some day */
      for (guint i = checks != NULL ? checks->len : 0; i > 0; i--)
        for (guint k = 0; k < fresh->len; k++)
          if (g_str_equal (((TnyCheck *) checks->pdata[i - 1])->id, ((TnyCheck *) fresh->pdata[k])->id))
            {
              g_ptr_array_remove_index (checks, i - 1);
              break;
            }
      if (checks != NULL)
        g_ptr_array_extend_and_steal (checks, g_steal_pointer (&fresh));
      else
        checks = g_steal_pointer (&fresh);
    }
  tny_job_take_result (job, g_steal_pointer (&checks), (GDestroyNotify) g_ptr_array_unref);

  return TRUE;
}

static void
asked_cb (TnySetupItems *self, gboolean ok, TnyJob *job)
{
  if (job != self->job)
    return;
  if (ok && tny_job_get_result (job) != NULL)
    {
      g_clear_pointer (&self->checks, g_ptr_array_unref);
      self->checks = g_ptr_array_ref (tny_job_get_result (job));
      show_states (self);
    }
  else if (!ok && !tny_error_cancelled (tny_job_get_error (job)))
    {
      tny_say (GTK_WIDGET (self), _(tny_remedy_for (tny_job_get_error (job))->headline));
    }
  g_clear_object (&self->job);
}

static void
ask (TnySetupItems *self)
{
  TnySetup *setup = tny_setup_page_get_setup (self->page);
  guint n;
  const TnyStepItem *items = tny_step_items (&n);
  Work *work;

  tny_setup_items_stop (self);
  work = g_new0 (Work, 1);
  work->session = g_object_ref (setup->session);
  work->connection_id = setup->connection_id;
  work->cloud = g_strdup (setup->draft->cloud);
  for (guint i = 0; i < n; i++)
    work->here |= items[i].step == self->step && items[i].asked == TNY_ASKED_HERE;
  self->job = tny_job_new (ask_func, work, work_free);
  g_signal_connect_object (self->job, "finished", G_CALLBACK (asked_cb), self, G_CONNECT_SWAPPED);
  tny_job_start (self->job);
}

/* Rows */

static void
confirmed_cb (GtkCheckButton *button, GParamSpec *pspec, TnySetupItems *self)
{
  Row *row = g_object_get_data (G_OBJECT (button), "row");
  TnyDraft *draft = draft_of (self);
  gboolean yes = gtk_check_button_get_active (button);
  char *confirmed = tny_item_confirm (draft->confirmed, row->item->id, yes);

  g_free (draft->confirmed);
  draft->confirmed = confirmed;
  show_states (self);
  tny_setup_page_draft_changed (self->page);
}

static void
open_cb (GtkButton *button, TnySetupItems *self)
{
  Row *row = g_object_get_data (G_OBJECT (button), "row");
  TnySetup *setup = tny_setup_page_get_setup (self->page);
  TnyPortalIds ids = { .tenant_id = setup->draft->tenant_id, .app_id = setup->draft->client_id };
  const TnyCloud *cloud = tny_setup_cloud (setup);
  g_autofree char *uri = tny_portal_link (cloud, row->item->page, &ids);

  /* the app has no page of its own before its id is known */
  if (uri == NULL)
    uri = tny_portal_link (cloud, TNY_PORTAL_APP_REGISTRATIONS, NULL);
  if (uri != NULL)
    tny_open_uri (GTK_WIDGET (button), uri);
}

static GtkWidget *
text_new (const char *text, const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  if (css != NULL)
    gtk_widget_add_css_class (label, css);

  return label;
}

static void
append_text (GtkWidget *box, const char *text, const char *css)
{
  if (text != NULL)
    gtk_box_append (GTK_BOX (box), text_new (text, css));
}

static GtkWidget *
actions_new (TnySetupItems *self, Row *row)
{
  GtkWidget *actions = tny_wrap_box_new (12);

  gtk_widget_set_margin_top (actions, 6);
  if (row->item->open != NULL)
    {
      GtkWidget *button = gtk_button_new_with_label (_(row->item->open));

      g_object_set_data (G_OBJECT (button), "row", row);
      g_signal_connect (button, "clicked", G_CALLBACK (open_cb), self);
      tny_wrap_box_append (TNY_WRAP_BOX (actions), button);
    }
  if (row->item->confirm != NULL)
    {
      row->confirm = gtk_check_button_new_with_label (_(row->item->confirm));
      g_object_set_data (G_OBJECT (row->confirm), "row", row);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (row->confirm),
                                   tny_item_is_confirmed (draft_of (self)->confirmed, row->item->id));
      g_signal_connect (row->confirm, "notify::active", G_CALLBACK (confirmed_cb), self);
      tny_wrap_box_append (TNY_WRAP_BOX (actions), row->confirm);
    }

  return actions;
}

static GtkWidget *
row_new (TnySetupItems *self, const TnyStepItem *item)
{
  GtkWidget *widget = gtk_list_box_row_new ();
  GtkWidget *across = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  Row *row = g_new0 (Row, 1);

  row->item = item;
  g_object_set_data_full (G_OBJECT (widget), "row", row, g_free);
  row->icon = gtk_image_new ();
  row->state = text_new (NULL, "caption");
  gtk_widget_set_hexpand (box, TRUE);
  gtk_widget_set_margin_start (across, 12);
  gtk_widget_set_margin_end (across, 12);
  gtk_widget_set_margin_top (across, 9);
  gtk_widget_set_margin_bottom (across, 9);
  gtk_box_append (GTK_BOX (head), text_new (_(item->title), NULL));
  gtk_box_append (GTK_BOX (head), row->icon);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), row->state);
  append_text (box, _(item->text), "dim-label");
  append_text (box, item->why != NULL ? _(item->why) : NULL, "dim-label");
  if (item->menu != NULL)
    {
      /* translators: what Microsoft's menus are called today; in older texts */
      g_autofree char *where = item->menu_before != NULL
                               ? g_strdup_printf (_("Today: %s. In older texts: %s."), _(item->menu), _(item->menu_before))
                               : g_strdup_printf (_("Today: %s."), _(item->menu));

      append_text (box, where, "caption");
    }
  if (item->open != NULL || item->confirm != NULL)
    gtk_box_append (GTK_BOX (box), actions_new (self, row));
  gtk_box_append (GTK_BOX (across), box);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (widget), across);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (widget), FALSE);
  tny_name_set (widget, _(item->title));
  g_ptr_array_add (self->rows, widget);

  return widget;
}

static GtkWidget *
list_new (TnySetupItems *self, GtkWidget *box, const char *heading, const char *name)
{
  GtkWidget *list = gtk_list_box_new ();

  if (heading != NULL)
    append_text (box, heading, "heading");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  tny_name_set (list, name);
  gtk_box_append (GTK_BOX (box), list);

  return list;
}

/* The values of an item stand below it, each with its button. */
static void
append_values (GtkWidget *list, const char *id)
{
  guint n;
  const TnyStepValue *values = tny_step_values (&n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (values[i].item, id))
      gtk_list_box_append (GTK_LIST_BOX (list),
                           tny_copy_row_new (_(values[i].title), values[i].value, _(values[i].copy)));
}

/* Virtual functions */

static void
tny_setup_items_dispose (GObject *object)
{
  TnySetupItems *self = TNY_SETUP_ITEMS (object);

  tny_setup_items_stop (self);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->checks, g_ptr_array_unref);

  G_OBJECT_CLASS (tny_setup_items_parent_class)->dispose (object);
}

static void
tny_setup_items_class_init (TnySetupItemsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tny_setup_items_dispose;
}

static void
tny_setup_items_init (TnySetupItems *self)
{
}

/* Public functions */

void
tny_setup_items_stop (TnySetupItems *self)
{
  g_return_if_fail (TNY_IS_SETUP_ITEMS (self));

  if (self->job != NULL)
    tny_job_cancel (self->job);
  g_clear_object (&self->job);
}

void
tny_setup_items_show (TnySetupItems *self, TnySetupPage *page, TnySetupStep step, const char *name)
{
  guint n;
  const TnyStepItem *items = tny_step_items (&n);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9), *list = NULL;
  const char *group = NULL;

  g_return_if_fail (TNY_IS_SETUP_ITEMS (self));

  self->page = page;
  self->step = step;
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  self->rows = g_ptr_array_new ();
  for (guint i = 0; i < n; i++)
    {
      const TnyStepItem *item = &items[i];

      if (item->step != step || (item->reach & tny_reach_parse (draft_of (self)->reach)) == 0)
        continue;
      if (list == NULL || item->group != group)
        list = list_new (self, box, item->group != NULL ? _(item->group) : NULL,
                         item->group != NULL ? _(item->group) : name);
      group = item->group;
      gtk_list_box_append (GTK_LIST_BOX (list), row_new (self, item));
      append_values (list, item->id);
    }
  adw_bin_set_child (ADW_BIN (self), box);
  show_states (self);
  tny_names_fix (GTK_WIDGET (self));
  ask (self);
}
