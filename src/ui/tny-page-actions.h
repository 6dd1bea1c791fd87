/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The menu of a page stands in the header bar, outside of the page: its items find the page's actions
 * only when the window has them too. */

#include "tny-page.h"

G_BEGIN_DECLS

/* Gives @window every action that the class of @page installed, each passed on to the page; a disabled
 * one does nothing. Removed by tny_page_actions_withdraw(). */
void tny_page_actions_lend     (TnyPage *page, GtkWidget *window);
void tny_page_actions_withdraw (TnyPage *page, GtkWidget *window);

G_END_DECLS
