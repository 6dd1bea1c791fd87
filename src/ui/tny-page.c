/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-page.h"

#include <glib/gi18n-lib.h>

#include "tny-filter-bar.h"
#include "tny-names.h"
#include "tny-page-keys.h"
#include "tny-sidebar.h"

/* Below this many em of its own font a page folds its tables. In em, because at 200 % text a page of
 * 700 pixels is as crowded as one of 350. */
#define NARROW_EM 34

typedef struct
{
  TnySession   *session;         /* lent by the window */
  TnyPageState *state;           /* lent by the window */

  GtkWidget    *box;             /* the only child: tool row, search bar, content, bottom bar */
  GtkWidget    *tools;
  GtkWidget    *search_bar;
  GtkWidget    *search_entry;
  GtkWidget    *content_bin;
  GtkWidget    *bottom_bar;

  GtkWidget    *filter;          /* all three are ours too: they change parents */
  GtkWidget    *actions;
  GtkWidget    *content;
  GMenuModel   *menu;

  GPtrArray    *panes;           /* GtkWidget, all descendants, in F6 order */
  guint         narrow_idle;
  gboolean      narrow;
  gboolean      narrow_seen;     /* what the last allocation asked for */
  gboolean      searchable;
  gboolean      can_go_back;
  char         *subtitle;
  gboolean      entered;
  gboolean      settled;         /* the content came once: the focus had its chance */
} TnyPagePrivate;

G_DEFINE_TYPE_WITH_PRIVATE (TnyPage, tny_page, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_FILTER,
  PROP_ACTIONS,
  PROP_CONTENT,
  PROP_MENU,
  PROP_SUBTITLE,
  PROP_CAN_GO_BACK,
  PROP_SEARCHABLE,
  PROP_SEARCH_MODE,
  PROP_NARROW,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

enum { COUNTS_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static TnyPagePrivate *
priv_of (TnyPage *self)
{
  return tny_page_get_instance_private (self);
}

/* Helpers */

static void
place_parts (TnyPage *self)
{
  TnyPagePrivate *priv = priv_of (self);

  if (priv->actions != NULL)
    {
      GtkWidget *parent = gtk_widget_get_parent (priv->actions);
      GtkWidget *wanted = priv->narrow ? priv->bottom_bar : priv->tools;
      gboolean placed = parent != NULL && gtk_widget_is_ancestor (priv->actions, wanted);

      if (!placed && parent == priv->tools)
        gtk_box_remove (GTK_BOX (priv->tools), priv->actions);
      else if (!placed && parent != NULL)
        gtk_action_bar_remove (GTK_ACTION_BAR (priv->bottom_bar), priv->actions);

      if (!placed && priv->narrow)
        /* what stands at the start gets half of the bar at most */
        gtk_action_bar_set_center_widget (GTK_ACTION_BAR (priv->bottom_bar), priv->actions);
      else if (!placed)
        gtk_box_append (GTK_BOX (priv->tools), priv->actions);

      gtk_widget_set_hexpand (priv->actions, TRUE);
      gtk_widget_set_halign (priv->actions, priv->narrow ? GTK_ALIGN_FILL : GTK_ALIGN_END);
    }

  gtk_widget_set_visible (priv->tools, gtk_widget_get_first_child (priv->tools) != NULL);
  gtk_widget_set_visible (priv->bottom_bar, priv->narrow && priv->actions != NULL
                                            && gtk_widget_get_visible (priv->actions));
}

static void
replace_part (GtkWidget **part, GtkWidget *widget, TnyPage *self)
{
  TnyPagePrivate *priv = priv_of (self);

  if (*part != NULL)
    {
      GtkWidget *parent = gtk_widget_get_parent (*part);

      if (parent == priv->tools)
        gtk_box_remove (GTK_BOX (priv->tools), *part);
      else if (parent == priv->content_bin)
        adw_bin_set_child (ADW_BIN (priv->content_bin), NULL);
      else if (parent != NULL)
        gtk_action_bar_remove (GTK_ACTION_BAR (priv->bottom_bar), *part);
    }

  g_clear_object (part);
  *part = widget != NULL ? g_object_ref_sink (widget) : NULL;
}

static void
keep_text (char **where, const char *text)
{
  if (g_strcmp0 (*where, text) != 0)
    {
      g_free (*where);
      *where = g_strdup (text);
    }
}

static gboolean
search_is_open (TnyPage *self)
{
  return gtk_search_bar_get_search_mode (GTK_SEARCH_BAR (priv_of (self)->search_bar));
}

/* Callbacks */

static gboolean
narrow_idle_cb (gpointer data)
{
  TnyPage *self = data;
  TnyPagePrivate *priv = priv_of (self);

  priv->narrow_idle = 0;

  if (priv->narrow != priv->narrow_seen)
    {
      priv->narrow = priv->narrow_seen;
      place_parts (self);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NARROW]);
    }

  return G_SOURCE_REMOVE;
}

