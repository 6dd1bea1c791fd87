/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-contact-step.h"

#include <glib/gi18n-lib.h>

#include "tny-contact-words.h"
#include "tny-words.h"

/* The step itself */

TnyPreviewStep *
tny_preview_step_new (TnyPreviewStepKind kind)
{
  TnyPreviewStep *self = g_new0 (TnyPreviewStep, 1);

  self->kind = kind;

  return self;
}

void
tny_preview_step_free (TnyPreviewStep *self)
{
  if (self == NULL)
    return;

  g_free (self->user);
  g_free (self->contact);
  tny_preview_summary_clear (&self->summary);
  g_free (self);
}

typedef struct { TnyContactSource *source; TnyPreviewStep *step; } Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->source);
  tny_preview_step_free (work->step);
  g_free (work);
}

static gboolean
do_step (TnyContactSource *source, TnyPreviewStep *step, GCancellable *cancellable, GError **error)
{
  TnyStore *store = tny_contact_source_get_store (source);

  switch (step->kind)
    {
    case TNY_PREVIEW_STEP_UPDATE:
    case TNY_PREVIEW_STEP_RECALCULATE:
      return TRUE;
    case TNY_PREVIEW_STEP_DECIDE:
    case TNY_PREVIEW_STEP_FIELD:
    case TNY_PREVIEW_STEP_UNDO:
    case TNY_PREVIEW_STEP_REDO:
      if (step->contact_id != 0)
        return tny_contact_choose_field (store, step->contact_id, step->field, step->rule,
                                         &step->rule_before, error);
      return tny_contact_decide (store, step->user_id, &step->decision, &step->before, error);
    case TNY_PREVIEW_STEP_APPLY:
      return tny_contact_source_apply (source, step->version, step->many, cancellable,
                                       &step->applied, error);
    case TNY_PREVIEW_STEP_UNDO_APPLY:
      return tny_contact_undo (store, step->step_id, &step->applied, error);
    }

  g_return_val_if_reached (FALSE);
}

static gboolean
step_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  g_autoptr(GError) problem = NULL;

  tny_job_take_result (job, work->step, NULL);
  work->step->done = do_step (work->source, work->step, cancellable, error);
  work->step->updated = tny_contact_source_update (work->source, cancellable, &work->step->summary,
                                                   &problem);
  if (work->step->done && problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));

  return work->step->done && work->step->updated;
}

TnyJob *
tny_preview_step_job (TnyContactSource *source, TnyPreviewStep *self)
{
  Work *work = g_new0 (Work, 1);

  work->source = g_object_ref (source);
  work->step = self;

  return tny_job_new (step_func, work, work_free);
}

/* What is said */

static char *
decided_words (const TnyPreviewStep *self)
{
  g_autofree char *user = tny_words_name (self->user);
  g_autofree char *contact = tny_words_name (self->contact);

  /* translators: in all of these, the first %s is a user, the second a contact */
  switch (self->decision.action)
    {
    case TNY_CONTACT_DECIDE_LINK:
      return g_strdup_printf (_("%s will be linked to %s."), user, contact);
    case TNY_CONTACT_DECIDE_LINK_AND_ADD:
      return g_strdup_printf (_("%s will be linked to %s, which gets the address."), user, contact);
    case TNY_CONTACT_DECIDE_CREATE:
      return g_strdup_printf (_("%s will be created."), user);
    case TNY_CONTACT_DECIDE_SKIP:
      return g_strdup_printf (_("%s is skipped."), user);
    case TNY_CONTACT_NO_DECISION:
      return g_strdup_printf (_("%s has no decision now."), user);
    case TNY_CONTACT_N_DECISIONS:
      break;
    }

  g_return_val_if_reached (g_strdup (""));
}

static char *
field_words (const TnyPreviewStep *self)
{
  g_autofree char *contact = tny_words_name (self->contact);
  const char *field = tny_preview_field (tny_contact_field_name (self->field));

  /* translators: in all of these, the first %s is a field such as "Title", the second a contact */
  switch (self->rule)
    {
    case TNY_CONTACT_TAKE_MICROSOFTS:
      return g_strdup_printf (_("%s of %s: Microsoft’s value will be taken over."), field, contact);
    case TNY_CONTACT_KEEP_MINE:
      return g_strdup_printf (_("%s of %s stays as it is here."), field, contact);
    case TNY_CONTACT_ONLY_WHEN_EMPTY:
    case TNY_CONTACT_N_FIELD_RULES:
      break;
    }

  return g_strdup_printf (_("%s of %s has no choice now; the rule of the field holds."), field,
                          contact);
}

static char *
done_words (const TnyPreviewStep *self)
{
  g_autofree char *user = tny_words_name (self->user);

  switch (self->kind)
    {
    case TNY_PREVIEW_STEP_UPDATE:
      return NULL;
    case TNY_PREVIEW_STEP_RECALCULATE:
      return g_strdup (_("Recalculated."));
    case TNY_PREVIEW_STEP_DECIDE:
      return decided_words (self);
    case TNY_PREVIEW_STEP_FIELD:
      return field_words (self);
    case TNY_PREVIEW_STEP_UNDO:
      return g_strdup_printf (_("Undid the decision about %s."), user);
    case TNY_PREVIEW_STEP_REDO:
      return g_strdup_printf (_("Redid the decision about %s."), user);
    case TNY_PREVIEW_STEP_APPLY:
      return tny_preview_applied (&self->applied, FALSE);
    case TNY_PREVIEW_STEP_UNDO_APPLY:
      return tny_preview_applied (&self->applied, TRUE);
    }

  g_return_val_if_reached (NULL);
}

