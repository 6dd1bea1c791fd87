/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-import.h"
#include "tny-table.h"

G_BEGIN_DECLS

/* The lines of an import plan as the source of a table. The filter is an outcome's name, see
 * tny_import_outcome_id(). The plan must not change while a source shows it. */
#define TNY_TYPE_IMPORT_LINES (tny_import_lines_get_type ())
G_DECLARE_FINAL_TYPE (TnyImportLines, tny_import_lines, TNY, IMPORT_LINES, GObject)

extern const TnyTableOps tny_import_lines_ops;

/* @plan is lent. */
TnyImportLines * tny_import_lines_new  (TnyImportPlan *plan);
void             tny_import_lines_set_columns (TnyTable *table);
/* "new", "update", "same", "problem". */
const char     * tny_import_outcome_id (TnyImportOutcome outcome);

G_END_DECLS
