/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* JSON from outside. json-glib has no depth limit, cuts strings at \u0000 and answers 0 or a critical
 * for a wrong type, so every byte passes the scan first and every read names the type it wants. */

#define TNY_JSON_MAX_DEPTH   64
#define TNY_JSON_MAX_TOKENS  300000
#define TNY_JSON_MAX_STRING  (64 * 1024)

/**
 * tny_json_scan:
 * @data: (array length=length): any bytes
 * @length: at most 64 MiB
 *
 * Checks form before anything is built: valid UTF-8, one whole JSON value and nothing after it,
 * depth, number of structural tokens and string lengths within the limits above, no \u0000.
 *
 * Returns: FALSE with TNY_ERROR_PROTOCOL, naming the byte
 */
gboolean     tny_json_scan         (const char  *data,
                                    gsize        length,
                                    GError     **error);

/* Scan, then json-glib. A BOM at the start is skipped. The root is an object, or it is
 * TNY_ERROR_PROTOCOL. Free with json_node_unref(). */
JsonNode   * tny_json_parse_object (const char  *data,
                                    gsize        length,
                                    GError     **error);

/* Typed reads: lent values; NULL, FALSE or @fallback when absent, null or of another type. */
const char * tny_json_text         (JsonObject  *object, const char *name);
JsonObject * tny_json_object       (JsonObject  *object, const char *name);
JsonArray  * tny_json_array        (JsonObject  *object, const char *name);
gboolean     tny_json_flag         (JsonObject  *object, const char *name, gboolean fallback);
gint64       tny_json_int          (JsonObject  *object, const char *name, gint64 fallback);
gboolean     tny_json_time         (JsonObject  *object, const char *name, gint64 *seconds);
/* Members that are objects / texts; NULL for another type at @index. */
JsonObject * tny_json_array_object (JsonArray   *array, guint index);
const char * tny_json_array_text   (JsonArray   *array, guint index);

/* Writing: appends @text as a JSON string with quotes, or null for NULL. Invalid UTF-8 becomes
 * U+FFFD. */
void         tny_json_append_text  (GString     *out, const char *text);

G_END_DECLS
