/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-page.h"

G_BEGIN_DECLS

/* Sync Logs: runs at the start, the lines of the selected one at the end. */
#define TNY_TYPE_LOGS_PAGE (tny_logs_page_get_type ())
G_DECLARE_FINAL_TYPE (TnyLogsPage, tny_logs_page, TNY, LOGS_PAGE, TnyPage)

G_END_DECLS
