/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-setup-registration.h"

#include <glib/gi18n-lib.h>

#include "tny-names.h"
#include "tny-open-uri.h"
#include "tny-page.h"
#include "tny-portal.h"
#include "tny-sign-in.h"

struct _TnySetupRegistration
{
  TnySetupPage         parent_instance;

  AdwPreferencesGroup *values;
};

G_DEFINE_FINAL_TYPE (TnySetupRegistration, tny_setup_registration, TNY_TYPE_SETUP_PAGE)

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnySetup *setup = tny_setup_page_get_setup (TNY_SETUP_PAGE (widget));
  g_autofree char *uri = tny_portal_link (tny_session_get_cloud (setup->session), TNY_PORTAL_APP_REGISTRATIONS, NULL);

  if (uri != NULL)
    tny_open_uri (widget, uri);
}

static void
tny_setup_registration_enter (TnySetupPage *page)
{
  tny_setup_page_set_continue (page, TRUE);
}

static void
tny_setup_registration_dispose (GObject *object)
{
  tny_setup_page_dispose_template (object, TNY_TYPE_SETUP_REGISTRATION);

  G_OBJECT_CLASS (tny_setup_registration_parent_class)->dispose (object);
}

static void
tny_setup_registration_class_init (TnySetupRegistrationClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_setup_registration_dispose;
  TNY_SETUP_PAGE_CLASS (klass)->enter = tny_setup_registration_enter;

  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-setup-registration.ui");
  gtk_widget_class_bind_template_child (widget_class, TnySetupRegistration, values);
  gtk_widget_class_install_action (widget_class, "registration.open", NULL, open_action);
}

static void
tny_setup_registration_init (TnySetupRegistration *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  adw_preferences_group_add (self->values, tny_copy_row_new (_("Name"), "Tenantry", _("Copy Name")));
  adw_preferences_group_add (self->values,
                             tny_copy_row_new (_("Supported account types"),
                                               _("Accounts in any organizational directory (Multitenant)"),
                                               _("Copy Account Type")));
  adw_preferences_group_add (self->values, tny_copy_row_new (_("Platform"), "Web", _("Copy Platform")));
  /* the code that listens says what must be registered */
  adw_preferences_group_add (self->values,
                             tny_copy_row_new (_("Redirect URI"), TNY_SIGN_IN_REDIRECT_REGISTERED,
                                               _("Copy Redirect URI")));
}
