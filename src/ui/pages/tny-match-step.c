/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-match-step.h"

#include <glib/gi18n-lib.h>

#include "tny-devices.h"
#include "tny-words.h"

/* The step itself */

TnyMatchStep *
tny_match_step_new (TnyStepKind kind, gint64 tenant_id, const char *tenant_name)
{
  TnyMatchStep *self = g_new0 (TnyMatchStep, 1);

  self->kind = kind;
  self->tenant_id = tenant_id;
  self->tenant_name = g_strdup (tenant_name);

  return self;
}

void
tny_match_step_free (TnyMatchStep *self)
{
  if (self == NULL)
    return;

  g_free (self->tenant_name);
  g_free (self->organization_name);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  tny_undone_clear (&self->undone);
  g_free (self);
}

typedef struct
{
  TnyStore     *store;
  TnyMatchStep *step;
  GApplication *app;      /* held: the store must not close under the worker */
} Work;

static void
work_free (gpointer data)
{
  tny_match_step_free (((Work *) data)->step);
  g_free (data);
}

/* What is said of tenants and organizations holds for devices and configurations. */
static gboolean
do_device_step (TnyStore *store, TnyMatchStep *step, GError **error)
{
  switch (step->kind)
    {
    case TNY_STEP_ACCEPT:
      return tny_device_accept (store, step->tenant_id, step->organization_id, &step->batch, error);
    case TNY_STEP_MATCH_TO:
      return tny_device_match_to (store, step->tenant_id, step->organization_id, &step->batch,
                                  error);
    case TNY_STEP_IGNORE:
      return tny_device_ignore (store, step->tenant_id, &step->batch, error);
    case TNY_STEP_REVERT:
      return tny_device_revert (store, step->tenant_id, &step->batch, error);
    case TNY_STEP_UNDO:
      return tny_device_undo (store, step->batch, &step->undone, error);
    case TNY_STEP_REDO:
      return tny_device_redo (store, step->batch, &step->undone, error);
    case TNY_STEP_CREATE:
    case TNY_STEP_BULK:
      break;
    }

  g_return_val_if_reached (FALSE);
}

static gboolean
read_counts (TnyReader *reader, TnyMatchStep *step)
{
  return step->device ? tny_device_counts (reader, 0, &step->counts, NULL)
                      : tny_matching_counts (reader, &step->counts, NULL);
}

static gboolean
do_step (TnyStore *store, TnyMatchStep *step, GError **error)
{
  switch (step->kind)
    {
    case TNY_STEP_ACCEPT:
      return tny_matching_accept (store, step->tenant_id, step->organization_id, step->shared,
                                  &step->batch, error);
    case TNY_STEP_MATCH_TO:
      return tny_matching_match_to (store, step->tenant_id, step->organization_id, step->shared,
                                    &step->batch, error);
    case TNY_STEP_IGNORE:
      return tny_matching_ignore (store, step->tenant_id, &step->batch, error);
    case TNY_STEP_CREATE:
      /* whoever creates has seen the closest existing one */
      return tny_matching_create (store, step->tenant_id, step->organization_name, TRUE,
                                  &step->organization_id, &step->batch, error);
    case TNY_STEP_REVERT:
      return tny_matching_revert (store, step->tenant_id, &step->batch, error);
    case TNY_STEP_BULK:
      return tny_matching_bulk_accept (store, step->lines, &step->batch, error);
    case TNY_STEP_UNDO:
      return tny_matching_undo (store, step->batch, &step->undone, error);
    case TNY_STEP_REDO:
      return tny_matching_redo (store, step->batch, &step->undone, error);
    }

  g_return_val_if_reached (FALSE);
}

static void
step_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;

  if (work->step->device ? do_device_step (work->store, work->step, &error)
                         : do_step (work->store, work->step, &error))
    {
      g_autoptr(TnyReader) reader = NULL;
      g_autoptr(GError) problem = NULL;

      /* What the decision makes of the candidates of others, before they are looked at. */
      if (!tny_matching_refresh (work->store, NULL, NULL, NULL, &problem))
        g_info ("candidates after a decision: %s", problem->message);
      reader = tny_store_borrow (work->store, NULL);
      /* done is done: figures that cannot be read do not make it a failure */
      if (reader == NULL || !read_counts (reader, work->step))
        work->step->counts.unmatched = -1;
      g_task_return_boolean (task, TRUE);
    }
  else
    {
      g_task_return_error (task, error);
    }
}

