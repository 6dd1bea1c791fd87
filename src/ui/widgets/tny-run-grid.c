/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-run-grid.h"

#include <glib/gi18n-lib.h>

#include "tny-names.h"
#include "tny-words.h"

#define CELL         10      /* pixels, with the gap */
#define GAP          2
#define MOST_TENANTS 120     /* more than this is read in the list */

typedef enum { CELL_NOT_RUN, CELL_COMPLETE, CELL_PARTIAL, CELL_FAILED, CELL_ASIDE, N_CELLS } Cell;

struct _TnyRunGrid
{
  GtkWidget  parent_instance;

  GPtrArray *streams;        /* char *: rows, in the order in which they came */
  GPtrArray *tenants;        /* char *: columns */
  GArray    *tenant_ids;     /* gint64 */
  GArray    *cells;          /* guint8 Cell, column after column */
};

G_DEFINE_FINAL_TYPE (TnyRunGrid, tny_run_grid, GTK_TYPE_WIDGET)

enum { TENANT_CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

static const struct { const char *state; Cell cell; } states[] = {
  { "ok", CELL_COMPLETE }, { "incomplete", CELL_PARTIAL }, { "failed", CELL_FAILED },
  { "not-licensed", CELL_ASIDE }, { "concealed", CELL_ASIDE },
};

static const char *const words[N_CELLS] = {
  [CELL_NOT_RUN] = N_("not run"), [CELL_COMPLETE] = N_("complete"), [CELL_PARTIAL] = N_("partial"),
  [CELL_FAILED] = N_("failed"), [CELL_ASIDE] = N_("set aside"),
};

static Cell
cell_of (const char *state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_str_equal (states[i].state, state))
      return states[i].cell;

  return CELL_NOT_RUN;
}

static guint
row_of (TnyRunGrid *self, const char *stream)
{
  guint at;

  if (g_ptr_array_find_with_equal_func (self->streams, stream, g_str_equal, &at))
    return at;
  g_ptr_array_add (self->streams, g_strdup (stream));

  return self->streams->len - 1;
}

static guint8
get_cell (TnyRunGrid *self, guint tenant, guint stream)
{
  return g_array_index (self->cells, guint8, tenant * self->streams->len + stream);
}

/* The cell at a place of the widget; FALSE between and beside them. */
static gboolean
find_cell (TnyRunGrid *self, double x, double y, guint *tenant, guint *stream)
{
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (GTK_WIDGET (self)) - x;
  if (x < 0 || y < 0)
    return FALSE;
  *tenant = (guint) (x / CELL);
  *stream = (guint) (y / CELL);

  return *tenant < self->tenants->len && *stream < self->streams->len;
}

/* Callbacks */

static gboolean
query_tooltip_cb (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  TnyRunGrid *self = TNY_RUN_GRID (widget);
  g_autofree char *text = NULL, *name = NULL;
  guint tenant, stream;

  if (keyboard || !find_cell (self, x, y, &tenant, &stream))
    return FALSE;
  name = tny_words_name (self->tenants->pdata[tenant]);
  /* translators: a tenant, a stream ("users"), how it ended ("complete") */
  text = g_strdup_printf (_("%s · %s · %s"), name, (char *) self->streams->pdata[stream],
                          _(words[get_cell (self, tenant, stream)]));
  gtk_tooltip_set_text (tooltip, text);

  return TRUE;
}

static void
pressed_cb (GtkGestureClick *gesture, int n, double x, double y, TnyRunGrid *self)
{
  guint tenant, stream;

  if (find_cell (self, x, y, &tenant, &stream))
    g_signal_emit (self, signals[TENANT_CHOSEN], 0, g_array_index (self->tenant_ids, gint64, tenant));
}

/* Virtual functions */

static void
tny_run_grid_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                      int *minimum_baseline, int *natural_baseline)
{
  TnyRunGrid *self = TNY_RUN_GRID (widget);

  *natural = CELL * (int) (orientation == GTK_ORIENTATION_HORIZONTAL ? self->tenants->len
                                                                     : self->streams->len);
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 0 : *natural;
}

static void
draw_cell (cairo_t *cr, Cell cell, double x, double y, double size, const GdkRGBA *color)
{
  gdk_cairo_set_source_rgba (cr, color);
  switch (cell)
    {
    case CELL_COMPLETE:
      cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha * 0.35);
      cairo_rectangle (cr, x, y, size, size);
      cairo_fill (cr);
      break;
    case CELL_PARTIAL:
      cairo_move_to (cr, x, y + size);
      cairo_rel_line_to (cr, size, 0);
      cairo_rel_line_to (cr, -size / 2, -size);
      cairo_close_path (cr);
      cairo_fill (cr);
      break;
    case CELL_FAILED:
      cairo_move_to (cr, x, y);
      cairo_rel_line_to (cr, size, size);
      cairo_move_to (cr, x + size, y);
      cairo_rel_line_to (cr, -size, size);
      cairo_stroke (cr);
      break;
    case CELL_ASIDE:
      cairo_move_to (cr, x, y + size / 2);
      cairo_rel_line_to (cr, size, 0);
      cairo_stroke (cr);
      break;
    case CELL_NOT_RUN:
    case N_CELLS:
      cairo_rectangle (cr, x + 0.5, y + 0.5, size - 1, size - 1);
      cairo_set_line_width (cr, 0.7);
      cairo_stroke (cr);
      cairo_set_line_width (cr, 1.5);
      break;
    }
}

