/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-user.h"

#include <string.h>

const TnySimPartnerUser tny_sim_partner_users[] = {
  { "Sync Service", NULL, NULL, "sync" },
  { "Nora Field", "Nora", "Field", "nora.field" },
  { "Avery Lang", "Avery", "Lang", "avery.lang" },
  { "Tom Reed", "Tom", "Reed", "tom.reed" },
};
const guint tny_sim_n_partner_users = G_N_ELEMENTS (tny_sim_partner_users);

#define HALF_BITS 30
#define HALF_MASK ((1u << HALF_BITS) - 1)
#define USER_BITS 28

/* Object ids can be turned back into the user they name: 60 of their bits are the user's place,
 * shuffled by a Feistel network, the others prove that we made them. */
static guint64
shuffle (guint64 seed, guint64 value, gboolean back)
{
  guint left = value >> HALF_BITS & HALF_MASK, right = value & HALF_MASK;

  for (int i = 0; i < 4; i++)
    {
      int round = back ? 3 - i : i;
      guint kept = back ? left : right;
      guint other = back ? right : left;
      guint mixed = other ^ (tny_sim_dice (seed, TNY_SIM_DICE_USER_ID, round, kept) & HALF_MASK);

      left = back ? mixed : kept;
      right = back ? kept : mixed;
    }

  return (guint64) left << HALF_BITS | right;
}

static void
write_id (TnySimUser *self, guint64 seed)
{
  guint64 place = shuffle (seed, (guint64) self->tenant->index << USER_BITS | self->index, FALSE);

  /* 48 bits before the version digit, 12 after it */
  tny_sim_guid_write (self->id, (place >> 12) << 16 | (place & 0xfff),
                      tny_sim_dice (seed, TNY_SIM_DICE_USER_ID, 9, place));
}

static gboolean
read_id (const char *text, guint64 seed, guint *tenant, guint *index)
{
  char again[TNY_SIM_GUID_LENGTH + 1];
  guint64 high, low, place;

  if (!tny_sim_guid_read (text, &high, &low))
    return FALSE;
  place = (high >> 16) << 12 | (high & 0xfff);
  tny_sim_guid_write (again, high, tny_sim_dice (seed, TNY_SIM_DICE_USER_ID, 9, place));
  if (g_ascii_strcasecmp (again, text) != 0)
    return FALSE;
  place = shuffle (seed, place, TRUE);
  *tenant = (guint) (place >> USER_BITS);
  *index = (guint) (place & ((1u << USER_BITS) - 1));

  return TRUE;
}

static guint64
roll_user (const TnySimEstate *estate, const TnySimTenant *tenant, guint index)
{
  return tny_sim_dice (tny_sim_estate_seed (estate), TNY_SIM_DICE_USER, tenant->index, index);
}

/* Every 61st user has a name to stumble over; between tenants the list goes on where it stopped. */
static const TnySimOddity *
oddity_of (const TnySimTenant *tenant, guint index)
{
  if (tenant->index == 0 || index % 61 != 13)
    return NULL;

  return &tny_sim_oddities[(tenant->index + index / 61) % tny_sim_n_oddities];
}

/* What every tenant of some size has, under its plain name; the dice add more with a number. */
static const struct { TnySimUserKind kind; TnySimName name; } plain_things[] = {
  { TNY_SIM_USER_SHARED, { "Info", "info" } },
  { TNY_SIM_USER_SHARED, { "Accounts", "accounts" } },
  { TNY_SIM_USER_ROOM, { "Board Room", "boardroom" } },
  { TNY_SIM_USER_SERVICE, { "Scan to Mail", "scan" } },
};
#define FIRST_PLAIN_THING 2

static gboolean
is_plain_thing (const TnySimTenant *tenant, guint index)
{
  return tenant->index != 0 && index >= FIRST_PLAIN_THING &&
         index < FIRST_PLAIN_THING + G_N_ELEMENTS (plain_things);
}

