/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A command is a row of a table: how it is called, what it needs, what runs. Help, the parser, bash
 * completion's test and the manual's test are all read from these rows. */

typedef struct _TnyCli TnyCli;

typedef struct
{
  const char *name;        /* without the hyphens */
  const char *value;       /* what stands for its value in help: "FILE"; NULL: a switch */
  const char *help;        /* msgid */
  gboolean    many;        /* may be given several times */
} TnyOption;

/* What is open when a command runs. */
typedef enum
{
  TNY_OPENS_NOTHING,
  TNY_OPENS_READ,          /* works beside an open window */
  TNY_OPENS_WRITE,         /* needs the lock */
  TNY_OPENS_EITHER         /* stores what it finds when the lock is free, works beside an open window
                            * otherwise */
} TnyOpens;

/* What --dry-run does. */
typedef enum
{
  TNY_DRY_NOT,             /* the command changes no records: the option is refused */
  TNY_DRY_PLAN,            /* the command itself stops before it writes; opened for reading */
  TNY_DRY_COPY             /* the command runs to its end on a copy of the database */
} TnyDry;

typedef struct
{
  const char      *name;         /* "match accept" */
  const char      *arguments;    /* for help: "TENANT"; "" for none */
  guint            min, max;     /* how many of them */
  const char      *summary;      /* msgid */
  TnyOpens         opens;
  TnyDry           dry;
  const TnyOption *options;      /* (nullable): ends with a row without name */
  gboolean       (*run) (TnyCli *cli, GError **error);
} TnyCommand;

extern const TnyOption tny_global_options[];

/* All commands, in the order of help; ends with NULL. */
const TnyCommand * const * tny_commands (void);

/* What a command line says. Members are lent by the table or owned. */
typedef struct
{
  const TnyCommand *command;     /* NULL: none named */
  char             *group;       /* "match": named without a second word; NULL otherwise */
  GPtrArray        *arguments;   /* char * */
  GHashTable       *options;     /* name → GPtrArray of char * */
} TnyArguments;

/**
 * tny_arguments_parse:
 * @argv: as main() got it, the program's name first
 *
 * Global options may stand anywhere, "--" ends options, "--name=value" is "--name value".
 *
 * Returns: FALSE with TNY_ERROR_ARGUMENT; what was understood until then is in @arguments
 */
gboolean     tny_arguments_parse (TnyArguments *arguments, char **argv, GError **error);
void         tny_arguments_clear (TnyArguments *arguments);
gboolean     tny_arguments_has   (const TnyArguments *arguments, const char *option);
/* The last value given, or NULL. */
const char * tny_arguments_value (const TnyArguments *arguments, const char *option);

/* Sets TNY_ERROR_ARGUMENT and returns FALSE. */
gboolean     tny_refuse          (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Help for the program (both NULL), for a group of commands, or for one; free with g_free. */
char       * tny_help_text       (const char *group, const TnyCommand *command);

G_END_DECLS
