/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-device-match.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-device-keys.h"
#include "tny-text.h"

/* Points. Two independent signs make a strong pair (90), one a likely one, a name a weak one. */
#define SERIAL          75
#define MAC             70
#define MAC_BESIDE      20          /* where the serial is equal too */
#define NAME            45
#define NAME_BESIDE     15          /* where one of them is equal, … */
#define NAME_BESIDE_TWO 5           /* … or both */
#define OTHER_NAME      5
#define OTHER_SERIAL    45
#define OTHER_MAC       5
#define SHARED          35
#define SHARED_NAME     20

#define QUOTE_CHARS     60

/* The two addresses of a device, or all of a configuration. */
typedef struct
{
  char      *serial, *name, *second_name;     /* keys; NULL: none */
  GPtrArray *macs;                            /* keys */
} Keys;

/* What has a key: indices of devices and of configurations. */
typedef struct { GArray *devices, *configurations; } Holders;

typedef struct
{
  const TnyDeviceSide        *devices;
  const TnyConfigurationSide *configurations;
  Keys       *device_keys, *configuration_keys;
  GHashTable *serials, *macs, *names;         /* key, lent → Holders */
} Match;

static void
keys_clear (Keys *keys)
{
  g_free (keys->serial);
  g_free (keys->name);
  g_free (keys->second_name);
  g_ptr_array_unref (keys->macs);
}

static void
holders_free (gpointer data)
{
  Holders *holders = data;

  g_array_unref (holders->devices);
  g_array_unref (holders->configurations);
  g_free (holders);
}

static void
reason_free (gpointer data)
{
  TnyDeviceReason *reason = data;

  g_free (reason->value);
  g_free (reason->other);
  g_free (reason);
}

void
tny_device_candidate_free (TnyDeviceCandidate *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->reasons);
  g_free (self);
}

char *
tny_device_name_key (const char *name)
{
  g_autofree char *key = name != NULL ? tny_text_fold (name) : NULL;
  char *dot = key != NULL ? strchr (key, '.') : NULL;

  if (dot != NULL && dot != key && strchr (key, ' ') == NULL)
    *dot = '\0';

  return key != NULL && *key != '\0' ? g_steal_pointer (&key) : NULL;
}

static void
add_mac (Keys *keys, const char *text)
{
  TnyKeyQuality quality;
  g_autofree char *key = tny_mac_key (text, &quality);

  for (guint i = 0; key != NULL && i < keys->macs->len; i++)
    if (strcmp (keys->macs->pdata[i], key) == 0)
      return;
  if (key != NULL)
    g_ptr_array_add (keys->macs, g_steal_pointer (&key));
}

static void
read_keys (Keys *keys, const char *name, const char *second_name, const char *serial)
{
  TnyKeyQuality quality;

  keys->name = tny_device_name_key (name);
  keys->second_name = tny_device_name_key (second_name);
  if (g_strcmp0 (keys->name, keys->second_name) == 0)
    g_clear_pointer (&keys->second_name, g_free);
  keys->serial = tny_serial_key (serial, &quality);
  keys->macs = g_ptr_array_new_with_free_func (g_free);
}

static void
hold (GHashTable *table, char *key, guint index, gboolean device)
{
  Holders *holders;
  GArray *list;

  if (key == NULL)
    return;
  holders = g_hash_table_lookup (table, key);
  if (holders == NULL)
    {
      holders = g_new (Holders, 1);
      holders->devices = g_array_new (FALSE, FALSE, sizeof (guint));
      holders->configurations = g_array_new (FALSE, FALSE, sizeof (guint));
      g_hash_table_insert (table, key, holders);
    }
  list = device ? holders->devices : holders->configurations;
  g_array_append_val (list, index);
}

static void
hold_all (Match *self, Keys *keys, guint index, gboolean device)
{
  hold (self->serials, keys->serial, index, device);
  hold (self->names, keys->name, index, device);
  hold (self->names, keys->second_name, index, device);
  for (guint i = 0; i < keys->macs->len; i++)
    hold (self->macs, keys->macs->pdata[i], index, device);
}

static const char *
common_mac (const Keys *device, const Keys *configuration)
{
  for (guint i = 0; i < device->macs->len; i++)
    for (guint j = 0; j < configuration->macs->len; j++)
      if (strcmp (device->macs->pdata[i], configuration->macs->pdata[j]) == 0)
        return device->macs->pdata[i];

  return NULL;
}

static gboolean
same_name (const Keys *device, const Keys *configuration)
{
  return device->name != NULL && (g_strcmp0 (device->name, configuration->name) == 0 ||
                                  g_strcmp0 (device->name, configuration->second_name) == 0);
}

static void
say (TnyDeviceCandidate *candidate, TnyDeviceReasonKind kind, int points, const char *value,
     const char *other, guint n)
{
  TnyDeviceReason *reason;

  /* No score below 0 or above 100: what would lead there counts for less. */
  points = CLAMP (candidate->score + points, 0, 100) - candidate->score;
  if (points == 0)
    return;
  reason = g_new0 (TnyDeviceReason, 1);
  *reason = (TnyDeviceReason) { kind, points, g_strdup (value), g_strdup (other), n };
  g_ptr_array_add (candidate->reasons, reason);
  candidate->score += points;
}