static void
search_changed_cb (GtkSearchEntry *entry, TnyPage *self)
{
  TnyPagePrivate *priv = priv_of (self);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));

  if (!priv->entered)
    return;

  keep_text (&priv->state->search, search_is_open (self) && *text != '\0' ? text : NULL);

  if (TNY_PAGE_GET_CLASS (self)->search_changed != NULL)
    TNY_PAGE_GET_CLASS (self)->search_changed (self, tny_page_get_search (self));
}

static void
search_mode_cb (GtkSearchBar *bar, GParamSpec *pspec, TnyPage *self)
{
  TnyPagePrivate *priv = priv_of (self);

  /* GtkSearchBar empties the entry when it closes, but the entry speaks only after its delay */
  if (!gtk_search_bar_get_search_mode (bar) && priv->entered)
    {
      gboolean had_text = priv->state->search != NULL;

      keep_text (&priv->state->search, NULL);
      if (had_text && TNY_PAGE_GET_CLASS (self)->search_changed != NULL)
        TNY_PAGE_GET_CLASS (self)->search_changed (self, "");
      if (priv->content != NULL)
        gtk_widget_child_focus (priv->content, GTK_DIR_TAB_FORWARD);
    }

  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SEARCH_MODE]);
}

static void
search_down_cb (GtkSearchEntry *entry, TnyPage *self)
{
  gtk_widget_child_focus (priv_of (self)->content, GTK_DIR_TAB_FORWARD);
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter G_GNUC_UNUSED)
{
  TnyPagePrivate *priv = priv_of (TNY_PAGE (widget));

  gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (priv->search_bar), TRUE);
  gtk_widget_grab_focus (priv->search_entry);
}

/* Virtual functions */

static void
tny_page_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                  int *natural, int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (priv_of (TNY_PAGE (widget))->box, orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

static gboolean
is_narrow (GtkWidget *widget, int width)
{
  const PangoFontDescription *font =
    pango_context_get_font_description (gtk_widget_get_pango_context (widget));
  int em = PANGO_PIXELS (pango_font_description_get_size (font));

  return width < NARROW_EM * em;
}

/* In the place of the page before, the width is known: no frame shows what does not fit. */
static void
tny_page_root (GtkWidget *widget)
{
  TnyPage *self = TNY_PAGE (widget);
  TnyPagePrivate *priv = priv_of (self);
  GtkWidget *parent = gtk_widget_get_parent (widget);
  int width = parent != NULL ? gtk_widget_get_width (parent) : 0;

  GTK_WIDGET_CLASS (tny_page_parent_class)->root (widget);
  if (width <= 0 || priv->narrow == is_narrow (widget, width))
    return;
  priv->narrow = priv->narrow_seen = !priv->narrow;
  place_parts (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NARROW]);
}

static void
tny_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TnyPage *self = TNY_PAGE (widget);
  TnyPagePrivate *priv = priv_of (self);

  gtk_widget_allocate (priv->box, width, height, baseline, NULL);

  priv->narrow_seen = is_narrow (widget, width);
  if (priv->narrow_seen != priv->narrow && priv->narrow_idle == 0)
    priv->narrow_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, narrow_idle_cb, self, NULL);
}

