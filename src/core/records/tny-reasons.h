/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-list.h"
#include "tny-reason.h"

G_BEGIN_DECLS

/* Reasons as they are kept in the database: JSON [{"kind","text","points"}]. */

/* The list of @reasons (nullable, of TnyReason *) as they read now. */
char      * tny_reasons_to_json   (GPtrArray *reasons);
/* Adds one more of ours, whose @text is a msgid, to a list made by tny_reasons_to_json(). */
char      * tny_reasons_add       (const char *json, const char *kind, const char *text, int points);
/* Takes those of @kind back; *@points: how many points they had. NULL when there is none. */
char      * tny_reasons_drop      (const char *json, const char *kind, int *points);
/* TnyReasonText, in the order of the list; empty for NULL and for what is no such list. */
GPtrArray * tny_reasons_from_json (const char *json);

TnyReasonText * tny_reason_text_new (const char *text, int points);

G_END_DECLS
