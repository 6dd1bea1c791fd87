/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-sparkline.h"

#include <glib/gi18n-lib.h>

#include "tny-names.h"
#include "tny-words.h"

#define WIDTH      240
#define HEIGHT     36
#define STRIP      8        /* height of the marks below the bars */

struct _TnySparkline
{
  GtkWidget      parent_instance;

  TnySparkPoint *points;
  guint          n;
};

G_DEFINE_FINAL_TYPE (TnySparkline, tny_sparkline, GTK_TYPE_WIDGET)

static const char *
mark_word (TnyMark mark)
{
  switch (mark)
    {
    case TNY_MARK_INCOMPLETE: return _("Incomplete");
    case TNY_MARK_FAILED:     return _("Failed");
    case TNY_MARK_CANCELLED:  return _("Cancelled");
    case TNY_MARK_OK:
    default:                  return _("OK");
    }
}

static int
compare_seconds (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* Callbacks */

static gboolean
query_tooltip_cb (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  TnySparkline *self = TNY_SPARKLINE (widget);
  int width = gtk_widget_get_width (widget);

  if (self->n == 0 || keyboard || width <= 0 || x < 0 || x >= width)
    return FALSE;
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = width - 1 - x;

  const TnySparkPoint *point = &self->points[MIN ((guint) (x * (int) self->n / width), self->n - 1)];
  g_autofree char *time = tny_words_time (point->started_at);
  g_autofree char *duration = tny_words_duration (point->seconds);
  /* translators: a run of the sync: time, result, duration */
  g_autofree char *text = g_strdup_printf (_("%s · %s · %s"), time, mark_word (point->mark), duration);

  gtk_tooltip_set_text (tooltip, text);

  return TRUE;
}

/* Virtual functions */

static void
tny_sparkline_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH / 2 : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
draw_mark (cairo_t *cr, TnyMark mark, double x, double y, double size)
{
  switch (mark)
    {
    case TNY_MARK_INCOMPLETE:
      cairo_move_to (cr, x, y + size);
      cairo_rel_line_to (cr, size, 0);
      cairo_rel_line_to (cr, -size / 2, -size);
      cairo_close_path (cr);
      cairo_fill (cr);
      break;
    case TNY_MARK_FAILED:
      cairo_move_to (cr, x, y);
      cairo_rel_line_to (cr, size, size);
      cairo_move_to (cr, x + size, y);
      cairo_rel_line_to (cr, -size, size);
      cairo_stroke (cr);
      break;
    case TNY_MARK_CANCELLED:
      cairo_move_to (cr, x, y + size / 2);
      cairo_rel_line_to (cr, size, 0);
      cairo_stroke (cr);
      break;
    case TNY_MARK_OK:
      break;
    }
}

static void
tny_sparkline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TnySparkline *self = TNY_SPARKLINE (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gint64 most = 1;
  GdkRGBA color;

  if (self->n == 0)
    return;

  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  G_GNUC_END_IGNORE_DEPRECATIONS
  for (guint i = 0; i < self->n; i++)
    most = MAX (most, self->points[i].seconds);

  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, width, height);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  double step = (double) width / self->n;
  double bar = MAX (1, step - 2), room = height - STRIP - 2;

  cairo_set_line_width (cr, 1.5);
  for (guint i = 0; i < self->n; i++)
    {
      const TnySparkPoint *point = &self->points[i];
      double x = (rtl ? self->n - 1 - i : i) * step + 1;
      double tall = MAX (2, room * point->seconds / most);
      double size = MIN (STRIP - 2, bar);

      gdk_cairo_set_source_rgba (cr, &color);
      if (point->mark == TNY_MARK_OK)
        cairo_push_group (cr);
      cairo_rectangle (cr, x, room - tall, bar, tall);
      cairo_fill (cr);
      if (point->mark == TNY_MARK_OK)
        {
          cairo_pop_group_to_source (cr);
          cairo_paint_with_alpha (cr, 0.45);
        }
      gdk_cairo_set_source_rgba (cr, &color);
      draw_mark (cr, point->mark, x + (bar - size) / 2, height - size - 1, size);
    }
  cairo_destroy (cr);
}

static void
tny_sparkline_finalize (GObject *object)
{
  g_free (TNY_SPARKLINE (object)->points);

  G_OBJECT_CLASS (tny_sparkline_parent_class)->finalize (object);
}

static void
tny_sparkline_class_init (TnySparklineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tny_sparkline_finalize;
  widget_class->measure = tny_sparkline_measure;
  widget_class->snapshot = tny_sparkline_snapshot;
  gtk_widget_class_set_css_name (widget_class, "sparkline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tny_sparkline_init (TnySparkline *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
}

/* Public functions */

GtkWidget *
tny_sparkline_new (void)
{
  return g_object_new (TNY_TYPE_SPARKLINE, NULL);
}

void
tny_sparkline_set (TnySparkline *self, const TnySparkPoint *points, guint n)
{
  g_return_if_fail (TNY_IS_SPARKLINE (self));

  g_autofree gint64 *sorted = g_new0 (gint64, MAX (n, 1));
  guint problems = 0;

  g_free (self->points);
  self->points = g_memdup2 (points, n * sizeof *points);
  self->n = n;
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  if (n == 0)
    return;

  for (guint i = 0; i < n; i++)
    {
      sorted[i] = points[i].seconds;
      problems += points[i].mark != TNY_MARK_OK;
    }
  qsort (sorted, n, sizeof *sorted, compare_seconds);

  g_autofree char *median = tny_words_duration (sorted[n / 2]);
  g_autofree char *slowest = tny_words_duration (sorted[n - 1]);
  g_autofree char *name =
    /* translators: number of runs, a duration, a duration, number of runs */
    g_strdup_printf (ngettext ("%u run, median %s, slowest %s, %u with problems",
                               "%u runs, median %s, slowest %s, %u with problems", n),
                     n, median, slowest, problems);

  tny_name_set (GTK_WIDGET (self), name);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
