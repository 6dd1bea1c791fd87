/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * tny_inflate:
 * @max: how large the result may become, in bytes
 * @cut: (out): TRUE when the data end too early or are damaged: fetching them again may help
 *
 * Unpacks one gzip member, which must be whole (its check sum and length are looked at) and
 * followed by nothing. Memory grows with the result, never beyond @max.
 *
 * Returns: (transfer full): NULL with TNY_ERROR_PROTOCOL
 * Source:  RFC 1952
 */
GByteArray * tny_inflate (const guint8 *data, gsize length, gsize max, gboolean *cut,
                          GError **error);

G_END_DECLS
