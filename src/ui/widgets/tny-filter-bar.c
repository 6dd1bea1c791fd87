/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-filter-bar.h"

#include <glib/gi18n-lib.h>

#include "tny-names.h"
#include "tny-words.h"

typedef struct
{
  const TnyFilter *filter;
  GtkWidget       *button;
  GtkWidget       *figure;
  gint64           count;      /* -1: unknown */
} Entry;

struct _TnyFilterBar
{
  GtkWidget      parent_instance;

  GtkWidget     *buttons;      /* one of the two is visible */
  GtkWidget     *drop_down;
  GtkStringList *texts;        /* "Unmatched  11", of the drop-down */

  Entry         *entries;
  guint          n;
  guint          active;
  gboolean       quiet;        /* changes are ours */
  gboolean       folded;       /* the drop-down is shown */
  gboolean       fold_seen;    /* what the last allocation asked for */
  guint          fold_idle;
};

G_DEFINE_FINAL_TYPE (TnyFilterBar, tny_filter_bar, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_ACTIVE, N_PROPS };

static GParamSpec *props[N_PROPS];

/* Helpers */

static void
set_active (TnyFilterBar *self, guint active)
{
  if (active == self->active || active >= self->n)
    return;

  self->active = active;
  self->quiet = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->entries[active].button), TRUE);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->drop_down), active);
  self->quiet = FALSE;
  tny_name_value (self->drop_down, _(self->entries[active].filter->label));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ACTIVE]);
}

static Entry *
find (TnyFilterBar *self, const char *id)
{
  for (guint i = 0; i < self->n; i++)
    if (g_strcmp0 (self->entries[i].filter->id, id) == 0)
      return &self->entries[i];

  return NULL;
}

/* Callbacks */

static void
toggled_cb (GtkToggleButton *button, TnyFilterBar *self)
{
  for (guint i = 0; i < self->n && !self->quiet; i++)
    if (self->entries[i].button == GTK_WIDGET (button) && gtk_toggle_button_get_active (button))
      set_active (self, i);
}

static void
chosen_cb (TnyFilterBar *self)
{
  if (!self->quiet)
    set_active (self, gtk_drop_down_get_selected (GTK_DROP_DOWN (self->drop_down)));
}

static gboolean
fold_idle_cb (gpointer data)
{
  TnyFilterBar *self = data;

  self->fold_idle = 0;
  if (self->folded == self->fold_seen)
    return G_SOURCE_REMOVE;

  gboolean focused = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;

  self->folded = self->fold_seen;
  gtk_widget_set_visible (self->drop_down, self->folded);
  gtk_widget_set_visible (self->buttons, !self->folded);
  if (focused)
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);

  return G_SOURCE_REMOVE;
}

/* Virtual functions */

/* Measuring a hidden widget gives 0: the buttons are asked one by one. */
static int
buttons_width (TnyFilterBar *self)
{
  int sum = 0;

  for (guint i = 0; i < self->n; i++)
    {
      GtkWidget *button = self->entries[i].button;
      int minimum;

      gtk_widget_measure (button, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      sum += minimum;
    }

  return sum;
}

static void
tny_filter_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  TnyFilterBar *self = TNY_FILTER_BAR (widget);
  GtkWidget *shown = self->folded ? self->drop_down : self->buttons;

  gtk_widget_measure (shown, orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
  if (orientation != GTK_ORIENTATION_HORIZONTAL)
    return;

  /* as narrow as the drop-down may become, as wide as the buttons would like to be */
  *minimum = MIN (*minimum, 96);
  *natural = MAX (buttons_width (self), *minimum);
}

static void
tny_filter_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TnyFilterBar *self = TNY_FILTER_BAR (widget);
  GtkWidget *shown = self->folded ? self->drop_down : self->buttons;
  int minimum;

  gtk_widget_measure (shown, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_allocate (shown, MAX (width, minimum), height, baseline, NULL);

  self->fold_seen = width < buttons_width (self);
  if (self->fold_seen != self->folded && self->fold_idle == 0)
    self->fold_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fold_idle_cb, self, NULL);
}

