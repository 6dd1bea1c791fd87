/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-state-bin.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "tny-error.h"
#include "tny-error-show.h"
#include "tny-names.h"

#define SPINNER_MSEC 150
#define REASON_SEC 10

struct _TnyStateBin
{
  GtkWidget   parent_instance;

  GtkWidget  *content;
  GtkWidget  *other;          /* what stands in its place; NULL while content or nothing is shown */
  GtkWidget  *busy_label;     /* in other, while busy */
  const char *state;
  char       *text, *reason;
  guint       timer, focus_idle;

  TnyTable   *table;          /* lent: a descendant */
  void      (*empty) (TnyEmpty *empty, gpointer data);
  gpointer    data;
  char       *table_text, *retry;
};

G_DEFINE_FINAL_TYPE (TnyStateBin, tny_state_bin, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_CONTENT, N_PROPS };

static GParamSpec *props[N_PROPS];

/* Helpers */

static gboolean
focus_is_lost (TnyStateBin *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return root != NULL && (focus == NULL || !gtk_widget_get_mapped (focus));
}

/* What was just put in place can take the focus once it has a size. */
static gboolean
focus_idle_cb (gpointer data)
{
  TnyStateBin *self = data;

  self->focus_idle = 0;
  if (focus_is_lost (self))
    {
      GtkWidget *shown = self->other != NULL ? self->other : self->content;

      /* asking ourselves would go on from the child that had it */
      if (shown != NULL)
        gtk_widget_child_focus (shown, GTK_DIR_TAB_FORWARD);
    }

  return G_SOURCE_REMOVE;
}

/* Leaves the present state for @state, which shows @other or, with NULL, the content. */
static void
change_state (TnyStateBin *self, const char *state, GtkWidget *other)
{
  gboolean focused = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL || focus_is_lost (self);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->other, gtk_widget_unparent);
  self->busy_label = NULL;
  self->state = state;
  self->other = other;
  if (self->content != NULL)
    gtk_widget_set_visible (self->content, g_str_equal (state, "content"));
  if (other != NULL)
    {
      gtk_widget_set_parent (other, GTK_WIDGET (self));
      tny_names_fix (other);
    }

  /* the focus must not fall out of a page whose rows went; where it has fallen already, it is picked up */
  if (focused && !g_str_equal (state, "busy") && self->focus_idle == 0)
    self->focus_idle = g_idle_add (focus_idle_cb, self);
}

static GtkWidget *
status_page (const char *icon, const char *title, const char *description, GtkWidget *child)
{
  GtkWidget *page = adw_status_page_new ();
  g_autofree char *plain = description != NULL ? g_markup_escape_text (description, -1) : NULL;

  /* the title is plain text, the description markup */
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (page), plain);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), child);
  gtk_widget_set_vexpand (page, TRUE);

  return page;
}

static GtkWidget *
pill_button (const char *label, const char *action, gboolean suggested)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_add_css_class (button, "pill");
  if (suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);

  return button;
}

/* Callbacks */

static gboolean
reason_cb (gpointer data)
{
  TnyStateBin *self = data;

  self->timer = 0;
  gtk_label_set_text (GTK_LABEL (self->busy_label), self->reason);

  return G_SOURCE_REMOVE;
}

static gboolean
spinner_cb (gpointer data)
{
  TnyStateBin *self = data;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *label = gtk_label_new (self->text);
  gboolean animate;

  self->timer = 0;
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animate,
                NULL);
  if (animate)
    {
      GtkWidget *spinner = gtk_spinner_new ();

      gtk_widget_set_size_request (spinner, 32, 32);
      gtk_spinner_start (GTK_SPINNER (spinner));
      gtk_box_append (GTK_BOX (box), spinner);
    }
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);

  change_state (self, "busy", box);
  self->busy_label = label;
  if (self->reason != NULL)
    self->timer = g_timeout_add_seconds (REASON_SEC, reason_cb, self);

  return G_SOURCE_REMOVE;
}

static void
loading_cb (TnyStateBin *self)
{
  tny_state_bin_show_busy (self, self->table_text, NULL);
}

static void
filled_cb (TnyTable *table, guint n, TnyStateBin *self)
{
  TnyEmpty empty = { "edit-find-symbolic" };

  if (n > 0)
    {
      tny_state_bin_show_content (self);
      return;
    }

  self->empty (&empty, self->data);
  tny_state_bin_show_empty (self, &empty);
}

static void
failed_cb (TnyTable *table, const GError *error, TnyStateBin *self)
{
  /* rows that are there are worth more than a page that says why there are no newer ones */
  if (tny_table_get_n_rows (table) > 0 && g_str_equal (self->state, "content"))
    tny_error_show (GTK_WIDGET (self), error);
  else
    tny_state_bin_show_error (self, error, self->retry);
}

/* Virtual functions */

