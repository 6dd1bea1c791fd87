/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync-fixture.h"
#include "tny-check.h"

/* A connection to a sample cloud, its tenants synced, and the checks of it. */

#define ALL_STREAMS "tenants,users,sign-ins,mailboxes,licences,devices"

/* Reads the list of tenants into the store. */
void          health_list_tenants (Sync *self);
/* HTTP and tokens anew: nothing that was parked, blocked or ended before stays so. */
void          health_renew        (Sync *self);
/* What a connection of the sample cloud gives; @streams lent. */
TnyChecksContext health_context   (Sync *self, const char *streams);
GPtrArray   * health_run          (Sync *self, const TnyChecksContext *context);
/* A permission of the sample cloud: missing, no-consent, granted; where: partner, customers,
 * everywhere. */
void          health_permission   (Sync *self, const char *name, const char *state,
                                   const char *where);
void          health_break        (Sync *self, const char *path, const char *how);
/* The first of that id; NULL: no such check. */
const TnyCheck * health_find      (GPtrArray *checks, const char *id);
/* Fails the test unless @id was found so, in every tenant where it is a check of tenants. */
void          health_assert       (GPtrArray *checks, const char *id, const char *finding);
/* Names every check that is neither pass nor not needed. Free with g_free. */
char        * health_problems     (GPtrArray *checks);

/* The table of faults: each can be made in the sample cloud, and one check must be named for it. */
typedef enum
{
  HEALTH_SCENARIO, HEALTH_MISSING, HEALTH_NOT_IN_PARTNER, HEALTH_NOT_IN_CUSTOMERS, HEALTH_BROKEN,
  HEALTH_CLOCK_OFF
} HealthFaultKind;

typedef struct
{
  HealthFaultKind kind;
  const char *what;         /* scenario, permission, or part of a path that answers with 500 */
  const char *cause;        /* id of the check that must be named first; NULL: nothing is wrong */
} HealthFault;

extern const HealthFault health_faults[];
extern const guint health_n_faults;

/* Makes fault @i; the clock is one of @context. */
void          health_inject       (Sync *self, TnyChecksContext *context, guint i);
/* "missing AuditLog.Read.All". Free with g_free. */
char        * health_fault_words  (guint i);
