/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-open-uri.h"

#include <glib/gi18n-lib.h>

#include "tny-ask.h"
#include "tny-error.h"
#include "tny-shell.h"

static const char * const hosts[] = {
  "entra.microsoft.com", "portal.azure.com", "admin.microsoft.com", "admin.cloud.microsoft",
  "partner.microsoft.com", "intune.microsoft.com", "security.microsoft.com",
  "purview.microsoft.com", "admin.teams.microsoft.com", "login.microsoftonline.com",
  "learn.microsoft.com", "mysignins.microsoft.com",
  /* national clouds */
  "entra.microsoft.us", "portal.azure.us", "portal.office365.us", "portal.apps.mil",
  "login.microsoftonline.us",
  "entra.microsoftonline.cn", "portal.azure.cn", "portal.partner.microsoftonline.cn",
  "login.partner.microsoftonline.cn",
};

static gboolean
is_loopback (const char *host)
{
  g_autoptr(GInetAddress) address = NULL;

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);

  return address != NULL && g_inet_address_get_is_loopback (address);
}

gboolean
tny_open_uri_allowed (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  g_autoptr(GUri) uri = g_uri_parse (text, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL || g_uri_get_userinfo (uri) != NULL)
    return FALSE;
  if (g_str_equal (g_uri_get_scheme (uri), "http"))
    return is_loopback (host);
  if (!g_str_equal (g_uri_get_scheme (uri), "https") || g_uri_get_port (uri) != -1)
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    if (g_ascii_strcasecmp (hosts[i], host) == 0)
      return TRUE;

  return FALSE;
}

static void
copy_answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree char *uri = data;
  g_autofree char *answer = tny_ask_finish (result);

  if (g_str_equal (answer, "copy"))
    {
      gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (source)), uri);
      tny_say (GTK_WIDGET (source), _("Link copied."));
    }
}

static void
offer_to_copy (GtkWidget *from, const char *uri)
{
  const TnyRemedy *remedy = tny_remedy_by_code (TNY_ERROR_BROWSER);
  GtkWidget *label = gtk_label_new (uri);

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_add_css_class (label, "caption");
  tny_ask_async (from, &(TnyQuestion) {
                   .heading = _(remedy->headline),
                   .body = _(remedy->advice),
                   .child = label,
                   .answers = { { "close", _("_Close") }, { "copy", _("Copy _Link") } },
                   .preferred = "copy",
                 }, copy_answered_cb, g_strdup (uri));
}

typedef struct { GtkWidget *from; char *uri; } Launch;

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Launch *launch = data;

  /* whatever the reason, the way out is the same */
  if (gtk_widget_get_root (launch->from) != NULL)
    {
      if (g_app_info_launch_default_for_uri_finish (result, NULL))
        tny_say (launch->from, _("Opened in your browser."));
      else
        offer_to_copy (launch->from, launch->uri);
    }

  g_object_unref (launch->from);
  g_free (launch->uri);
  g_free (launch);
}

void
tny_open_uri (GtkWidget *from, const char *uri)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (tny_open_uri_allowed (uri));

  Launch *launch = g_new0 (Launch, 1);
  g_autoptr(GdkAppLaunchContext) context =
    gdk_display_get_app_launch_context (gtk_widget_get_display (from));

  launch->from = g_object_ref (from);
  launch->uri = g_strdup (uri);
  g_app_info_launch_default_for_uri_async (uri, G_APP_LAUNCH_CONTEXT (context), NULL, launched_cb,
                                           launch);
}
