/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-json.h"

#include <string.h>

#include "tny-error.h"
#include "tny-text.h"
#include "tny-word.h"

typedef struct
{
  const char *start, *at, *end;
  guint       tokens;
  guint       depth;
  guint64     objects;        /* one bit per depth: object (1) or array (0) */
  const char *problem;
} Scan;

static gboolean
fail (Scan *scan, const char *problem)
{
  scan->problem = problem;
  return FALSE;
}

static void
skip_space (Scan *scan)
{
  while (scan->at < scan->end &&
         (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\n' || *scan->at == '\r'))
    scan->at++;
}

/* The four digits of a \u escape; -1 when they are none. */
static int
scan_unit (Scan *scan)
{
  int value = 0;

  if (scan->end - scan->at < 4)
    return -1;
  for (int i = 0; i < 4; i++, scan->at++)
    {
      int digit = g_ascii_xdigit_value (*scan->at);

      if (digit < 0)
        return -1;
      value = value << 4 | digit;
    }

  return value;
}

static gboolean
scan_escape (Scan *scan)
{
  char c;

  if (++scan->at == scan->end)
    return fail (scan, "ends inside a string");
  c = *scan->at++;
  if (c == 'u')
    {
      int value = scan_unit (scan);

      if (value < 0)
        return fail (scan, "has a broken \\u escape");
      if (value == 0)
        return fail (scan, "holds a NUL character");
      /* Half a pair is no character, and json-glib would make invalid UTF-8 of it. */
      if (value >= 0xd800 && value < 0xe000)
        {
          if (value >= 0xdc00 || scan->end - scan->at < 2 || scan->at[0] != '\\' || scan->at[1] != 'u')
            return fail (scan, "has half a surrogate pair");
          scan->at += 2;
          value = scan_unit (scan);
          if (value < 0xdc00 || value >= 0xe000)
            return fail (scan, "has half a surrogate pair");
        }
      return TRUE;
    }
  if (memchr ("\"\\/bfnrt", c, 8) == NULL)
    return fail (scan, "has an unknown escape");

  return TRUE;
}

/* To the first byte of a string that is more than itself. */
static void
skip_plain (Scan *scan)
{
  while (scan->end - scan->at >= 8)
    {
      guint64 word = tny_word_load (scan->at);
      guint64 mask = tny_word_equal (word, '"') | tny_word_equal (word, '\\') |
                     tny_word_below (word, 0x20);

      if (mask != 0)
        {
          scan->at += tny_word_first (mask);
          return;
        }
      scan->at += 8;
    }
}

static gboolean
scan_string (Scan *scan)
{
  const char *start = ++scan->at;

  for (skip_plain (scan); scan->at < scan->end; skip_plain (scan))
    {
      guchar c = (guchar) *scan->at;

      if (scan->at - start > TNY_JSON_MAX_STRING)
        return fail (scan, "has a string over 64 KiB");
      if (c == '"')
        {
          scan->at++;
          return TRUE;
        }
      if (c < 0x20)
        return fail (scan, "has a control character in a string");
      if (c == '\\')
        {
          if (!scan_escape (scan))
            return FALSE;
        }
      else
        scan->at++;
    }

  return fail (scan, "ends inside a string");
}

static gboolean
scan_number (Scan *scan)
{
  const char *at = scan->at, *end = scan->end;

  if (at < end && *at == '-')
    at++;
  if (at == end || !g_ascii_isdigit (*at))
    return fail (scan, "has a broken number");
  if (*at == '0')
    at++;
  else
    while (at < end && g_ascii_isdigit (*at))
      at++;
  if (at < end && *at == '.')
    {
      const char *digit = ++at;

      while (at < end && g_ascii_isdigit (*at))
        at++;
      if (at == digit)
        return fail (scan, "has a broken number");
    }
  if (at < end && (*at == 'e' || *at == 'E'))
    {
      const char *digit;

      at++;
      if (at < end && (*at == '+' || *at == '-'))
        at++;
      digit = at;
      while (at < end && g_ascii_isdigit (*at))
        at++;
      if (at == digit)
        return fail (scan, "has a broken number");
    }
  if (at - scan->at > 40)
    return fail (scan, "has a number of more than 40 characters");
  scan->at = at;

  return TRUE;
}

static gboolean
scan_scalar (Scan *scan)
{
  static const char *const words[] = { "true", "false", "null" };

  if (*scan->at == '"')
    return scan_string (scan);
  if (*scan->at == '-' || g_ascii_isdigit (*scan->at))
    return scan_number (scan);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i]);

      if ((gsize) (scan->end - scan->at) >= length && memcmp (scan->at, words[i], length) == 0)
        {
          scan->at += length;
          return TRUE;
        }
    }

  return fail (scan, "is not JSON");
}

static gboolean
count_token (Scan *scan)
{
  return ++scan->tokens <= TNY_JSON_MAX_TOKENS || fail (scan, "has too many elements");
}

static gboolean
scan_key (Scan *scan)
{
  skip_space (scan);
  if (scan->at == scan->end)
    return fail (scan, "ends too early");
  if (*scan->at != '"')
    return fail (scan, "lacks a member name");
  if (!scan_string (scan))
    return FALSE;
  skip_space (scan);
  if (scan->at == scan->end)
    return fail (scan, "ends too early");
  if (*scan->at++ != ':')
    return fail (scan, "lacks a colon");

  return TRUE;
}