static void
stepped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *outer = data;
  Work *work = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  if (work->app != NULL)
    g_application_release (work->app);
  g_task_set_task_data (outer, g_object_ref (result), g_object_unref);
  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (outer, TRUE);
  else
    g_task_return_error (outer, error);
  g_object_unref (outer);
}

void
tny_match_step_run_async (GtkWidget *from, TnyStore *store, TnyMatchStep *self,
                          GAsyncReadyCallback callback, gpointer data)
{
  GTask *outer = g_task_new (from, NULL, callback, data);
  g_autoptr(GTask) task = g_task_new (NULL, NULL, stepped_cb, outer);
  Work *work = g_new0 (Work, 1);

  work->store = store;
  work->step = self;
  work->app = g_application_get_default ();
  if (work->app != NULL)
    g_application_hold (work->app);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, step_thread);
}

TnyMatchStep *
tny_match_step_run_finish (GAsyncResult *result, GError **error)
{
  GTask *inner = g_task_get_task_data (G_TASK (result));
  Work *work = g_task_get_task_data (inner);

  g_task_propagate_boolean (G_TASK (result), error);

  return work->step;
}

/* What is said */

static char *
done_words (const TnyMatchStep *self)
{
  g_autofree char *tenant = tny_words_name (self->undone.subject_name != NULL
                                            ? self->undone.subject_name : self->tenant_name);
  g_autofree char *organization = tny_words_name (self->organization_name);
  guint n = self->kind == TNY_STEP_BULK ? self->lines->len : self->undone.n;
  g_autofree char *figure = tny_words_number (n);

  /* translators: in all of these, the first %s is a tenant, the second an organization */
  switch (self->kind)
    {
    case TNY_STEP_ACCEPT:
    case TNY_STEP_MATCH_TO:
      return g_strdup_printf (_("Matched %s to %s."), tenant, organization);
    case TNY_STEP_IGNORE:
      return g_strdup_printf (_("Ignored %s."), tenant);
    case TNY_STEP_CREATE:
      return g_strdup_printf (_("Created %2$s and matched %1$s to it."), tenant, organization);
    case TNY_STEP_REVERT:
      return g_strdup_printf (_("%s has no decision now."), tenant);
    case TNY_STEP_BULK:
      return g_strdup_printf (ngettext ("Accepted %s suggestion.", "Accepted %s suggestions.", n),
                              figure);
    case TNY_STEP_UNDO:
      return n > 1 ? g_strdup_printf (ngettext ("Undid %s decision.", "Undid %s decisions.", n),
                                      figure)
                   : g_strdup_printf (_("Undid the decision about %s."), tenant);
    case TNY_STEP_REDO:
      return n > 1 ? g_strdup_printf (ngettext ("Redid %s decision.", "Redid %s decisions.", n),
                                      figure)
                   : g_strdup_printf (_("Redid the decision about %s."), tenant);
    }

  g_return_val_if_reached (g_strdup (""));
}

char *
tny_match_step_said (const TnyMatchStep *self)
{
  g_autofree char *done = done_words (self);

  /* "Litware Inc." ends a sentence by itself */
  if (g_str_has_suffix (done, ".."))
    done[strlen (done) - 1] = '\0';

  if (self->counts.unmatched < 0)
    return g_steal_pointer (&done);
  if (self->counts.unmatched == 0)
    /* translators: %s is a whole sentence */
    return g_strdup_printf (self->device ? _("%s Every device has a decision.")
                                         : _("%s Every tenant has a decision."), done);

  g_autofree char *left = tny_words_number (self->counts.unmatched);

  /* translators: a whole sentence, and how many tenants have no decision yet */
  return g_strdup_printf (_("%s %s left."), done, left);
}

