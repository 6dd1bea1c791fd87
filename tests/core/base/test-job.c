/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-job.h"

#include "tny-clock.h"
#include "tny-error.h"

typedef struct
{
  GMainLoop *loop;
  guint      notified;
  int        success;       /* -1 until finished */
} Watch;

static void
finished_cb (TnyJob *job, gboolean success, Watch *watch)
{
  watch->success = success;
  g_main_loop_quit (watch->loop);
}

static void
fraction_cb (TnyJob *job, GParamSpec *pspec, Watch *watch)
{
  watch->notified++;
}

static void
run_job (TnyJob *job, Watch *watch)
{
  watch->loop = g_main_loop_new (NULL, FALSE);
  watch->success = -1;
  g_signal_connect (job, "finished", G_CALLBACK (finished_cb), watch);
  g_signal_connect (job, "notify::fraction", G_CALLBACK (fraction_cb), watch);
  tny_job_start (job);
  g_assert_true (tny_job_is_running (job));
  g_main_loop_run (watch->loop);
  g_main_loop_unref (watch->loop);
}

static gboolean
chatty (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  for (guint i = 1; i <= 100000; i++)
    tny_job_report (job, i, 100000);
  tny_job_say (job, "Reading users", "Contoso");
  tny_job_take_result (job, g_strdup ("done"), g_free);

  return TRUE;
}

static void
test_chatty_worker_notifies_rarely (void)
{
  g_autoptr(TnyJob) job = tny_job_new (chatty, NULL, NULL);
  Watch watch = { .success = -1 };
  g_auto(TnyProgress) progress = { 0 };
  guint turns = 0;

  watch.loop = g_main_loop_new (NULL, FALSE);
  g_signal_connect (job, "finished", G_CALLBACK (finished_cb), &watch);
  g_signal_connect (job, "notify::fraction", G_CALLBACK (fraction_cb), &watch);
  tny_job_start (job);
  for (; watch.success == -1; turns++)
    g_main_context_iteration (NULL, TRUE);
  g_main_loop_unref (watch.loop);
  g_assert_cmpint (watch.success, ==, TRUE);
  /* at most once a turn, however many turns a quick loop makes of it */
  g_assert_cmpuint (watch.notified, >, 0);
  g_assert_cmpuint (watch.notified, <=, turns);
  g_assert_cmpstr (tny_job_get_result (job), ==, "done");
  g_assert_null (tny_job_get_error (job));
  tny_job_get_progress (job, &progress);
  g_assert_cmpuint (progress.done, ==, 100000);
  g_assert_cmpstr (progress.phase, ==, "Reading users");
  g_assert_cmpstr (progress.detail, ==, "Contoso");
  /* Younger than ten seconds: no estimate yet. */
  g_assert_cmpint (progress.left_usec, ==, -1);
}

static gboolean
failing (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  g_set_error_literal (error, TNY_ERROR, TNY_ERROR_NETWORK, "down");
  return FALSE;
}

static void
test_failure_arrives (void)
{
  g_autoptr(TnyJob) job = tny_job_new (failing, NULL, NULL);
  Watch watch = { 0 };

  run_job (job, &watch);
  g_assert_cmpint (watch.success, ==, FALSE);
  g_assert_error (tny_job_get_error (job), TNY_ERROR, TNY_ERROR_NETWORK);
}

static gboolean
waiting (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  return tny_wait (NULL, (gint64) 3600 * G_USEC_PER_SEC, cancellable, error);
}

static gboolean
cancel_cb (gpointer job)
{
  tny_job_cancel (job);
  return G_SOURCE_REMOVE;
}

static void
test_cancel_ends_a_wait_at_once (void)
{
  g_autoptr(TnyJob) job = tny_job_new (waiting, NULL, NULL);
  Watch watch = { 0 };
  gint64 start = tny_clock_boot (NULL);

  g_idle_add (cancel_cb, job);
  run_job (job, &watch);
  g_assert_cmpint (watch.success, ==, FALSE);
  g_assert_true (tny_error_cancelled (tny_job_get_error (job)));
  g_assert_cmpint (tny_clock_boot (NULL) - start, <, 60 * G_USEC_PER_SEC);
}

static gboolean
wait_a_little (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  *(gboolean *) data = tny_wait (NULL, 1000, cancellable, error);
  return *(gboolean *) data;
}

static void
start_another_cb (TnyJob *job, gboolean ok, guint *ended)
{
  if (++*ended == 1)
    {
      g_autoptr(TnyJob) other = tny_job_new (waiting, NULL, NULL);

      g_signal_connect (other, "finished", G_CALLBACK (start_another_cb), ended);
      tny_job_start (other);
    }
}

static void
test_all_are_home_before_their_ground_goes (void)
{
  guint ended = 0;
  gint64 begun = g_get_monotonic_time ();

  tny_job_end_all ();
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(TnyJob) job = tny_job_new (waiting, NULL, NULL);

      g_signal_connect (job, "finished", G_CALLBACK (start_another_cb), &ended);
      tny_job_start (job);
    }
  tny_job_end_all ();
  g_assert_cmpuint (ended, ==, 4);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 30 * G_USEC_PER_SEC);
}

static void
test_run_sync_needs_no_loop (void)
{
  gboolean waited = FALSE;
  g_autoptr(TnyJob) job = tny_job_new (wait_a_little, &waited, NULL);
  g_autoptr(TnyJob) bad = tny_job_new (failing, NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (tny_job_run_sync (job, &error));
  g_assert_no_error (error);
  g_assert_true (waited);
  g_assert_false (tny_job_run_sync (bad, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_NETWORK);
  g_assert_true (tny_job_is_finished (bad));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/job/chatty-worker-notifies-rarely", test_chatty_worker_notifies_rarely);
  g_test_add_func ("/base/job/failure-arrives", test_failure_arrives);
  g_test_add_func ("/base/job/cancel-ends-a-wait-at-once", test_cancel_ends_a_wait_at_once);
  g_test_add_func ("/base/job/all-are-home-before-their-ground-goes",
                   test_all_are_home_before_their_ground_goes);
  g_test_add_func ("/base/job/run-sync-needs-no-loop", test_run_sync_needs_no_loop);

  return g_test_run ();
}
