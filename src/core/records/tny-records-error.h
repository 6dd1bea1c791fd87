/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-error.h"

G_BEGIN_DECLS

/* Sets an error whose message holds names from outside: one line, of moderate length, that cannot
 * pretend to be another. */
void tny_set_error_line (GError **error, TnyError code, const char *format, ...) G_GNUC_PRINTF (3, 4);

G_END_DECLS
