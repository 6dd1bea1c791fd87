/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* JSON written fast: a page of a thousand users is a megabyte, and benchmarks wait for it. */

/* @text as it is. */
static inline void
tny_sim_put (GString *out, const char *text)
{
  g_string_append_len (out, text, (gssize) strlen (text));
}

/* A JSON string, or null for NULL. @text is valid UTF-8, as all of our own is; what came from outside
 * goes through tny_sim_append_json(). */
void tny_sim_put_text   (GString *out, const char *text);
/* A JSON string with a GUID made from @roll. */
void tny_sim_put_guid   (GString *out, guint64 roll);
/* @n decimal digits of @value, without a NUL. */
void tny_sim_put_digits (char *to, guint value, int n);
/* A JSON string with a moment between the years @first and @last, chosen by @roll. */
void tny_sim_put_time   (GString *out, guint first, guint last, guint64 roll);
/* … in the 120 days before @anchor, which is in unix seconds. */
void tny_sim_put_recent (GString *out, gint64 anchor, guint64 roll);

G_END_DECLS
