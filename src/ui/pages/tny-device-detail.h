/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyDeviceDetail: one device on the Devices page: evidence, reasons, candidates, warnings, and the
 * buttons of the decisions, with the rows of a TnyMatchDetail. Its buttons call the page's actions
 * (match.accept …); it decides nothing. Loading the device that is shown keeps candidate and focus. */

#include <gtk/gtk.h>

#include "tny-device-facts.h"

G_BEGIN_DECLS

#define TNY_TYPE_DEVICE_DETAIL (tny_device_detail_get_type ())
G_DECLARE_FINAL_TYPE (TnyDeviceDetail, tny_device_detail, TNY, DEVICE_DETAIL, GtkWidget)

/* @device_id: 0 shows that nothing is selected. @store is lent. */
void                       tny_device_detail_load      (TnyDeviceDetail *self, TnyStore *store,
                                                        gint64 device_id);
/* What is shown; NULL while nothing is, or another device is on its way. Lent until "loaded". */
const TnyDeviceFacts     * tny_device_detail_get_facts (TnyDeviceDetail *self);
/* The configuration whose evidence is shown; NULL: none. */
const TnyDeviceSideFacts * tny_device_detail_get_side  (TnyDeviceDetail *self);
/* For F6 and Tab: the first list of it that has rows. */
gboolean                   tny_device_detail_focus     (TnyDeviceDetail *self);

G_END_DECLS
