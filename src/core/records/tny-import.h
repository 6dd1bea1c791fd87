/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-job.h"
#include "tny-store.h"

G_BEGIN_DECLS

/* Importing organizations, contacts and configurations from CSV: read, map, look, and only then write, as one step.
 *
 *   tny_import_plan_new (file) ─▸ plan: columns guessed, one line per record: new, update, same, problem
 *   tny_import_plan_map (…)    ─▸ the same with other columns
 *   tny_import_apply (plan)    ─▸ one transaction; nothing when one statement fails
 *   tny_import_undo (id)       ─▸ as it was before, as one step
 *
 * A record is the one here when its external id is equal, else when its name is (organizations:
 * folded name; contacts: folded first + last name inside one organization, with the same primary
 * address or none on one side; configurations: folded name inside one organization, with the same
 * serial number or none on one side). Another external id makes it another record. An empty cell changes
 * nothing; a new primary address leaves the old one beside it. A line that cannot be used is a
 * problem with its number and reason; problems are left out, the rest can be imported.
 */
typedef enum { TNY_IMPORT_ORGANIZATIONS, TNY_IMPORT_CONTACTS, TNY_IMPORT_CONFIGURATIONS,
               TNY_IMPORT_N_KINDS } TnyImportKind;
typedef enum { TNY_IMPORT_NEW, TNY_IMPORT_UPDATE, TNY_IMPORT_SAME, TNY_IMPORT_PROBLEM,
               TNY_IMPORT_N_OUTCOMES } TnyImportOutcome;

/* What a kind can take. id is stable ("first_name"); title is a msgid. */
typedef struct { const char *id, *title; gboolean required; } TnyImportField;

typedef struct
{
  guint             line;        /* 1-based, where the record starts in the file */
  TnyImportOutcome  outcome;
  char             *what;        /* name of the record, for display; may be "" */
  char             *where;       /* the organization; NULL for organizations */
  char             *why;         /* problems: the reason, a translated sentence; updates: what changes */
} TnyImportLine;

typedef struct _TnyImportPlan TnyImportPlan;

/* "organizations", "contacts", "configurations": in commands and JSON. */
const char    * tny_import_kind_name   (TnyImportKind kind);
const TnyImportField * tny_import_fields     (TnyImportKind kind, guint *n);
/* Which kind a file is, by its headings; organizations when in doubt. */
gboolean        tny_import_guess_kind  (const char *path, TnyImportKind *kind, GError **error);

/* Reads @path (at most 300 MiB) and compares it with what is here. Blocks: worker threads. Errors:
 * FILE, INPUT (no heading for a required field, not CSV, too large, quotes never closed). */
TnyImportPlan * tny_import_plan_new    (TnyStore *store, TnyImportKind kind, const char *path,
                                        GCancellable *cancellable, GError **error);
void            tny_import_plan_free   (TnyImportPlan *self);
/* Headings of the file, lent; which column feeds field @field (-1: none). */
GPtrArray     * tny_import_plan_headings (TnyImportPlan *self);
int             tny_import_plan_column (TnyImportPlan *self, guint field);
gboolean        tny_import_plan_map    (TnyImportPlan *self, guint field, int column, GError **error);
/* TnyImportLine, in the order of the file, lent; and how many of each outcome. */
GPtrArray     * tny_import_plan_lines  (TnyImportPlan *self);
guint           tny_import_plan_count  (TnyImportPlan *self, TnyImportOutcome outcome);
/* Which kind the headings look like, whatever the plan was made for. */
TnyImportKind   tny_import_plan_guess  (TnyImportPlan *self);
/* How many usable lines have the name of a line before; *@example: one such name, lent. */
guint           tny_import_plan_repeated (TnyImportPlan *self, const char **example);
gboolean        tny_import_plan_latin1 (TnyImportPlan *self);   /* the file was not UTF-8 */

/* Writes what the plan shows. STALE when the records here changed since. *@import_id for undo. */
gboolean        tny_import_apply       (TnyImportPlan *self, GCancellable *cancellable,
                                        gint64 *import_id, GError **error);
/* Records are as they were before, to the last byte. STALE when one of them was changed later, when
 * a person matched an organization or a configuration of it, or it has contacts or configurations;
 * matches by equal names go with it.
 * ARGUMENT when it was taken back already; NOT_FOUND. */
gboolean        tny_import_undo        (TnyStore *store, gint64 import_id, GError **error);
/* An import as it was made. */
typedef struct
{
  gint64         id;
  TnyImportKind  kind;
  char          *file_name;
  guint          added, changed;
} TnyImported;
/* Fills @imported with import @id, with 0 the newest that was not taken back.
 * NOT_FOUND, NOTHING_DONE. */
gboolean        tny_import_find        (TnyReader *reader, gint64 id, TnyImported *imported,
                                        GError **error);
void            tny_imported_clear     (TnyImported *imported);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnyImported, tny_imported_clear)
/* The lines that are problems, as a CSV with the headings of the file and a column "problem". */
gboolean        tny_import_save_problems (TnyImportPlan *self, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyImportPlan, tny_import_plan_free)

G_END_DECLS