static TnySimUserKind
kind_of (const TnySimTenant *tenant, guint index, guint64 dice)
{
  guint share = dice % 100;

  if (is_plain_thing (tenant, index))
    return plain_things[index - FIRST_PLAIN_THING].kind;
  if (tenant->index == 0 || index < FIRST_PLAIN_THING || oddity_of (tenant, index) != NULL)
    return TNY_SIM_USER_MEMBER;
  if (share < 74)
    return TNY_SIM_USER_MEMBER;
  if (share < 82)
    return TNY_SIM_USER_LEAVER;
  if (share < 89)
    return TNY_SIM_USER_GUEST;
  if (share < 94)
    return TNY_SIM_USER_SHARED;
  if (share < 97)
    return TNY_SIM_USER_ROOM;
  if (share < 98)
    return TNY_SIM_USER_EQUIPMENT;

  return TNY_SIM_USER_SERVICE;
}

static gboolean
is_licensed (TnySimUserKind kind, guint64 dice)
{
  if (kind == TNY_SIM_USER_LEAVER)
    return (dice >> 8 & 3) == 0;

  return kind == TNY_SIM_USER_MEMBER && (dice >> 8 & 31) != 0;
}

gboolean
tny_sim_user_licensed (const TnySimEstate *estate, const TnySimTenant *tenant, guint index)
{
  guint64 dice = roll_user (estate, tenant, index);
  const TnySimOddity *odd = oddity_of (tenant, index);

  return is_licensed (kind_of (tenant, index, dice), dice) &&
         (odd == NULL || (odd->flags & TNY_SIM_ODD_NO_ADDRESSES) == 0);
}

/* Appends to @at within a buffer that is large enough by construction; returns the new end. */
static char *
put (char *at, const char *text)
{
  gsize length = strlen (text);

  memcpy (at, text, length + 1);

  return at + length;
}

static char *
put_number (char *at, guint number)
{
  char digits[10];
  int n = 0;

  do
    digits[n++] = (char) ('0' + number % 10);
  while ((number /= 10) > 0);
  while (n > 0)
    *at++ = digits[--n];
  *at = '\0';

  return at;
}

/* Each tenant walks through all pairs of names in an order of its own, so pairs repeat only after
 * all are used; every 37th user is a namesake of the one before, on purpose. */
static void
name_person (TnySimUser *self)
{
  const guint all = tny_sim_n_given_names * tny_sim_n_surnames;
  guint64 order = tny_sim_dice (tny_sim_estate_seed (self->estate), TNY_SIM_DICE_ORDER,
                                self->tenant->index, 1);
  gboolean namesake = self->index % 37 == 36;
  guint walker = namesake ? self->index - 1 : self->index;
  guint at = (guint) ((order + walker * G_GUINT64_CONSTANT (7919)) % all);
  const TnySimName *given = &tny_sim_given_names[at % tny_sim_n_given_names];
  const TnySimName *surname = &tny_sim_surnames[at / tny_sim_n_given_names];
  char *end;

  self->given = given->name;
  self->surname = surname->name;
  self->display = self->name;
  if ((self->dice >> 13 & 15) == 0)
    put (put (put (self->name, surname->name), ", "), given->name);
  else
    put (put (put (self->name, given->name), " "), surname->name);
  end = put (put (put (self->local, given->ascii), "."), surname->ascii);
  if (namesake || self->index >= all)
    put_number (end, self->index);
  self->nickname = (self->dice >> 17 & 3) != 0 ? surname->ascii : NULL;
}

static void
name_thing (TnySimUser *self, const TnySimName *things, guint n)
{
  gboolean plain = is_plain_thing (self->tenant, self->index);
  guint at = self->dice >> 20 & 0xff;
  const TnySimName *thing = &things[at % n];
  char *name, *local;

  if (plain)
    thing = &plain_things[self->index - FIRST_PLAIN_THING].name;
  name = put (self->name, thing->name);
  local = put (self->local, thing->ascii);
  self->given = self->surname = NULL;
  self->nickname = NULL;
  self->display = self->name;
  if (plain)
    return;
  /* The number keeps the addresses apart; things are named by hand, so it shows. */
  put_number (put (name, " "), self->index);
  put_number (put (local, "-"), self->index);
}

static void
lengthen (TnySimUser *self)
{
  char *at = put (put (put (self->name, self->given), " "), self->surname);
  glong length = g_utf8_strlen (self->name, -1);

  for (; length < 256; length++)
    at = put (at, length % 8 == 0 ? "-" : "ü");
  self->display = self->name;
}