static GtkSizeRequestMode
tny_filter_bar_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
tny_filter_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ACTIVE)
    g_value_set_string (value, tny_filter_bar_get_active (TNY_FILTER_BAR (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tny_filter_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ACTIVE)
    tny_filter_bar_set_active (TNY_FILTER_BAR (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tny_filter_bar_dispose (GObject *object)
{
  TnyFilterBar *self = TNY_FILTER_BAR (object);

  self->quiet = TRUE;
  g_clear_handle_id (&self->fold_idle, g_source_remove);
  g_clear_pointer (&self->buttons, gtk_widget_unparent);
  g_clear_pointer (&self->drop_down, gtk_widget_unparent);
  g_clear_object (&self->texts);

  G_OBJECT_CLASS (tny_filter_bar_parent_class)->dispose (object);
}

static void
tny_filter_bar_finalize (GObject *object)
{
  g_free (TNY_FILTER_BAR (object)->entries);

  G_OBJECT_CLASS (tny_filter_bar_parent_class)->finalize (object);
}

static void
tny_filter_bar_class_init (TnyFilterBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tny_filter_bar_get_property;
  object_class->set_property = tny_filter_bar_set_property;
  object_class->dispose = tny_filter_bar_dispose;
  object_class->finalize = tny_filter_bar_finalize;
  widget_class->measure = tny_filter_bar_measure;
  widget_class->size_allocate = tny_filter_bar_size_allocate;
  widget_class->get_request_mode = tny_filter_bar_get_request_mode;

  props[PROP_ACTIVE] = g_param_spec_string ("active", NULL, NULL, NULL,
                                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS
                                            | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_css_name (widget_class, "filterbar");
}

static void
tny_filter_bar_init (TnyFilterBar *self)
{
  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->buttons, "linked");
  gtk_widget_set_parent (self->buttons, GTK_WIDGET (self));

  self->texts = gtk_string_list_new (NULL);
  self->drop_down = gtk_drop_down_new (g_object_ref (G_LIST_MODEL (self->texts)), NULL);
  tny_name_set (self->drop_down, _("Filter"));
  gtk_widget_set_visible (self->drop_down, FALSE);
  gtk_widget_set_parent (self->drop_down, GTK_WIDGET (self));
  g_signal_connect_object (self->drop_down, "notify::selected", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
}

/* Public functions */

GtkWidget *
tny_filter_bar_new (void)
{
  return g_object_new (TNY_TYPE_FILTER_BAR, NULL);
}

void
tny_filter_bar_set_filters (TnyFilterBar *self, const TnyFilter *filters, guint n)
{
  g_return_if_fail (TNY_IS_FILTER_BAR (self));
  g_return_if_fail (self->n == 0 && n > 0);

  self->quiet = TRUE;
  self->n = n;
  self->entries = g_new0 (Entry, n);
  for (guint i = 0; i < n; i++)
    {
      Entry *entry = &self->entries[i];
      GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

      entry->filter = &filters[i];
      entry->count = -1;
      entry->figure = gtk_label_new (NULL);
      gtk_widget_add_css_class (entry->figure, "numeric");
      gtk_widget_add_css_class (entry->figure, "dim-label");
      gtk_widget_set_visible (entry->figure, FALSE);
      gtk_box_append (GTK_BOX (content), gtk_label_new (_(filters[i].label)));
      gtk_box_append (GTK_BOX (content), entry->figure);

      entry->button = gtk_toggle_button_new ();
      gtk_button_set_child (GTK_BUTTON (entry->button), content);
      tny_name_set (entry->button, _(filters[i].label));
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (entry->button), i == 0);
      if (i > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (entry->button),
                                     GTK_TOGGLE_BUTTON (self->entries[0].button));
      gtk_box_append (GTK_BOX (self->buttons), entry->button);
      g_signal_connect_object (entry->button, "toggled", G_CALLBACK (toggled_cb), self, 0);
      gtk_string_list_append (self->texts, _(filters[i].label));
    }
  self->quiet = FALSE;
  tny_name_value (self->drop_down, _(filters[0].label));
}

void
tny_filter_bar_set_count (TnyFilterBar *self, const char *id, gint64 count)
{
  g_return_if_fail (TNY_IS_FILTER_BAR (self));

  Entry *entry = find (self, id);

  if (entry == NULL || entry->count == count)
    return;

  entry->count = count;
  gtk_widget_set_visible (entry->figure, count >= 0);

  g_autofree char *figure = count >= 0 ? tny_words_number (count) : NULL;
  g_autofree char *text = figure != NULL
                          ? g_strdup_printf ("%s  %s", _(entry->filter->label), figure)
                          : g_strdup (_(entry->filter->label));
  const char *spliced[] = { text, NULL };

  gtk_label_set_text (GTK_LABEL (entry->figure), figure);
  self->quiet = TRUE;
  gtk_string_list_splice (self->texts, entry - self->entries, 1, spliced);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->drop_down), self->active);
  self->quiet = FALSE;

  if (figure != NULL)
    {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      g_autofree char *words = g_strdup_printf (ngettext (entry->filter->one, entry->filter->many,
                                                          (gulong) count), figure);
#pragma GCC diagnostic pop
      tny_describe (entry->button, words);
    }
  else
    {
      tny_describe (entry->button, NULL);
    }
}

gint64
tny_filter_bar_get_count (TnyFilterBar *self, const char *id)
{
  g_return_val_if_fail (TNY_IS_FILTER_BAR (self), -1);

  Entry *entry = find (self, id);

  return entry != NULL ? entry->count : -1;
}

void
tny_filter_bar_set_active (TnyFilterBar *self, const char *id)
{
  g_return_if_fail (TNY_IS_FILTER_BAR (self));

  Entry *entry = find (self, id);

  set_active (self, entry != NULL ? entry - self->entries : 0);
}

const char *
tny_filter_bar_get_active (TnyFilterBar *self)
{
  g_return_val_if_fail (TNY_IS_FILTER_BAR (self), NULL);

  return self->n > 0 ? self->entries[self->active].filter->id : NULL;
}
