/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-commands.h"
#include "tny-text.h"

#define SECRET_MAX_BYTES 4096

static const TnyColumn columns[] = {
  TNY_COLUMN (TnyConnection, "id", N_("Id"), ID, id),
  TNY_COLUMN (TnyConnection, "name", N_("Name"), TEXT, name),
  TNY_COLUMN (TnyConnection, "tenant_id", N_("Tenant"), TEXT, tenant_id),
  TNY_COLUMN (TnyConnection, "client_id", NULL, TEXT, client_id),
  TNY_COLUMN (TnyConnection, "reach", N_("Reach"), TEXT, reach),
  TNY_COLUMN (TnyConnection, "streams", NULL, TEXT, streams),
  TNY_COLUMN (TnyConnection, "account", N_("Account"), TEXT, account_name),
  TNY_COLUMN (TnyConnection, "account_id", NULL, TEXT, account_id),
  TNY_COLUMN (TnyConnection, "account_mfa", NULL, ANSWER, account_mfa),
  TNY_COLUMN (TnyConnection, "sign_in_state", N_("Sign-in"), TEXT, sign_in_state),
  TNY_COLUMN (TnyConnection, "signed_in_at", NULL, TIME, signed_in_at),
  TNY_COLUMN (TnyConnection, "secret_expires", N_("Secret expires"), TIME, secret_expires),
  TNY_COLUMN (TnyConnection, "certificate", NULL, TEXT, certificate),
  TNY_COLUMN (TnyConnection, "cloud", NULL, TEXT, cloud),
  TNY_COLUMN (TnyConnection, "paused", NULL, FLAG, paused),
  TNY_COLUMN (TnyConnection, "interval_secs", NULL, NUMBER, interval_secs),
  TNY_COLUMN (TnyConnection, "next_sync_at", N_("Next sync"), TIME, next_sync_at),
  TNY_COLUMN (TnyConnection, "last_run_id", NULL, ID, last_run_id),
  TNY_COLUMN (TnyConnection, "created_at", NULL, TIME, created_at),
  TNY_COLUMN_END
};

/* The secret: from a file, or standard input. On a terminal nothing of it is shown. */

/* -1 with errno; ECANCELED when the command was cancelled. */
static gssize
read_all (TnyCli *cli, int fd, char *buffer, gsize size)
{
  gsize length = 0;

  while (length < size)
    {
      gssize n;

      if (!tny_cli_wait_input (cli, fd))
        {
          errno = ECANCELED;
          return -1;
        }
      n = read (fd, buffer + length, size - length);
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return -1;
      if (n == 0)
        break;
      length += (gsize) n;
      if (isatty (fd) && memchr (buffer, '\n', length) != NULL)
        break;
    }

  return (gssize) length;
}

static gssize
read_hidden (TnyCli *cli, int fd, char *buffer, gsize size)
{
  struct termios before, hidden;
  gboolean terminal = isatty (fd) && tcgetattr (fd, &before) == 0;
  gssize n;

  if (terminal)
    {
      hidden = before;
      hidden.c_lflag &= ~(tcflag_t) ECHO;
      /* first hide, then ask: what is typed at once is not shown either */
      tcsetattr (fd, TCSAFLUSH, &hidden);
      fprintf (stderr, "%s ", _("Client secret (not shown):"));
      fflush (stderr);
    }
  n = read_all (cli, fd, buffer, size);
  if (terminal)
    {
      int code = errno;

      tcsetattr (fd, TCSAFLUSH, &before);
      fputc ('\n', stderr);
      errno = code;
    }

  return n;
}

static TnySecret *
read_secret (TnyCli *cli, const char *from, GError **error)
{
  char buffer[SECRET_MAX_BYTES + 1];
  int fd = strcmp (from, "-") == 0 ? STDIN_FILENO : open (from, O_RDONLY | O_CLOEXEC);
  gssize length = fd < 0 ? -1 : read_hidden (cli, fd, buffer, sizeof buffer);
  int code = errno;
  TnySecret *secret = NULL;

  if (fd >= 0 && fd != STDIN_FILENO)
    close (fd);
  while (length > 0 && g_ascii_isspace (buffer[length - 1]))
    length--;
  if (length < 0 && code == ECANCELED)
    g_cancellable_set_error_if_cancelled (cli->cancellable, error);
  else if (length < 0)
    g_set_error (error, TNY_ERROR, TNY_ERROR_FILE, "%s: %s", from, g_strerror (code));
  else if (length == 0 || length > SECRET_MAX_BYTES ||
           memchr (buffer, '\n', (gsize) length) != NULL ||
           memchr (buffer, '\0', (gsize) length) != NULL)
    g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT,
                 _("A client secret is one line of text; “%s” holds something else"), from);
  else
    secret = tny_secret_new_len (buffer, (gsize) length);
  tny_wipe (buffer, sizeof buffer);

  return secret;
}

