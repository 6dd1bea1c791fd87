/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-store-private.h"

/* A folder of its own for each test, and the few words the tests of the store share. */

typedef struct
{
  char     *folder;         /* mode 0700, removed at the end */
  TnyStore *store;          /* NULL while closed */
} Fixture;

void   fixture_set_up    (Fixture *self, gconstpointer data);
void   fixture_tear_down (Fixture *self, gconstpointer data);
/* Opens for writing; must succeed. */
void   fixture_open      (Fixture *self);
void   fixture_close     (Fixture *self);
/* "…/tenantry.db" and a suffix. Free with g_free. */
char * fixture_path      (Fixture *self, const char *suffix);

/* Writes setting @name as one transaction. */
gboolean write_setting   (TnyStore *store, const char *name, const char *value, GError **error);
/* Its value; NULL when there is none. Free with g_free. */
char   * read_setting    (TnyStore *store, const char *name);
/* Forty rows with the same @number in one transaction, and the number all of them agree on; -1 when
 * there are none. */
gboolean write_set       (TnyStore *store, guint number, GError **error);
int      read_set        (TnyStore *store);
/* Runs @sql with the sqlite3 library, outside of the store. */
void     outside         (const char *path, const char *sql);
/* First column of the first row of @sql. Free with g_free. */
char   * outside_text    (const char *path, const char *sql);
guint    count_fds       (void);

/* Adds a test with a fixture: name, function (Fixture *, gconstpointer). */
#define add_test(name, func) \
  g_test_add (name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