static void
make_odd (TnySimUser *self, const TnySimOddity *odd)
{
  self->odd = odd->flags;
  if (odd->display != NULL)
    self->display = odd->display;
  if (odd->given != NULL)
    self->given = odd->given;
  if (odd->surname != NULL)
    self->surname = odd->surname;
  if (odd->flags & TNY_SIM_ODD_NO_PARTS)
    self->given = self->surname = NULL;
  if (odd->flags & TNY_SIM_ODD_LONG)
    lengthen (self);
  if (odd->flags & TNY_SIM_ODD_UPPER_CASE)
    for (char *at = self->local; *at != '\0'; at++)
      *at = g_ascii_toupper (*at);
}

static void
address (TnySimUser *self)
{
  const TnySimTenant *tenant = self->tenant;

  self->mail[0] = '\0';
  if (self->kind == TNY_SIM_USER_GUEST)
    {
      put (put (put (put (self->upn, self->local), "_partners.example#EXT#"), "@"),
           tenant->initial_domain);
      put (put (self->mail, self->local), "@partners.example");
      return;
    }
  put (put (put (self->upn, self->local), "@"), tenant->domain);
  if ((self->odd & (TNY_SIM_ODD_NO_MAIL | TNY_SIM_ODD_NO_ADDRESSES)) == 0 &&
      (self->kind != TNY_SIM_USER_SERVICE || (self->dice >> 29 & 1)))
    put (self->mail, self->upn);
}

void
tny_sim_user_make (TnySimUser         *self,
                   const TnySimEstate *estate,
                   const TnySimTenant *tenant,
                   guint               index)
{
  const TnySimOddity *odd = oddity_of (tenant, index);

  self->estate = estate;
  self->tenant = tenant;
  self->index = index;
  self->dice = roll_user (estate, tenant, index);
  self->kind = kind_of (tenant, index, self->dice);
  self->odd = 0;
  self->title = NULL;
  write_id (self, tny_sim_estate_seed (estate));
  switch (self->kind)
    {
    case TNY_SIM_USER_SHARED:
      name_thing (self, tny_sim_shared_mailboxes, tny_sim_n_shared_mailboxes);
      break;
    case TNY_SIM_USER_ROOM:
      name_thing (self, tny_sim_rooms, tny_sim_n_rooms);
      break;
    case TNY_SIM_USER_EQUIPMENT:
      name_thing (self, tny_sim_equipment, tny_sim_n_equipment);
      break;
    case TNY_SIM_USER_SERVICE:
      name_thing (self, tny_sim_services, tny_sim_n_services);
      break;
    case TNY_SIM_USER_MEMBER:
    case TNY_SIM_USER_LEAVER:
    case TNY_SIM_USER_GUEST:
      name_person (self);
      break;
    }
  if (tenant->index == 0 && index < tny_sim_n_partner_users)
    {
      const TnySimPartnerUser *person = &tny_sim_partner_users[index];

      self->display = person->display;
      self->given = person->given;
      self->surname = person->surname;
      self->nickname = NULL;
      put (self->local, person->local);
    }
  if (odd != NULL)
    make_odd (self, odd);
  address (self);
  if (self->odd & TNY_SIM_ODD_UPN_AS_NAME)
    self->display = self->upn;
  self->enabled = self->kind == TNY_SIM_USER_MEMBER || self->kind == TNY_SIM_USER_GUEST ||
                  self->kind == TNY_SIM_USER_SERVICE;
  self->synced = (tenant->flags & TNY_SIM_HYBRID) != 0 && self->kind <= TNY_SIM_USER_LEAVER &&
                 (self->dice >> 30 & 3) != 0;
  self->licensed = tny_sim_user_licensed (estate, tenant, index);
}

gboolean
tny_sim_user_find (TnySimUser         *self,
                   const TnySimEstate *estate,
                   const TnySimTenant *tenant,
                   guint               n_users,
                   const char         *id_or_name)
{
  guint tenant_index, index;

  if (read_id (id_or_name, tny_sim_estate_seed (estate), &tenant_index, &index))
    {
      if (tenant_index != tenant->index || index >= n_users)
        return FALSE;
      tny_sim_user_make (self, estate, tenant, index);
      return TRUE;
    }
  if (strchr (id_or_name, '@') == NULL)
    return FALSE;
  for (index = 0; index < n_users; index++)
    {
      tny_sim_user_make (self, estate, tenant, index);
      if (g_ascii_strcasecmp (self->upn, id_or_name) == 0)
        return TRUE;
    }

  return FALSE;
}