static void
tny_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TnyPage *self = TNY_PAGE (object);
  TnyPagePrivate *priv = priv_of (self);

  switch (id)
    {
    case PROP_FILTER:      g_value_set_object (value, priv->filter); break;
    case PROP_ACTIONS:     g_value_set_object (value, priv->actions); break;
    case PROP_CONTENT:     g_value_set_object (value, priv->content); break;
    case PROP_MENU:        g_value_set_object (value, priv->menu); break;
    case PROP_SUBTITLE:    g_value_set_string (value, priv->subtitle); break;
    case PROP_CAN_GO_BACK: g_value_set_boolean (value, priv->can_go_back); break;
    case PROP_SEARCHABLE:  g_value_set_boolean (value, priv->searchable); break;
    case PROP_SEARCH_MODE: g_value_set_boolean (value, search_is_open (self)); break;
    case PROP_NARROW:      g_value_set_boolean (value, priv->narrow); break;
    default:               G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tny_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TnyPage *self = TNY_PAGE (object);
  TnyPagePrivate *priv = priv_of (self);

  switch (id)
    {
    case PROP_FILTER:
      replace_part (&priv->filter, g_value_get_object (value), self);
      if (priv->filter != NULL)
        gtk_box_prepend (GTK_BOX (priv->tools), priv->filter);
      place_parts (self);
      break;

    case PROP_ACTIONS:
      replace_part (&priv->actions, g_value_get_object (value), self);
      if (priv->actions != NULL)
        g_signal_connect_object (priv->actions, "notify::visible", G_CALLBACK (place_parts), self,
                                 G_CONNECT_SWAPPED);
      place_parts (self);
      break;

    case PROP_CONTENT:
      replace_part (&priv->content, g_value_get_object (value), self);
      adw_bin_set_child (ADW_BIN (priv->content_bin), priv->content);
      break;

    case PROP_MENU:
      if (g_set_object (&priv->menu, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;

    case PROP_SUBTITLE:
      if (g_strcmp0 (priv->subtitle, g_value_get_string (value)) != 0)
        {
          keep_text (&priv->subtitle, g_value_get_string (value));
          g_object_notify_by_pspec (object, pspec);
        }
      break;

    case PROP_CAN_GO_BACK:
      if (priv->can_go_back != g_value_get_boolean (value))
        {
          priv->can_go_back = g_value_get_boolean (value);
          g_object_notify_by_pspec (object, pspec);
        }
      break;

    case PROP_SEARCHABLE:
      priv->searchable = g_value_get_boolean (value);
      gtk_widget_set_visible (priv->search_bar, priv->searchable);
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.search", priv->searchable);
      break;

    case PROP_SEARCH_MODE:
      if (g_value_get_boolean (value) != search_is_open (self))
        {
          gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (priv->search_bar),
                                          g_value_get_boolean (value));
          if (g_value_get_boolean (value))
            gtk_widget_grab_focus (priv->search_entry);
        }
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tny_page_dispose (GObject *object)
{
  TnyPage *self = TNY_PAGE (object);
  TnyPagePrivate *priv = priv_of (self);

  priv->entered = FALSE;
  g_clear_handle_id (&priv->narrow_idle, g_source_remove);
  g_ptr_array_set_size (priv->panes, 0);
  g_clear_object (&priv->filter);
  g_clear_object (&priv->actions);
  g_clear_object (&priv->content);
  g_clear_object (&priv->menu);
  g_clear_pointer (&priv->box, gtk_widget_unparent);

  G_OBJECT_CLASS (tny_page_parent_class)->dispose (object);
}

static void
tny_page_finalize (GObject *object)
{
  g_ptr_array_unref (priv_of (TNY_PAGE (object))->panes);
  g_free (priv_of (TNY_PAGE (object))->subtitle);

  G_OBJECT_CLASS (tny_page_parent_class)->finalize (object);
}

static void
tny_page_class_init (TnyPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = tny_page_get_property;
  object_class->set_property = tny_page_set_property;
  object_class->dispose = tny_page_dispose;
  object_class->finalize = tny_page_finalize;
  widget_class->measure = tny_page_measure;
  widget_class->size_allocate = tny_page_size_allocate;
  widget_class->root = tny_page_root;

  props[PROP_FILTER] = g_param_spec_object ("filter", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_ACTIONS] = g_param_spec_object ("actions", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_MENU] = g_param_spec_object ("menu", NULL, NULL, G_TYPE_MENU_MODEL, flags);
  props[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, NULL, flags);
  props[PROP_CAN_GO_BACK] = g_param_spec_boolean ("can-go-back", NULL, NULL, FALSE, flags);
  props[PROP_SEARCHABLE] = g_param_spec_boolean ("searchable", NULL, NULL, FALSE, flags);
  props[PROP_SEARCH_MODE] = g_param_spec_boolean ("search-mode", NULL, NULL, FALSE, flags);
  props[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[COUNTS_CHANGED] = g_signal_new ("counts-changed", G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "page.search", NULL, search_action);

  gtk_widget_class_set_css_name (widget_class, "page");
}

static GtkWidget *
build_search_bar (TnyPage *self)
{
  TnyPagePrivate *priv = priv_of (self);
  GtkWidget *clamp = adw_clamp_new ();

  priv->search_entry = gtk_search_entry_new ();
  gtk_widget_set_hexpand (priv->search_entry, TRUE);
  tny_name_set (priv->search_entry, _("Search"));
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 500);
  adw_clamp_set_child (ADW_CLAMP (clamp), priv->search_entry);

  priv->search_bar = gtk_search_bar_new ();
  gtk_search_bar_set_child (GTK_SEARCH_BAR (priv->search_bar), clamp);
  gtk_search_bar_connect_entry (GTK_SEARCH_BAR (priv->search_bar),
                                GTK_EDITABLE (priv->search_entry));
  gtk_widget_set_visible (priv->search_bar, FALSE);

  g_signal_connect_object (priv->search_entry, "search-changed", G_CALLBACK (search_changed_cb),
                           self, 0);
  g_signal_connect_object (priv->search_entry, "activate", G_CALLBACK (search_down_cb), self, 0);
  g_signal_connect_object (priv->search_bar, "notify::search-mode-enabled",
                           G_CALLBACK (search_mode_cb), self, 0);

  return priv->search_bar;
}

static void
tny_page_init (TnyPage *self)
{
  TnyPagePrivate *priv = priv_of (self);

  priv->panes = g_ptr_array_new ();

  priv->tools = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_add_css_class (priv->tools, "toolbar");
  gtk_widget_set_visible (priv->tools, FALSE);

  priv->content_bin = adw_bin_new ();
  gtk_widget_set_vexpand (priv->content_bin, TRUE);

  priv->bottom_bar = gtk_action_bar_new ();
  gtk_widget_set_visible (priv->bottom_bar, FALSE);

  priv->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (priv->box), priv->tools);
  gtk_box_append (GTK_BOX (priv->box), build_search_bar (self));
  gtk_box_append (GTK_BOX (priv->box), priv->content_bin);
  gtk_box_append (GTK_BOX (priv->box), priv->bottom_bar);
  gtk_widget_set_parent (priv->box, GTK_WIDGET (self));

  g_ptr_array_add (priv->panes, priv->tools);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.search", FALSE);
  tny_page_add_keys (self);
}

/* Public functions */

TnySession *
tny_page_get_session (TnyPage *self)
{
  g_return_val_if_fail (TNY_IS_PAGE (self), NULL);

  return priv_of (self)->session;
}

TnyPageState *
tny_page_get_state (TnyPage *self)
{
  g_return_val_if_fail (TNY_IS_PAGE (self), NULL);

  return priv_of (self)->state;
}

gboolean
tny_page_get_narrow (TnyPage *self)
{
  g_return_val_if_fail (TNY_IS_PAGE (self), FALSE);

  return priv_of (self)->narrow;
}

const char *
tny_page_get_search (TnyPage *self)
{
  g_return_val_if_fail (TNY_IS_PAGE (self), "");

  TnyPageState *state = priv_of (self)->state;

  return state != NULL && state->search != NULL ? state->search : "";
}

void
tny_page_set_search (TnyPage *self, const char *text)
{
  g_return_if_fail (TNY_IS_PAGE (self));

  TnyPagePrivate *priv = priv_of (self);
  gboolean open = text != NULL && *text != '\0';

  if (open)
    gtk_editable_set_text (GTK_EDITABLE (priv->search_entry), text);
  gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (priv->search_bar), open);
}

/* Nobody is in the sidebar or in a window above, nor in the page already; the filters are what GTK takes
 * by itself while there is no row yet. */
static gboolean
may_take_focus (TnyPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_get_mapped (focus))
    return root != NULL && gtk_widget_get_mapped (GTK_WIDGET (self));

  return gtk_widget_get_ancestor (focus, TNY_TYPE_SIDEBAR) == NULL
         && (!gtk_widget_is_ancestor (focus, GTK_WIDGET (self))
             || gtk_widget_get_ancestor (focus, TNY_TYPE_FILTER_BAR) != NULL);
}

