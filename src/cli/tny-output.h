/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tny-columns.h"

G_BEGIN_DECLS

/* A list under way. Text: the first rows decide how wide the columns are, later ones stream. */
typedef struct _TnyOutput TnyOutput;

TnyOutput * tny_output_begin  (const TnyColumn *columns, gboolean json);
void        tny_output_row    (TnyOutput *self, gconstpointer row);
/* The same for JSON only, with an object that is written already. */
void        tny_output_item   (TnyOutput *self, const char *object);
/* Ends the list well and frees it; FALSE with FILE when stdout took less than all. */
gboolean    tny_output_end    (TnyOutput *self, GError **error);
/* Ends a list that failed halfway: JSON stays one valid object, with @error in it. Frees. */
void        tny_output_abort  (TnyOutput *self, const GError *error);

/* Puts @text on stdout at once; FALSE with FILE when it did not all arrive. Nobody reading any more
 * (a closed pipe) is no failure. */
gboolean    tny_output_write  (const char *text, gsize length, GError **error);

/* How many columns of a terminal @text fills. */
guint       tny_text_columns  (const char *text);

G_END_DECLS
