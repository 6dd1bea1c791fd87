/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-device.h"

#include <string.h>

/* Two places a user: a computer, a phone. */
#define PLACES_PER_USER 2
/* So many desks share one docking station. */
#define DOCK_USERS      4

static const struct
{
  const char *maker, *model, *system, *version, *prefix;
} kinds[] = {
  [TNY_SIM_DEVICE_LAPTOP] = { NULL, NULL, "Windows", "10.0.22631.4317", "LT" },
  [TNY_SIM_DEVICE_DESKTOP] = { NULL, NULL, "Windows", "10.0.19045.5011", "PC" },
  [TNY_SIM_DEVICE_MAC] = { "Apple", "MacBook Pro", "macOS", "15.1 (24B83)", "MAC" },
  [TNY_SIM_DEVICE_VIRTUAL] = { "VMware, Inc.", "VMware20,1", "Windows", "10.0.22631.4317", "VM" },
  [TNY_SIM_DEVICE_KIOSK] = { "Dell Inc.", "OptiPlex 3000", "Windows", "10.0.19044.4529", "KIOSK" },
  [TNY_SIM_DEVICE_SCANNER] = { "Zebra Technologies", "TC52", "Android", "13.0", "SCAN" },
  [TNY_SIM_DEVICE_IPHONE] = { "Apple", "iPhone 14", "iOS", "18.1", NULL },
  [TNY_SIM_DEVICE_ANDROID] = { "samsung", "SM-A546B", "Android", "14.0", NULL },
};

static const struct { const char *maker, *model; } laptops[] = {
  { "LENOVO", "20W0003TGE" }, { "Dell Inc.", "Latitude 5440" }, { "HP", "HP EliteBook 840 G9" },
  { "Microsoft Corporation", "Surface Laptop 5" },
};

static const struct { const char *maker, *model; } desktops[] = {
  { "Dell Inc.", "OptiPlex 7010" }, { "LENOVO", "11DT003XGE" },
  { "Gigabyte Technology Co., Ltd.", "B650 GAMING X" },
};

/* What boards say whose maker was not asked for more. */
static const char *const empty_serials[] = {
  "Default string", "To be filled by O.E.M.", "0", "System Serial Number", "",
};

static guint64
roll_device (const TnySimDevice *self, guint what)
{
  return tny_sim_mix (self->dice + what);
}

/* The first eight digits hold the place, masked; the rest proves that we made them. */
static guint32
mask_of (guint64 seed, const TnySimTenant *tenant)
{
  return (guint32) tny_sim_dice (seed, TNY_SIM_DICE_DEVICE, tenant->index, G_MAXUINT32);
}

static void
write_id (TnySimDevice *self, guint64 seed)
{
  guint64 proof = tny_sim_dice (seed, TNY_SIM_DICE_DEVICE, self->tenant->index,
                                (guint64) self->index << 32);

  tny_sim_guid_write (self->id,
                      (guint64) (self->index ^ mask_of (seed, self->tenant)) << 32 | proof >> 32,
                      proof * 0x9e3779b97f4a7c15);
}

static gboolean
choose_kind (TnySimDevice *self, guint slot)
{
  guint64 dice = roll_device (self, 1);
  guint share = dice % 100;

  if (slot == 1)
    {
      if (self->user.kind != TNY_SIM_USER_MEMBER || !self->user.licensed || share >= 30)
        return FALSE;
      self->kind = dice >> 8 & 1 ? TNY_SIM_DEVICE_IPHONE : TNY_SIM_DEVICE_ANDROID;
      self->personal = (dice >> 9 & 3) == 0;
      return TRUE;
    }
  switch (self->user.kind)
    {
    case TNY_SIM_USER_MEMBER:
      self->kind = share < 62 ? TNY_SIM_DEVICE_LAPTOP : share < 82 ? TNY_SIM_DEVICE_DESKTOP
                   : share < 90 ? TNY_SIM_DEVICE_MAC : TNY_SIM_DEVICE_VIRTUAL;
      return self->user.licensed && share < 94;
    case TNY_SIM_USER_LEAVER:             /* handed in, never wiped */
      self->kind = TNY_SIM_DEVICE_LAPTOP;
      return share < 30;
    case TNY_SIM_USER_ROOM:
      self->kind = TNY_SIM_DEVICE_KIOSK;
      return TRUE;
    case TNY_SIM_USER_SERVICE:
      self->kind = TNY_SIM_DEVICE_SCANNER;
      return share < 60;
    case TNY_SIM_USER_GUEST:
    case TNY_SIM_USER_SHARED:
    case TNY_SIM_USER_EQUIPMENT:
      break;
    }

  return FALSE;
}

