/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-sim-user.h"

G_BEGIN_DECLS

/* TnySimDirectory: what has happened to users since the start.
 *
 * Users are made from the seed; this lies over them. Each tenant has a list of changes, numbered from
 * 1, each with how it left its user: a delta token is a place in that list. Users that were added
 * have the numbers behind the tenant's own.
 *
 *   here ──delete──▸ in the bin ──30 days, or delete for good──▸ gone
 *     ▴──restore─────┘
 */
typedef enum
{
  TNY_SIM_HERE,
  TNY_SIM_IN_BIN,
  TNY_SIM_GONE,
} TnySimPresence;

#define TNY_SIM_BIN_SECONDS (30 * 24 * 60 * 60)

typedef struct
{
  guint           index;         /* of the user */
  guint           edition;       /* how often it was changed */
  TnySimPresence  presence;
  int             enabled;       /* -1: as made */
  const char     *display;       /* NULL: as made */
  const char     *title;         /* NULL: as made; "": taken away */
  gint64          deleted_at;    /* unix seconds */
} TnySimState;

typedef struct
{
  TnySimState state;             /* after the change */
  guint64     next;              /* number of this user's next change; 0: this is the last */
} TnySimChange;

typedef enum
{
  TNY_SIM_DO_CREATE,
  TNY_SIM_DO_CHANGE,             /* one of the following four */
  TNY_SIM_DO_RENAME,
  TNY_SIM_DO_TITLE,
  TNY_SIM_DO_CLEAR_TITLE,
  TNY_SIM_DO_ENABLE,             /* or disable */
  TNY_SIM_DO_DELETE,
  TNY_SIM_DO_RESTORE,
  TNY_SIM_DO_PURGE,              /* from the bin, for good */
  TNY_SIM_N_DOINGS
} TnySimDoing;

typedef struct _TnySimDirectory TnySimDirectory;

TnySimDirectory    * tny_sim_directory_new      (const TnySimEstate *estate);
void                 tny_sim_directory_free     (TnySimDirectory *self);
/* As it was at the start: tokens of before mean nothing then. */
void                 tny_sim_directory_clear    (TnySimDirectory *self);

/* Numbers of users there ever were: those below are here, in the bin or gone. */
guint                tny_sim_directory_n        (TnySimDirectory *self, const TnySimTenant *tenant);
guint                tny_sim_directory_present  (TnySimDirectory *self, const TnySimTenant *tenant);
/* How user @index stands now. */
TnySimState          tny_sim_directory_state    (TnySimDirectory *self, const TnySimTenant *tenant,
                                                 guint index);
/* The user as @state has it. */
void                 tny_sim_directory_make_as  (TnySimDirectory *self, TnySimUser *user,
                                                 const TnySimTenant *tenant,
                                                 const TnySimState *state);
/* The user as it is now; FALSE when it is not here. */
gboolean             tny_sim_directory_make     (TnySimDirectory *self, TnySimUser *user,
                                                 const TnySimTenant *tenant, guint index);
/* By object id or sign-in name (without case); FALSE when there is no such user here. */
gboolean             tny_sim_directory_find     (TnySimDirectory *self, TnySimUser *user,
                                                 const TnySimTenant *tenant, const char *id_or_name);

/* The number of the newest change; 0: nothing ever changed. */
guint64              tny_sim_directory_newest   (TnySimDirectory *self, const TnySimTenant *tenant);
/* @number: 1…newest. Lent until the next change. */
const TnySimChange * tny_sim_directory_change   (TnySimDirectory *self, const TnySimTenant *tenant,
                                                 guint64 number);
/* Ends what has been in the bin for 30 days. */
void                 tny_sim_directory_settle   (TnySimDirectory *self, const TnySimTenant *tenant,
                                                 gint64 now);

/* FALSE: not possible for this user as it stands. CREATE ignores @index. */
gboolean             tny_sim_directory_do       (TnySimDirectory *self, const TnySimTenant *tenant,
                                                 guint index, TnySimDoing what, gint64 now);
/* The same to @n users that chance picks; how many there were to do it to. */
guint                tny_sim_directory_do_some  (TnySimDirectory *self, const TnySimTenant *tenant,
                                                 guint n, TnySimDoing what, gint64 now,
                                                 guint64 chance);
gboolean             tny_sim_doing_parse        (const char *name, TnySimDoing *what);

G_END_DECLS
