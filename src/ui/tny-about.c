/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-about.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <sqlite3.h>

#include "tny-dialog.h"

char *
tny_about_report (void)
{
  GdkDisplay *display = gdk_display_get_default ();
  g_autofree char *os = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "Tenantry %s\n", TNY_VERSION);
  g_string_append_printf (out, "%s\n", os != NULL ? os : "unknown system");
  g_string_append_printf (out, "GTK %u.%u.%u\n", gtk_get_major_version (),
                          gtk_get_minor_version (), gtk_get_micro_version ());
  g_string_append_printf (out, "libadwaita %u.%u.%u\n", adw_get_major_version (),
                          adw_get_minor_version (), adw_get_micro_version ());
  g_string_append_printf (out, "GLib %u.%u.%u\n", glib_major_version, glib_minor_version,
                          glib_micro_version);
  g_string_append_printf (out, "libsoup %u.%u.%u\n", soup_get_major_version (),
                          soup_get_minor_version (), soup_get_micro_version ());
  g_string_append_printf (out, "SQLite %s\n", sqlite3_libversion ());
  g_string_append_printf (out, "Display %s\n",
                          display != NULL ? G_OBJECT_TYPE_NAME (display) : "none");
  g_string_append_printf (out, "Flatpak %s\n",
                          g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ? "yes" : "no");

  return g_string_free (out, FALSE);
}

void
tny_about_show (GtkWindow *parent)
{
  g_autofree char *report = tny_about_report ();
  GtkWidget *window = adw_about_window_new ();
  AdwAboutWindow *about = ADW_ABOUT_WINDOW (window);

  adw_about_window_set_application_name (about, "Tenantry");
  adw_about_window_set_application_icon (about, TNY_APP_ID);
  adw_about_window_set_version (about, TNY_VERSION);
  adw_about_window_set_developer_name (about, _("The Tenantry developers"));
  adw_about_window_set_comments (about,
                                 _("Connects the Microsoft 365 tenants of your clients with the "
                                   "records you keep of them."));
  adw_about_window_set_website (about, "https://github.com/tenantry/tenantry");
  adw_about_window_set_issue_url (about, "https://github.com/tenantry/tenantry/issues");
  adw_about_window_set_license_type (about, GTK_LICENSE_GPL_3_0);
  adw_about_window_set_debug_info (about, report);
  adw_about_window_set_debug_info_filename (about, "tenantry-report.txt");
  /* translators: put your name here, one a line */
  adw_about_window_set_translator_credits (about, _("translator-credits"));

  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  tny_dialog_prepare (window);
  gtk_window_present (GTK_WINDOW (window));
}
