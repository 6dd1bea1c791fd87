/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-sim-private.h"

G_BEGIN_DECLS

/* Certificates that were uploaded to the sample's app, and the assertions that are signed with them. */

/* Takes what a person uploads: a certificate as PEM or DER, or a form that holds it as "certificate".
 * FALSE when it is none, or when it brings its private key along. */
gboolean tny_sim_certificate_upload (TnySim *sim, const TnySimRequest *request);
/* The app's keyCredentials, as Graph shows them. */
void     tny_sim_certificate_append (TnySim *sim, GString *out);

/* 0, or the code to refuse with and what to put into its text. @audience: address of this endpoint. */
guint    tny_sim_certificate_check  (TnySim *sim, const char *assertion, const char *client_id,
                                     const char *audience, const char **reason);

G_END_DECLS
