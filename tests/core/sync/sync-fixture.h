/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-keyring.h"
#include "tny-sync.h"
#include "tny-tokens.h"

/* A sample cloud of its own for each test, a signed-in connection to it, and an empty store. */

typedef struct
{
  const char *reach;        /* NULL: "gdap" */
  guint       tenants, users;               /* 0: 6 tenants, 120 users */
  const char *scenarios;    /* separated by blanks; NULL: "all-access" */
} SyncSetup;

typedef struct
{
  char           *folder;
  GSubprocess    *sim;
  char           *key_file, *base;          /* "http://127.0.0.1:PORT" */
  char           *tenant_id, *client_id, *secret, *refresh_token;
  TnyCloud       *cloud;
  TnyHttp        *http;
  TnyKeyring     *keyring;
  TnyTokens      *tokens;
  TnyStore       *store;
  gint64          connection_id;
  TnyClock       *clock;                    /* waits pass quickly in it; NULL: the real one */
  TnySyncContext  context;                  /* filled in; a test changes what it wants */
} Sync;

void     sync_set_up        (Sync *self, gconstpointer setup);
void     sync_tear_down     (Sync *self, gconstpointer setup);
void     sync_open          (Sync *self);   /* store, HTTP and tokens; set_up has done it once */
void     sync_close         (Sync *self);
void     sync_insert_connection (Sync *self);

/* Runs a sync; the state of the run ("ok"), lent until the next call. */
const char * sync_run       (Sync *self, GError **error);
gint64   sync_last_run      (Sync *self);

/* POST or DELETE of /sample/@what. */
void     sim_control        (Sync *self, const char *method, const char *what);
void     sim_scenario       (Sync *self, const char *name, gboolean on);
/* Does @what ("delete" …) to that many users, of each customer when @tenant_id is NULL. */
void     sim_users          (Sync *self, const char *what, const char *tenant_id, guint count, guint seed);
/* GET of /sample/@what, of /sample/requests. Free with g_free. */
char   * sim_get            (Sync *self, const char *what);
char   * sim_requests       (Sync *self);

/* First column of the first row of @sql, printed into: "%" as for printf. */
gint64   db_int             (Sync *self, const char *sql, ...) G_GNUC_PRINTF (2, 3);
char   * db_text            (Sync *self, const char *sql, ...) G_GNUC_PRINTF (2, 3);
void     db_run             (Sync *self, const char *sql, ...) G_GNUC_PRINTF (2, 3);
/* The content of tenants and users as one text, without ids and times: equal means equal. */
char   * db_content         (Sync *self);
void     db_assert_sound    (Sync *self);

#define add_sync_test(name, setup, func) \
  g_test_add (name, Sync, setup, sync_set_up, func, sync_tear_down)
