/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text from outside: always data, never an instruction. */

/* One line that cannot fake another: control, ANSI and bidirectional characters become \uXXXX,
 * invalid bytes \xXX, and what is longer than @max_chars characters ends in "…". Never NULL. */
char     * tny_text_one_line   (const char *text, gsize max_chars);
/* For widgets: as above, but keeps printable text as it is and turns invalid UTF-8 into U+FFFD. */
char     * tny_text_display    (const char *text);
/* NFC, outer white space removed, case folded: the form in which names and addresses are compared. */
char     * tny_text_fold       (const char *text);
/* NFC and outer white space (also U+00A0 and friends) removed; case kept. NULL for NULL. */
char     * tny_text_trim       (const char *text);
/* NFC + casefold of the local part, ASCII-lower domain; NULL when it has no form of an address. */
char     * tny_text_fold_mail  (const char *address);
/* xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx in hexadecimal digits of either case. */
gboolean   tny_text_is_guid    (const char *text);
gboolean   tny_guid_to_bytes   (const char *text, guint8 bytes[16]);
char     * tny_guid_from_bytes (const guint8 bytes[16]);              /* lower case */
/* FNV-1a of a folded text: stable between runs, for look-up tables; verify the text on a hit. */
guint64    tny_text_hash       (const char *folded, gssize length);

/* RFC 3339 <-> unix seconds, UTC. Parsing takes 1..40 characters, 0–9 fractional digits, Z or an
 * offset; FALSE leaves @seconds untouched. 0001-01-01 (Microsoft's "no value") parses as FALSE. */
gboolean   tny_time_parse      (const char *text, gint64 *seconds);
char     * tny_time_format     (gint64 seconds);                      /* "2026-01-31T14:05:00Z" */

G_END_DECLS
