/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-setup-registration.h"

#include <glib/gi18n-lib.h>

#include "tny-setup-items.h"

struct _TnySetupRegistration
{
  TnySetupPage   parent_instance;

  TnySetupItems *items;        /* our child */
};

G_DEFINE_FINAL_TYPE (TnySetupRegistration, tny_setup_registration, TNY_TYPE_SETUP_PAGE)

static void
tny_setup_registration_enter (TnySetupPage *page)
{
  tny_setup_items_show (TNY_SETUP_REGISTRATION (page)->items, page, TNY_STEP_REGISTRATION,
                        _("App registration"));
  tny_setup_page_set_continue (page, TRUE);
}

static void
tny_setup_registration_leave (TnySetupPage *page)
{
  tny_setup_items_stop (TNY_SETUP_REGISTRATION (page)->items);
}

static void
tny_setup_registration_class_init (TnySetupRegistrationClass *klass)
{
  TNY_SETUP_PAGE_CLASS (klass)->enter = tny_setup_registration_enter;
  TNY_SETUP_PAGE_CLASS (klass)->leave = tny_setup_registration_leave;
}

static void
tny_setup_registration_init (TnySetupRegistration *self)
{
  self->items = g_object_new (TNY_TYPE_SETUP_ITEMS, NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->items));
}
