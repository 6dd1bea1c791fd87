/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-points-bar.h"

#define WIDTH 56
#define HEIGHT 10

struct _TnyPointsBar
{
  GtkWidget parent_instance;

  int       points, most;
};

G_DEFINE_FINAL_TYPE (TnyPointsBar, tny_points_bar, GTK_TYPE_WIDGET)

static void
tny_points_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
tny_points_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TnyPointsBar *self = TNY_POINTS_BAR (widget);
  float full = gtk_widget_get_width (widget);
  float width = CLAMP (full * ABS (self->points) / self->most, 3, full);
  float x = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? full - width : 0;
  float y = (gtk_widget_get_height (widget) - HEIGHT) / 2.f;
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha *= 0.7f;

  if (self->points > 0)
    gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (x, y, width, HEIGHT));
  else
    gtk_snapshot_append_border (snapshot,
                                &GSK_ROUNDED_RECT_INIT (x, y, width, HEIGHT),
                                (float[]) { 1, 1, 1, 1 },
                                (GdkRGBA[]) { color, color, color, color });
}

static void
tny_points_bar_class_init (TnyPointsBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = tny_points_bar_measure;
  widget_class->snapshot = tny_points_bar_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
  gtk_widget_class_set_css_name (widget_class, "pointsbar");
}

static void
tny_points_bar_init (TnyPointsBar *self)
{
}

GtkWidget *
tny_points_bar_new (int points, int most)
{
  g_return_val_if_fail (most > 0, NULL);

  TnyPointsBar *self = g_object_new (TNY_TYPE_POINTS_BAR, NULL);

  self->points = points;
  self->most = most;

  return GTK_WIDGET (self);
}
