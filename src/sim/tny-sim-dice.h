/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Chance that is none: every number is a function of the seed and of what it is for, so any tenant
 * and any user can be made on its own, in any order, as often as asked. */

/* SplitMix64's finisher: every input bit moves every output bit. */
static inline guint64
tny_sim_mix (guint64 x)
{
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;

  return x ^ (x >> 31);
}

static inline guint64
tny_sim_dice (guint64 seed, guint64 what, guint64 a, guint64 b)
{
  return tny_sim_mix (tny_sim_mix (tny_sim_mix (seed ^ what << 56) + a) + b);
}

/* What a roll is for; part of the roll, so that two purposes never agree by accident. */
enum
{
  TNY_SIM_DICE_TENANT = 1,
  TNY_SIM_DICE_TENANT_ID,
  TNY_SIM_DICE_USER,
  TNY_SIM_DICE_USER_ID,
  TNY_SIM_DICE_ORDER,
  TNY_SIM_DICE_OBJECT,
  TNY_SIM_DICE_SECRET,
  TNY_SIM_DICE_DEVICE,
};

#define TNY_SIM_GUID_LENGTH 36

/* A version 4 GUID from 122 bits, lower case, NUL-terminated. */
void     tny_sim_guid_write (char    out[TNY_SIM_GUID_LENGTH + 1],
                             guint64 high,
                             guint64 low);
/* The two halves again, with the fixed bits as written; FALSE for another form. */
gboolean tny_sim_guid_read  (const char *text,
                             guint64    *high,
                             guint64    *low);

/* A GUID for the object @a, @b of the given purpose. */
void     tny_sim_guid       (char    out[TNY_SIM_GUID_LENGTH + 1],
                             guint64 seed,
                             guint64 what,
                             guint64 a,
                             guint64 b);

G_END_DECLS