gboolean
tny_page_settle (TnyPage *self)
{
  g_return_val_if_fail (TNY_IS_PAGE (self), FALSE);

  TnyPagePrivate *priv = priv_of (self);
  gboolean first = !priv->settled;

  priv->settled = TRUE;

  return first && may_take_focus (self);
}

void
tny_page_add_pane (TnyPage *self, GtkWidget *pane)
{
  g_return_if_fail (TNY_IS_PAGE (self));
  g_return_if_fail (GTK_IS_WIDGET (pane));

  g_ptr_array_add (priv_of (self)->panes, pane);
}

void
tny_page_counts_changed (TnyPage *self)
{
  g_return_if_fail (TNY_IS_PAGE (self));

  g_signal_emit (self, signals[COUNTS_CHANGED], 0);
}

void
tny_page_set_host (TnyPage *self, TnySession *session, TnyPageState *state)
{
  g_return_if_fail (TNY_IS_PAGE (self));
  g_return_if_fail (state != NULL);

  priv_of (self)->session = session;
  priv_of (self)->state = state;
}

void
tny_page_enter (TnyPage *self)
{
  g_return_if_fail (TNY_IS_PAGE (self));

  TnyPagePrivate *priv = priv_of (self);

  g_return_if_fail (priv->state != NULL);

  if (priv->searchable && priv->state->search != NULL)
    {
      gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (priv->search_bar), TRUE);
      gtk_editable_set_text (GTK_EDITABLE (priv->search_entry), priv->state->search);
    }

  priv->entered = TRUE;
  if (TNY_PAGE_GET_CLASS (self)->enter != NULL)
    TNY_PAGE_GET_CLASS (self)->enter (self);
}

