/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-error.h"
#include "tny-http.h"

G_BEGIN_DECLS

/* What a status that is no success means: one table. Internal to the HTTP layer. */
TnyError tny_http_error_code   (TnyService service, guint status, const char *error_code);

/* The stable word of an error body: Graph's error.code, Partner Center's code, the identity
 * platform's error. Letters, digits, "_", "." and "-", at most 64; NULL when there is none. */
char   * tny_http_read_error   (const GByteArray *body);

/* "GET /v1.0/users": for messages and events. Queries may hold tokens and are left out. */
char   * tny_http_operation    (const TnyCloud *cloud, const TnyRequest *request);

G_END_DECLS