/* How many others have @key, on the side where there are more. */
static guint
others (GHashTable *table, const char *key)
{
  const Holders *holders = g_hash_table_lookup (table, key);

  return MAX (holders->devices->len, holders->configurations->len) - 1;
}

static TnyDeviceCandidate *
compare (const Match *self, guint d, guint c)
{
  const TnyDeviceSide *device = &self->devices[d];
  const TnyConfigurationSide *configuration = &self->configurations[c];
  const Keys *theirs = &self->device_keys[d], *ours = &self->configuration_keys[c];
  gboolean serial = theirs->serial != NULL && g_strcmp0 (theirs->serial, ours->serial) == 0;
  gboolean name = same_name (theirs, ours);
  const char *mac = common_mac (theirs, ours);
  g_autofree char *shown_mac = tny_mac_display (mac);
  guint serial_others = serial ? others (self->serials, theirs->serial) : 0;
  guint mac_others = mac != NULL ? others (self->macs, mac) : 0;
  TnyDeviceCandidate *candidate = g_new0 (TnyDeviceCandidate, 1);
  const char *host = configuration->hostname != NULL ? configuration->hostname
                                                     : configuration->name;

  candidate->configuration_id = configuration->id;
  candidate->reasons = g_ptr_array_new_with_free_func (reason_free);
  candidate->automatic = serial && mac != NULL && serial_others == 0 && mac_others == 0;
  if (serial)
    say (candidate, TNY_DEVICE_SAME_SERIAL, SERIAL, device->serial, NULL, 0);
  if (mac != NULL)
    say (candidate, TNY_DEVICE_SAME_MAC, serial ? MAC_BESIDE : MAC, shown_mac, NULL, 0);
  if (name)
    say (candidate, TNY_DEVICE_SAME_NAME,
         serial && mac != NULL ? NAME_BESIDE_TWO : serial || mac != NULL ? NAME_BESIDE : NAME,
         device->name, NULL, 0);
  else if (theirs->name != NULL && host != NULL)
    say (candidate, TNY_DEVICE_OTHER_NAME, -OTHER_NAME, device->name, host, 0);
  if (!serial && theirs->serial != NULL && ours->serial != NULL)
    say (candidate, TNY_DEVICE_OTHER_SERIAL, -OTHER_SERIAL, device->serial,
         configuration->serial, 0);
  if (mac == NULL && theirs->macs->len > 0 && ours->macs->len > 0)
    say (candidate, TNY_DEVICE_OTHER_MAC, -OTHER_MAC, NULL, NULL, 0);
  if (serial_others > 0)
    say (candidate, TNY_DEVICE_SHARED_SERIAL, -SHARED, NULL, NULL, serial_others);
  if (mac_others > 0)
    say (candidate, TNY_DEVICE_SHARED_MAC, -(serial ? MAC_BESIDE : SHARED), NULL, NULL,
         mac_others);
  if (name && !serial && mac == NULL && others (self->names, theirs->name) > 0)
    say (candidate, TNY_DEVICE_SHARED_NAME, -SHARED_NAME, NULL, NULL,
         others (self->names, theirs->name));

  return candidate;
}

static int
by_score (gconstpointer a, gconstpointer b)
{
  const TnyDeviceCandidate *first = *(TnyDeviceCandidate *const *) a;
  const TnyDeviceCandidate *second = *(TnyDeviceCandidate *const *) b;

  if (first->score != second->score)
    return second->score - first->score;

  return first->configuration_id < second->configuration_id ? -1
         : first->configuration_id > second->configuration_id;
}

/* The configurations that share @key with a device. */
static void
collect (GHashTable *table, const char *key, GHashTable *found)
{
  const Holders *holders = key != NULL ? g_hash_table_lookup (table, key) : NULL;

  for (guint i = 0; holders != NULL && i < holders->configurations->len; i++)
    g_hash_table_add (found,
                      GUINT_TO_POINTER (g_array_index (holders->configurations, guint, i)));
}

static GPtrArray *
candidates_of (const Match *self, guint d, TnyDeviceRefused refused, gpointer data)
{
  g_autoptr(GHashTable) found = g_hash_table_new (NULL, NULL);
  GPtrArray *candidates =
    g_ptr_array_new_with_free_func ((GDestroyNotify) tny_device_candidate_free);
  const Keys *keys = &self->device_keys[d];
  GHashTableIter iter;
  gpointer index;

  if (self->devices[d].decided)
    return candidates;
  collect (self->serials, keys->serial, found);
  collect (self->names, keys->name, found);
  for (guint i = 0; i < keys->macs->len; i++)
    collect (self->macs, keys->macs->pdata[i], found);
  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &index, NULL))
    {
      const TnyConfigurationSide *configuration =
        &self->configurations[GPOINTER_TO_UINT (index)];
      TnyDeviceCandidate *candidate;

      if (configuration->taken ||
          (refused != NULL && refused (self->devices[d].id, configuration->id, data)))
        continue;
      candidate = compare (self, d, GPOINTER_TO_UINT (index));
      if (candidate->score >= TNY_DEVICE_FLOOR)
        g_ptr_array_add (candidates, candidate);
      else
        tny_device_candidate_free (candidate);
    }
  g_ptr_array_sort (candidates, by_score);
  if (candidates->len > TNY_DEVICE_TOP)
    g_ptr_array_set_size (candidates, TNY_DEVICE_TOP);

  return candidates;
}

