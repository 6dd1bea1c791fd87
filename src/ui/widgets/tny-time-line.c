/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-time-line.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "tny-names.h"
#include "tny-words.h"

#define DAY       86400
#define SIZE      10       /* of a mark, pixels */
#define TICK      4
#define WIDTH     240
#define NEAR_DAYS 10.0     /* up to here a day has about the same room */
#define MOST_TIPS 6        /* names in a tooltip */

typedef struct
{
  gint64  due_at;
  TnyEnd  end;
  char   *title;
} Mark;

/* Marks that stand at one place. */
typedef struct
{
  double x;
  TnyEnd end;              /* the worst */
  guint  first, n;
} Place;

struct _TnyTimeLine
{
  GtkWidget  parent_instance;

  GArray    *marks;        /* of Mark */
  gint64     now;
};

G_DEFINE_FINAL_TYPE (TnyTimeLine, tny_time_line, GTK_TYPE_WIDGET)

static const struct { guint days; const char *label; } ticks[] = {
  { 0, N_("Today") }, { 7, N_("7 days") }, { 30, N_("30 days") }, { 90, N_("90 days") },
  { 180, N_("180 days") }, { 365, N_("1 year") }, { 730, N_("2 years") },
};

/* Helpers */

static guint
last_day (TnyTimeLine *self)
{
  const Mark *last = &g_array_index (self->marks, Mark, self->marks->len - 1);
  gint64 days = last->due_at > self->now ? (last->due_at - self->now) / DAY + 1 : 0;

  /* to the next tick, so that the axis ends with one */
  for (guint i = 1; i < G_N_ELEMENTS (ticks); i++)
    if (days <= ticks[i].days)
      return ticks[i].days;

  return (guint) MIN (days, G_MAXINT);
}

/* From the beginning of the axis, mirrored where the text is. */
static double
place_of (TnyTimeLine *self, double days)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  double x = log1p (days / NEAR_DAYS) / log1p (last_day (self) / NEAR_DAYS) * (width - SIZE) + SIZE / 2.0;

  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? width - x : x;
}

static GArray *
places (TnyTimeLine *self)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (Place));

  for (guint i = 0; i < self->marks->len; i++)
    {
      const Mark *mark = &g_array_index (self->marks, Mark, i);
      double x = place_of (self, MAX (0, mark->due_at - self->now) / (double) DAY);
      Place *last = list->len > 0 ? &g_array_index (list, Place, list->len - 1) : NULL;

      if (last != NULL && fabs (last->x - x) < SIZE + 2)
        {
          last->n++;
          last->end = MAX (last->end, mark->end);
        }
      else
        g_array_append_vals (list, &(Place) { x, mark->end, i, 1 }, 1);
    }

  return list;
}

static int
line_height (GtkWidget *widget)
{
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (widget, "0");
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);

  return height;
}

/* Drawing */

static void
draw_mark (cairo_t *cr, TnyEnd end, double x, double y)
{
  double half = SIZE / 2.0;

  switch (end)
    {
    case TNY_END_EXTENDS:
    case TNY_END_LATER:
      cairo_arc (cr, x, y, half - 1, 0, 2 * G_PI);
      if (end == TNY_END_EXTENDS)
        cairo_stroke (cr);
      else
        cairo_fill (cr);
      break;
    case TNY_END_SOON:
      cairo_move_to (cr, x - half, y + half);
      cairo_rel_line_to (cr, SIZE, 0);
      cairo_rel_line_to (cr, -half, -SIZE);
      cairo_close_path (cr);
      cairo_fill (cr);
      break;
    case TNY_END_OVER:
      cairo_move_to (cr, x - half, y - half);
      cairo_rel_line_to (cr, SIZE, SIZE);
      cairo_move_to (cr, x - half, y + half);
      cairo_rel_line_to (cr, SIZE, -SIZE);
      cairo_stroke (cr);
      break;
    }
}

static void
get_color (GtkWidget *widget, const char *name, GdkRGBA *color)
{
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  GtkStyleContext *style = gtk_widget_get_style_context (widget);

  if (name == NULL || !gtk_style_context_lookup_color (style, name, color))
    gtk_style_context_get_color (style, color);
  G_GNUC_END_IGNORE_DEPRECATIONS
}

