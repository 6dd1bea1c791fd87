/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-device-facts.h"

static void
side_free (gpointer data)
{
  TnyDeviceSideFacts *side = data;

  g_free (side->name);
  tny_configuration_row_free (side->configuration);
  g_free (side);
}

void
tny_device_facts_free (TnyDeviceFacts *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->sides, g_ptr_array_unref);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_clear_pointer (&self->match_reasons, g_ptr_array_unref);
  g_clear_pointer (&self->elsewhere, g_ptr_array_unref);
  tny_device_row_free (self->device);
  g_free (self);
}

static gboolean
add_side (TnyDeviceFacts *self, TnyReader *reader, gint64 id, const char *name, int score,
          GPtrArray *reasons, GError **error)
{
  TnyDeviceSideFacts *side = g_new0 (TnyDeviceSideFacts, 1);
  g_autoptr(GError) problem = NULL;

  side->configuration_id = id;
  side->name = g_strdup (name);
  side->score = score;
  side->reasons = reasons;
  g_ptr_array_add (self->sides, side);
  side->configuration = tny_configuration_read (reader, id, &problem);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));

  return FALSE;
}

TnyDeviceFacts *
tny_device_facts_read (TnyStore *store, gint64 device_id, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (store, error);
  g_autoptr(TnyDeviceFacts) self = NULL;
  TnyDeviceRow *device = reader != NULL ? tny_device_read (reader, device_id, error) : NULL;

  if (device == NULL)
    return NULL;
  self = g_new0 (TnyDeviceFacts, 1);
  self->device = device;
  self->sides = g_ptr_array_new_with_free_func (side_free);
  self->elsewhere = tny_device_elsewhere (reader, device, error);
  if (self->elsewhere == NULL)
    return NULL;

  if (g_str_equal (device->state, "matched"))
    {
      self->match_reasons = tny_device_reasons (reader, device_id, error);
      if (self->match_reasons == NULL ||
          !add_side (self, reader, device->configuration_id, device->configuration_name,
                     device->score, self->match_reasons, error))
        return NULL;
    }
  else if (device->method == NULL)
    {
      self->choices = tny_device_choices (reader, device_id, error);
      if (self->choices == NULL)
        return NULL;
      for (guint i = 0; i < self->choices->len; i++)
        {
          const TnyDeviceChoice *choice = self->choices->pdata[i];

          if (!add_side (self, reader, choice->configuration_id, choice->configuration_name,
                         choice->score, choice->reasons, error))
            return NULL;
        }
    }

  return g_steal_pointer (&self);
}