static void
tny_state_bin_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, TNY_STATE_BIN (object)->content);
}

static void
tny_state_bin_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  tny_state_bin_set_content (TNY_STATE_BIN (object), g_value_get_object (value));
}

static void
tny_state_bin_dispose (GObject *object)
{
  TnyStateBin *self = TNY_STATE_BIN (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->focus_idle, g_source_remove);
  if (self->table != NULL)
    g_signal_handlers_disconnect_by_data (self->table, self);
  self->table = NULL;
  g_clear_pointer (&self->other, gtk_widget_unparent);
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (tny_state_bin_parent_class)->dispose (object);
}

static void
tny_state_bin_finalize (GObject *object)
{
  TnyStateBin *self = TNY_STATE_BIN (object);

  g_free (self->text);
  g_free (self->reason);
  g_free (self->table_text);
  g_free (self->retry);

  G_OBJECT_CLASS (tny_state_bin_parent_class)->finalize (object);
}

static void
tny_state_bin_class_init (TnyStateBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tny_state_bin_get_property;
  object_class->set_property = tny_state_bin_set_property;
  object_class->dispose = tny_state_bin_dispose;
  object_class->finalize = tny_state_bin_finalize;

  props[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
tny_state_bin_init (TnyStateBin *self)
{
  self->state = "content";
}

/* Public functions */

GtkWidget *
tny_state_bin_new (void)
{
  return g_object_new (TNY_TYPE_STATE_BIN, NULL);
}

void
tny_state_bin_set_content (TnyStateBin *self, GtkWidget *content)
{
  g_return_if_fail (TNY_IS_STATE_BIN (self));

  g_clear_pointer (&self->content, gtk_widget_unparent);
  self->content = content;
  if (content != NULL)
    {
      gtk_widget_set_parent (content, GTK_WIDGET (self));
      gtk_widget_set_visible (content, g_str_equal (self->state, "content"));
    }
}

void
tny_state_bin_show_busy (TnyStateBin *self, const char *text, const char *reason)
{
  g_return_if_fail (TNY_IS_STATE_BIN (self));

  g_free (self->text);
  g_free (self->reason);
  self->text = g_strdup (text);
  self->reason = g_strdup (reason);

  /* what can be read already stays until there is something newer */
  if (self->busy_label != NULL || self->timer != 0 || !g_str_equal (self->state, "content")
      || (self->table != NULL && tny_table_get_n_rows (self->table) > 0))
    return;

  self->timer = g_timeout_add (SPINNER_MSEC, spinner_cb, self);
}

void
tny_state_bin_show_content (TnyStateBin *self)
{
  g_return_if_fail (TNY_IS_STATE_BIN (self));

  g_clear_handle_id (&self->timer, g_source_remove);
  if (!g_str_equal (self->state, "content"))
    change_state (self, "content", NULL);
}

void
tny_state_bin_show_empty (TnyStateBin *self, const TnyEmpty *empty)
{
  g_return_if_fail (TNY_IS_STATE_BIN (self));

  change_state (self, "empty",
                status_page (empty->icon, empty->title, empty->description,
                             empty->button != NULL ? pill_button (empty->button, empty->action, TRUE)
                                                   : NULL));
}

void
tny_state_bin_show_error (TnyStateBin *self, const GError *error, const char *retry)
{
  g_return_if_fail (TNY_IS_STATE_BIN (self));
  g_return_if_fail (error != NULL);

  const TnyRemedy *remedy = tny_remedy_for (error);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  const char *action = NULL;
  const char *label = tny_error_button (error, &action);

  if (label != NULL)
    gtk_box_append (GTK_BOX (box), pill_button (label, action, TRUE));
  if (retry != NULL)
    gtk_box_append (GTK_BOX (box), pill_button (_("_Try Again"), retry, label == NULL));
  gtk_box_append (GTK_BOX (box), tny_error_details_new (error));

  change_state (self, "error", status_page ("dialog-error-symbolic", _(remedy->headline),
                                            _(remedy->advice), box));
}

const char *
tny_state_bin_get_state (TnyStateBin *self)
{
  g_return_val_if_fail (TNY_IS_STATE_BIN (self), NULL);

  return self->state;
}

void
tny_state_bin_follow (TnyStateBin *self, TnyTable *table, const char *text,
                      void (*empty) (TnyEmpty *empty, gpointer data), gpointer data,
                      const char *retry)
{
  g_return_if_fail (TNY_IS_STATE_BIN (self));
  g_return_if_fail (self->table == NULL);

  self->table = table;
  self->table_text = g_strdup (text);
  self->empty = empty;
  self->data = data;
  self->retry = g_strdup (retry);
  g_signal_connect_object (table, "loading", G_CALLBACK (loading_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (table, "filled", G_CALLBACK (filled_cb), self, 0);
  g_signal_connect_object (table, "failed", G_CALLBACK (failed_cb), self, 0);
}
