/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A user in the Entra portal of its own tenant. Main thread. */

#include <gtk/gtk.h>

#include "tny-list.h"
#include "tny-portal.h"

typedef struct _TnySession TnySession;

G_BEGIN_DECLS

/* Opens @page (TNY_PORTAL_USER, TNY_PORTAL_USERS); what cannot be opened is offered to copy, and
 * what has no link is said in the status line. */
void tny_user_portal_open (GtkWidget *from, TnySession *session, const TnyUserRow *user,
                           TnyPortalPage page);
/* Copies the link of the user itself. */
void tny_user_portal_copy (GtkWidget *from, TnySession *session, const TnyUserRow *user);

G_END_DECLS
