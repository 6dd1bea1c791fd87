/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The second net under logging: events are built from an allow-list of fields, and what still looks
 * like a secret is masked here before it reaches a file, a terminal or a report. */

/* Masks Authorization and key headers, cookies, password-, secret-, token-, code- and state-like
 * pairs (JSON, form and "name: value" spelling), PEM blocks, and JWT-like runs. Free with g_free. */
char * tny_redact             (const char *text);

/* Installs the g_log writer: one line per event on stderr, redacted, control and bidirectional
 * characters escaped, fields cut at 256 characters. Call once, early in main. */
void   tny_log_install_writer (void);

G_END_DECLS
