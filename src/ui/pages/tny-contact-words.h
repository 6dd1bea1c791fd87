/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The contact plan in words. All results of char * are new strings. */

#include "tny-contact-source.h"

G_BEGIN_DECLS

/* Under which filter of the page an outcome stands: "undecided", "create" … Lent. */
const char * tny_preview_filter        (TnyContactOutcome outcome);
/* "Possible duplicate", "Conflict", "Create" … Lent, translated. */
const char * tny_preview_outcome_word  (const TnyContactPlanLine *line);
const char * tny_preview_outcome_icon  (const TnyContactPlanLine *line);
const char * tny_preview_outcome_style (const TnyContactPlanLine *line);     /* nullable */
/* The contact as a cell shows it: "new contact", "none". */
char       * tny_preview_contact       (const TnyContactPlanLine *line);
/* "1 alias", "by hand", "none; see why". */
char       * tny_preview_rule          (const TnyContactPlanLine *line);
/* "Anna Berg, possible duplicate, Anna Berg, no rule": the accessible name of a row. */
char       * tny_preview_row_name      (gconstpointer preview_line);
/* "First name" for "first_name" … Lent, translated. */
const char * tny_preview_field         (const char *field);

/* "If you apply now: 412 update · 37 create · …" */
char       * tny_preview_says          (const TnyPreviewSummary *summary);
/* "1,204 unchanged · 18 skipped · 1,685 users, read 4 min ago" */
char       * tny_preview_says_more     (const TnyPreviewSummary *summary);
/* What applying would do, in sentences. */
char       * tny_preview_question      (const TnyPreviewSummary *summary);
/* What was done, or taken back. */
char       * tny_preview_applied       (const TnyContactApplied *applied, gboolean undone);

G_END_DECLS