GPtrArray *
tny_device_match (const TnyDeviceSide *devices, guint n_devices,
                  const TnyConfigurationSide *configurations, guint n_configurations,
                  TnyDeviceRefused refused, gpointer data)
{
  GPtrArray *answers = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  Match self = { devices, configurations };

  self.device_keys = g_new0 (Keys, n_devices + 1);
  self.configuration_keys = g_new0 (Keys, n_configurations + 1);
  self.serials = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, holders_free);
  self.macs = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, holders_free);
  self.names = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, holders_free);
  for (guint i = 0; i < n_devices; i++)
    {
      read_keys (&self.device_keys[i], devices[i].name, NULL, devices[i].serial);
      add_mac (&self.device_keys[i], devices[i].wifi_mac);
      add_mac (&self.device_keys[i], devices[i].ethernet_mac);
      hold_all (&self, &self.device_keys[i], i, TRUE);
    }
  for (guint i = 0; i < n_configurations; i++)
    {
      read_keys (&self.configuration_keys[i], configurations[i].hostname, configurations[i].name,
                 configurations[i].serial);
      for (guint j = 0; configurations[i].macs != NULL && configurations[i].macs[j] != NULL; j++)
        add_mac (&self.configuration_keys[i], configurations[i].macs[j]);
      hold_all (&self, &self.configuration_keys[i], i, FALSE);
    }
  for (guint i = 0; i < n_devices; i++)
    g_ptr_array_add (answers, candidates_of (&self, i, refused, data));

  g_hash_table_unref (self.serials);
  g_hash_table_unref (self.macs);
  g_hash_table_unref (self.names);
  for (guint i = 0; i < n_devices; i++)
    keys_clear (&self.device_keys[i]);
  for (guint i = 0; i < n_configurations; i++)
    keys_clear (&self.configuration_keys[i]);
  g_free (self.device_keys);
  g_free (self.configuration_keys);

  return answers;
}

const char *
tny_device_reason_name (TnyDeviceReasonKind kind)
{
  static const char *const names[] = {
    [TNY_DEVICE_SAME_SERIAL] = "same-serial", [TNY_DEVICE_SAME_MAC] = "same-mac",
    [TNY_DEVICE_SAME_NAME] = "same-name", [TNY_DEVICE_OTHER_NAME] = "other-name",
    [TNY_DEVICE_OTHER_SERIAL] = "other-serial", [TNY_DEVICE_OTHER_MAC] = "other-mac",
    [TNY_DEVICE_SHARED_SERIAL] = "shared-serial", [TNY_DEVICE_SHARED_MAC] = "shared-mac",
    [TNY_DEVICE_SHARED_NAME] = "shared-name",
  };

  return names[kind];
}

char *
tny_device_reason_text (const TnyDeviceReason *self)
{
  g_autofree char *value = tny_text_one_line (self->value, QUOTE_CHARS);
  g_autofree char *other = tny_text_one_line (self->other, QUOTE_CHARS);

  switch (self->kind)
    {
    case TNY_DEVICE_SAME_SERIAL:
      return g_strdup_printf (_("Same serial number: %s"), value);
    case TNY_DEVICE_SAME_MAC:
      return g_strdup_printf (_("Same hardware address: %s"), value);
    case TNY_DEVICE_SAME_NAME:
      return g_strdup_printf (_("Same name: “%s”"), value);
    case TNY_DEVICE_OTHER_NAME:
      return g_strdup_printf (_("Other name: “%s”, “%s”"), value, other);
    case TNY_DEVICE_OTHER_SERIAL:
      return g_strdup_printf (_("Other serial number: %s, %s"), value, other);
    case TNY_DEVICE_OTHER_MAC:
      return g_strdup (_("Other hardware address"));
    case TNY_DEVICE_SHARED_SERIAL:
      return g_strdup_printf (ngettext ("%u other has this serial number",
                                        "%u others have this serial number", self->n), self->n);
    case TNY_DEVICE_SHARED_MAC:
      return g_strdup_printf (ngettext ("%u other has this hardware address",
                                        "%u others have this hardware address", self->n),
                              self->n);
    case TNY_DEVICE_SHARED_NAME:
      return g_strdup_printf (ngettext ("%u other has this name", "%u others have this name",
                                        self->n), self->n);
    }

  g_return_val_if_reached (NULL);
}
