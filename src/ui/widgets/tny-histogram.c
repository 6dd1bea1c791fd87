/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-histogram.h"

#define WIDTH 240
#define HEIGHT 72
#define GAP 2

struct _TnyHistogram
{
  GtkWidget  parent_instance;

  GArray    *counts;         /* guint */
  int        first, threshold;
};

G_DEFINE_FINAL_TYPE (TnyHistogram, tny_histogram, GTK_TYPE_WIDGET)

static void
tny_histogram_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
tny_histogram_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TnyHistogram *self = TNY_HISTOGRAM (widget);
  float width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  guint most = 1;
  GdkRGBA color, faint;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  faint = color;
  faint.alpha *= 0.3f;
  gtk_snapshot_append_color (snapshot, &faint, &GRAPHENE_RECT_INIT (0, height - 1, width, 1));

  for (guint i = 0; i < self->counts->len; i++)
    most = MAX (most, g_array_index (self->counts, guint, i));

  for (guint i = 0; i < self->counts->len; i++)
    {
      guint count = g_array_index (self->counts, guint, i);
      float step = width / self->counts->len;
      float x = mirrored ? width - (i + 1) * step : i * step;
      float bar = MAX (3, (height - 2) * count / most);
      graphene_rect_t rect = GRAPHENE_RECT_INIT (x + GAP / 2.f, height - 1 - bar,
                                                 MAX (1, step - GAP), bar);

      if (count == 0)
        continue;
      if (self->first + (int) i >= self->threshold)
        gtk_snapshot_append_color (snapshot, &color, &rect);
      else
        gtk_snapshot_append_border (snapshot,
                                    &GSK_ROUNDED_RECT_INIT (rect.origin.x, rect.origin.y,
                                                            rect.size.width, rect.size.height),
                                    (float[]) { 1, 1, 1, 1 },
                                    (GdkRGBA[]) { color, color, color, color });
    }
}

static void
tny_histogram_finalize (GObject *object)
{
  g_array_unref (TNY_HISTOGRAM (object)->counts);

  G_OBJECT_CLASS (tny_histogram_parent_class)->finalize (object);
}

static void
tny_histogram_class_init (TnyHistogramClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tny_histogram_finalize;
  widget_class->measure = tny_histogram_measure;
  widget_class->snapshot = tny_histogram_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "histogram");
}

static void
tny_histogram_init (TnyHistogram *self)
{
  self->counts = g_array_new (FALSE, FALSE, sizeof (guint));
}

GtkWidget *
tny_histogram_new (void)
{
  return g_object_new (TNY_TYPE_HISTOGRAM, NULL);
}

void
tny_histogram_set_counts (TnyHistogram *self, int first, const guint *counts, guint n)
{
  g_return_if_fail (TNY_IS_HISTOGRAM (self));

  self->first = first;
  g_array_set_size (self->counts, 0);
  g_array_append_vals (self->counts, counts, n);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
tny_histogram_set_threshold (TnyHistogram *self, int threshold)
{
  g_return_if_fail (TNY_IS_HISTOGRAM (self));

  self->threshold = threshold;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