/* A day, at its end in UTC: that is how Entra shows it. */
static gboolean
read_day (const char *text, gint64 *seconds, GError **error)
{
  g_autofree char *time = NULL;

  if (text == NULL)
    return TRUE;
  time = g_strconcat (text, "T23:59:59Z", NULL);
  if (tny_time_parse (time, seconds))
    return TRUE;

  return tny_refuse (error, _("--secret-expires needs a date like 2027-01-31"));
}

static gboolean
read_draft (TnyCli *cli, TnyConnectionDraft *draft, TnySecret **secret, GError **error)
{
  const char *from = tny_cli_value (cli, "secret-from"), *reach = tny_cli_value (cli, "reach");

  *draft = (TnyConnectionDraft) {
    .name = tny_cli_value (cli, "name"),
    .tenant_id = tny_cli_value (cli, "tenant"),
    .client_id = tny_cli_value (cli, "client"),
    .reach = reach,
    .streams = tny_cli_value (cli, "streams"),
  };
  if (reach != NULL && !g_strv_contains ((const char *[]) { "gdap", "dap", "direct", NULL }, reach))
    return tny_refuse (error, _("--reach is gdap, dap or direct"));
  if (!read_day (tny_cli_value (cli, "secret-expires"), &draft->secret_expires, error))
    return FALSE;
  draft->certificate = tny_cli_has (cli, "certificate");
  if (draft->certificate && (from != NULL || draft->secret_expires != 0))
    return tny_refuse (error, _("--certificate takes the place of --secret-from, and knows its own end"));
  if (from != NULL && (*secret = read_secret (cli, from, error)) == NULL)
    return FALSE;
  draft->secret = *secret;

  return TRUE;
}

static gboolean
print_connection (TnyCli *cli, gint64 id, const char *format, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  g_autoptr(TnyConnection) connection = tny_session_find_connection (cli->session, text, error);
  g_autofree char *sentence = NULL;

  if (connection == NULL)
    return FALSE;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  sentence = g_strdup_printf (format, connection->name);
#pragma GCC diagnostic pop

  return tny_cli_result (cli, columns, connection, sentence, error);
}

/* connection add */

