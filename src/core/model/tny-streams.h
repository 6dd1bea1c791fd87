/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-permission.h"

G_BEGIN_DECLS

/* What can be synced, as a connection keeps it: "tenants,users,licences". Tenants always are. */

/* The streams of @features (TnyFeature bits), in the order of the table. Free with g_free(). */
char     * tny_streams_for   (guint        features);
/* TnyFeature bits of @streams; names we do not know count for nothing. */
guint      tny_streams_features (const char *streams);

/**
 * tny_streams_parse:
 * @text: names in any order, separated by commas; blanks around them do not count
 *
 * Returns: (transfer full): the same in the order of the table, with "tenants"; NULL with
 *          TNY_ERROR_ARGUMENT, whose message lists the names there are
 */
char     * tny_streams_parse (const char  *text,
                              GError     **error);

G_END_DECLS
