/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tny-sim-graph.h"

/* $select for everything but users, whose pages are too large for this way: the object is written
 * whole, and the members that nobody asked for are left out when it is copied to the answer. */

gboolean
tny_sim_graph_select (TnySimGraphCall *call, const char *type, const char *const *properties)
{
  const char *text = tny_sim_query (call->request, "$select");

  if (text == NULL || *text == '\0')
    return TRUE;
  call->select = g_strsplit (text, ",", -1);
  for (guint i = 0; call->select[i] != NULL; i++)
    if (!g_strv_contains (properties, g_strstrip (call->select[i])))
      {
        tny_sim_graph_error (call, 400, "Request_BadRequest",
                             "Parsing OData Select and Expand failed: Could not find a property "
                             "named '%s' on type 'microsoft.graph.%s'.", call->select[i], type);
        return FALSE;
      }

  return TRUE;
}

/* The end of the string that starts at @at. All JSON here is our own and whole. */
static const char *
skip_string (const char *at)
{
  for (at++; *at != '"'; at++)
    if (*at == '\\')
      at++;

  return at + 1;
}

static const char *
skip_value (const char *at)
{
  int depth = 0;

  for (;;)
    {
      if (*at == '"')
        {
          at = skip_string (at);
          continue;
        }
      if (depth == 0 && (*at == ',' || *at == '}' || *at == ']'))
        return at;
      if (*at == '{' || *at == '[')
        depth++;
      else if (*at == '}' || *at == ']')
        depth--;
      at++;
    }
}

static gboolean
is_wanted (const TnySimGraphCall *call, const char *name, gsize length)
{
  if (length > 0 && *name == '@')
    return TRUE;                        /* annotations come along */
  for (guint i = 0; call->select[i] != NULL; i++)
    if (strlen (call->select[i]) == length && memcmp (call->select[i], name, length) == 0)
      return TRUE;

  return FALSE;
}

static void
copy_object (TnySimGraphCall *call, const char *object, const char *end_of_object)
{
  GString *out = call->answer->body;
  const char *at = object + 1, *comma = "";

  if (call->select == NULL)
    {
      g_string_append_len (out, object, end_of_object - object);
      return;
    }
  g_string_append_c (out, '{');
  while (*at == '"')
    {
      const char *after_name = skip_string (at), *end = skip_value (after_name);

      if (is_wanted (call, at + 1, (gsize) (after_name - at - 2)))
        {
          g_string_append (out, comma);
          g_string_append_len (out, at, end - at);
          comma = ",";
        }
      at = *end == ',' ? end + 1 : end;
    }
  g_string_append_c (out, '}');
}

void
tny_sim_graph_append_object (TnySimGraphCall *call, GString *object)
{
  copy_object (call, object->str, object->str + object->len);
}

void
tny_sim_graph_append_array (TnySimGraphCall *call, GString *array)
{
  GString *out = call->answer->body;
  const char *at = array->str + 1;

  g_string_append (out, ",\"value\":[");
  while (*at == '{')
    {
      const char *end = skip_value (at);

      copy_object (call, at, end);
      at = *end == ',' ? end + 1 : end;
      if (*at == '{')
        g_string_append_c (out, ',');
    }
  g_string_append (out, "]}");
}
