/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-sim-private.h"

G_BEGIN_DECLS

/* The pages a person sees in the browser. Everything that came from outside is escaped here. */

void tny_sim_page_begin  (TnySimAnswer *answer, guint status, const char *title);
void tny_sim_page_end    (TnySimAnswer *answer);

/* Appends markup to the page: @format is ours, each %s is escaped. */
void tny_sim_page_print  (TnySimAnswer *answer, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* The question who signs in. @fields: (name, value) pairs of char * that the form carries along. */
void tny_sim_page_accounts (TnySimAnswer *answer, const char *action, GPtrArray *fields,
                            const char *hint);
/* The question whether the application may. Accept is there for @administrator only. */
void tny_sim_page_consent  (TnySimAnswer *answer, const char *action, GPtrArray *fields,
                            const char *app, const char *tenant, guint64 scopes,
                            gboolean administrator);
/* What Microsoft shows instead of going back to the application. @again: the form that starts
 * over, or NULL. */
void tny_sim_page_error    (TnySimAnswer *answer, const char *action, GPtrArray *again,
                            const char *message);
/* Back to the application at @redirect_uri. @mode: query (or NULL), fragment or form_post.
 * @fields: (name, value) pairs; @state, when it is not NULL, joins them. */
void tny_sim_page_leave    (TnySimAnswer *answer, const char *redirect_uri, const char *mode,
                            GPtrArray *fields,
                            const char *state);
/* Appends a pair to such an array; it keeps the pointers. */
void tny_sim_fields_add    (GPtrArray *fields, const char *name, const char *value);

G_END_DECLS
