/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-sim-put.h"
#include "tny-sim-user.h"

G_BEGIN_DECLS

/* TnySimProperty: how one property of a user is called at Microsoft, and what we say. */
typedef enum
{
  TNY_SIM_PROPERTY_USUAL  = 1 << 0,    /* part of the answer without $select */
  TNY_SIM_PROPERTY_SINGLE = 1 << 1,    /* never in lists */
  TNY_SIM_PROPERTY_NAME   = 1 << 2,    /* the display name, which a scenario makes enormous */
  TNY_SIM_PROPERTY_SIGN_IN = 1 << 3,   /* sign-in data: another service, with rules of its own */
} TnySimPropertyKind;

typedef struct
{
  const char *name;
  void      (*put) (GString *out, const TnySimUser *user, gint64 anchor);
  guint       kind;              /* TnySimPropertyKind */
} TnySimProperty;

/* Who somebody is and how to reach them; and what the account may and did. */
extern const TnySimProperty tny_sim_contact_properties[];
extern const guint          tny_sim_n_contact_properties;
extern const TnySimProperty tny_sim_account_properties[];
extern const guint          tny_sim_n_account_properties;

/* Another roll of the same user's dice, one for each property. */
static inline guint64
tny_sim_user_roll (const TnySimUser *user, guint what)
{
  return tny_sim_mix (user->dice + what);
}

static inline gboolean
tny_sim_user_is_person (const TnySimUser *user)
{
  return user->kind <= TNY_SIM_USER_GUEST;
}

static inline gboolean
tny_sim_user_is_staff (const TnySimUser *user)
{
  return user->kind <= TNY_SIM_USER_LEAVER;
}

G_END_DECLS
