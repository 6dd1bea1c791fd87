/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-command.h"

#include <string.h>

#include "tny-error.h"

/* A table of our own: how words and options are taken apart does not depend on what they mean. */
static const TnyOption fetch_options[] = {
  { "from", "FILE", "where from" },
  { "only", "NAME", "these", TRUE },
  { "all", NULL, "everything" },
  { NULL }
};

static const TnyCommand fetch = {
  "fetch", "[WHAT]", 0, 1, "fetch", TNY_OPENS_READ, TNY_DRY_NOT, fetch_options
};
static const TnyCommand box_add = { "box add", "BOX", 1, 1, "add", TNY_OPENS_WRITE, TNY_DRY_PLAN };
static const TnyCommand box_list = { "box list", "", 0, 0, "list", TNY_OPENS_READ, TNY_DRY_NOT };

const TnyCommand * const *
tny_commands (void)
{
  static const TnyCommand *const commands[] = { &fetch, &box_add, &box_list, NULL };

  return commands;
}

static const struct
{
  const char *line;
  const TnyCommand *command;
  const char *arguments;      /* joined by | */
  const char *option, *value;
} good[] = {
  { "fetch", &fetch, "", NULL, NULL },
  { "fetch --from x", &fetch, "", "from", "x" },
  { "fetch --from=x=y", &fetch, "", "from", "x=y" },
  { "--from x fetch what", &fetch, "what", "from", "x" },
  { "fetch --from -", &fetch, "", "from", "-" },
  { "fetch --from --all", &fetch, "", "from", "--all" },
  { "fetch -- --all", &fetch, "--all", NULL, NULL },
  { "fetch --only a --only b", &fetch, "", "only", "b" },
  { "fetch --all --all", &fetch, "", "all", "" },
  { "box add big", &box_add, "big", NULL, NULL },
  { "--json box --data-dir d add big", &box_add, "big", "data-dir", "d" },
  { "box add big --dry-run", &box_add, "big", "dry-run", "" },
  { "box add list", &box_add, "list", NULL, NULL },
  { "box list", &box_list, "", NULL, NULL },
  { "fetch --help", &fetch, "", "help", "" },
  { "box add --help", &box_add, "", "help", "" },
  { "-h", NULL, "", "help", "" },
  { "--version", NULL, "", "version", "" },
};

static const struct { const char *line, *says; } bad[] = {
  { "", "--help" },
  { "feed", "feed" },
  { "box", "box --help" },
  { "box burn", "burn" },
  { "fetch a b", "b" },
  { "box add", "BOX" },
  { "fetch --from", "--from" },
  { "fetch --from=a --from=b", "twice" },
  { "fetch --all=yes", "no value" },
  { "fetch --dry-run", "--dry-run" },
  { "box list --from x", "--from" },
  { "fetch -x", "-x" },
  { "fetch --nothing", "--nothing" },
  { "fetch \xff", "UTF-8" },
};

static char **
words (const char *line)
{
  g_autofree char *whole = g_strconcat ("program", *line != '\0' ? " " : "", line, NULL);

  return g_strsplit (whole, " ", -1);
}

static void
test_understood (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_auto(GStrv) argv = words (good[i].line);
      g_autoptr(GError) error = NULL;
      g_autofree char *joined = NULL;
      TnyArguments arguments;

      g_test_message ("%s", good[i].line);
      g_assert_true (tny_arguments_parse (&arguments, argv, &error));
      g_assert_no_error (error);
      g_assert_true (arguments.command == good[i].command);
      g_ptr_array_add (arguments.arguments, NULL);
      joined = g_strjoinv ("|", (char **) arguments.arguments->pdata);
      g_assert_cmpstr (joined, ==, good[i].arguments);
      if (good[i].option != NULL)
        g_assert_cmpstr (tny_arguments_value (&arguments, good[i].option), ==, good[i].value);
      else
        g_assert_cmpuint (g_hash_table_size (arguments.options), ==, 0);
      tny_arguments_clear (&arguments);
    }
}

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_auto(GStrv) argv = words (bad[i].line);
      g_autoptr(GError) error = NULL;
      TnyArguments arguments;

      g_test_message ("refused %u: %s", i, bad[i].says);
      g_assert_false (tny_arguments_parse (&arguments, argv, &error));
      g_assert_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT);
      if (strstr (error->message, bad[i].says) == NULL)
        g_error ("“%s” does not say “%s”: %s", bad[i].line, bad[i].says, error->message);
      tny_arguments_clear (&arguments);
    }
}

static void
test_several_values (void)
{
  g_auto(GStrv) argv = words ("fetch --only a --only=b");
  TnyArguments arguments;
  GPtrArray *values;

  g_assert_true (tny_arguments_parse (&arguments, argv, NULL));
  values = g_hash_table_lookup (arguments.options, "only");
  g_assert_cmpuint (values->len, ==, 2);
  g_assert_cmpstr (values->pdata[0], ==, "a");
  g_assert_cmpstr (values->pdata[1], ==, "b");
  tny_arguments_clear (&arguments);
}

/* --json of a line that is otherwise wrong still decides how the error is told. */
static void
test_global_options_survive_errors (void)
{
  g_auto(GStrv) argv = words ("--json feed");
  TnyArguments arguments;

  g_assert_false (tny_arguments_parse (&arguments, argv, NULL));
  g_assert_true (tny_arguments_has (&arguments, "json"));
  tny_arguments_clear (&arguments);
}

static void
test_help_names_everything (void)
{
  g_autofree char *all = tny_help_text (NULL, NULL), *group = tny_help_text ("box", NULL);
  g_autofree char *one = tny_help_text (NULL, &fetch), *dry = tny_help_text (NULL, &box_add);

  g_assert_nonnull (strstr (all, "fetch [WHAT]"));
  g_assert_nonnull (strstr (all, "box add BOX"));
  g_assert_nonnull (strstr (all, "--data-dir DIR"));
  g_assert_nonnull (strstr (group, "box list"));
  g_assert_null (strstr (group, "fetch"));
  g_assert_nonnull (strstr (one, "--only NAME…"));
  g_assert_null (strstr (one, "--dry-run"));
  g_assert_nonnull (strstr (dry, "--dry-run"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/arguments/understood", test_understood);
  g_test_add_func ("/cli/arguments/refused", test_refused);
  g_test_add_func ("/cli/arguments/several-values", test_several_values);
  g_test_add_func ("/cli/arguments/global-options-survive-errors",
                   test_global_options_survive_errors);
  g_test_add_func ("/cli/arguments/help-names-everything", test_help_names_everything);

  return g_test_run ();
}
