/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What to do when the keyring is locked or absent: unlock it, try again, or keep secrets in memory
 * until the program ends. There is no fourth: a secret is never written to a file. */

#include <gtk/gtk.h>

#include "tny-session.h"

G_BEGIN_DECLS

/* Whether @error is one that tny_keyring_ask_async() can help with. */
gboolean tny_keyring_ask_helps  (const GError *error);

/**
 * tny_keyring_ask_async:
 * @from: a widget in a window
 * @error: why the keyring could not be used
 *
 * Asks, and does what was answered. Main thread.
 */
void     tny_keyring_ask_async  (GtkWidget *from, TnySession *session, const GError *error,
                                 GAsyncReadyCallback callback, gpointer data);
/* TRUE: whatever failed may be tried again now. FALSE: the person gave up, or unlocking failed (which
 * was shown). */
gboolean tny_keyring_ask_finish (GAsyncResult *result);

G_END_DECLS
