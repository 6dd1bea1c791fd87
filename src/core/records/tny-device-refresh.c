/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-devices.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-configuration-keys.h"
#include "tny-device-decide.h"
#include "tny-device-match.h"
#include "tny-error.h"
#include "tny-read.h"
#include "tny-reasons.h"

/* Organizations in one transaction. */
#define BATCH 16

/* One organization: both sides, read and written inside one transaction. */
typedef struct
{
  TnyTxn       *txn;
  gint64        organization_id;
  GArray       *devices;         /* TnyDeviceSide */
  GPtrArray    *keys;            /* TnyDeviceKey, one for each device */
  GArray       *configurations;  /* TnyConfigurationSide */
  GHashTable   *refused;         /* set of "device\nconfiguration" */
  GPtrArray    *texts;           /* what the sides borrow */
  GPtrArray    *lists;           /* likewise: char ** */
  guint         matched;
} Organization;

static void
key_free (gpointer data)
{
  TnyDeviceKey *key = data;

  g_free (key->tenant_id);
  g_free (key);
}

static void
organization_clear (Organization *self)
{
  g_array_unref (self->devices);
  g_ptr_array_unref (self->keys);
  g_array_unref (self->configurations);
  g_hash_table_unref (self->refused);
  g_ptr_array_unref (self->texts);
  g_ptr_array_unref (self->lists);
}

static const char *
keep (Organization *self, sqlite3_stmt *stmt, int column)
{
  char *text = tny_dup_text (stmt, column);

  if (text != NULL)
    g_ptr_array_add (self->texts, text);

  return text;
}

static void
add_device (Organization *self, sqlite3_stmt *stmt)
{
  TnyDeviceKey *key = g_new0 (TnyDeviceKey, 1);
  TnyDeviceSide side = { tny_int (stmt, 0), keep (self, stmt, 3), keep (self, stmt, 4),
                         keep (self, stmt, 5), keep (self, stmt, 6), tny_int (stmt, 7) != 0 };

  key->tenant_id = tny_dup_text (stmt, 1);
  memcpy (key->device_id, sqlite3_column_blob (stmt, 2), sizeof key->device_id);
  g_ptr_array_add (self->keys, key);
  g_array_append_val (self->devices, side);
}

static void
add_configuration (Organization *self, sqlite3_stmt *stmt)
{
  char **macs = tny_configuration_macs (tny_text (stmt, 4), tny_text (stmt, 5));
  TnyConfigurationSide side = { tny_int (stmt, 0), keep (self, stmt, 1), keep (self, stmt, 2),
                                keep (self, stmt, 3), (const char *const *) macs,
                                tny_int (stmt, 6) != 0 };

  g_ptr_array_add (self->lists, macs);
  g_array_append_val (self->configurations, side);
}

static char *
pair_name (gint64 device_id, gint64 configuration_id)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT "\n%" G_GINT64_FORMAT, device_id, configuration_id);
}

static void
add_refused (Organization *self, sqlite3_stmt *stmt)
{
  g_hash_table_add (self->refused, pair_name (tny_int (stmt, 0), tny_int (stmt, 1)));
}