/* There is no connection yet that could be changed. */
static void
advise_add (TnyCli *cli, const GError *failure)
{
  static const struct { TnyError code; const char *advice; } rows[] = {
    { TNY_ERROR_SECRET_WRONG, N_("Nothing was stored. Paste the Value, not the Secret ID. A new secret can "
                                 "need 20 seconds to work.") },
    { TNY_ERROR_SECRET_ID, NULL },
    { TNY_ERROR_SECRET_EXPIRED, N_("Nothing was stored. Create a new secret in Entra and use its Value.") },
    { TNY_ERROR_CERTIFICATE, N_("Nothing was stored. Upload its file to the app, under Certificates & "
                                "secrets, Certificates; it can need a minute.") },
    { TNY_ERROR_APP, N_("Nothing was stored. Correct the two ids, which may be swapped, or the chosen "
                        "cloud.") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_error_matches (failure, TNY_ERROR, rows[i].code))
      {
        cli->advice = rows[i].advice != NULL ? _(rows[i].advice) : NULL;
        cli->command = tny_cli_has (cli, "certificate")
          ? "tenantryctl connection add --name NAME --tenant ID --client ID --certificate --check"
          : "tenantryctl connection add --name NAME --tenant ID --client ID --secret-from - --check";
      }
}

static gboolean
add (TnyCli *cli, GError **error)
{
  static const char *const needed[] = { "name", "tenant", "client" };
  g_autoptr(TnySecret) secret = NULL;
  TnyConnectionDraft draft;
  gint64 id;

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (!tny_cli_has (cli, needed[i]))
      return tny_refuse (error, _("“connection add” needs --%s"), needed[i]);
  if (!tny_cli_has (cli, "secret-from") && !tny_cli_has (cli, "certificate"))
    return tny_refuse (error, _("“connection add” needs --secret-from or --certificate"));
  if (!read_draft (cli, &draft, &secret, error))
    return FALSE;
  if (draft.reach == NULL)
    draft.reach = "gdap";

  if ((cli->dry_run || tny_cli_has (cli, "check")) &&
      !tny_session_check_credentials (cli->session, &draft, cli->cancellable, error))
    return FALSE;
  if (cli->dry_run)
    {
      TnyConnection would = {
        .name = (char *) draft.name, .tenant_id = (char *) draft.tenant_id,
        .client_id = (char *) draft.client_id, .reach = (char *) draft.reach,
        .account_mfa = -1, .sign_in_state = (char *) "never",
        .secret_expires = draft.secret_expires, .cloud = (char *) tny_session_get_cloud_name (cli->session),
      };

      return tny_cli_result (cli, columns, &would,
                             draft.certificate ? _("Microsoft accepts the ids and the certificate.")
                                               : _("Microsoft accepts the ids and the secret."), error);
    }

  return tny_session_add_connection (cli->session, &draft, &id, cli->cancellable, error) &&
         print_connection (cli, id, _("Stored the connection “%s”. Sign in next."), error);
}

static gboolean
run_add (TnyCli *cli, GError **error)
{
  g_autoptr(GError) failure = NULL;

  if (add (cli, &failure))
    return TRUE;

  advise_add (cli, failure);
  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

static const TnyOption add_options[] = {
  { "name", N_("NAME"), N_("How you call it") },
  { "tenant", N_("ID"), N_("Directory (tenant) id, or a verified domain") },
  { "client", N_("ID"), N_("Application (client) id") },
  { "secret-from", N_("FILE"), N_("File with the secret's Value; - is standard input") },
  { "secret-expires", N_("DAY"), N_("When Entra says the secret ends, like 2027-01-31") },
  { "certificate", NULL, N_("Instead of a secret: the certificate of “setup certificate”") },
  { "reach", N_("WAY"), N_("gdap (default), dap or direct") },
  { "streams", N_("NAMES"), N_("What to sync, like users,licences") },
  { "check", NULL, N_("Ask Microsoft first whether ids and secret work") },
  { NULL }
};

const TnyCommand tny_command_connection_add = {
  "connection add", "", 0, 0, N_("Store a connection; the secret goes to the keyring"),
  TNY_OPENS_WRITE, TNY_DRY_PLAN, add_options, run_add
};

/* connection change */

static gboolean
run_change (TnyCli *cli, GError **error)
{
  g_autoptr(TnyConnection) connection =
    tny_session_find_connection (cli->session, tny_cli_argument (cli, 0), error);
  g_autoptr(TnySecret) secret = NULL;
  TnyConnectionDraft draft;

  if (connection == NULL || !read_draft (cli, &draft, &secret, error))
    return FALSE;
  if (draft.name == NULL && draft.client_id == NULL && draft.secret == NULL && !draft.certificate &&
      draft.reach == NULL && draft.streams == NULL && draft.secret_expires == 0)
    return tny_refuse (error, _("“connection change” needs something to change"));

  return tny_session_change_connection (cli->session, connection->id, &draft, cli->cancellable,
                                        error) &&
         print_connection (cli, connection->id, _("Changed the connection “%s”."), error);
}

static const TnyOption change_options[] = {
  { "name", N_("NAME"), N_("Another name") },
  { "client", N_("ID"), N_("Another application (client) id") },
  { "secret-from", N_("FILE"), N_("File with the new secret's Value; - is standard input") },
  { "secret-expires", N_("DAY"), N_("When Entra says the secret ends, like 2027-01-31") },
  { "certificate", NULL, N_("From now on the certificate of “setup certificate” instead of a secret") },
  { "reach", N_("WAY"), N_("gdap, dap or direct") },
  { "streams", N_("NAMES"), N_("What to sync from now on, like users,licences") },
  { NULL }
};

const TnyCommand tny_command_connection_change = {
  "connection change", "CONNECTION", 1, 1, N_("Give a connection another secret, id or name"),
  TNY_OPENS_WRITE, TNY_DRY_NOT, change_options, run_change
};

/* connection list */

static gboolean
run_list (TnyCli *cli, GError **error)
{
  g_autoptr(GPtrArray) connections = tny_session_list_connections (cli->session, error);
  TnyOutput *output;

  if (connections == NULL)
    return FALSE;

  output = tny_output_begin (columns, cli->json);
  cli->printed = cli->json;
  for (guint i = 0; i < connections->len; i++)
    tny_output_row (output, connections->pdata[i]);

  return tny_output_end (output, error);
}

const TnyCommand tny_command_connection_list = {
  "connection list", "", 0, 0, N_("List the connections"),
  TNY_OPENS_READ, TNY_DRY_NOT, NULL, run_list
};

/* connection remove */

static gboolean
run_remove (TnyCli *cli, GError **error)
{
  g_autoptr(TnyConnection) connection =
    tny_session_find_connection (cli->session, tny_cli_argument (cli, 0), error);
  gboolean delete_data = tny_cli_has (cli, "delete-data");
  g_autofree char *sentence = NULL, *what = NULL;

  if (connection == NULL)
    return FALSE;

  what = g_strdup_printf (_("This deletes the connection “%s”, its tenants, their users and all "
                            "decisions about them."), connection->name);
  if (!cli->dry_run)
    {
      if (delete_data && !tny_cli_confirm (cli, what, connection->name, error))
        return FALSE;
      if (!tny_session_remove_connection (cli->session, connection->id, delete_data,
                                          cli->cancellable, error))
        return FALSE;
    }
  sentence = g_strdup_printf (delete_data
    ? _("The connection “%s” is removed with its tenants, users and decisions, and its secrets are "
        "forgotten.")
    : _("The secrets of the connection “%s” are forgotten; tenants, users and decisions stay."),
    connection->name);

  return tny_cli_result (cli, columns, connection, sentence, error);
}

static const TnyOption remove_options[] = {
  { "delete-data", NULL, N_("Delete its tenants, users and decisions as well") },
  { "confirm", N_("NAME"), N_("The connection's exact name, instead of being asked") },
  { NULL }
};

const TnyCommand tny_command_connection_remove = {
  "connection remove", "CONNECTION", 1, 1, N_("Forget a connection and its secrets"),
  TNY_OPENS_WRITE, TNY_DRY_PLAN, remove_options, run_remove
};
