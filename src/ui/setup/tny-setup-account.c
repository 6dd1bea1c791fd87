/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-setup-account.h"

#include "tny-setup-items.h"

struct _TnySetupAccount
{
  TnySetupPage   parent_instance;

  TnySetupItems *items;        /* our child */
};

G_DEFINE_FINAL_TYPE (TnySetupAccount, tny_setup_account, TNY_TYPE_SETUP_PAGE)

static void
tny_setup_account_enter (TnySetupPage *page)
{
  tny_setup_items_show (TNY_SETUP_ACCOUNT (page)->items, page, TNY_STEP_ACCOUNT, NULL);
  tny_setup_page_set_continue (page, TRUE);
}

static void
tny_setup_account_leave (TnySetupPage *page)
{
  tny_setup_items_stop (TNY_SETUP_ACCOUNT (page)->items);
}

static void
tny_setup_account_class_init (TnySetupAccountClass *klass)
{
  TNY_SETUP_PAGE_CLASS (klass)->enter = tny_setup_account_enter;
  TNY_SETUP_PAGE_CLASS (klass)->leave = tny_setup_account_leave;
}

static void
tny_setup_account_init (TnySetupAccount *self)
{
  self->items = g_object_new (TNY_TYPE_SETUP_ITEMS, NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->items));
}
