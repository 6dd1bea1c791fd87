/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* All that the Matching page shows of one tenant, read in one go by a worker. */

#include "tny-list.h"

G_BEGIN_DECLS

/* One organization to compare the tenant with. */
typedef struct
{
  gint64              organization_id;
  char               *organization_name;
  int                 score;               /* -1: none */
  GPtrArray          *reasons;             /* TnyReasonText; lent from below */
  TnyOrganizationRow *organization;        /* NULL when it went meanwhile */
  gint64              in_domain;           /* its contacts with an address in a verified domain */
} TnyMatchSide;

typedef struct
{
  TnyTenantRow *tenant;                    /* never NULL */
  GPtrArray    *sides;                     /* TnyMatchSide: the match, else the candidates, best first */
  TnyChecked    checked;                   /* whether there would be candidates if there were some */
  GPtrArray    *candidates;                /* TnyCandidate */
  GPtrArray    *match_reasons;             /* TnyReasonText */
} TnyMatchFacts;

/* Worker thread. NULL without error when the tenant is gone. */
TnyMatchFacts * tny_match_facts_read  (TnyStore *store, gint64 tenant_id, GError **error);
void            tny_match_facts_free  (TnyMatchFacts *self);
/* Whether two would look the same. */
gboolean        tny_match_facts_equal (const TnyMatchFacts *a, const TnyMatchFacts *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyMatchFacts, tny_match_facts_free)

G_END_DECLS
