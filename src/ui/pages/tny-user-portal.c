/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-user-portal.h"

#include <glib/gi18n-lib.h>

#include "tny-open-uri.h"
#include "tny-session.h"
#include "tny-shell.h"

/* NULL after it was said why there is none. */
static char *
link_to (GtkWidget *from, TnySession *session, const TnyUserRow *user, TnyPortalPage page)
{
  const TnyCloud *cloud = tny_session_cloud_of_tenant (session, user->tenant_graph_id);
  TnyPortalIds ids = { .tenant_id = user->tenant_graph_id, .user_id = user->graph_id };
  char *link;

  /* its portal answers only while it runs */
  if (cloud == NULL)
    {
      tny_say (from, _("The sample cloud is not running."));
      return NULL;
    }
  link = tny_portal_link (cloud, page, &ids);
  if (link == NULL)
    tny_say (from, _("There is no link to this user."));

  return link;
}

void
tny_user_portal_open (GtkWidget *from, TnySession *session, const TnyUserRow *user,
                      TnyPortalPage page)
{
  g_autofree char *link = link_to (from, session, user, page);

  if (link != NULL)
    tny_open_uri (from, link);
}

void
tny_user_portal_copy (GtkWidget *from, TnySession *session, const TnyUserRow *user)
{
  g_autofree char *link = link_to (from, session, user, TNY_PORTAL_USER);

  if (link == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (from), link);
  tny_say (from, _("Link copied."));
}
