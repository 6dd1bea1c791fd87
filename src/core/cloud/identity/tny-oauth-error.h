/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tny-error.h"

G_BEGIN_DECLS

/* What the identity platform says when it refuses, as a remedy.
 *
 * "error" and "suberror" decide what the program does; the AADSTS number only finds better words,
 * with the two as the fallback. error_description is never kept: it names users.
 */

typedef struct
{
  const char *error;           /* "invalid_grant"; NULL when there is none */
  const char *suberror;        /* suberror, or error_subcode of a redirect */
  gint64      number;          /* of AADSTSnnnnn; 0 when unknown */
  const char *trace_id;        /* for support; NULL when it has not the form of one */
} TnyOauthError;

/* Reads the body of the token endpoint; texts are lent by @body. FALSE when it has no "error". */
gboolean tny_oauth_error_from_body (TnyOauthError *self,
                                    JsonObject    *body);
/* The number at the start of an error_description; 0 when there is none. */
gint64   tny_oauth_error_number    (const char    *description);

/* @customer: the request was for a customer's tenant, where "unknown application" means that nobody
 * consented and a refused grant that there is no way in. */
TnyError tny_oauth_error_code      (const TnyOauthError *self,
                                    gboolean             customer);
/* Whether its number is in our table. */
gboolean tny_oauth_error_is_known  (const TnyOauthError *self);
/* Sets that code, with the message "@operation: invalid_grant AADSTS50173 (trace 1a2b…)". */
void     tny_oauth_error_set       (const TnyOauthError *self,
                                    gboolean             customer,
                                    const char          *operation,
                                    GError             **error);
/* The answer stays the same until a person acts: no further request until then. */
gboolean tny_oauth_error_is_final  (const TnyOauthError *self);
/* It is about the sign-in in that tenant, not about one resource: missing consent is not. */
gboolean tny_oauth_error_is_of_grant (const TnyOauthError *self);

G_END_DECLS
