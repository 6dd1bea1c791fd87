/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A way through JSON text that tny_json_scan() has passed: it is whole and well formed, so nothing
 * here looks for an end. Only the page reader uses it. */

static inline char *
tny_cursor_space (char *at)
{
  while (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')
    at++;

  return at;
}

/* From the opening quote to behind the closing one. */
static inline char *
tny_cursor_skip_text (char *at)
{
  for (at++; *at != '"'; at++)
    if (*at == '\\')
      at++;

  return at + 1;
}

/* From the first character of a value to behind its last. */
char * tny_cursor_skip  (char *at);

/* From the opening quote of a text to behind its closing one. The text is unescaped in place and ends
 * with a NUL byte where at most its closing quote was. */
char * tny_cursor_text  (char *at, char **text, gsize *length);

G_END_DECLS
