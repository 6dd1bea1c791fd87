/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The Devices page: what Intune manages, and which configuration each device is.
 * Targets: "device:12", "organization:7" (only its devices), a filter ("suggested"). */

#include "tny-page.h"

G_BEGIN_DECLS

#define TNY_TYPE_DEVICES_PAGE (tny_devices_page_get_type ())
G_DECLARE_FINAL_TYPE (TnyDevicesPage, tny_devices_page, TNY, DEVICES_PAGE, TnyPage)

G_END_DECLS
