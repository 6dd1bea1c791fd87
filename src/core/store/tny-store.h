/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

#include "tny-shape.h"

G_BEGIN_DECLS

/* TnyStore: the database, opened once per program.
 *
 *              tny_store_write (func)                      tny_store_borrow ()
 *   any thread ───────────▸ writer thread ──▸ tenantry.db ◂── readers, one per borrowing thread
 *                           the only connection              read-only, WAL
 *                           that writes or checkpoints
 *
 * A transaction is a function that runs on the writer thread: it returns TRUE and is committed, or
 * FALSE and is rolled back as a whole. A store is writable only while it holds the lock file.
 * Every statement is a file below sql/, compiled in, and asked for by its name ("users/upsert").
 */
typedef struct _TnyStore TnyStore;
typedef struct _TnyTxn TnyTxn;          /* lives inside a TnyWriteFunc only */
typedef struct _TnyReader TnyReader;

typedef enum
{
  TNY_STORE_WRITE,        /* takes the lock, migrates; DATABASE_BUSY when another program has it */
  TNY_STORE_READ,         /* never writes, never takes the lock; NOT_FOUND when there is no file,
                           * DATABASE_READ_ONLY when it is older than we are: open it for writing
                           * once */
} TnyStoreMode;

typedef enum
{
  TNY_DURABLE,            /* decisions, plans, settings: on the disk when the call returns */
  TNY_PAGED,              /* pages of a sync: a power cut may repeat them, a crash may not */
} TnyDurability;

/**
 * tny_store_open:
 * @folder: the data folder; made with mode 0700 when missing
 * @file: name of the database in it, from tny_cloud_get_database()
 *
 * Opens and, for TNY_STORE_WRITE, migrates: after a checked backup when the file is older than we
 * are (two are kept beside it), after quick_check when the last program did not close it. A file
 * that is newer, or no database of ours, is not touched. Blocks: not before the first frame of a
 * window.
 *
 * Files: @file (0600), @file-wal, @file-shm, @file.lock (process id of the holder; empty after a
 *        good end), @file.v1-2026-01-31T140500Z.backup
 * Returns: NULL with DATABASE_BUSY, _DAMAGED, _NEWER, _FULL, _READ_ONLY, NOT_FOUND, FILE, or
 *          DATA_FOLDER: the folder or a file in it is a symbolic link or something else than its
 *          name says
 */
TnyStore     * tny_store_open         (const char *folder, const char *file, TnyStoreMode mode,
                                       GError **error);
/* Readers that were borrowed and not returned yet. Any thread. */
guint          tny_store_count_borrowed (TnyStore *self);
/* Waits for the writer, closes readers first. All borrowed readers must have been returned. */
void           tny_store_close        (TnyStore *self);
gboolean       tny_store_is_writable  (TnyStore *self);
const char   * tny_store_get_path     (TnyStore *self);

typedef gboolean (*TnyWriteFunc) (TnyTxn *txn, gpointer data, GError **error);

/**
 * tny_store_write:
 *
 * Runs @func on the writer thread inside BEGIN IMMEDIATE … COMMIT and waits for it. Any thread
 * except the writer; a few milliseconds, longer while a page is being written. Others that wait may be
 * committed with it: each is whole or not at all by itself.
 *
 * Returns: FALSE when @func did, or with DATABASE_BUSY (read-only store), _FULL (also when fewer
 * than 50 MiB are free), _READ_ONLY, _DAMAGED, or STALE (a constraint of the schema: what a row
 * refers to has gone, or is there already); nothing of the transaction remains then
 */
gboolean       tny_store_write        (TnyStore *self, TnyDurability durability, TnyWriteFunc func,
                                       gpointer data, GError **error);

/* Called on the writer thread after each commit that changed something; at most one function. */
void           tny_store_set_changed  (TnyStore *self, void (*changed) (gpointer data),
                                       gpointer data);

/* Readers. A reader belongs to one thread between borrow and return; each statement it lends is
 * reset by the return. See a consistent state for longer by tny_reader_begin()/_end(). */
TnyReader    * tny_store_borrow       (TnyStore *self, GError **error);
void           tny_reader_return      (TnyReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyReader, tny_reader_return)
TnyStore     * tny_reader_get_store   (TnyReader *self);    /* for readers of other threads */
/* Whether a program holds the lock and may write just now: this one does when its store is writable.
 * Nothing is written to find out. */
