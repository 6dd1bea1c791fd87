/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-command.h"
#include "tny-error.h"
#include "tny-list.h"
#include "tny-output.h"
#include "tny-session.h"

G_BEGIN_DECLS

/* TnyCli: one run of one command.
 *
 *   main thread: arguments ─▸ job starts ─▸ loop: progress line, signals ──▸ exit code
 *   worker:                    opens session, runs the command straight through, closes
 *
 * A command may block as long as it passes @cancellable on. */
struct _TnyCli
{
  TnyArguments   arguments;
  gboolean       json, quiet, dry_run;
  GCancellable  *cancellable;   /* cancelled by SIGINT and SIGTERM; lent */
  TnySession    *session;       /* open; NULL for commands that open nothing */
  TnyStore      *store;         /* where the command works: the session's, or a copy of it; lent */
  gboolean       printed;       /* the JSON object of this run is on stdout */
  /* A command that fails and knows better than the remedy's table what helps; NULL: the table's. */
  const char    *advice;        /* translated; static */
  const char    *command;       /* to type; static */
};

int          tny_cli_main       (char **argv);

/* Arguments and options; lent. */
const char * tny_cli_argument   (TnyCli *cli, guint index);     /* NULL when not given */
gboolean     tny_cli_has        (TnyCli *cli, const char *option);
const char * tny_cli_value      (TnyCli *cli, const char *option);
GPtrArray  * tny_cli_values     (TnyCli *cli, const char *option);     /* NULL when not given */
/* A whole number within limits; @fallback when the option is not given. FALSE with ARGUMENT. */
gboolean     tny_cli_number     (TnyCli *cli, const char *option, gint64 min, gint64 max,
                                 gint64 fallback, gint64 *number, GError **error);

/* A message for people on stderr, one line; silent with --quiet. */
void         tny_cli_say        (TnyCli *cli, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The result of a command that is no list: the object in JSON, else the sentence. */
gboolean     tny_cli_result     (TnyCli *cli, const TnyColumn *columns, gconstpointer row,
                                 const char *sentence, GError **error);
/* Runs @job in this thread, shows its progress, hands cancelling on. */
gboolean     tny_cli_run_job    (TnyCli *cli, TnyJob *job, GError **error);

/* Waits until @fd has something to read, or its end; FALSE when the command is cancelled. */
gboolean     tny_cli_wait_input (TnyCli *cli, int fd);
/* Whether somebody can be asked: stdin and stderr are a terminal and the answer is not scripted. */
gboolean     tny_cli_can_ask    (TnyCli *cli);
/* Yes or no; no without a terminal. */
gboolean     tny_cli_ask        (TnyCli *cli, const char *question);
/* A decision that only a person can take: TRUE when *@error is DECISION and somebody at a terminal agrees,
 * and clears it; else the error goes on and names the option that says it. */
gboolean     tny_cli_agrees     (TnyCli *cli, const char *option, GError **error);
/* Before something is deleted: --confirm NAME, or the name typed on a terminal. FALSE with
 * DECISION, or ARGUMENT when --confirm holds another name. */
gboolean     tny_cli_confirm    (TnyCli *cli, const char *what, const char *name, GError **error);

/* Features after --for, each a word or several with commas; without --for the usual ones. */
gboolean     tny_cli_features   (TnyCli *cli, guint *features, GError **error);

/* Shows the link as --print-link and --query want it, and waits for the browser. @link_is_result: the link is the
 * one line on stdout, also with --json; else stdout is kept for the object that follows. The flow and this call
 * share the thread-default main context, which the command has pushed for itself. */
TnySignInResult * tny_cli_sign_in (TnyCli *cli, TnySignIn *flow, gboolean link_is_result,
                                   GError **error);

/* How a list is printed: text through a table of columns, JSON as records writes it. */
typedef struct
{
  const TnyColumn *columns;
  gpointer       (*read)        (TnyReader *reader, gint64 id, GError **error);
  void           (*free_row)    (gpointer row);
  /* (nullable): FALSE leaves the row out */
  gboolean       (*keep)        (gpointer row, gpointer data);
  gpointer         data;
  /* (nullable): the row as JSON, when it is more than the columns */
  gboolean       (*append_json) (GString *out, TnyReader *reader, gpointer row, GError **error);
} TnyListPrinter;

/* Each row is read when it is printed. Without append_json, records' own JSON of the kind. */
gboolean     tny_cli_print_list (TnyCli *cli, const TnyListPrinter *printer,
                                 const TnyListQuery *query, GError **error);

/* Ids for --tenant and --organization; 0 when the option is not given. */
gboolean     tny_cli_find_tenant       (TnyCli *cli, TnyReader *reader, const char *name,
                                        gint64 *id, GError **error);
/* All names after --tenant, ends with 0; NULL: the option is not given. Free with g_free. */
gboolean     tny_cli_find_tenants      (TnyCli *cli, gint64 **ids, GError **error);
gboolean     tny_cli_find_organization (TnyCli *cli, TnyReader *reader, const char *name,
                                        gint64 *id, GError **error);

G_END_DECLS
