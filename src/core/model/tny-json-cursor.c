/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-json-cursor.h"

#include <string.h>

char *
tny_cursor_skip (char *at)
{
  gboolean escaped;
  guint depth = 0;

  do
    switch (*at)
      {
      case '"':
        at = tny_cursor_find_end (at, &escaped) + 1;
        break;
      case '{':
      case '[':
        depth++;
        at++;
        break;
      case '}':
      case ']':
        depth--;
        at++;
        break;
      default:
        at++;
        if (depth == 0)
          {
            while (*at != ',' && *at != '}' && *at != ']' && *at != ' ' && *at != '\n' &&
                   *at != '\r' && *at != '\t')
              at++;
            return at;
          }
      }
  while (depth > 0);

  return at;
}

static guint
four_digits (const char *at)
{
  guint value = 0;

  for (guint i = 0; i < 4; i++)
    value = value << 4 | (guint) g_ascii_xdigit_value (at[i]);

  return value;
}

static char *
unescape_rest (char *at, char *out)
{
  while (*at != '"')
    {
      static const char letters[] = "bfnrt", meanings[] = "\b\f\n\r\t";
      const char *letter;
      gunichar c;

      if (*at != '\\')
        {
          *out++ = *at++;
          continue;
        }
      if (at[1] != 'u')
        {
          letter = strchr (letters, at[1]);
          *out++ = letter != NULL ? meanings[letter - letters] : at[1];
          at += 2;
          continue;
        }
      c = four_digits (at + 2);
      at += 6;
      if (c >= 0xd800 && c < 0xdc00)
        {
          c = 0x10000 + ((c - 0xd800) << 10) + (four_digits (at + 2) - 0xdc00);
          at += 6;
        }
      out += g_unichar_to_utf8 (c, out);
    }
  *out = '\0';

  return out;
}

char *
tny_cursor_text (char *at, char **text, gsize *length)
{
  gboolean escaped = FALSE;
  char *end = tny_cursor_find_end (at, &escaped);

  *text = at + 1;
  if (escaped)
    {
      char *escape = memchr (*text, '\\', (gsize) (end - *text));

      *length = (gsize) (unescape_rest (escape, escape) - *text);
    }
  else
    {
      *end = '\0';
      *length = (gsize) (end - *text);
    }

  return end + 1;
}
