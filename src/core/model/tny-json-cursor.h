/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "tny-word.h"

G_BEGIN_DECLS

/* A way through JSON text that tny_json_scan() has passed: it is whole and well formed, so nothing
 * here looks for an end. At least eight bytes must be readable behind it. Only the page reader uses
 * it. */

static inline char *
tny_cursor_space (char *at)
{
  while (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')
    at++;

  return at;
}

/* Where the text that begins with this quote ends: at its closing quote. @escaped is set when it
 * holds an escape, else left alone. Looks at up to seven bytes behind the end. */
static inline char *
tny_cursor_find_end (char *at, gboolean *escaped)
{
  for (at++;; at += 8)
    {
      guint64 word = tny_word_load (at);
      guint64 mask = tny_word_equal (word, '"') | tny_word_equal (word, '\\');

      if (mask == 0)
        continue;
      at += tny_word_first (mask);
      if (*at == '"')
        return at;
      *escaped = TRUE;
      at += 2 - 8;
    }
}

/* From the first character of a value to behind its last. */
char * tny_cursor_skip  (char *at);

/* The text that begins with this quote, unescaped in place; it ends with a NUL byte where at most
 * its closing quote was. Returns where the JSON goes on. */
char * tny_cursor_text  (char *at, char **text, gsize *length);

G_END_DECLS
