/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-sample-cloud.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>

#include "tny-error.h"

#define PROGRAM "tenantry-sample-cloud"
#define READY_WITHIN_SECONDS 20

struct _TnySampleCloud
{
  GSubprocess *process;
  char        *key_file;
};

/* Beside us when installed, in the neighbouring folder of the build tree, else where meson put it. */
static char *
find_program (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *here = self != NULL ? g_path_get_dirname (self) : NULL;

  if (here != NULL)
    {
      g_autofree char *beside = g_build_filename (here, PROGRAM, NULL);
      g_autofree char *built = g_build_filename (here, "..", "sim", PROGRAM, NULL);

      if (g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&beside);
      if (g_file_test (built, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&built);
    }

  g_autofree char *installed = g_build_filename (TNY_BIN_DIR, PROGRAM, NULL);

  return g_file_test (installed, G_FILE_TEST_IS_EXECUTABLE) ? g_steal_pointer (&installed) : NULL;
}

static gboolean
too_late_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);

  return G_SOURCE_REMOVE;
}

typedef struct
{
  GMainContext *context;
  gboolean      done;
  char         *line;
} Ready;

static void
line_cb (GObject *stream, GAsyncResult *result, gpointer data)
{
  Ready *ready = data;

  ready->line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (stream), result, NULL, NULL);
  ready->done = TRUE;
}

static void
pass_on_cb (GCancellable *from, gpointer to)
{
  g_cancellable_cancel (to);
}

/* "ready <port>" is the first line of a child that listens. */
static gboolean
wait_until_ready (TnySampleCloud *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autoptr(GDataInputStream) lines =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_autoptr(GCancellable) limit = g_cancellable_new ();
  g_autoptr(GSource) timer = g_timeout_source_new_seconds (READY_WITHIN_SECONDS);
  Ready ready = { context, FALSE, NULL };
  gulong passing = 0;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  g_main_context_push_thread_default (context);
  g_source_set_callback (timer, too_late_cb, limit, NULL);
  g_source_attach (timer, context);
  if (cancellable != NULL)
    passing = g_cancellable_connect (cancellable, G_CALLBACK (pass_on_cb), limit, NULL);
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, limit, line_cb, &ready);
  while (!ready.done)
    g_main_context_iteration (context, TRUE);
  g_cancellable_disconnect (cancellable, passing);
  g_source_destroy (timer);
  g_main_context_pop_thread_default (context);

  gboolean ok = ready.line != NULL && g_str_has_prefix (ready.line, "ready ");

  g_free (ready.line);
  if (ok)
    return TRUE;
  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    g_set_error (error, TNY_ERROR, TNY_ERROR_UNAVAILABLE,
                 "The sample cloud did not get ready within %d seconds", READY_WITHIN_SECONDS);
  return FALSE;
}

TnySampleCloud *
tny_sample_cloud_start (const char *folder, GCancellable *cancellable, GError **error)
{
  g_autofree char *program = find_program ();
  g_autoptr(TnySampleCloud) self = g_new0 (TnySampleCloud, 1);

  if (program == NULL)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_NOT_FOUND,
                           "The program " PROGRAM " is not installed");
      return NULL;
    }

  int fd = g_file_open_tmp ("tenantry-sample-XXXXXX.ini", &self->key_file, error);

  if (fd < 0)
    return NULL;
  g_close (fd, NULL);

  g_autofree char *state = g_build_filename (folder, TNY_SAMPLE_CLOUD_STATE, NULL);

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE
                                    | G_SUBPROCESS_FLAGS_STDERR_SILENCE, error,
                                    program, "--port", "0", "--write-cloud", self->key_file,
                                    "--state", state, NULL);
  if (self->process == NULL || !wait_until_ready (self, cancellable, error))
    return NULL;

  return g_steal_pointer (&self);
}

const char *
tny_sample_cloud_key_file (TnySampleCloud *self)
{
  return self->key_file;
}

gboolean
tny_sample_cloud_switch (const TnyCloud *cloud, const char *scenario, gboolean on,
                         GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (cloud != NULL && !tny_cloud_is_real (cloud), FALSE);
  g_return_val_if_fail (scenario != NULL || !on, FALSE);

  g_autofree char *path = scenario != NULL
                          ? g_strdup_printf ("/sample/scenario?name=%s&on=%d", scenario, on)
                          : g_strdup ("/sample/calm");
  g_autoptr(GUri) base = g_uri_parse (tny_cloud_get_base (cloud, TNY_SERVICE_PORTAL), G_URI_FLAGS_NONE,
                                      error);
  g_autoptr(GUri) uri = base != NULL ? g_uri_parse_relative (base, path, G_URI_FLAGS_NONE, error) : NULL;

  if (uri == NULL)
    return FALSE;

  g_autoptr(SoupSession) session = soup_session_new_with_options ("proxy-resolver", NULL, "timeout", 10,
                                                                  NULL);
  g_autoptr(SoupMessage) message = soup_message_new_from_uri ("POST", uri);
  g_autoptr(GError) failure = NULL;
  g_autoptr(GBytes) answer = soup_session_send_and_read (session, message, cancellable, &failure);

  if (tny_error_cancelled (failure))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (answer == NULL)
    g_set_error (error, TNY_ERROR, TNY_ERROR_NETWORK, "The sample cloud does not answer: %s",
                 failure->message);
  else if (soup_message_get_status (message) != SOUP_STATUS_OK)
    g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "The sample cloud has no scenario “%s”",
                 scenario != NULL ? scenario : "");
  else
    return TRUE;

  return FALSE;
}

void
tny_sample_cloud_forget (const char *folder)
{
  g_autofree char *state = g_build_filename (folder, TNY_SAMPLE_CLOUD_STATE, NULL);

  g_unlink (state);
}

void
tny_sample_cloud_stop (TnySampleCloud *self)
{
  if (self == NULL)
    return;

  if (self->process != NULL)
    {
      g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
      g_subprocess_send_signal (self->process, SIGTERM);
      g_subprocess_wait (self->process, NULL, NULL);
    }
  if (self->key_file != NULL)
    g_unlink (self->key_file);
  g_clear_object (&self->process);
  g_free (self->key_file);
  g_free (self);
}
