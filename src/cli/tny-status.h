/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-job.h"

G_BEGIN_DECLS

/* stderr while a command runs: messages, and how far the work is. On a terminal the progress is one
 * line that is rewritten; elsewhere it is a plain line whenever the phase changes and every five
 * seconds. Any thread. */

void tny_status_init  (gboolean quiet);
/* Whose progress is shown from now on; NULL: nobody's. */
void tny_status_show  (TnyJob *job);
/* Looks at the shown job. Call it several times a second. */
void tny_status_tick  (void);
/* One line, on a line of its own. */
void tny_status_print (const char *line);

G_END_DECLS
