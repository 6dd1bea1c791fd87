/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-made.h"

#include <glib/gstdio.h>

#include "tny-json.h"

struct _TnySimMade
{
  char       *file;
  JsonObject *root;
};

TnySimMade *
tny_sim_made_new (const char *file)
{
  TnySimMade *self = g_new0 (TnySimMade, 1);
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) node = NULL;
  gsize length;

  self->file = g_strdup (file);
  if (file != NULL && g_file_get_contents (file, &text, &length, NULL))
    node = tny_json_parse_object (text, length, NULL);
  self->root = node != NULL ? json_object_ref (json_node_get_object (node)) : json_object_new ();

  return self;
}

void
tny_sim_made_free (TnySimMade *self)
{
  if (self == NULL)
    return;
  json_object_unref (self->root);
  g_free (self->file);
  g_free (self);
}

static char *
to_text (JsonObject *object)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, object);

  return json_to_string (node, FALSE);
}

void
tny_sim_made_clear (TnySimMade *self)
{
  json_object_unref (self->root);
  self->root = json_object_new ();
  if (self->file != NULL)
    g_unlink (self->file);
}

void
tny_sim_made_save (TnySimMade *self)
{
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  if (self->file == NULL)
    return;
  text = to_text (self->root);
  if (!g_file_set_contents_full (self->file, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_printerr ("tenantry-sample-cloud: %s\n", error->message);
}

JsonArray *
tny_sim_made_list (TnySimMade *self, const char *kind)
{
  JsonArray *array = tny_json_array (self->root, kind);

  if (array == NULL)
    {
      array = json_array_new ();
      json_object_set_array_member (self->root, kind, array);
    }

  return array;
}

static gboolean
is_it (JsonArray *array, guint index, const char *member, const char *value)
{
  JsonObject *object = tny_json_array_object (array, index);
  const char *text = object != NULL ? tny_json_text (object, member) : NULL;

  return text != NULL && g_ascii_strcasecmp (text, value) == 0;
}

JsonObject *
tny_sim_made_find (TnySimMade *self, const char *kind, const char *member,
                        const char *value)
{
  JsonArray *array = tny_sim_made_list (self, kind);

  for (guint i = 0; i < json_array_get_length (array); i++)
    if (is_it (array, i, member, value))
      return tny_json_array_object (array, i);

  return NULL;
}

void
tny_sim_made_add (TnySimMade *self, const char *kind, JsonObject *object)
{
  json_array_add_object_element (tny_sim_made_list (self, kind), object);
  tny_sim_made_save (self);
}

guint
tny_sim_made_remove (TnySimMade *self, const char *kind, const char *member,
                          const char *value)
{
  JsonArray *array = tny_sim_made_list (self, kind);
  guint removed = 0;

  for (guint i = json_array_get_length (array); i > 0; i--)
    if (is_it (array, i - 1, member, value))
      {
        json_array_remove_element (array, i - 1);
        removed++;
      }
  if (removed > 0)
    tny_sim_made_save (self);

  return removed;
}

guint
tny_sim_made_number (TnySimMade *self)
{
  gint64 number = tny_json_int (self->root, "_number", 0) + 1;

  json_object_set_int_member (self->root, "_number", number);

  return (guint) number;
}

void
tny_sim_made_append (GString *out, JsonObject *object)
{
  g_autoptr(JsonObject) shown = json_object_new ();
  g_autofree char *text = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &value))
    if (*name != '_')
      json_object_set_member (shown, name, json_node_copy (value));
  text = to_text (shown);
  g_string_append (out, text);
}
