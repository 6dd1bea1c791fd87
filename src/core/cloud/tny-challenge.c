/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-challenge.h"

#include <string.h>

#include "tny-json.h"

#define CLAIMS_MAX (8 * 1024)

/* Both alphabets and missing padding occur. */
static char *
decode (const char *text)
{
  g_autofree char *plain = g_strdup (text);
  g_autofree char *padded = NULL;
  g_autofree guchar *data = NULL;
  g_autoptr(JsonNode) node = NULL;
  gsize length;

  if (strlen (text) > CLAIMS_MAX * 4 / 3 + 4)
    return NULL;
  for (char *c = plain; *c != '\0'; c++)
    *c = *c == '-' ? '+' : *c == '_' ? '/' : *c;
  while (*plain != '\0' && plain[strlen (plain) - 1] == '=')
    plain[strlen (plain) - 1] = '\0';
  if (strspn (plain, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") !=
      strlen (plain) ||
      strlen (plain) % 4 == 1)
    return NULL;
  padded = g_strconcat (plain, strlen (plain) % 4 == 2 ? "==" : strlen (plain) % 4 == 3 ? "=" : "",
                        NULL);
  data = g_base64_decode (padded, &length);
  if (length == 0 || length > CLAIMS_MAX || memchr (data, '\0', length) != NULL)
    return NULL;
  node = tny_json_parse_object ((const char *) data, length, NULL);

  return node != NULL ? g_strndup ((const char *) data, length) : NULL;
}

static const char *
skip (const char *at)
{
  return at + strspn (at, " \t,");
}

/* A token, or a quoted text with its escapes undone. NULL when neither stands here. */
static char *
read_value (const char **at)
{
  GString *out;
  const char *c = *at;
  gsize length;

  if (*c != '"')
    {
      length = strcspn (c, " \t,");
      *at = c + length;
      return g_strndup (c, length);
    }
  out = g_string_new (NULL);
  for (c++; *c != '\0' && *c != '"'; c++)
    {
      if (*c == '\\' && c[1] != '\0')
        c++;
      g_string_append_c (out, *c);
    }
  if (*c != '"')
    {
      g_string_free (out, TRUE);
      return NULL;
    }
  *at = c + 1;

  return g_string_free (out, FALSE);
}

/* Schemes and parameters look alike until the "=": a word without one begins a new challenge. */
char *
tny_challenge_claims (const char *header)
{
  g_autofree char *error = NULL, *claims = NULL;
  const char *at = header != NULL ? skip (header) : "";
  char *found = NULL;

  while (*at != '\0' && found == NULL)
    {
      gsize length = strcspn (at, " \t,=\"");
      g_autofree char *name = g_strndup (at, length), *value = NULL;
      const char *behind = at + length + strspn (at + length, " \t");

      if (*behind != '=' || length == 0)
        {
          g_clear_pointer (&error, g_free);
          g_clear_pointer (&claims, g_free);
          if (length == 0)
            break;
          at = skip (at + length);
          continue;
        }
      behind++;
      behind += strspn (behind, " \t");
      if ((value = read_value (&behind)) == NULL)
        break;
      if (g_ascii_strcasecmp (name, "error") == 0)
        {
          g_free (error);
          error = g_steal_pointer (&value);
        }
      else if (g_ascii_strcasecmp (name, "claims") == 0)
        {
          g_free (claims);
          claims = g_steal_pointer (&value);
        }
      if (claims != NULL && g_strcmp0 (error, "insufficient_claims") == 0)
        {
          if ((found = decode (claims)) == NULL)
            break;
        }
      at = skip (behind);
    }

  return found;
}