static void
name_device (TnySimDevice *self)
{
  guint64 dice = roll_device (self, 2);

  if (self->kind == TNY_SIM_DEVICE_IPHONE && self->user.given != NULL && dice % 3 > 0)
    g_snprintf (self->name, sizeof self->name, "%.100s’s iPhone", self->user.given);
  else if (self->kind == TNY_SIM_DEVICE_IPHONE)
    g_strlcpy (self->name, "iPhone", sizeof self->name);
  else if (self->kind == TNY_SIM_DEVICE_ANDROID)
    g_snprintf (self->name, sizeof self->name, "%.60s_Android_%u/%u/2025_9:%02u AM",
                self->user.local, 1 + (guint) (dice % 12), 1 + (guint) (dice >> 8) % 28,
                (guint) (dice >> 16) % 60);
  /* Never renamed since it was unpacked. */
  else if (self->kind == TNY_SIM_DEVICE_DESKTOP && dice % 6 == 0)
    {
      static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUV";

      g_strlcpy (self->name, "DESKTOP-0000000", sizeof self->name);
      for (guint i = 0; i < 7; i++)
        self->name[8 + i] = letters[dice >> (8 + 5 * i) & 31];
    }
  else
    g_snprintf (self->name, sizeof self->name, "%s-%04u", kinds[self->kind].prefix,
                100 + self->user.index);
}

static void
write_serial (TnySimDevice *self, guint64 dice)
{
  static const char letters[] = "0123456789BCDFGHJKLMNPQRSTVWXYZ";
  static const struct { const char *maker, *start; guint length; } forms[] = {
    { "LENOVO", "PF", 8 }, { "Dell Inc.", "", 7 }, { "HP", "5CG", 10 }, { "Apple", "C02", 12 },
    { "samsung", "R5", 11 }, { "Zebra Technologies", "21", 14 },
  };
  guint length = 12;

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (g_str_equal (forms[i].maker, self->maker))
      {
        g_strlcpy (self->serial, forms[i].start, sizeof self->serial);
        length = forms[i].length;
      }
  for (guint at = (guint) strlen (self->serial); at < length; at++, dice = tny_sim_mix (dice))
    self->serial[at] = letters[dice % (sizeof letters - 1)];
}

static void
choose_serial (TnySimDevice *self, guint64 source)
{
  guint64 dice = tny_sim_mix (source + 3);

  if (self->kind == TNY_SIM_DEVICE_VIRTUAL)
    {
      g_strlcpy (self->serial, "VMware-", sizeof self->serial);
      for (guint i = 0; i < 16; i++)
        g_snprintf (self->serial + strlen (self->serial), 4, "%02x%s",
                    (guint) tny_sim_mix (dice + i) & 0xff, i == 7 ? "-" : i == 15 ? "" : " ");
    }
  else if (g_str_has_prefix (self->maker, "Gigabyte"))
    g_strlcpy (self->serial, empty_serials[dice % G_N_ELEMENTS (empty_serials)],
               sizeof self->serial);
  else
    write_serial (self, dice);
}

static void
write_mac (char mac[13], const char *maker, guint64 dice)
{
  g_snprintf (mac, 13, "%s%06X", maker, (guint) (dice & 0xffffff));
}

