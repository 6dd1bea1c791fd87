/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-list.h"
#include "tny-table.h"

G_BEGIN_DECLS

/* How wide the columns of runs are, in characters. */
#define TNY_RUN_CHARS 14
#define TNY_RUN_USERS_CHARS 5

/* How runs and log lines look in a table, and in words. */
void         tny_runs_set_columns  (TnyTable *table);
void         tny_lines_set_columns (TnyTable *table);

/* "Incomplete", translated. */
const char * tny_run_state_word    (const char *state);
/* "Today 14:05 · manual · Incomplete · 2 min 31 s"; a new string. @now: unix seconds. */
char       * tny_run_headline      (const TnyRunRow *run, gint64 now);
/* "Users 1,685 of 1,685 · 12 new · 3 changed"; a new string. @run read with its streams. */
char       * tny_run_numbers       (const TnyRunRow *run);
/* The end of a run in a sentence: "Sync: OK. Tenants 25 of 25 · …"; a new string. */
char       * tny_run_end_words     (const TnyRunRow *run);
/* One line as it is copied. A new string. */
char       * tny_log_line_text     (const TnyLogRow *line);

G_END_DECLS
