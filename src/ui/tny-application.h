/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyApplication: the window program. It reads the command line, opens a session (the data of one
 * cloud) and gives it a window. */

#include <adwaita.h>

#include "tny-page.h"

G_BEGIN_DECLS

#define TNY_TYPE_APPLICATION (tny_application_get_type ())
G_DECLARE_FINAL_TYPE (TnyApplication, tny_application, TNY, APPLICATION, AdwApplication)

TnyApplication * tny_application_new (void);

G_END_DECLS
