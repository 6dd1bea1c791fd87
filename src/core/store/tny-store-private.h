/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "config.h"

#include "tny-store.h"

G_BEGIN_DECLS

/* Inside the store only: the layers above include tny-store.h. */

/* Where statements live among the resources; migrations are below it too. */
#define TNY_SQL_PREFIX     "/io/github/tenantry/Tenantry/sql"
#define TNY_SQL_MIGRATIONS TNY_SQL_PREFIX "/migrations"

/* "TNY1": PRAGMA application_id, so that another program's database is not taken for ours. */
#define TNY_SQL_APPLICATION_ID 0x544e5931

/* What must stay free on the disk before anything is written. */
#define TNY_STORE_KEEP_FREE (50 * G_GINT64_CONSTANT (1024) * 1024)
#define TNY_STORE_BACKUPS   2

GResource * tny_sql_get_resource (void);       /* written by sql-resource.py */

/* A set of numbered SQL files: the compiled-in one, or a test's own. */
typedef struct
{
  const char *folder;         /* of resources, holds "0001-initial.sql", "0002-…" without a gap */
} TnyMigrations;

guint     tny_migrations_newest    (const TnyMigrations *self);
/* @db, a writer outside a transaction, from its version to the newest one; each step is a
 * transaction. @path: of the database, next to which the backup goes. */
gboolean  tny_migrations_run       (const TnyMigrations *self, sqlite3 *db, const char *path,
                                    GError **error);
gboolean  tny_sql_version          (sqlite3 *db, guint *version, GError **error);

/* Opens @path with our settings. A connection that is not writable never checkpoints. */
sqlite3 * tny_sql_open             (const char *path, gboolean writable, GError **error);
/* Runs the statements of @sql one after the other, ignoring their rows. */
gboolean  tny_sql_script           (sqlite3 *db, const char *sql, GError **error);
/* FALSE with DATABASE_DAMAGED unless `PRAGMA @check` answers "ok". */
gboolean  tny_sql_check            (sqlite3 *db, const char *check, GError **error);
/* The error that @code of @db stands for; @what: what was being done. */
void      tny_sql_set_error        (GError **error, sqlite3 *db, int code, const char *what);
/* Copies a whole database; @cancellable is looked at every some megabytes. Replaces @path as a
 * whole. */
gboolean  tny_sql_copy             (sqlite3 *db, const char *path, GCancellable *cancellable,
                                    GError **error);

/* Statements of one connection, by name. */
typedef struct
{
  sqlite3    *db;
  GHashTable *by_name;        /* char * → sqlite3_stmt * */
  gboolean    read_only;      /* statements that write are refused */
} TnyStatements;

void           tny_statements_init  (TnyStatements *self, sqlite3 *db, gboolean read_only);
void           tny_statements_clear (TnyStatements *self);      /* all finalized; db stays open */
void           tny_statements_reset (TnyStatements *self);
sqlite3_stmt * tny_statements_get   (TnyStatements *self, const char *name, const char *order,
                                     GError **error);

/* Files. */
typedef struct
{
  char     *folder;           /* resolved: no symbolic link in it */
  char     *path;             /* of the database */
  int       lock_fd;          /* -1: not held */
  gboolean  unclean;          /* the last holder of the lock did not say good-bye */
} TnyStoreFiles;

/* Makes the folder when @create. FILE for a symbolic link or what is no folder; NOT_FOUND without
 * one. */
gboolean  tny_store_files_init     (TnyStoreFiles *self, const char *folder, const char *file,
                                    gboolean create, GError **error);
gboolean  tny_store_files_lock     (TnyStoreFiles *self, GError **error);
/* Whether somebody holds the lock. */
gboolean  tny_store_files_locked   (TnyStoreFiles *self);
/* @clean: nothing is left to check at the next start. */
void      tny_store_files_unlock   (TnyStoreFiles *self, gboolean clean);
void      tny_store_files_clear    (TnyStoreFiles *self);
/* Looks at the database without SQLite, so that a file that is not ours or newer stays untouched.
 * With @create an empty one is made (0600) when there is none, else NOT_FOUND. */
gboolean  tny_store_files_probe    (TnyStoreFiles *self, gboolean create, guint newest,
                                    GError **error);
/* DATABASE_FULL when less than @keep bytes, and @more for what comes, are free where @path is. */
gboolean  tny_store_files_room     (const char *path, gint64 keep, gint64 more, GError **error);
gboolean  tny_store_files_sync     (const char *path, GError **error);    /* file and its folder */

TnyStore * tny_store_open_with     (const char *folder, const char *file, TnyStoreMode mode,
                                    const TnyMigrations *migrations, GError **error);

struct _TnyTxn
{
  TnyStatements statements;
};

struct _TnyStore
{
  TnyStoreFiles         files;
  TnyStoreMode          mode;
  const TnyMigrations  *migrations;

  GThread              *writer;         /* NULL for a read-only store */
  GMutex                lock;           /* guards the fields below */
  GCond                 wake, started;
  GQueue                requests;       /* of Request *, on the stacks of the waiting threads */
  gboolean              quit;
  GPtrArray            *idle;           /* of TnyReader *, not borrowed */
  guint                 n_borrowed;
  void                (*changed) (gpointer data);
  gpointer              changed_data;

  /* The writer thread's own. */
  TnyTxn                txn;
  TnyDurability         durability;     /* what PRAGMA synchronous stands at */
  gboolean              damaged;
};

/* Opens a connection for a reader of @self; the caller holds nothing. */
TnyReader * tny_reader_new  (TnyStore *store, GError **error);
void        tny_reader_free (TnyReader *self);

/* The thread that writes, from its first to its last line; FALSE with what opening a database may fail
 * with. */
gboolean    tny_writer_start (TnyStore *self, GError **error);
void        tny_writer_stop  (TnyStore *self);

#if TNY_TEST_SEAMS
/* How many bytes tny_store_files_room() wants free, in place of TNY_STORE_KEEP_FREE. */
extern gint64 tny_store_seam_keep_free;
/* For how many transactions there is room; -1: for all. */
extern int tny_store_seam_room_for;
#endif

G_END_DECLS
