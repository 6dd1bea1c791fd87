/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyBanner: a message above a page that stays until its cause is gone.
 *
 * A GtkInfoBar today. It is hidden, not only unrevealed, while it has nothing to say: an unrevealed
 * info bar would stay in the accessibility tree.
 */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TNY_TYPE_BANNER (tny_banner_get_type ())
G_DECLARE_FINAL_TYPE (TnyBanner, tny_banner, TNY, BANNER, GtkWidget)

GtkWidget * tny_banner_new        (void);

/* Shows @text (plain, translated; NULL hides the banner). GTK_MESSAGE_INFO, WARNING or ERROR. */
void        tny_banner_show       (TnyBanner *self, GtkMessageType type, const char *text);
const char *tny_banner_get_text   (TnyBanner *self);

/* Buttons, in reading order; "_" marks a mnemonic. @action is a detailed action name, resolved from
 * where the banner stands. Cleared by tny_banner_clear_buttons(). */
GtkWidget * tny_banner_add_button (TnyBanner *self, const char *label, const char *action);
GtkWidget * tny_banner_add_menu   (TnyBanner *self, const char *label, GMenuModel *menu);
void        tny_banner_clear_buttons (TnyBanner *self);

G_END_DECLS
