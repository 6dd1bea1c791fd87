/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-list.h"

/* A database of its own for each test, and the few words the tests of the records share. */
typedef struct
{
  char     *folder;
  TnyStore *store;
} Fixture;

void      fixture_set_up    (Fixture *self, gconstpointer data);
void      fixture_tear_down (Fixture *self, gconstpointer data);
/* Closes and opens again: what was not on the disk is gone. */
void      fixture_reopen    (Fixture *self);

/* Runs @format, filled in by SQLite's rules (%Q quotes), in a transaction. */
void      run_sql           (Fixture *self, const char *format, ...);
/* First column of the first row; NULL for NULL and for no row. Free with g_free(). */
char    * read_text         (Fixture *self, const char *format, ...);
gint64    read_int          (Fixture *self, const char *format, ...);
/* Everything that is a record or a decision in force, as text. Free with g_free(). */
char    * dump              (Fixture *self);

/* Ids of what they make. A connection is there from the beginning, with number 1. */
gint64    put_tenant        (Fixture *self, const char *name);
gint64    put_organization  (Fixture *self, const char *name);
gint64    put_contact       (Fixture *self, gint64 organization_id, const char *first, const char *last,
                             const char *mail);
gint64    put_user          (Fixture *self, gint64 tenant_id, guint number, const char *name,
                             const char *aliases);
/* A candidate with reasons that add up. */
void      put_suggestion    (Fixture *self, gint64 tenant_id, int rank, gint64 organization_id, int score);

/* A file in the folder of the fixture. Free the path with g_free(). */
char    * put_file          (Fixture *self, const char *name, const char *data, gssize length);

#define add_test(name, func) g_test_add (name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
