/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-sim-estate.h"
#include "tny-sim-people.h"

G_BEGIN_DECLS

/* TnySimUser: one user of a tenant, made when somebody asks.
 *
 * A pure function of (seed, tenant, number within the tenant). Nothing is kept, so an estate of a
 * million users costs what a page of them costs. */

typedef enum
{
  TNY_SIM_USER_MEMBER,
  TNY_SIM_USER_LEAVER,           /* disabled, still there */
  TNY_SIM_USER_GUEST,
  TNY_SIM_USER_SHARED,           /* shared mailbox: disabled account */
  TNY_SIM_USER_ROOM,
  TNY_SIM_USER_EQUIPMENT,
  TNY_SIM_USER_SERVICE,
} TnySimUserKind;

typedef struct
{
  const TnySimEstate *estate;
  const TnySimTenant *tenant;
  guint               index;
  guint64             dice;

  char                id[TNY_SIM_GUID_LENGTH + 1];
  TnySimUserKind      kind;
  gboolean            enabled;
  gboolean            synced;       /* mastered on-premises */
  gboolean            licensed;
  guint               odd;          /* TnySimOddFlags */
  const char         *display;
  const char         *given;        /* NULL when the directory has none */
  const char         *surname;
  char                local[96];    /* local part of the addresses */
  char                upn[256];
  char                mail[192];    /* empty when there is none */
  const char         *nickname;     /* the other order of the name, for an alias; NULL */
  const char         *title;        /* NULL: by chance; "": none any more */
  char                name[1280];   /* room for @display */
} TnySimUser;

/* Accounts one can sign in with are the first users of the partner tenant, in this order. */
typedef struct
{
  const char *display, *given, *surname, *local;
} TnySimPartnerUser;

extern const TnySimPartnerUser tny_sim_partner_users[];
extern const guint             tny_sim_n_partner_users;

/* @index: also beyond tenant->n_users, of users that came later */
void         tny_sim_user_make       (TnySimUser         *self,
                                      const TnySimEstate *estate,
                                      const TnySimTenant *tenant,
                                      guint               index);
/* Whether user @index holds a licence of the tenant's main product: the cheap half of make. */
gboolean     tny_sim_user_licensed   (const TnySimEstate *estate,
                                      const TnySimTenant *tenant,
                                      guint               index);
/* By object id or sign-in name (without case) within @tenant, which has @n_users; FALSE when there is
 * no such user. */
gboolean     tny_sim_user_find       (TnySimUser         *self,
                                      const TnySimEstate *estate,
                                      const TnySimTenant *tenant,
                                      guint               n_users,
                                      const char         *id_or_name);

G_END_DECLS
