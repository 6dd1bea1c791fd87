/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-wrap-box.h"

struct _TnyWrapBox
{
  GtkWidget parent_instance;

  int       spacing;
};

static void buildable_iface_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TnyWrapBox, tny_wrap_box, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_iface_init))

enum { PROP_0, PROP_SPACING, N_PROPS };

static GParamSpec *props[N_PROPS];

static GtkBuildableIface *parent_buildable;

/* Helpers */

static GtkWidget *
next_visible (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);

  return child;
}

static int
width_of (GtkWidget *child, int available)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);

  return CLAMP (natural, minimum, MAX (minimum, available));
}

/* Lays the children out at @width and gives the height; places them when @place. */
static int
lay_out (TnyWrapBox *self, int width, gboolean place)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GtkWidget *child = next_visible (gtk_widget_get_first_child (GTK_WIDGET (self)));
  int y = 0;

  while (child != NULL)
    {
      GtkWidget *last = child;
      int line_height = 0, used = 0;

      /* how many fit, and how high the highest of them is */
      for (GtkWidget *c = child; c != NULL;
           c = next_visible (gtk_widget_get_next_sibling (c)))
        {
          int w = width_of (c, width), h;

          if (c != child && used + self->spacing + w > width)
            break;
          gtk_widget_measure (c, GTK_ORIENTATION_VERTICAL, w, &h, NULL, NULL, NULL);
          used += w + (c != child ? self->spacing : 0);
          line_height = MAX (line_height, h);
          last = c;
        }

      for (int x = 0;; child = next_visible (gtk_widget_get_next_sibling (child)))
        {
          int w = width_of (child, width);

          if (place)
            gtk_widget_size_allocate (child, &(GtkAllocation) {
                                        mirrored ? width - x - w : x, y, w, line_height }, -1);
          x += w + self->spacing;
          if (child == last)
            break;
        }

      child = next_visible (gtk_widget_get_next_sibling (last));
      y += line_height + (child != NULL ? self->spacing : 0);
    }

  return y;
}

/* Virtual functions */

static GtkSizeRequestMode
tny_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tny_wrap_box_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  TnyWrapBox *self = TNY_WRAP_BOX (widget);
  int widest = 0, sum = 0;

  for (GtkWidget *child = next_visible (gtk_widget_get_first_child (widget)); child != NULL;
       child = next_visible (gtk_widget_get_next_sibling (child)))
    {
      int child_minimum, child_natural;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural,
                          NULL, NULL);
      widest = MAX (widest, child_minimum);
      sum += child_natural + (sum > 0 ? self->spacing : 0);
    }

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = widest;
      *natural = MAX (sum, widest);
    }
  else
    {
      *minimum = *natural = lay_out (self, for_size >= 0 ? MAX (for_size, widest) : sum, FALSE);
    }
}

static void
tny_wrap_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  lay_out (TNY_WRAP_BOX (widget), width, TRUE);
}

static void
tny_wrap_box_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child,
                        const char *type)
{
  if (GTK_IS_WIDGET (child))
    tny_wrap_box_append (TNY_WRAP_BOX (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
buildable_iface_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = tny_wrap_box_add_child;
}

static void
tny_wrap_box_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TNY_WRAP_BOX (object)->spacing = g_value_get_int (value);
  gtk_widget_queue_resize (GTK_WIDGET (object));
}

static void
tny_wrap_box_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_int (value, TNY_WRAP_BOX (object)->spacing);
}

static void
tny_wrap_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (tny_wrap_box_parent_class)->dispose (object);
}

static void
tny_wrap_box_class_init (TnyWrapBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = tny_wrap_box_set_property;
  object_class->get_property = tny_wrap_box_get_property;
  object_class->dispose = tny_wrap_box_dispose;
  widget_class->get_request_mode = tny_wrap_box_get_request_mode;
  widget_class->measure = tny_wrap_box_measure;
  widget_class->size_allocate = tny_wrap_box_size_allocate;

  props[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, 1000, 6,
                                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tny_wrap_box_init (TnyWrapBox *self)
{
  self->spacing = 6;
}

/* Public functions */

GtkWidget *
tny_wrap_box_new (int spacing)
{
  return g_object_new (TNY_TYPE_WRAP_BOX, "spacing", spacing, NULL);
}

void
tny_wrap_box_append (TnyWrapBox *self, GtkWidget *child)
{
  g_return_if_fail (TNY_IS_WRAP_BOX (self));
  g_return_if_fail (GTK_IS_WIDGET (child));

  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}
