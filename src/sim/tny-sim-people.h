/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Names of people who do not exist. Each comes with the spelling that fits a mail address; within a
 * table those are all different, and no given name is also a surname. */
typedef struct
{
  const char *name, *ascii;
} TnySimName;

extern const TnySimName tny_sim_given_names[];
extern const guint      tny_sim_n_given_names;
extern const TnySimName tny_sim_surnames[];
extern const guint      tny_sim_n_surnames;

extern const char *const tny_sim_job_titles[];
extern const guint       tny_sim_n_job_titles;
extern const char *const tny_sim_departments[];
extern const guint       tny_sim_n_departments;
extern const char *const tny_sim_cities[];
extern const guint       tny_sim_n_cities;

/* Shared mailboxes, rooms, equipment and accounts of programs: display name and local part. */
extern const TnySimName tny_sim_shared_mailboxes[];
extern const guint      tny_sim_n_shared_mailboxes;
extern const TnySimName tny_sim_rooms[];
extern const guint      tny_sim_n_rooms;
extern const TnySimName tny_sim_equipment[];
extern const guint      tny_sim_n_equipment;
extern const TnySimName tny_sim_services[];
extern const guint      tny_sim_n_services;

/* Names that break programs which take names for something else. */
typedef enum
{
  TNY_SIM_ODD_NO_PARTS     = 1 << 0,   /* neither given name nor surname */
  TNY_SIM_ODD_NO_MAIL      = 1 << 1,   /* mail null, addresses still there */
  TNY_SIM_ODD_NO_ADDRESSES = 1 << 2,   /* no mailbox at all */
  TNY_SIM_ODD_MANY_ALIASES = 1 << 3,
  TNY_SIM_ODD_UPPER_CASE   = 1 << 4,   /* shouted sign-in name and address */
  TNY_SIM_ODD_UPN_AS_NAME  = 1 << 5,
  TNY_SIM_ODD_LONG         = 1 << 6,   /* 256 characters, the most Microsoft stores */
} TnySimOddFlags;

typedef struct
{
  const char *display, *given, *surname;    /* NULL: the ordinary ones */
  guint       flags;
} TnySimOddity;

extern const TnySimOddity tny_sim_oddities[];
extern const guint        tny_sim_n_oddities;

G_END_DECLS