gboolean       tny_reader_has_writer  (TnyReader *self);
gboolean       tny_reader_begin       (TnyReader *self, GError **error);
void           tny_reader_end         (TnyReader *self);    /* also done by the return */

/* A statement by name, reset and with its bindings cleared; lent, never finalized by the caller. */
sqlite3_stmt * tny_reader_stmt        (TnyReader *self, const char *name, GError **error);
sqlite3_stmt * tny_txn_stmt           (TnyTxn *self, const char *name, GError **error);
/* A statement named @name with the text of @order (from a fixed table in C, never from outside)
 * appended; cached like the others. */
sqlite3_stmt * tny_reader_stmt_ordered (TnyReader *self, const char *name, const char *order,
                                        GError **error);
gint64         tny_txn_last_id        (TnyTxn *self);       /* sqlite3_last_insert_rowid() */
int            tny_txn_changes        (TnyTxn *self);       /* of the last statement */
/* Runs a statement that sorts a table of any size (CREATE INDEX) in a fixed amount of memory. */
gboolean       tny_txn_run_sorting    (TnyTxn *self, const char *name, GError **error);

/* Binding by name (":name" without the colon). A name the statement lacks is a programmer's mistake
 * (critical). Texts are copied; NULL text binds NULL. */
void           tny_bind_text          (sqlite3_stmt *stmt, const char *name, const char *text);
void           tny_bind_int           (sqlite3_stmt *stmt, const char *name, gint64 value);
void           tny_bind_int_or_null   (sqlite3_stmt *stmt, const char *name, gint64 value,
                                       gint64 null);
void           tny_bind_real          (sqlite3_stmt *stmt, const char *name, double value);
void           tny_bind_blob          (sqlite3_stmt *stmt, const char *name, gconstpointer data,
                                       gsize n);
/* Binds every member of @row that @shape names to the parameter called like its column. */
void           tny_bind_row           (sqlite3_stmt *stmt, const TnyShape *shape,
                                       gconstpointer row);

/* Runs a statement without results. */
gboolean       tny_run                (sqlite3_stmt *stmt, GError **error);
/* Next row: TRUE with *@row TRUE or FALSE (end); FALSE on error. */
gboolean       tny_step               (sqlite3_stmt *stmt, gboolean *row, GError **error);
/* Columns of the present row. tny_text() is lent until the next step; NULL for NULL. */
const char   * tny_text               (sqlite3_stmt *stmt, int column);
char         * tny_dup_text           (sqlite3_stmt *stmt, int column);
gint64         tny_int                (sqlite3_stmt *stmt, int column);     /* 0 for NULL */
gboolean       tny_is_null            (sqlite3_stmt *stmt, int column);
/* One integer from a statement of one row; @fallback when it has none. */
gboolean       tny_read_int           (sqlite3_stmt *stmt, gint64 fallback, gint64 *value,
                                       GError **error);

/* An online copy of the whole database, checked (integrity_check), mode 0600, replaced as a
 * whole. */
gboolean       tny_store_backup       (TnyStore *self, const char *path, GCancellable *cancellable,
                                       GError **error);

/**
 * tny_store_restore:
 * @path: a backup: a database of ours, not newer than we are
 * @kept: (out) (optional): what was there before, under the name it has now; NULL when nothing was
 *
 * Puts a checked copy of @path in the place of a database that nobody has open, damaged or not. What
 * was there is kept beside it. Blocks.
 *
 * Returns: FALSE with DATABASE_BUSY, _DAMAGED, _NEWER (of @path), _FULL, _READ_ONLY, NOT_FOUND,
 *          INPUT (no records in @path), FILE or DATA_FOLDER; the database is as it was then
 */
gboolean       tny_store_restore      (const char *folder, const char *file, const char *path,
                                       char **kept, GCancellable *cancellable, GError **error);
/* Whether @path could be restored: the same errors. Blocks. */
gboolean       tny_store_check_backup (const char *path, GCancellable *cancellable, GError **error);

/* Deletes a database that nobody has open, with its log files: the reset of the rehearsal. Backups
 * stay. FALSE with DATABASE_BUSY while a program holds its lock, or FILE. A missing file is no
 * failure. */
gboolean       tny_store_remove       (const char *folder, const char *file, GError **error);

/* For checks: names of all statements, lent, sorted, NULL-terminated; newest schema version. */
const char * const * tny_store_statements (void);
guint          tny_store_version      (void);

G_END_DECLS
