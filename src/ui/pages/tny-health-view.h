/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Health as rows: the stored checks, put together by what they are about. Pure; made in a worker. */

#include "tny-check.h"

G_BEGIN_DECLS

typedef enum
{
  TNY_HEALTH_CONNECTION,
  TNY_HEALTH_PERMISSIONS,     /* a row is a permission, both forms */
  TNY_HEALTH_TENANTS,         /* a row is a tenant, all its checks; what needs a person first */
  TNY_HEALTH_COMING_UP,       /* a row is an end, the next one first */
  TNY_HEALTH_ROLES,           /* a row is a tenant as in TENANTS, by what its roles serve; on a page of its own */
  TNY_HEALTH_N_GROUPS
} TnyHealthGroup;

#define TNY_HEALTH_CELLS 6

/* Icon and word, always both; icon NULL: plain text. */
typedef struct
{
  char       *text;           /* NULL: the row has no such cell */
  const char *icon, *style;   /* of screens.md 3; style NULL: quiet */
} TnyHealthCell;

typedef struct
{
  TnyHealthGroup  group;
  char           *key;        /* the same after the next check */
  char           *title;      /* fit for display */
  TnyHealthCell   cells[TNY_HEALTH_CELLS];
  char           *note;       /* a line below the cells; NULL: none */
  GPtrArray      *checks;     /* of TnyCheck, lent, causes before effects */
  const TnyCheck *cause;      /* what to begin with; NULL: nothing is to be done */
  gboolean        failed, unknown, soon;
} TnyHealthItem;

typedef struct
{
  GPtrArray *checks;                          /* of TnyCheck */
  GPtrArray *items[TNY_HEALTH_N_GROUPS];      /* of TnyHealthItem */
  guint      n_connections;
  char      *streams;                         /* what all connections sync, with commas */
  guint      n_failed, n_unknown, n_soon;     /* rows, each counted once, the worst first */
  guint      n_unchecked;                     /* tenants that have no row: nobody asked about them */
  gint64     checked_at;                      /* of the oldest result; 0: never checked */
} TnyHealthView;

/**
 * tny_health_view_new:
 * @checks: (transfer full) (element-type TnyCheck): as tny_checks_load() gives them
 * @connections: (element-type TnyConnection): their names are told where there are several
 * @unchecked: how many tenants @checks say nothing about
 * @now: unix seconds
 */
TnyHealthView       * tny_health_view_new   (GPtrArray *checks, GPtrArray *connections,
                                             guint unchecked, gint64 now);
void                  tny_health_view_free  (TnyHealthView *self);
/* The row called @key, lent; NULL when it is gone. */
const TnyHealthItem * tny_health_view_find  (const TnyHealthView *self, TnyHealthGroup group,
                                             const char *key);
/* "2 problems, 1 not checked", "25 tenants not checked"; "No problems" only when every tenant was asked
 * about. */
char                * tny_health_view_says  (const TnyHealthView *self);
/* For a mail or a ticket: what was found, without a name: tenants are numbered, ids are masked. */
char                * tny_health_report     (const TnyHealthView *self);

/* Headings of the cells, N_(); NULL where there is none. */
const char * const  * tny_health_headings   (TnyHealthGroup group);
/* N_(): "Connection", "Permissions" … */
const char          * tny_health_group_name (TnyHealthGroup group);
/* State in a word, with icon and class. */
TnyHealthCell         tny_health_state      (const TnyCheck *check);
/* "Fabrikam, Group: Not assigned, …": how a row is read out. */
char                * tny_health_item_name  (const TnyHealthItem *item);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyHealthView, tny_health_view_free)

G_END_DECLS
