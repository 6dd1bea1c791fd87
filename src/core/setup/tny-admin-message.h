/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-cloud.h"
#include "tny-error.h"

G_BEGIN_DECLS

/**
 * tny_admin_message:
 * @code: what Microsoft said at the sign-in
 * @cloud: (nullable): NULL is the global one
 * @client_id, @streams, @reach: of the connection
 * @account: (nullable): who signs in
 *
 * What to write to the administrator who can help: what is needed, why, and where it is done. Translated;
 * plain text of several lines without a secret.
 *
 * Returns: (transfer full) (nullable): NULL when no administrator is needed for it
 */
char * tny_admin_message (TnyError code, const TnyCloud *cloud, const char *client_id, const char *streams,
                          const char *reach, const char *account);

/**
 * tny_microsoft_code:
 * @text: what a person copied from Microsoft's page: "AADSTS53003", or a sentence with it, or the number
 *
 * Returns: (transfer full) (nullable): the error that number stands for, with "AADSTS53003" as its message;
 *   NOT_FOUND for a number we know nothing about; NULL when there is no number in @text
 */
GError * tny_microsoft_code (const char *text);

G_END_DECLS