static void
choose_addresses (TnySimDevice *self, guint64 source)
{
  guint64 dice = tny_sim_mix (source + 4), desk = tny_sim_mix (self->user.index / DOCK_USERS + 7);

  switch (self->kind)
    {
    case TNY_SIM_DEVICE_LAPTOP:
      write_mac (self->wifi, "8C1D96", dice);
      /* The adapter of the docking station, for everybody who sat there last. */
      if ((desk & 3) == 0)
        write_mac (self->ethernet, "0050B6", tny_sim_mix (self->tenant->index) + desk);
      else if (dice >> 24 & 1)
        write_mac (self->ethernet, "6C2408", dice >> 25);
      break;
    case TNY_SIM_DEVICE_DESKTOP:
    case TNY_SIM_DEVICE_KIOSK:
      write_mac (self->ethernet, "F8B156", dice);
      break;
    case TNY_SIM_DEVICE_MAC:
      write_mac (self->wifi, "F01898", dice);
      break;
    case TNY_SIM_DEVICE_VIRTUAL:
      g_strlcpy (self->wifi, "000000000000", sizeof self->wifi);
      write_mac (self->ethernet, "005056", dice);
      break;
    case TNY_SIM_DEVICE_SCANNER:
      write_mac (self->wifi, "488EEF", dice);
      break;
    case TNY_SIM_DEVICE_IPHONE:
      write_mac (self->wifi, "A4CF99", dice);
      break;
    case TNY_SIM_DEVICE_ANDROID:          /* made up, or the one for none */
      if (dice >> 24 & 1)
        write_mac (self->wifi, "DA3F11", dice);
      else
        g_strlcpy (self->wifi, "020000000000", sizeof self->wifi);
      break;
    }
}

/* Every 53rd user's computer has the board of the one before, every 67th is a copy of it in all. */
static guint64
source_of (const TnySimDevice *self, const TnySimEstate *estate, guint every, guint at)
{
  if (self->user.index % every != at || self->index < PLACES_PER_USER)
    return self->dice;

  return tny_sim_dice (tny_sim_estate_seed (estate), TNY_SIM_DICE_DEVICE, self->tenant->index,
                       self->index - PLACES_PER_USER);
}

guint
tny_sim_device_places (const TnySimTenant *tenant)
{
  return tenant->n_users * PLACES_PER_USER;
}

gboolean
tny_sim_device_make (TnySimDevice *self, const TnySimEstate *estate, const TnySimTenant *tenant,
                     guint place)
{
  guint64 seed = tny_sim_estate_seed (estate);
  guint64 model;

  memset (self, 0, sizeof *self);
  self->tenant = tenant;
  self->index = place;
  self->dice = tny_sim_dice (seed, TNY_SIM_DICE_DEVICE, tenant->index, place);
  tny_sim_user_make (&self->user, estate, tenant, place / PLACES_PER_USER);
  if (!choose_kind (self, place % PLACES_PER_USER))
    return FALSE;
  write_id (self, seed);
  name_device (self);
  model = roll_device (self, 5);
  self->maker = kinds[self->kind].maker;
  self->model = kinds[self->kind].model;
  if (self->kind == TNY_SIM_DEVICE_LAPTOP)
    {
      self->maker = laptops[model % G_N_ELEMENTS (laptops)].maker;
      self->model = laptops[model % G_N_ELEMENTS (laptops)].model;
    }
  else if (self->kind == TNY_SIM_DEVICE_DESKTOP)
    {
      self->maker = desktops[model % G_N_ELEMENTS (desktops)].maker;
      self->model = desktops[model % G_N_ELEMENTS (desktops)].model;
    }
  self->system = kinds[self->kind].system;
  self->version = kinds[self->kind].version;
  choose_serial (self, source_of (self, estate, 53, 20));
  choose_addresses (self, source_of (self, estate, 67, 40));
  self->has_user = self->kind != TNY_SIM_DEVICE_KIOSK;
  if (self->kind == TNY_SIM_DEVICE_SCANNER)
    tny_sim_user_make (&self->user, estate, tenant, 0);      /* who enrolled it */

  return TRUE;
}

gboolean
tny_sim_device_find (TnySimDevice *self, const TnySimEstate *estate, const TnySimTenant *tenant,
                     const char *id)
{
  guint64 high, low;
  guint32 place;

  if (!tny_sim_guid_read (id, &high, &low))
    return FALSE;
  place = (guint32) (high >> 32) ^ mask_of (tny_sim_estate_seed (estate), tenant);

  return place < tny_sim_device_places (tenant) &&
         tny_sim_device_make (self, estate, tenant, place) &&
         g_ascii_strcasecmp (self->id, id) == 0;
}
