/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-store.h"

G_BEGIN_DECLS

/* TnyPreferences: how a person wants it, kept with the records (table settings), so that a backup brings
 * it back and the sample cloud has its own. What is not stored has its default. */

typedef enum
{
  TNY_PREFERENCE_INTERVAL,          /* seconds between the syncs of a new connection; 0: by hand */
  TNY_PREFERENCE_CATCH_UP,          /* 1: a sync that was missed is made up for, once */
  TNY_PREFERENCE_METERED,           /* 1: the clock starts syncs on metered networks, too */
  TNY_PREFERENCE_SUGGEST_FROM,      /* score from which a suggestion is shown, 40 to 100 */
  TNY_PREFERENCE_BULK_FROM,         /* where Accept Suggestions begins, 70 to 100 */
  TNY_PREFERENCE_LOCK_MINUTES,      /* idle minutes after which secrets leave the memory; 0: never */
  TNY_PREFERENCE_LOG_DAYS,          /* how long logs are kept: 30, 90, 365 … */
  TNY_PREFERENCE_NOTIFY_FAILURES,   /* 1: a desktop notification when a run ends badly */
  TNY_PREFERENCE_REMIND_ENDS,       /* 1: a desktop notification days before something ends by itself */
  TNY_N_PREFERENCES
} TnyPreference;

/* Its name in the table settings. */
const char * tny_preference_name     (TnyPreference which);
/* What it may be. */
void         tny_preference_limits   (TnyPreference which, gint64 *least, gint64 *most, gint64 *usual);

typedef struct
{
  gint64 values[TNY_N_PREFERENCES];
} TnyPreferences;

/* Every preference; a stored value that is out of its limits counts as the default. */
gboolean     tny_preferences_read    (TnyReader *reader, TnyPreferences *preferences, GError **error);
/* The same, and the defaults when the database cannot be read: for whoever must go on. */
void         tny_preferences_get     (TnyStore *store, TnyPreferences *preferences);
/* Stores one. Blocks for milliseconds. ARGUMENT beyond the limits. */
gboolean     tny_preferences_set     (TnyStore *store, TnyPreference which, gint64 value, GError **error);

G_END_DECLS