static gboolean
read_rows (Organization *self, const char *name, void (*add) (Organization *, sqlite3_stmt *),
           GError **error)
{
  gboolean more;
  sqlite3_stmt *stmt = tny_txn_read (self->txn, name, "id", self->organization_id, &more, error);

  if (stmt == NULL)
    return FALSE;
  while (more)
    {
      add (self, stmt);
      if (!tny_step (stmt, &more, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_refused (gint64 device_id, gint64 configuration_id, gpointer data)
{
  g_autofree char *name = pair_name (device_id, configuration_id);

  return g_hash_table_contains (((Organization *) data)->refused, name);
}

static char *
reasons_to_json (const TnyDeviceCandidate *candidate)
{
  char *json = g_strdup ("[]");

  for (guint i = 0; i < candidate->reasons->len; i++)
    {
      const TnyDeviceReason *reason = candidate->reasons->pdata[i];
      g_autofree char *text = tny_device_reason_text (reason), *before = json;

      json = tny_reasons_add (before, tny_device_reason_name (reason->kind), text, reason->points);
    }

  return json;
}

static gboolean
match_automatically (Organization *self, guint index, const TnyDeviceCandidate *candidate,
                     GError **error)
{
  const TnyDeviceKey *key = self->keys->pdata[index];
  g_auto(TnyDeviceState) before = { { NULL } };
  g_autofree char *reasons = reasons_to_json (candidate);
  TnyDeviceNote note = { .action = "automatic", .who = "automatic",
                         .configuration_id = candidate->configuration_id,
                         .score = candidate->score,
                         .why = N_("Same serial number and hardware address") };

  self->matched++;

  return tny_device_state_read (self->txn, key,
                                g_array_index (self->devices, TnyDeviceSide, index).name, &before,
                                error) &&
         tny_device_match_put (self->txn, key, "matched", candidate->configuration_id, "automatic",
                               candidate->score, reasons, "automatic", error) &&
         tny_device_next_batch (self->txn, &note.batch, error) &&
         tny_device_note_add (self->txn, &note, &before, error);
}

static gboolean
write_candidates (Organization *self, guint index, GPtrArray *candidates, GError **error)
{
  gint64 device_id = g_array_index (self->devices, TnyDeviceSide, index).id;
  sqlite3_stmt *stmt = tny_txn_stmt (self->txn, "device-suggestions/clear", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "device_id", device_id);
  if (!tny_run (stmt, error))
    return FALSE;
  for (guint i = 0; i < candidates->len; i++)
    {
      const TnyDeviceCandidate *candidate = candidates->pdata[i];
      g_autofree char *reasons = NULL;

      if (i == 0 && candidate->automatic)
        return match_automatically (self, index, candidate, error);
      reasons = reasons_to_json (candidate);
      if ((stmt = tny_txn_stmt (self->txn, "device-suggestions/add", error)) == NULL)
        return FALSE;
      tny_bind_int (stmt, "device_id", device_id);
      tny_bind_int (stmt, "rank", i + 1);
      tny_bind_int (stmt, "configuration_id", candidate->configuration_id);
      tny_bind_int (stmt, "score", candidate->score);
      tny_bind_text (stmt, "reasons", reasons);
      if (!tny_run (stmt, error))
        return FALSE;
    }

  return TRUE;
}

/* Once more when something matched itself: what it took is no candidate of the others. */
static gboolean
refresh_once (TnyTxn *txn, gint64 organization_id, guint *matched, GError **error)
{
  Organization self = { .txn = txn, .organization_id = organization_id };
  g_autoptr(GPtrArray) answers = NULL;
  gboolean ok;

  self.devices = g_array_new (FALSE, FALSE, sizeof (TnyDeviceSide));
  self.keys = g_ptr_array_new_with_free_func (key_free);
  self.configurations = g_array_new (FALSE, FALSE, sizeof (TnyConfigurationSide));
  self.refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.texts = g_ptr_array_new_with_free_func (g_free);
  self.lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  ok = read_rows (&self, "device-stale/devices", add_device, error) &&
       read_rows (&self, "device-stale/configurations", add_configuration, error) &&
       read_rows (&self, "device-refused/of-organization", add_refused, error);
  if (ok)
    answers = tny_device_match ((const TnyDeviceSide *) self.devices->data, self.devices->len,
                                (const TnyConfigurationSide *) self.configurations->data,
                                self.configurations->len, is_refused, &self);
  for (guint i = 0; ok && i < answers->len; i++)
    ok = write_candidates (&self, i, answers->pdata[i], error);
  *matched = self.matched;
  organization_clear (&self);

  return ok;
}

static gboolean
refresh_organization (TnyTxn *txn, gint64 organization_id, guint *matched, GError **error)
{
  sqlite3_stmt *stmt;
  guint n;

  do
    {
      if (!refresh_once (txn, organization_id, &n, error))
        return FALSE;
      *matched += n;
    }
  while (n > 0);
  /* Last: what was written here makes nothing old. */
  if ((stmt = tny_txn_stmt (txn, "device-stale/remove", error)) == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", organization_id);

  return tny_run (stmt, error);
}

typedef struct
{
  GArray *ids;                  /* gint64 */
  guint   next, end;
  guint   matched;
} Refresh;

static gboolean
refresh_cb (TnyTxn *txn, gpointer data, GError **error)
{
  Refresh *self = data;
  guint matched = 0;

  for (guint i = self->next; i < self->end; i++)
    if (!refresh_organization (txn, g_array_index (self->ids, gint64, i), &matched, error))
      return FALSE;
  self->matched += matched;

  return TRUE;
}

static GArray *
read_stale (TnyStore *store, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (store, error);
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *stmt;
  gboolean more;

  if (reader == NULL || (stmt = tny_reader_stmt (reader, "device-stale/all", error)) == NULL)
    return NULL;
  while (tny_step (stmt, &more, error))
    {
      gint64 id;

      if (!more)
        return g_steal_pointer (&ids);
      id = tny_int (stmt, 0);
      g_array_append_val (ids, id);
    }

  return NULL;
}

gboolean
tny_devices_refresh (TnyStore *store, GCancellable *cancellable, guint *matched, GError **error)
{
  g_autoptr(GArray) ids = read_stale (store, error);
  Refresh self = { ids };

  if (ids == NULL)
    return FALSE;
  for (; self.next < ids->len; self.next = self.end)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      self.end = MIN (self.next + BATCH, ids->len);
      if (!tny_store_write (store, TNY_DURABLE, refresh_cb, &self, error))
        return FALSE;
    }
  if (matched != NULL)
    *matched = self.matched;

  return TRUE;
}
