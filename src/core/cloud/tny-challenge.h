/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * tny_challenge_claims:
 * @header: (nullable): value of WWW-Authenticate; several headers joined by commas
 *
 * What continuous access evaluation wants to see in the next token.
 *
 * Returns: (transfer full): the claims as JSON text, at most 8 KiB; NULL when no challenge says
 *          insufficient_claims, or when its claims are no base64 of a JSON object: a plain 401 then
 * Source:  Microsoft identity platform, "Claims challenges, claims requests, and client
 *          capabilities"
 */
char * tny_challenge_claims (const char *header);

G_END_DECLS