gboolean
tny_match_step_stays (const TnyMatchStep *self, const char *filter)
{
  if (filter == NULL || g_str_equal (filter, "all"))
    return TRUE;

  switch (self->kind)
    {
    case TNY_STEP_ACCEPT:
    case TNY_STEP_MATCH_TO:
    case TNY_STEP_CREATE:
      return g_str_equal (filter, "matched");
    case TNY_STEP_IGNORE:
      return g_str_equal (filter, "ignored");
    case TNY_STEP_REVERT:
      return g_str_equal (filter, "unmatched");
    case TNY_STEP_BULK:
    case TNY_STEP_UNDO:
    case TNY_STEP_REDO:
      break;
    }

  /* the list is read again in any case */
  return TRUE;
}

/* TnyMatchUndo */

typedef struct { gint64 batch, tenant_id; char *tenant_name; } Done;

struct _TnyMatchUndo
{
  GObject parent_instance;

  GArray *undo, *redo;     /* Done, the next one last */
};

G_DEFINE_FINAL_TYPE (TnyMatchUndo, tny_match_undo, G_TYPE_OBJECT)

static void
done_clear (gpointer data)
{
  g_free (((Done *) data)->tenant_name);
}

static void
tny_match_undo_finalize (GObject *object)
{
  TnyMatchUndo *self = TNY_MATCH_UNDO (object);

  g_array_unref (self->undo);
  g_array_unref (self->redo);

  G_OBJECT_CLASS (tny_match_undo_parent_class)->finalize (object);
}

static void
tny_match_undo_class_init (TnyMatchUndoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tny_match_undo_finalize;
}

static void
tny_match_undo_init (TnyMatchUndo *self)
{
  self->undo = g_array_new (FALSE, FALSE, sizeof (Done));
  self->redo = g_array_new (FALSE, FALSE, sizeof (Done));
  g_array_set_clear_func (self->undo, done_clear);
  g_array_set_clear_func (self->redo, done_clear);
}

TnyMatchUndo *
tny_match_undo_new (void)
{
  return g_object_new (TNY_TYPE_MATCH_UNDO, NULL);
}

static void
remove_batch (GArray *from, gint64 batch)
{
  for (guint i = from->len; i-- > 0;)
    if (g_array_index (from, Done, i).batch == batch)
      g_array_remove_index (from, i);
}

void
tny_match_undo_note (TnyMatchUndo *self, const TnyMatchStep *step)
{
  g_return_if_fail (TNY_IS_MATCH_UNDO (self));

  Done done = { step->batch, step->tenant_id, g_strdup (step->tenant_name) };

  switch (step->kind)
    {
    case TNY_STEP_UNDO:
      remove_batch (self->undo, step->batch);
      g_array_append_val (self->redo, done);
      break;

    case TNY_STEP_REDO:
      remove_batch (self->redo, step->batch);
      g_array_append_val (self->undo, done);
      break;

    default:
      g_array_set_size (self->redo, 0);
      g_array_append_val (self->undo, done);
      break;
    }
}

void
tny_match_undo_forget (TnyMatchUndo *self, gint64 batch)
{
  g_return_if_fail (TNY_IS_MATCH_UNDO (self));

  remove_batch (self->undo, batch);
  remove_batch (self->redo, batch);
}

gboolean
tny_match_undo_can (TnyMatchUndo *self, gboolean redo)
{
  g_return_val_if_fail (TNY_IS_MATCH_UNDO (self), FALSE);

  return (redo ? self->redo : self->undo)->len > 0;
}

TnyMatchStep *
tny_match_undo_next (TnyMatchUndo *self, gboolean redo)
{
  g_return_val_if_fail (TNY_IS_MATCH_UNDO (self), NULL);

  GArray *from = redo ? self->redo : self->undo;

  if (from->len == 0)
    return NULL;

  const Done *done = &g_array_index (from, Done, from->len - 1);
  TnyMatchStep *step = tny_match_step_new (redo ? TNY_STEP_REDO : TNY_STEP_UNDO, done->tenant_id,
                                           done->tenant_name);

  step->batch = done->batch;

  return step;
}
