/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-records-error.h"

#include "tny-text.h"

#define MAX_CHARS 240

void
tny_set_error_line (GError **error, TnyError code, const char *format, ...)
{
  g_autofree char *text = NULL, *line = NULL;
  va_list names;

  va_start (names, format);
  text = g_strdup_vprintf (format, names);
  va_end (names);
  line = tny_text_one_line (text, MAX_CHARS);
  g_set_error_literal (error, TNY_ERROR, code, line);
}
