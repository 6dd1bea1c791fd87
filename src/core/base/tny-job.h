/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* TnyJob: one long piece of work, as the main loop sees it.
 *
 * The work is a blocking function that runs in a thread of its own and reports as often as it likes;
 * the main loop hears of it at most once per turn, through notify on the properties "running",
 * "fraction", "phase" and "detail", and once through "finished".
 *
 *   created ──tny_job_start()──▸ running ──function returns──▸ finished (result or error)
 */
#define TNY_TYPE_JOB (tny_job_get_type ())
G_DECLARE_FINAL_TYPE (TnyJob, tny_job, TNY, JOB, GObject)

/**
 * TnyJobFunc:
 * Runs in a worker thread. Returns FALSE with @error set on failure. @result, freed with the job's
 * free function, may be set through tny_job_take_result().
 */
typedef gboolean (*TnyJobFunc) (TnyJob        *job,
                                gpointer       data,
                                GCancellable  *cancellable,
                                GError       **error);

TnyJob       * tny_job_new             (TnyJobFunc      func,
                                        gpointer        data,
                                        GDestroyNotify  free_data);
/* Starts the thread; main thread only. "finished" (gboolean success) follows on the thread-default
 * main context of the caller. The job keeps itself alive while it runs. */
void           tny_job_start           (TnyJob         *self);
/* Runs the function in the calling thread instead: for commands and tests. */
gboolean       tny_job_run_sync        (TnyJob         *self,
                                        GError        **error);
void           tny_job_cancel          (TnyJob         *self);
/* Before what jobs work on goes away: cancels every job that was started, and turns the main loop until
 * all of them have said "finished". Main thread. */
void           tny_job_end_all         (void);
GCancellable * tny_job_get_cancellable (TnyJob         *self);
gboolean       tny_job_is_running      (TnyJob         *self);
gboolean       tny_job_is_finished     (TnyJob         *self);
const GError * tny_job_get_error       (TnyJob         *self);  /* NULL until finished, or on success */
gpointer       tny_job_get_result      (TnyJob         *self);  /* lent; valid once finished */

/* Worker side, any thread. total 0 means unknown. Texts are translated by the caller. */
void           tny_job_report          (TnyJob         *self,
                                        guint64         done,
                                        guint64         total);
void           tny_job_say             (TnyJob         *self,
                                        const char     *phase,
                                        const char     *detail);
void           tny_job_take_result     (TnyJob         *self,
                                        gpointer        result,
                                        GDestroyNotify  free_result);

/* What to show: any thread. */
typedef struct
{
  guint64  done, total;
  gint64   elapsed_usec;
  gint64   left_usec;          /* -1 while unknown: shown after 10 s and 5 % only */
  char    *phase, *detail;     /* owned by the copy; NULL when never said */
} TnyProgress;

void           tny_job_get_progress    (TnyJob         *self,
                                        TnyProgress    *progress);
void           tny_progress_clear      (TnyProgress    *progress);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnyProgress, tny_progress_clear)

G_END_DECLS
