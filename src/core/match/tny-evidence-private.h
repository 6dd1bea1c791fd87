/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-evidence.h"

G_BEGIN_DECLS

/* An organization that has something, and how often. */
typedef struct
{
  guint  position;
  guint  n;
} TnyHolder;

typedef struct
{
  guint    first, n;               /* in holders, the most first */
  guint    total;                  /* of all of them */
} TnyHolders;

/* Texts to the organizations that have them. */
typedef struct
{
  GHashTable *by_text;             /* lent text → TnyHolders */
  GArray     *holders;             /* TnyHolder */
} TnyHolderTable;

typedef struct
{
  const char *website_domain, *phone_tail, *city, *postal_code;        /* folded, or NULL */
  const char *city_written, *postal_written;
  guint       first_domain, n_domains;                                 /* in domains */
  guint       n_addresses;         /* contacts with an address in one of them */
} TnyPlaceFacts;

/* Contacts of an organization in a domain. */
typedef struct
{
  guint       position, n;
  const char *domain;
} TnyDomainFact;

typedef struct
{
  guint       position;
  const char *name;
  gint64      until;
} TnyOldName;

struct _TnyEvidenceIndex
{
  const TnyNameIndex *names;
  gboolean            built;
  GStringChunk       *texts;
  GHashTable         *seen;        /* set of domains of contacts, also public ones; lent texts */
  GArray             *places;      /* TnyPlaceFacts, by position */
  GArray             *domains;     /* TnyDomainFact, built: by position */
  GArray             *old_names;   /* TnyOldName */
  TnyNameIndex       *old_index;   /* ids are places in old_names; NULL: there is none */
  TnyHolderTable      by_domain, by_website, by_phone;
};

/* A reason and what it counts: a weight of those in favour, or points that it takes off. */
typedef struct
{
  TnyReason *reason;
  double     weight;               /* -ln (1 - chance); 0: it is against */
  int        minus;
} TnyPart;

/* A candidate on its way. */
typedef struct
{
  guint          position;
  TnySuggestion *base;             /* by names alone, nothing taken off for others as close */
  GArray        *parts;            /* TnyPart */
  double         owner;            /* weight of what belongs to one organization only: domains, people */
  double         strength;         /* weight of all evidence in favour */
  double         exact;            /* the score before it is rounded; negative never */
} TnyWeighed;

TnyWeighed * tny_weighed_new    (const TnyEvidenceIndex *index, TnySuggestion *base);
void         tny_weighed_free   (TnyWeighed *self);
/* Looks for everything that the two have in common, or have not. */
void         tny_weighed_find   (TnyWeighed *self, const TnyEvidenceIndex *index,
                                 const TnyTenantFacts *tenant);
/* Takes @reason. */
void         tny_weighed_add    (TnyWeighed *self, TnyReason *reason, double chance);
void         tny_weighed_take_off (TnyWeighed *self, TnyReason *reason, int points);
/* Sets `exact` anew. */
void         tny_weighed_sum    (TnyWeighed *self);
/* Score and reasons, from what was found. (transfer full) */
TnySuggestion * tny_weighed_finish (TnyWeighed *self);

/* NULL: nobody has it. Holders lie at tny_holders_get(). */
const TnyHolders * tny_holders_find (const TnyHolderTable *table, const char *text);
const TnyHolder  * tny_holders_get  (const TnyHolderTable *table, const TnyHolders *holders);

G_END_DECLS
