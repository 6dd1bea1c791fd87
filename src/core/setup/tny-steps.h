/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-check.h"
#include "tny-portal.h"

G_BEGIN_DECLS

/* The set-up as data: seven steps, and what each asks for. The window shows it, `setup steps` prints it,
 * the checks tick it. Where Microsoft has changed since the published instructions were written, why says
 * so in a sentence. */
typedef enum
{
  TNY_STEP_PREREQUISITES,
  TNY_STEP_ACCOUNT,
  TNY_STEP_REGISTRATION,
  TNY_STEP_CREDENTIALS,
  TNY_STEP_PERMISSIONS,
  TNY_STEP_SIGN_IN,
  TNY_STEP_STREAMS,
  TNY_N_STEPS
} TnySetupStep;

typedef enum
{
  TNY_REACH_GDAP   = 1 << 0,
  TNY_REACH_DAP    = 1 << 1,
  TNY_REACH_DIRECT = 1 << 2,
  TNY_REACH_PARTNER = TNY_REACH_GDAP | TNY_REACH_DAP,
  TNY_REACH_ANY    = TNY_REACH_PARTNER | TNY_REACH_DIRECT
} TnyReach;

typedef struct
{
  const char *id;          /* "account": in the draft and in JSON; never changes */
  const char *title;       /* msgid, in Header Case */
  const char *goal;        /* msgid: what is true afterwards, in whatever words the portal has by then */
} TnyStepInfo;

/* Who answers whether an item is done. */
typedef enum
{
  TNY_ASKED_PERSON,        /* nobody but a person can tell */
  TNY_ASKED_HERE,          /* this computer, and the sign-in service without a sign-in */
  TNY_ASKED_MICROSOFT      /* the check of that id, once somebody has signed in; until then a person */
} TnyAsked;

typedef struct
{
  TnySetupStep  step;
  const char   *id;        /* "account-mfa": in the draft and in JSON; never changes */
  guint         reach;     /* TnyReach bits: for whom */
  const char   *group;     /* msgid of the heading above; NULL: none */
  const char   *title;     /* msgid */
  const char   *text;      /* msgid: how */
  const char   *why;       /* msgid: in what the published instructions differ, and why we do; NULL */
  const char   *menu;      /* msgid: what Microsoft's menus are called today; NULL */
  const char   *menu_before;     /* msgid: in older texts; NULL: the same */
  TnyPortalPage page;      /* TNY_N_PORTAL_PAGES: no link */
  const char   *open;      /* msgid of its button: "Open New Group"; NULL without page */
  const char   *confirm;   /* msgid of the check box; NULL: nothing to confirm, a note */
  TnyAsked      asked;
  const char   *check;     /* id of the check that tells; NULL when nobody is asked by it */
} TnyStepItem;

/* What is entered or chosen in the portal, exactly. */
typedef struct
{
  const char *item;        /* id of the item it belongs to */
  const char *title;       /* msgid: the name of the field */
  const char *value;       /* as it stands at Microsoft: not translated */
  const char *copy;        /* msgid of its button */
} TnyStepValue;

const TnyStepInfo  * tny_step_info    (TnySetupStep step);
/* FALSE for a word that is no step's. */
gboolean             tny_step_parse   (const char *id, TnySetupStep *step);
const TnyStepItem  * tny_step_items   (guint *n);        /* in the order of the steps */
const TnyStepValue * tny_step_values  (guint *n);

/* TnyReach of "gdap", "dap", "direct"; TNY_REACH_GDAP for NULL and for what is none of them. */
guint                tny_reach_parse  (const char *reach);
/* "gdap" … of one bit */
const char         * tny_reach_name   (TnyReach reach);
/**
 * tny_reach_in_cloud:
 * @cloud: (nullable): name of a cloud: "global" (also NULL), "usgov", "usgov-dod", "china"
 *
 * Returns: the TnyReach bits that exist there: no GDAP in China, no partners in DoD
 * Source: Microsoft Graph metadata of the national clouds; "National clouds" of Partner Center
 */
guint                tny_reach_in_cloud (const char *cloud);
/* What a person has not to do: whether @step has anything for @reach. */
gboolean             tny_step_needed  (TnySetupStep step, guint reach);

/* How an item stands. */
typedef enum
{
  TNY_ITEM_OPEN,           /* not done, or not told */
  TNY_ITEM_CONFIRMED,      /* a person says so */
  TNY_ITEM_CHECKED,        /* Microsoft, or this computer, says so */
  TNY_ITEM_FAILED,         /* … says that it is not so */
  TNY_ITEM_UNKNOWN         /* was asked, and could not be told */
} TnyItemState;

typedef struct
{
  TnyItemState state;
  gint64       at;         /* unix seconds of the answer; 0 without one */
  char        *text;       /* what was found, translated, one line; NULL */
  char        *remedy;     /* what to do; NULL */
} TnyItemFound;

void                 tny_item_found_clear (TnyItemFound *found);

/**
 * tny_item_find:
 * @checks: (nullable) (element-type TnyCheck): of one connection, stored or fresh
 * @confirmed: (nullable): ids a person ticked, comma separated
 *
 * Microsoft's answer counts more than a person's word. Of a check that is made for each tenant, every
 * tenant must pass; one that fails is named. What could not be checked stays as the person said.
 */
void                 tny_item_find    (const TnyStepItem *item, GPtrArray *checks, const char *confirmed,
                                       TnyItemFound *found);
/**
 * tny_step_is_done:
 * @reach: one TnyReach bit
 * @checks: (nullable) (element-type TnyCheck): of the connection; NULL while none are known
 * @confirmed: (nullable): ids a person ticked, comma separated
 *
 * Whether for each item of @step that Microsoft is asked about or a person confirms, one of them said yes.
 * What this computer finds out by itself is told by its item alone.
 */
gboolean             tny_step_is_done (TnySetupStep step, guint reach, GPtrArray *checks,
                                       const char *confirmed);
/* Adds @id to the comma-separated list, or takes it out. (transfer full) */
char               * tny_item_confirm (const char *confirmed, const char *id, gboolean yes);
gboolean             tny_item_is_confirmed (const char *confirmed, const char *id);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnyItemFound, tny_item_found_clear)

G_END_DECLS