void
tny_page_leave (TnyPage *self)
{
  g_return_if_fail (TNY_IS_PAGE (self));

  if (TNY_PAGE_GET_CLASS (self)->leave != NULL)
    TNY_PAGE_GET_CLASS (self)->leave (self);
  priv_of (self)->entered = FALSE;
}

void
tny_page_refresh (TnyPage *self)
{
  g_return_if_fail (TNY_IS_PAGE (self));

  if (TNY_PAGE_GET_CLASS (self)->refresh != NULL)
    TNY_PAGE_GET_CLASS (self)->refresh (self);
}

void
tny_page_show_target (TnyPage *self, const char *target)
{
  g_return_if_fail (TNY_IS_PAGE (self));

  if (TNY_PAGE_GET_CLASS (self)->show_target != NULL)
    TNY_PAGE_GET_CLASS (self)->show_target (self, target);
}

gboolean
tny_page_back (TnyPage *self)
{
  g_return_val_if_fail (TNY_IS_PAGE (self), FALSE);

  return TNY_PAGE_GET_CLASS (self)->back != NULL && TNY_PAGE_GET_CLASS (self)->back (self);
}

/* Moves the focus into the pane after (before) the one that has it; FALSE when there is no further
 * one, so that the window goes on to the sidebar. */
gboolean
tny_page_next_pane (TnyPage *self, gboolean backwards)
{
  g_return_val_if_fail (TNY_IS_PAGE (self), FALSE);

  GPtrArray *panes = priv_of (self)->panes;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  int step = backwards ? -1 : 1;
  int at = backwards ? (int) panes->len : -1;

  for (guint i = 0; focus != NULL && i < panes->len; i++)
    if (focus == panes->pdata[i] || gtk_widget_is_ancestor (focus, panes->pdata[i]))
      at = (int) i;

  for (int i = at + step; i >= 0 && i < (int) panes->len; i += step)
    if (gtk_widget_get_mapped (panes->pdata[i])
        && gtk_widget_child_focus (panes->pdata[i], GTK_DIR_TAB_FORWARD))
      return TRUE;

  return FALSE;
}

TnyPageState *
tny_page_state_new (void)
{
  return g_new0 (TnyPageState, 1);
}

void
tny_page_state_free (TnyPageState *state)
{
  if (state == NULL)
    return;

  g_free (state->filter);
  g_free (state->search);
  g_free (state->sort);
  g_clear_object (&state->own);
  g_free (state);
}
