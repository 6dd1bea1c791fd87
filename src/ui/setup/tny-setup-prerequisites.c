/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-setup-prerequisites.h"

#include <glib/gi18n-lib.h>

#include "tny-page.h"
#include "tny-setup-items.h"

struct _TnySetupPrerequisites
{
  TnySetupPage    parent_instance;

  GtkCheckButton *gdap, *dap, *direct;
  AdwActionRow   *gdap_row, *dap_row, *direct_row;
  AdwComboRow    *cloud;
  GtkWidget      *cloud_group;
  TnySetupItems  *items;

  gboolean        filling;       /* choices come from the draft, not from a person */
};

G_DEFINE_FINAL_TYPE (TnySetupPrerequisites, tny_setup_prerequisites, TNY_TYPE_SETUP_PAGE)

/* In the order of the combo row. */
static const char *const clouds[] = { "global", "usgov", "usgov-dod", "china" };

static TnySetup *
setup_of (TnySetupPrerequisites *self)
{
  return tny_setup_page_get_setup (TNY_SETUP_PAGE (self));
}

/* What does not exist in a cloud cannot be chosen there; what was chosen before gives way. */
static void
limit_reach (TnySetupPrerequisites *self)
{
  TnyDraft *draft = setup_of (self)->draft;
  guint there = tny_reach_in_cloud (draft->cloud);
  struct { TnyReach reach; AdwActionRow *row; GtkCheckButton *button; } ways[] = {
    { TNY_REACH_GDAP, self->gdap_row, self->gdap }, { TNY_REACH_DAP, self->dap_row, self->dap },
    { TNY_REACH_DIRECT, self->direct_row, self->direct },
  };

  self->filling = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    gtk_widget_set_visible (GTK_WIDGET (ways[i].row), (ways[i].reach & there) != 0);
  if ((tny_reach_parse (draft->reach) & there) == 0)
    {
      g_free (draft->reach);
      draft->reach = g_strdup ("direct");
    }
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (tny_reach_parse (draft->reach) == ways[i].reach)
      gtk_check_button_set_active (ways[i].button, TRUE);
  self->filling = FALSE;
}

static void
changed (TnySetupPrerequisites *self)
{
  limit_reach (self);
  tny_setup_items_show (self->items, TNY_SETUP_PAGE (self), TNY_STEP_PREREQUISITES, _("Prerequisites"));
  tny_setup_page_draft_changed (TNY_SETUP_PAGE (self));
}

static void
reach_cb (TnySetupPrerequisites *self, GParamSpec *pspec, GtkCheckButton *button)
{
  TnyDraft *draft;

  if (self->filling || setup_of (self) == NULL || !gtk_check_button_get_active (button))
    return;
  draft = setup_of (self)->draft;
  g_free (draft->reach);
  draft->reach = g_strdup (button == self->gdap ? "gdap" : button == self->dap ? "dap" : "direct");
  changed (self);
}

static void
cloud_cb (TnySetupPrerequisites *self)
{
  TnyDraft *draft;

  if (self->filling || setup_of (self) == NULL)
    return;
  draft = setup_of (self)->draft;
  g_free (draft->cloud);
  draft->cloud = g_strdup (clouds[adw_combo_row_get_selected (self->cloud)]);
  changed (self);
}

/* Virtual functions */

static void
tny_setup_prerequisites_enter (TnySetupPage *page)
{
  TnySetupPrerequisites *self = TNY_SETUP_PREREQUISITES (page);
  const TnyDraft *draft = setup_of (self)->draft;
  const TnyCloud *own = tny_session_get_cloud (setup_of (self)->session);
  const char *chosen = draft->cloud != NULL || own == NULL ? draft->cloud : tny_cloud_get_name (own);

  self->filling = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (clouds); i++)
    if (g_strcmp0 (chosen, clouds[i]) == 0)
      adw_combo_row_set_selected (self->cloud, i);
  self->filling = FALSE;
  /* a cloud on this computer is the only one, and a connection stays where it is */
  gtk_widget_set_visible (self->cloud_group, own == NULL || tny_cloud_is_real (own));
  gtk_widget_set_sensitive (self->cloud_group, setup_of (self)->connection_id == 0);
  limit_reach (self);
  tny_setup_items_show (self->items, page, TNY_STEP_PREREQUISITES, _("Prerequisites"));
  tny_setup_page_set_continue (page, TRUE);
}

static void
tny_setup_prerequisites_leave (TnySetupPage *page)
{
  tny_setup_items_stop (TNY_SETUP_PREREQUISITES (page)->items);
}

static void
tny_setup_prerequisites_dispose (GObject *object)
{
  tny_setup_page_dispose_template (object, TNY_TYPE_SETUP_PREREQUISITES);

  G_OBJECT_CLASS (tny_setup_prerequisites_parent_class)->dispose (object);
}

static void
tny_setup_prerequisites_class_init (TnySetupPrerequisitesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_setup_prerequisites_dispose;
  TNY_SETUP_PAGE_CLASS (klass)->enter = tny_setup_prerequisites_enter;
  TNY_SETUP_PAGE_CLASS (klass)->leave = tny_setup_prerequisites_leave;

  g_type_ensure (TNY_TYPE_SETUP_ITEMS);
  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-setup-prerequisites.ui");
  gtk_widget_class_bind_template_child (widget_class, TnySetupPrerequisites, gdap);
  gtk_widget_class_bind_template_child (widget_class, TnySetupPrerequisites, dap);
  gtk_widget_class_bind_template_child (widget_class, TnySetupPrerequisites, direct);
  gtk_widget_class_bind_template_child (widget_class, TnySetupPrerequisites, gdap_row);
  gtk_widget_class_bind_template_child (widget_class, TnySetupPrerequisites, dap_row);
  gtk_widget_class_bind_template_child (widget_class, TnySetupPrerequisites, direct_row);
  gtk_widget_class_bind_template_child (widget_class, TnySetupPrerequisites, cloud);
  gtk_widget_class_bind_template_child (widget_class, TnySetupPrerequisites, cloud_group);
  gtk_widget_class_bind_template_child (widget_class, TnySetupPrerequisites, items);
  gtk_widget_class_bind_template_callback (widget_class, reach_cb);
  gtk_widget_class_bind_template_callback (widget_class, cloud_cb);
}

static void
tny_setup_prerequisites_init (TnySetupPrerequisites *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
