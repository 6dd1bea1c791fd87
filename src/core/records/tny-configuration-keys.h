/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-store.h"

G_BEGIN_DECLS

/* The hardware addresses that a configuration names: its own, which may be several with something
 * between them, and those of its interfaces (a JSON list of objects with a "mac…" each). As
 * written, NULL-terminated; free with g_strfreev(). Never NULL. */
char  ** tny_configuration_macs       (const char *mac_address, const char *interfaces);
/* Writes configuration_keys of one record anew, from what it says now. */
gboolean tny_configuration_write_keys (TnyTxn *txn, gint64 id, GError **error);

G_END_DECLS
