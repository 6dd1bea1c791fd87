/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <glib-unix.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config.h"
#include "tny-sim-faults.h"
#include "tny-sim.h"

static gboolean
stop_cb (gpointer loop)
{
  g_main_loop_quit (loop);

  return G_SOURCE_CONTINUE;
}

/* Whoever started us holds the other end; when it is gone, so are we. In the background of a
 * terminal there is nothing to read (EIO): then only a signal ends us. */
static gboolean
input_cb (int fd, GIOCondition condition, gpointer loop)
{
  char buffer[256];
  gssize n = read (fd, buffer, sizeof buffer);

  if (n > 0 || (n < 0 && (errno == EINTR || errno == EAGAIN)))
    return G_SOURCE_CONTINUE;
  if (n == 0 || errno != EIO)
    g_main_loop_quit (loop);

  return G_SOURCE_REMOVE;
}

static void
list_scenarios (void)
{
  for (guint i = 0; i < TNY_SIM_N_SCENARIOS; i++)
    printf ("%-18s  %s\n", tny_sim_scenario_name (i), tny_sim_scenario_summary (i));
}

static gboolean
parse_scenarios (const char *const *names, guint64 *scenarios, GError **error)
{
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      TnySimScenario scenario;

      if (!tny_sim_scenario_parse (names[i], &scenario))
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       "no scenario is called “%s”; --list-scenarios names them", names[i]);
          return FALSE;
        }
      *scenarios |= G_GUINT64_CONSTANT (1) << scenario;
    }

  return TRUE;
}

static gboolean
in_range (const char *option, gint64 value, gint64 least, gint64 most, GError **error)
{
  if (value >= least && value <= most)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "--%s is from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, option, least, most);

  return FALSE;
}

static gboolean
run (const TnySimOptions *options, const char *key_file, GError **error)
{
  g_autoptr(TnySim) sim = tny_sim_start (options, error);
  g_autoptr(GMainLoop) loop = NULL;

  if (sim == NULL)
    return FALSE;
  if (key_file != NULL)
    {
      g_autofree char *text = tny_sim_describe (sim);

      if (!g_file_set_contents_full (key_file, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                     error))
        return FALSE;
    }
  loop = g_main_loop_new (NULL, FALSE);
  g_unix_signal_add (SIGTERM, stop_cb, loop);
  g_unix_signal_add (SIGINT, stop_cb, loop);
  signal (SIGTTIN, SIG_IGN);
  g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, input_cb, loop);
  printf ("ready %u\n", tny_sim_port (sim));
  fflush (stdout);
  g_main_loop_run (loop);

  return TRUE;
}

int
main (int argc, char **argv)
{
  int port = 0, tenants = TNY_SIM_DEFAULT_TENANTS, users = G_MININT, latency = 0;
  gint64 seed = TNY_SIM_DEFAULT_SEED;
  gboolean list = FALSE, version = FALSE;
  g_auto(GStrv) scenarios = NULL;
  g_autofree char *key_file = NULL, *state = NULL;
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &port,
      "Listen on this port of 127.0.0.1 and ::1 (default: a free one)", "N" },
    { "scenario", 0, 0, G_OPTION_ARG_STRING_ARRAY, &scenarios,
      "Misbehave in this way; may be given again", "NAME" },
    { "list-scenarios", 0, 0, G_OPTION_ARG_NONE, &list, "List the scenarios and end", NULL },
    { "tenants", 0, 0, G_OPTION_ARG_INT, &tenants,
      "Number of customers, up to 1,000,000 (default: 25)", "N" },
    { "users", 0, 0, G_OPTION_ARG_INT, &users,
      "Number of users of all customers together (default: 68 per customer)",
      "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "Another estate: same seed, same data (default: 1)",
      "N" },
    { "latency", 0, 0, G_OPTION_ARG_INT, &latency,
      "Wait this many milliseconds before every answer", "MS" },
    { "write-cloud", 0, 0, G_OPTION_ARG_FILENAME, &key_file,
      "Write the file that --cloud of tenantry takes", "FILE" },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &state,
      "Keep in this file what clients make in the directory", "FILE" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, "Print the version and end", NULL },
    { NULL }
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GError) error = NULL;
  TnySimOptions options = { 0 };

  setlocale (LC_ALL, "");
  umask (077);
  g_option_context_set_summary (
    context,
    "A small Microsoft cloud on a loopback port, for trying and testing Tenantry: sign-in,\n"
    "Graph and Partner Center with made-up tenants and users. Nothing leaves this computer.");
  g_option_context_set_description (
    context,
    "Prints “ready PORT” when it listens. Ends on SIGTERM and when its standard input closes:\n"
    "start it from a terminal or with a pipe held open, not with </dev/null.\n"
    "\n"
    "http://127.0.0.1:PORT/portal/ shows the app registration to connect with,\n"
    "/portal/registration.json the same for scripts. While it runs:\n"
    "  POST /sample/scenario?name=NAME&on=1      switches a scenario on (on=0: off)\n"
    "  POST /sample/fail?request=N&how=500       lets the Nth request from now fail\n"
    "  GET  /sample/requests                     lists what was asked");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) ||
      !in_range ("port", port, 0, G_MAXUINT16, &error) ||
      !in_range ("tenants", tenants, 1, TNY_SIM_MAX_TENANTS, &error) ||
      !in_range ("users", users == G_MININT ? 0 : users, 0, TNY_SIM_MAX_USERS, &error) ||
      !in_range ("latency", latency, 0, 600000, &error) ||
      !parse_scenarios ((const char *const *) scenarios, &options.scenarios, &error))
    {
      fprintf (stderr, "tenantry-sample-cloud: %s\n", error->message);
      return 1;
    }
  if (argc > 1)
    {
      fprintf (stderr, "tenantry-sample-cloud: “%s” is not an option\n", argv[1]);
      return 1;
    }
  if (version)
    {
      printf ("tenantry-sample-cloud %s\n", TNY_VERSION);
      return 0;
    }
  if (list)
    {
      list_scenarios ();
      return 0;
    }
  options.port = (guint16) port;
  options.seed = (guint64) seed;
  options.n_tenants = (guint) tenants;
  if (users == G_MININT)
    users = TNY_SIM_DEFAULT_USERS / TNY_SIM_DEFAULT_TENANTS * tenants;
  options.n_users = (guint) users;
  options.latency_ms = (guint) latency;
  options.state = state;
  if (!run (&options, key_file, &error))
    {
      fprintf (stderr, "tenantry-sample-cloud: %s\n", error->message);
      return 1;
    }

  return 0;
}
