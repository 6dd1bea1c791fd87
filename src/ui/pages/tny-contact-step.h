/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One thing done on the Contact Preview page, in a job: afterwards the plan is up to date again.
 * And the decisions of this session that can be taken back. What is done is done in the core
 * (tny-contact-apply.h). */

#include "tny-contact-fields.h"
#include "tny-contact-source.h"
#include "tny-job.h"

G_BEGIN_DECLS

typedef enum
{
  TNY_PREVIEW_STEP_UPDATE,           /* nothing but the update of the plan */
  TNY_PREVIEW_STEP_RECALCULATE,      /* the same because somebody asked: it is said */
  TNY_PREVIEW_STEP_DECIDE,           /* user_id: decision */
  TNY_PREVIEW_STEP_FIELD,            /* user_id, contact_id, field: rule */
  TNY_PREVIEW_STEP_UNDO,             /* one of both, taken back: of a field when contact_id is not 0 */
  TNY_PREVIEW_STEP_REDO,
  TNY_PREVIEW_STEP_APPLY,            /* version, many */
  TNY_PREVIEW_STEP_UNDO_APPLY,       /* step_id */
} TnyPreviewStepKind;

typedef struct
{
  TnyPreviewStepKind kind;
  gint64             user_id;
  char              *user, *contact;     /* names, for what is said; contact nullable */
  TnyContactDecision decision;
  gint64             contact_id;
  TnyContactField    field;
  TnyContactFieldRule rule;              /* TNY_CONTACT_N_FIELD_RULES: that of the field */
  guint              version;            /* of the plan that is agreed to */
  gboolean           many;
  gint64             step_id;

  /* afterwards */
  TnyContactDecision before;
  TnyContactFieldRule rule_before;
  TnyContactApplied  applied;
  gboolean           done;               /* the thing itself; the update may still fail */
  gboolean           updated;            /* summary holds something */
  TnyPreviewSummary  summary;
} TnyPreviewStep;

TnyPreviewStep * tny_preview_step_new  (TnyPreviewStepKind kind);
void             tny_preview_step_free (TnyPreviewStep *self);

/* The job that does @self (transfer full); start it. Its result is the TnyPreviewStep, also when it
 * failed. The plan is brought up to date even then: STALE means that it was not. */
TnyJob         * tny_preview_step_job  (TnyContactSource *source, TnyPreviewStep *self);

/* "Anna Berg is linked to Anna Berg. 13 left." A new string, NULL: nothing to say. */
char           * tny_preview_step_said (const TnyPreviewStep *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyPreviewStep, tny_preview_step_free)

/* TnyPreviewUndo: what Ctrl+Z and Ctrl+Shift+Z go through. Lives in the page's TnyPageState. */
#define TNY_TYPE_PREVIEW_UNDO (tny_preview_undo_get_type ())
G_DECLARE_FINAL_TYPE (TnyPreviewUndo, tny_preview_undo, TNY, PREVIEW_UNDO, GObject)

TnyPreviewUndo * tny_preview_undo_new    (void);
/* Notes what was done. Applying a plan uses up its decisions: they are forgotten. */
void             tny_preview_undo_note   (TnyPreviewUndo *self, const TnyPreviewStep *step);
/* The decision of that step can no longer be taken back. */
void             tny_preview_undo_forget (TnyPreviewUndo *self, const TnyPreviewStep *step);
/* The step that undoes (redoes) the last one; NULL: nothing. (transfer full) */
TnyPreviewStep * tny_preview_undo_next   (TnyPreviewUndo *self, gboolean redo);
gboolean         tny_preview_undo_can    (TnyPreviewUndo *self, gboolean redo);

G_END_DECLS
