/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-shape.h"

#include <string.h>

char *
tny_shape_select (const TnyShape *shape)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < shape->n_fields; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      g_string_append (out, shape->fields[i].graph);
    }

  return g_string_free (out, FALSE);
}

static gboolean
is_text (const TnyField *field)
{
  return field->kind != TNY_FIELD_FLAG && field->kind != TNY_FIELD_TIME &&
         field->kind != TNY_FIELD_INT;
}

void
tny_shape_reset_row (const TnyShape *shape, gpointer row)
{
  memset (row, 0, shape->size);
  for (guint i = 0; i < shape->n_fields; i++)
    if (shape->fields[i].kind == TNY_FIELD_FLAG)
      G_STRUCT_MEMBER (int, row, shape->fields[i].offset) = -1;
}

gpointer
tny_shape_new_row (const TnyShape *shape)
{
  gpointer row = g_malloc (shape->size);

  tny_shape_reset_row (shape, row);
  return row;
}

gpointer
tny_shape_dup_row (const TnyShape *shape, gconstpointer row)
{
  gpointer copy = g_memdup2 (row, shape->size);

  /* Two fields may fill one member: the second finds it duplicated already. */
  for (guint i = 0; i < shape->n_fields; i++)
    if (is_text (&shape->fields[i]))
      {
        char *text = G_STRUCT_MEMBER (char *, row, shape->fields[i].offset);
        char **member = &G_STRUCT_MEMBER (char *, copy, shape->fields[i].offset);

        if (*member == text)
          *member = g_strdup (text);
      }

  return copy;
}

void
tny_shape_free_row (const TnyShape *shape, gpointer row)
{
  if (row == NULL)
    return;
  for (guint i = 0; i < shape->n_fields; i++)
    if (is_text (&shape->fields[i]))
      g_clear_pointer (&G_STRUCT_MEMBER (char *, row, shape->fields[i].offset), g_free);
  g_free (row);
}