/* One pass with a bit per open bracket: no recursion that a hostile page could drive. */
static gboolean
scan_value (Scan *scan)
{
  for (;;)
    {
      gboolean opened = FALSE;

      skip_space (scan);
      if (scan->at == scan->end)
        return fail (scan, "ends too early");
      if (!count_token (scan))
        return FALSE;
      if (*scan->at == '{' || *scan->at == '[')
        {
          gboolean object = *scan->at++ == '{';

          if (scan->depth == TNY_JSON_MAX_DEPTH)
            return fail (scan, "is nested too deeply");
          scan->objects = object ? scan->objects | G_GUINT64_CONSTANT (1) << scan->depth
                                 : scan->objects & ~(G_GUINT64_CONSTANT (1) << scan->depth);
          scan->depth++;
          skip_space (scan);
          if (scan->at == scan->end)
            return fail (scan, "ends too early");
          if (*scan->at != (object ? '}' : ']'))
            {
              if (object && !scan_key (scan))
                return FALSE;
              opened = TRUE;
            }
        }
      else if (!scan_scalar (scan))
        return FALSE;
      if (opened)
        continue;

      /* A value has ended: close what closes, go on behind a comma. */
      for (;;)
        {
          gboolean object;

          if (scan->depth == 0)
            return TRUE;
          object = (scan->objects >> (scan->depth - 1) & 1) != 0;
          skip_space (scan);
          if (scan->at == scan->end)
            return fail (scan, "ends too early");
          if (*scan->at == ',')
            {
              scan->at++;
              if (object && !scan_key (scan))
                return FALSE;
              break;
            }
          if (*scan->at != (object ? '}' : ']'))
            return fail (scan, "lacks a comma or a bracket");
          scan->at++;
          scan->depth--;
        }
    }
}

/* Most of what comes is ASCII; what is not stands in runs of bytes from 0x80 on, and no character goes
 * beyond its run. */
static const char *
find_bad_utf8 (const char *at, const char *end)
{
  for (;;)
    {
      const char *run, *bad;

      while (end - at >= 8 && (tny_word_load (at) & TNY_WORD_HIGHS) == 0)
        at += 8;
      while (at < end && (guchar) *at < 0x80)
        at++;
      if (at == end)
        return NULL;
      for (run = at; at < end && (guchar) *at >= 0x80; at++)
        ;
      if (!g_utf8_validate_len (run, (gsize) (at - run), &bad))
        return bad;
    }
}

gboolean
tny_json_scan (const char *data, gsize length, GError **error)
{
  Scan scan = { data, data, data + length };
  const char *bad;

  g_return_val_if_fail (data != NULL || length == 0, FALSE);

  if (length == 0)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "The answer is empty");
      return FALSE;
    }
  if ((bad = find_bad_utf8 (data, data + length)) != NULL)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL,
                   "The answer is not valid UTF-8 at byte %" G_GSIZE_FORMAT, (gsize) (bad - data));
      return FALSE;
    }
  if (scan_value (&scan))
    {
      skip_space (&scan);
      if (scan.at == scan.end)
        return TRUE;
      scan.problem = "goes on after its end";
    }
  g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "The answer %s at byte %" G_GSIZE_FORMAT,
               scan.problem, (gsize) (scan.at - scan.start));

  return FALSE;
}

JsonNode *
tny_json_parse_object (const char *data, gsize length, GError **error)
{
  g_autoptr(JsonParser) parser = NULL;
  g_autoptr(GError) local = NULL;
  JsonNode *root;

  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    {
      data += 3;
      length -= 3;
    }
  if (!tny_json_scan (data, length, error))
    return NULL;

  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, data, length, &local))
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "The answer is not JSON: %s", local->message);
      return NULL;
    }
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "The answer is not a JSON object");
      return NULL;
    }

  return json_parser_steal_root (parser);
}

static JsonNode *
member (JsonObject *object, const char *name)
{
  return object != NULL ? json_object_get_member (object, name) : NULL;
}

static const char *
node_text (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

const char *
tny_json_text (JsonObject *object, const char *name)
{
  return node_text (member (object, name));
}

JsonObject *
tny_json_object (JsonObject *object, const char *name)
{
  JsonNode *node = member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
tny_json_array (JsonObject *object, const char *name)
{
  JsonNode *node = member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

gboolean
tny_json_flag (JsonObject *object, const char *name, gboolean fallback)
{
  JsonNode *node = member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_BOOLEAN ? json_node_get_boolean (node) : fallback;
}

gint64
tny_json_int (JsonObject *object, const char *name, gint64 fallback)
{
  JsonNode *node = member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : fallback;
}

gboolean
tny_json_time (JsonObject *object, const char *name, gint64 *seconds)
{
  return tny_time_parse (tny_json_text (object, name), seconds);
}

JsonObject *
tny_json_array_object (JsonArray *array, guint index)
{
  JsonNode *node = array != NULL && index < json_array_get_length (array)
                   ? json_array_get_element (array, index) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

const char *
tny_json_array_text (JsonArray *array, guint index)
{
  return array != NULL && index < json_array_get_length (array)
         ? node_text (json_array_get_element (array, index)) : NULL;
}

void
tny_json_append_text (GString *out, const char *text)
{
  g_autofree char *valid = NULL;

  if (text == NULL)
    {
      g_string_append (out, "null");
      return;
    }
  if (!g_utf8_validate (text, -1, NULL))
    text = valid = g_utf8_make_valid (text, -1);

  g_string_append_c (out, '"');
  for (const char *run = text;; text++)
    {
      guchar c = (guchar) *text;

      if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
        continue;
      g_string_append_len (out, run, text - run);
      if (c == '\0')
        break;
      if (c == '"' || c == '\\')
        g_string_append_printf (out, "\\%c", c);
      else if (c == '\n')
        g_string_append (out, "\\n");
      else
        g_string_append_printf (out, "\\u%04x", c);
      run = text + 1;
    }
  g_string_append_c (out, '"');
}