static void
tny_run_grid_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TnyRunGrid *self = TNY_RUN_GRID (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, width, height);
  GdkRGBA color;
  cairo_t *cr;

  if (self->cells->len == 0 || width <= 0)
    return;
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  G_GNUC_END_IGNORE_DEPRECATIONS
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  cairo_set_line_width (cr, 1.5);
  for (guint t = 0; t < self->tenants->len; t++)
    for (guint s = 0; s < self->streams->len; s++)
      draw_cell (cr, get_cell (self, t, s), rtl ? width - (int) (t + 1) * CELL : (int) t * CELL, s * CELL, CELL - GAP,
                 &color);
  cairo_destroy (cr);
}

static void
tny_run_grid_finalize (GObject *object)
{
  TnyRunGrid *self = TNY_RUN_GRID (object);

  g_ptr_array_unref (self->streams);
  g_ptr_array_unref (self->tenants);
  g_array_unref (self->tenant_ids);
  g_array_unref (self->cells);

  G_OBJECT_CLASS (tny_run_grid_parent_class)->finalize (object);
}

static void
tny_run_grid_class_init (TnyRunGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tny_run_grid_finalize;
  widget_class->measure = tny_run_grid_measure;
  widget_class->snapshot = tny_run_grid_snapshot;
  gtk_widget_class_set_css_name (widget_class, "rungrid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);

  signals[TENANT_CHOSEN] = g_signal_new ("tenant-chosen", TNY_TYPE_RUN_GRID, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
tny_run_grid_init (TnyRunGrid *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->streams = g_ptr_array_new_with_free_func (g_free);
  self->tenants = g_ptr_array_new_with_free_func (g_free);
  self->tenant_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->cells = g_array_new (FALSE, TRUE, sizeof (guint8));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, 0);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
}

/* Rows and columns first: a tenant may lack a stream that others have. */
static void
collect (TnyRunGrid *self, const TnyRunRow *run)
{
  gint64 last = 0;

  for (guint i = 0; run->streams != NULL && i < run->streams->len; i++)
    {
      const TnyRunStream *stream = run->streams->pdata[i];

      if (stream->tenant_id == 0)
        continue;
      row_of (self, stream->name);
      if (stream->tenant_id != last)
        {
          g_ptr_array_add (self->tenants, g_strdup (stream->tenant_name));
          g_array_append_val (self->tenant_ids, stream->tenant_id);
        }
      last = stream->tenant_id;
    }
}

/* Public functions */

void
tny_run_grid_set (TnyRunGrid *self, const TnyRunRow *run)
{
  g_autoptr(GString) name = g_string_new (NULL);
  guint counts[N_CELLS] = { 0 }, tenant = 0;
  gint64 last = 0;

  g_return_if_fail (TNY_IS_RUN_GRID (self));

  g_ptr_array_set_size (self->streams, 0);
  g_ptr_array_set_size (self->tenants, 0);
  g_array_set_size (self->tenant_ids, 0);
  collect (self, run);
  g_array_set_size (self->cells, 0);
  g_array_set_size (self->cells, self->tenants->len * self->streams->len);
  for (guint i = 0; run->streams != NULL && i < run->streams->len; i++)
    {
      const TnyRunStream *stream = run->streams->pdata[i];
      Cell cell = cell_of (stream->state);

      if (stream->tenant_id == 0)
        continue;
      tenant += last != 0 && stream->tenant_id != last;
      last = stream->tenant_id;
      g_array_index (self->cells, guint8, tenant * self->streams->len + row_of (self, stream->name)) = cell;
      counts[cell]++;
    }
  gtk_widget_set_visible (GTK_WIDGET (self), self->tenants->len > 1 && self->tenants->len <= MOST_TENANTS);
  /* translators: beginning of a list of counts: "25 tenants: 70 complete, 3 failed" */
  g_string_append_printf (name, ngettext ("%u tenant:", "%u tenants:", self->tenants->len), self->tenants->len);
  for (guint i = N_CELLS; i > 0; i--)
    if (counts[i % N_CELLS] > 0)
      g_string_append_printf (name, " %u %s,", counts[i % N_CELLS], _(words[i % N_CELLS]));
  g_string_truncate (name, name->len - 1);
  tny_name_set (GTK_WIDGET (self), name->str);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
