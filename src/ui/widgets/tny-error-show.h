/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Errors in words: what happened, what it means and what to do, and the details for support. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * tny_error_show:
 * @from: the widget whose action failed
 * @error: (nullable): what core returned; cancelling shows nothing
 *
 * Says the headline in the status line and shows a dialog: headline, advice, an expander "Details"
 * with "Copy Details", and the remedy's button where the program has its action. Main thread.
 */
void         tny_error_show         (GtkWidget *from, const GError *error);

/* "Details", folded: code, message, time, "Copy Details"; secrets are masked. For pages and banners. */
GtkWidget  * tny_error_details_new  (const GError *error);
/* What is said below the headline; of a file that is not accepted with what is wrong in it. A new string. */
char       * tny_error_body         (const GError *error);
/* What is copied. A new string. */
char       * tny_error_details      (const GError *error);
/* The translated label of a remedy's button ("_Sign In…"), or NULL when the remedy has no action or
 * this program does not know it (yet). *@action: its detailed name, lent. */
const char * tny_error_button       (const GError *error, const char **action);
/* The same for an action named elsewhere ("app.sign-in"); NULL where this program has no such action. */
const char * tny_action_button      (const char *action);

G_END_DECLS
