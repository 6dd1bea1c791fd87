/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One row of the Health page, whole: of each of its checks what it means, what to do, who must do it,
 * and how it was found. Its buttons use the actions of tny-finding.h. */

#include <gtk/gtk.h>

#include "tny-health-view.h"

G_BEGIN_DECLS

/* @first_button: (out) (nullable): where the repair begins, lent; NULL when nothing is to be done. */
GtkWidget * tny_health_detail_new (const TnyHealthItem *item, GtkWidget **first_button);

G_END_DECLS
