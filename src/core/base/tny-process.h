/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* First call of every main: private file modes, no core dumps, a clean environment, TLS 1.2 or
 * newer, translations, the log writer. Must run before any other thread exists. */
void tny_process_harden (void);

G_END_DECLS