char *
tny_preview_step_said (const TnyPreviewStep *self)
{
  g_autofree char *done = done_words (self);
  guint undecided = self->summary.counts[TNY_CONTACT_UNDECIDED];

  if (done == NULL || !self->updated || self->user_id == 0)
    return g_steal_pointer (&done);
  if (undecided == 0)
    /* translators: %s is a whole sentence */
    return g_strdup_printf (_("%s Every user has a decision."), done);

  g_autofree char *left = tny_words_number (undecided);

  /* translators: a whole sentence, and how many users have no decision yet */
  return g_strdup_printf (_("%s %s left."), done, left);
}

/* TnyPreviewUndo */

typedef struct
{
  gint64             user_id;
  char              *user, *contact;
  TnyContactDecision before, after;
  gint64             contact_id;      /* of a field; 0: of the user */
  TnyContactField    field;
  TnyContactFieldRule rule_before, rule_after;
} Done;

struct _TnyPreviewUndo
{
  GObject parent_instance;

  GArray *undo, *redo;     /* Done, the next one last */
};

G_DEFINE_FINAL_TYPE (TnyPreviewUndo, tny_preview_undo, G_TYPE_OBJECT)

static void
done_clear (gpointer data)
{
  Done *done = data;

  g_free (done->user);
  g_free (done->contact);
}

static void
tny_preview_undo_finalize (GObject *object)
{
  TnyPreviewUndo *self = TNY_PREVIEW_UNDO (object);

  g_array_unref (self->undo);
  g_array_unref (self->redo);

  G_OBJECT_CLASS (tny_preview_undo_parent_class)->finalize (object);
}

static void
tny_preview_undo_class_init (TnyPreviewUndoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tny_preview_undo_finalize;
}

static void
tny_preview_undo_init (TnyPreviewUndo *self)
{
  self->undo = g_array_new (FALSE, FALSE, sizeof (Done));
  self->redo = g_array_new (FALSE, FALSE, sizeof (Done));
  g_array_set_clear_func (self->undo, done_clear);
  g_array_set_clear_func (self->redo, done_clear);
}

TnyPreviewUndo *
tny_preview_undo_new (void)
{
  return g_object_new (TNY_TYPE_PREVIEW_UNDO, NULL);
}

static void
drop_last (GArray *from)
{
  if (from->len > 0)
    g_array_set_size (from, from->len - 1);
}

void
tny_preview_undo_note (TnyPreviewUndo *self, const TnyPreviewStep *step)
{
  g_return_if_fail (TNY_IS_PREVIEW_UNDO (self));

  Done done = { step->user_id, NULL, NULL, step->before, step->decision, step->contact_id,
                step->field, step->rule_before, step->rule };

  switch (step->kind)
    {
    case TNY_PREVIEW_STEP_UPDATE:
    case TNY_PREVIEW_STEP_RECALCULATE:
    case TNY_PREVIEW_STEP_UNDO_APPLY:
      return;

    case TNY_PREVIEW_STEP_APPLY:
      g_array_set_size (self->undo, 0);
      g_array_set_size (self->redo, 0);
      return;

    case TNY_PREVIEW_STEP_DECIDE:
    case TNY_PREVIEW_STEP_FIELD:
      g_array_set_size (self->redo, 0);
      break;

    case TNY_PREVIEW_STEP_UNDO:
      drop_last (self->undo);
      break;

    case TNY_PREVIEW_STEP_REDO:
      drop_last (self->redo);
      break;
    }

  done.user = g_strdup (step->user);
  done.contact = g_strdup (step->contact);
  if (step->kind == TNY_PREVIEW_STEP_UNDO)
    {
      /* what was taken back is what is done again */
      done.before = step->decision;
      done.after = step->before;
      done.rule_before = step->rule;
      done.rule_after = step->rule_before;
      g_array_append_val (self->redo, done);
    }
  else
    {
      g_array_append_val (self->undo, done);
    }
}

void
tny_preview_undo_forget (TnyPreviewUndo *self, const TnyPreviewStep *step)
{
  g_return_if_fail (TNY_IS_PREVIEW_UNDO (self));

  if (step->kind == TNY_PREVIEW_STEP_UNDO)
    drop_last (self->undo);
  else if (step->kind == TNY_PREVIEW_STEP_REDO)
    drop_last (self->redo);
}

gboolean
tny_preview_undo_can (TnyPreviewUndo *self, gboolean redo)
{
  g_return_val_if_fail (TNY_IS_PREVIEW_UNDO (self), FALSE);

  return (redo ? self->redo : self->undo)->len > 0;
}

TnyPreviewStep *
tny_preview_undo_next (TnyPreviewUndo *self, gboolean redo)
{
  g_return_val_if_fail (TNY_IS_PREVIEW_UNDO (self), NULL);

  GArray *from = redo ? self->redo : self->undo;

  if (from->len == 0)
    return NULL;

  const Done *done = &g_array_index (from, Done, from->len - 1);
  TnyPreviewStep *step = tny_preview_step_new (redo ? TNY_PREVIEW_STEP_REDO
                                                     : TNY_PREVIEW_STEP_UNDO);

  step->user_id = done->user_id;
  step->user = g_strdup (done->user);
  step->contact = g_strdup (done->contact);
  step->decision = redo ? done->after : done->before;
  step->contact_id = done->contact_id;
  step->field = done->field;
  step->rule = redo ? done->rule_after : done->rule_before;

  return step;
}