/* @x: the middle of the text, which stays inside. Returns where it ends, in the direction of reading. */
static void
draw_text (GtkWidget *widget, GtkSnapshot *snapshot, const char *text, double x, double y, const GdkRGBA *color,
           double *from, double *to)
{
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  int width, room = gtk_widget_get_width (widget);
  double at;

  pango_layout_get_pixel_size (layout, &width, NULL);
  at = CLAMP (x - width / 2.0, 0, MAX (0, room - width));
  /* nothing over what stands there already */
  if (from != NULL && at < *to + SIZE && at + width > *from - SIZE)
    return;
  if (from != NULL)
    {
      *from = at;
      *to = at + width;
    }
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (at, y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_axis (TnyTimeLine *self, GtkSnapshot *snapshot, int axis)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int width = gtk_widget_get_width (widget);
  guint days = last_day (self);
  double from = -2 * width, to = -2 * width;
  GdkRGBA color, faint;

  get_color (widget, NULL, &color);
  faint = color;
  faint.alpha *= 0.4f;
  color.alpha *= 0.7f;
  gtk_snapshot_append_color (snapshot, &faint, &GRAPHENE_RECT_INIT (0, axis, width, 1));
  for (guint i = 0; i < G_N_ELEMENTS (ticks) && ticks[i].days <= days; i++)
    {
      double x = place_of (self, ticks[i].days);

      gtk_snapshot_append_color (snapshot, &faint, &GRAPHENE_RECT_INIT (x - 0.5f, axis, 1, TICK));
      draw_text (widget, snapshot, _(ticks[i].label), x, axis + TICK, &color, &from, &to);
    }
}

/* Callbacks */

static gboolean
query_tooltip_cb (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  TnyTimeLine *self = TNY_TIME_LINE (widget);
  g_autoptr(GArray) list = self->marks->len > 0 ? places (self) : NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; list != NULL && !keyboard && i < list->len; i++)
    {
      const Place *place = &g_array_index (list, Place, i);

      if (fabs (place->x - x) > SIZE)
        continue;
      for (guint m = place->first; m < place->first + MIN (place->n, MOST_TIPS); m++)
        {
          const Mark *mark = &g_array_index (self->marks, Mark, m);
          g_autofree char *when = tny_words_time (mark->due_at);

          g_string_append_printf (text, "%s%s · %s", text->len > 0 ? "\n" : "", mark->title, when);
        }
      if (place->n > MOST_TIPS)
        {
          g_autofree char *more = g_strdup_printf (ngettext ("%u more", "%u more", place->n - MOST_TIPS),
                                                   place->n - MOST_TIPS);

          g_string_append_printf (text, "\n%s", more);
        }
      break;
    }
  gtk_tooltip_set_text (tooltip, text->str);

  return text->len > 0;
}

/* Virtual functions */

static void
tny_time_line_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = WIDTH / 2;
      *natural = WIDTH;
    }
  else
    *minimum = *natural = 2 * line_height (widget) + SIZE + 2 * TICK;
}

static void
tny_time_line_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  static const char *const colors[] = {
    [TNY_END_SOON] = "warning_color", [TNY_END_OVER] = "error_color",
  };
  TnyTimeLine *self = TNY_TIME_LINE (widget);
  int text = line_height (widget), axis = text + SIZE + TICK;
  g_autoptr(GArray) list = NULL;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget),
                                               gtk_widget_get_height (widget));
  cairo_t *cr;

  if (self->marks->len == 0)
    return;
  draw_axis (self, snapshot, axis);
  list = places (self);
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  cairo_set_line_width (cr, 2);
  for (guint i = 0; i < list->len; i++)
    {
      const Place *place = &g_array_index (list, Place, i);
      GdkRGBA color;

      get_color (widget, colors[place->end], &color);
      gdk_cairo_set_source_rgba (cr, &color);
      draw_mark (cr, place->end, place->x, axis - TICK / 2.0 - SIZE / 2.0);
    }
  cairo_destroy (cr);
  for (guint i = 0; i < list->len; i++)
    {
      const Place *place = &g_array_index (list, Place, i);
      g_autofree char *number = tny_words_number (place->n);
      GdkRGBA color;

      get_color (widget, NULL, &color);
      if (place->n > 1)
        draw_text (widget, snapshot, number, place->x, 0, &color, NULL, NULL);
    }
}

static void
tny_time_line_finalize (GObject *object)
{
  g_array_unref (TNY_TIME_LINE (object)->marks);

  G_OBJECT_CLASS (tny_time_line_parent_class)->finalize (object);
}

static void
tny_time_line_class_init (TnyTimeLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tny_time_line_finalize;
  widget_class->measure = tny_time_line_measure;
  widget_class->snapshot = tny_time_line_snapshot;
  gtk_widget_class_set_css_name (widget_class, "timeline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
mark_clear (gpointer data)
{
  g_free (((Mark *) data)->title);
}

static void
tny_time_line_init (TnyTimeLine *self)
{
  self->marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  g_array_set_clear_func (self->marks, mark_clear);
  gtk_widget_add_css_class (GTK_WIDGET (self), "caption");
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
}

/* Public functions */

GtkWidget *
tny_time_line_new (void)
{
  return g_object_new (TNY_TYPE_TIME_LINE, NULL);
}

void
tny_time_line_set (TnyTimeLine *self, const TnyTimeLineMark *marks, guint n, gint64 now)
{
  g_return_if_fail (TNY_IS_TIME_LINE (self));

  guint soon = 0, over = 0;
  g_autofree char *name = NULL, *when = NULL;

  self->now = now;
  g_array_set_size (self->marks, 0);
  for (guint i = 0; i < n; i++)
    {
      g_array_append_vals (self->marks, &(Mark) { marks[i].due_at, marks[i].end, g_strdup (marks[i].title) }, 1);
      soon += marks[i].end == TNY_END_SOON;
      over += marks[i].end == TNY_END_OVER;
    }
  if (over < n)
    {
      when = tny_words_ago (marks[over].due_at, now);
      /* translators: how many ends are known, how many of them soon; the next one and when it is */
      name = g_strdup_printf (ngettext ("%u end, %u soon; the next is %s, %s", "%u ends, %u soon; the next is %s, %s",
                                        n), n, soon, marks[over].title, when);
    }
  else if (n > 0)
    name = g_strdup_printf (ngettext ("%u has ended", "%u have ended", over), over);
  tny_name_set (GTK_WIDGET (self), name);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
