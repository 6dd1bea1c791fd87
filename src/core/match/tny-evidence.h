/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-name-index.h"

G_BEGIN_DECLS

/* What else than names says that a tenant is an organization: its verified domains, its people, its
 * place and phone, what it was called before, what it was matched with before. Pure: nothing is read or
 * written here, any thread may ask a built index.
 *
 *   new ──add(), once for each name in the same order, add_domain(), add_former_name()──▸ build ──▸
 *       tny_evidence_weigh()
 */
typedef struct _TnyEvidenceIndex TnyEvidenceIndex;

/* What is known of an organization beside its name. All may be NULL. */
typedef struct
{
  const char *website, *phone, *city, *postal_code;
} TnyOrganizationFacts;

typedef struct
{
  const char *name;
  gint64      until;              /* unix seconds; 0: the name its contract was made with */
} TnyFormerName;

/* How many of a tenant's people are contacts of an organization. */
typedef struct
{
  gint64 organization_id;
  guint  n;
} TnyKnownPeople;

/* What is known of a tenant. Arrays of texts end with NULL and may be NULL. */
typedef struct
{
  const char           *name;
  const TnyFormerName  *former;
  guint                 n_former;
  const char *const    *domains;        /* verified, lower case */
  const char *const    *phones;
  const char           *city, *postal_code;
  const TnyKnownPeople *known;
  guint                 n_known;
  guint                 n_people;       /* users with an address */
  gint64                matched_before; /* the organization that this very tenant was matched with, when
                                         * both still have the ids they had; 0: none */
} TnyTenantFacts;

#define TNY_EVIDENCE_FORMER 4           /* names of before that are looked at */

/* @names: built, lent until the index is freed. */
TnyEvidenceIndex * tny_evidence_index_new        (const TnyNameIndex *names);
void               tny_evidence_index_free       (TnyEvidenceIndex *self);
/* @facts are copied. In the order in which the names were added. */
void               tny_evidence_index_add        (TnyEvidenceIndex *self,
                                                  const TnyOrganizationFacts *facts);
/* @n_contacts of the organization at @position (its place in that order) have an address in @domain,
 * lower case. Domains that are public are left out here. */
void               tny_evidence_index_add_domain (TnyEvidenceIndex *self, guint position,
                                                  const char *domain, guint n_contacts);
void               tny_evidence_index_add_former_name (TnyEvidenceIndex *self, guint position,
                                                       const char *name, gint64 until);
void               tny_evidence_index_build      (TnyEvidenceIndex *self);
/* Whether contacts of any organization have addresses there, public domains included. */
gboolean           tny_evidence_index_has_domain (const TnyEvidenceIndex *self, const char *domain);

/**
 * tny_evidence_weigh:
 * @by_name: of #TnySuggestion, what tny_name_index_suggest() says to the tenant's name: some more than
 *   @top, evidence may bring one forward
 * @by_former: (nullable): the same for each of the former names, arrays in their order
 * @top: how many at most
 *
 * The candidates that names or evidence bring up, best first, each with reasons whose points add up to
 * its score. What points in favour is combined as independent chances are, and every reason gets its
 * share; what speaks against it is taken off. Several that are as close lower each other. Where there is
 * no evidence for or against any of them, the answer is that of the names.
 *
 * `automatic` is set for an equal name that is nobody else's, and for the organization that the tenant
 * was matched with before: nothing else may be accepted unasked.
 *
 * Returns: (transfer full): #TnySuggestion, possibly none; valid as long as the index
 */
GPtrArray        * tny_evidence_weigh            (const TnyEvidenceIndex *self,
                                                  const TnyTenantFacts *tenant, GPtrArray *by_name,
                                                  GPtrArray *const *by_former, guint top);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyEvidenceIndex, tny_evidence_index_free)

G_END_DECLS
