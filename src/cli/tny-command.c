/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-command.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tny-error.h"
#include "tny-text.h"

const TnyOption tny_global_options[] = {
  { "data-dir", N_("DIR"), N_("Where the records are; else $TENANTRY_DATA_DIR, your data folder") },
  { "cloud", N_("NAME"), N_("global, usgov, usgov-dod, china, sample, or a key file") },
  { "json", NULL, N_("One JSON object on standard output") },
  { "quiet", NULL, N_("No progress and no messages, only results and errors") },
  { "version", NULL, N_("Print the version") },
  { "help", NULL, N_("Print this help; after a command, help for it") },
  { NULL }
};

static const TnyOption dry_run_option = {
  "dry-run", NULL, N_("Show what would happen and change nothing")
};

gboolean
tny_refuse (GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, TNY_ERROR, TNY_ERROR_ARGUMENT, message);

  return FALSE;
}

static const TnyOption *
find_in (const TnyOption *options, const char *name, gsize length)
{
  for (; options != NULL && options->name != NULL; options++)
    if (strlen (options->name) == length && strncmp (options->name, name, length) == 0)
      return options;

  return NULL;
}

static const TnyOption *
find_option (const TnyCommand *command, const char *name, gsize length)
{
  const TnyOption *option = find_in (tny_global_options, name, length);

  if (option == NULL && command != NULL)
    option = find_in (command->options, name, length);
  if (option == NULL && command != NULL && command->dry != TNY_DRY_NOT &&
      length == strlen (dry_run_option.name) && strncmp (name, dry_run_option.name, length) == 0)
    option = &dry_run_option;

  return option;
}

/* Which command the words name: "match" "accept", or "sync". *@n_words: how many it took. */
static const TnyCommand *
find_command (char **words, guint *n_words, gboolean *is_group)
{
  *is_group = FALSE;
  for (const TnyCommand *const *at = tny_commands (); *at != NULL; at++)
    {
      const char *blank = strchr ((*at)->name, ' ');

      if (blank == NULL && strcmp ((*at)->name, words[0]) == 0)
        {
          *n_words = 1;
          return *at;
        }
      if (blank != NULL && strncmp ((*at)->name, words[0], (gsize) (blank - (*at)->name)) == 0 &&
          words[0][blank - (*at)->name] == '\0')
        {
          *is_group = TRUE;
          if (words[1] != NULL && strcmp (blank + 1, words[1]) == 0)
            {
              *n_words = 2;
              return *at;
            }
        }
    }
  *n_words = *is_group ? 1 : 0;

  return NULL;
}

static gboolean
add_option (TnyArguments *self, const TnyOption *option, const char *value, GError **error)
{
  GPtrArray *values = g_hash_table_lookup (self->options, option->name);

  if (values != NULL && !option->many && option->value != NULL)
    return tny_refuse (error, _("--%s is given twice"), option->name);
  if (values == NULL)
    {
      values = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (self->options, (char *) option->name, values);
    }
  g_ptr_array_add (values, g_strdup (value));

  return TRUE;
}

/* The words first: an option's meaning depends on the command, and it may stand before it. Which
 * options take a value can be told without the command: the same name always does. */
static gboolean
takes_value (const char *name, gsize length)
{
  const TnyOption *option = find_option (NULL, name, length);

  for (const TnyCommand *const *at = tny_commands (); option == NULL && *at != NULL; at++)
    option = find_option (*at, name, length);

  return option != NULL && option->value != NULL;
}

static gboolean
split (char **argv, GPtrArray *words, GPtrArray *options, GError **error)
{
  gboolean ended = FALSE;

  for (guint i = 1; argv[i] != NULL; i++)
    {
      const char *text = argv[i], *equals;

      if (!g_utf8_validate (text, -1, NULL))
        {
          g_autofree char *shown = tny_text_one_line (text, 80);

          return tny_refuse (error, _("“%s” is not UTF-8"), shown);
        }
      if (ended || text[0] != '-' || text[1] == '\0')
        g_ptr_array_add (words, (char *) text);
      else if (strcmp (text, "--") == 0)
        ended = TRUE;
      else if (strcmp (text, "-h") == 0)
        g_ptr_array_add (options, g_strdup ("--help"));
      else if (text[1] != '-')
        return tny_refuse (error, _("There is no option %s"), text);
      else if ((equals = strchr (text, '=')) == NULL && takes_value (text + 2, strlen (text + 2)))
        {
          if (argv[i + 1] == NULL)
            return tny_refuse (error, _("%s needs a value"), text);
          g_ptr_array_add (options, g_strconcat (text, "=", argv[++i], NULL));
        }
      else
        g_ptr_array_add (options, g_strdup (text));
    }

  return TRUE;
}

static gboolean
take_options (TnyArguments *self, GPtrArray *texts, GError **error)
{
  for (guint i = 0; i < texts->len; i++)
    {
      const char *name = (const char *) texts->pdata[i] + 2;
      const char *equals = strchr (name, '=');
      gsize length = equals != NULL ? (gsize) (equals - name) : strlen (name);
      const TnyOption *option = find_option (self->command, name, length);

      if (option == NULL)
        {
          g_autofree char *shown = tny_text_one_line (texts->pdata[i], 60);

          if (self->command == NULL)
            return tny_refuse (error, _("There is no option %s"), shown);
          return tny_refuse (error, _("“%s” has no option %s"), self->command->name, shown);
        }
      if ((option->value != NULL) != (equals != NULL))
        return tny_refuse (error,
                           option->value != NULL ? _("--%s needs a value")
                                                 : _("--%s takes no value"),
                           option->name);
      if (!add_option (self, option, equals != NULL ? equals + 1 : "", error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
count_arguments (TnyArguments *self, GError **error)
{
  const TnyCommand *command = self->command;

  if (self->arguments->len < command->min)
    return tny_refuse (error, _("“%s” needs %s"), command->name, command->arguments);
  if (self->arguments->len > command->max)
    {
      g_autofree char *shown = tny_text_one_line (self->arguments->pdata[command->max], 60);

      return tny_refuse (error, _("“%s” does not know what “%s” is for"), command->name, shown);
    }

  return TRUE;
}

/* The words name no command. */
static gboolean
refuse_words (TnyArguments *self, char **words, GError **error)
{
  g_autofree char *shown = NULL;

  if (words[0] == NULL)
    return tny_refuse (error, _("No command is given; see --help"));
  if (self->group != NULL && words[1] == NULL)
    return tny_refuse (error, _("“%s” needs a second word; see “%s --help”"), self->group,
                       self->group);

  shown = tny_text_one_line (words[self->group != NULL ? 1 : 0], 60);
  if (self->group != NULL)
    return tny_refuse (error, _("“%s” is no command here; see “%s --help”"), shown, self->group);

  return tny_refuse (error, _("There is no command “%s”; see --help"), shown);
}

gboolean
tny_arguments_parse (TnyArguments *self, char **argv, GError **error)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new ();
  g_autoptr(GPtrArray) options = g_ptr_array_new_with_free_func (g_free);
  gboolean is_group = FALSE;
  guint n_words = 0;

  *self = (TnyArguments) { 0 };
  self->arguments = g_ptr_array_new_with_free_func (g_free);
  self->options = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                         (GDestroyNotify) g_ptr_array_unref);
  if (!split (argv, words, options, error))
    return FALSE;
  g_ptr_array_add (words, NULL);

  if (words->pdata[0] != NULL)
    self->command = find_command ((char **) words->pdata, &n_words, &is_group);
  if (is_group && self->command == NULL)
    self->group = g_strdup (words->pdata[0]);
  for (guint i = n_words; i + 1 < words->len; i++)
    g_ptr_array_add (self->arguments, g_strdup (words->pdata[i]));
  if (!take_options (self, options, error))
    return FALSE;
  if (tny_arguments_has (self, "help") || tny_arguments_has (self, "version"))
    return TRUE;
  if (self->command != NULL)
    return count_arguments (self, error);

  return refuse_words (self, (char **) words->pdata, error);
}

void
tny_arguments_clear (TnyArguments *self)
{
  g_clear_pointer (&self->group, g_free);
  g_clear_pointer (&self->arguments, g_ptr_array_unref);
  g_clear_pointer (&self->options, g_hash_table_unref);
}

gboolean
tny_arguments_has (const TnyArguments *self, const char *option)
{
  return g_hash_table_contains (self->options, option);
}

const char *
tny_arguments_value (const TnyArguments *self, const char *option)
{
  GPtrArray *values = g_hash_table_lookup (self->options, option);

  return values != NULL ? values->pdata[values->len - 1] : NULL;
}

/* Help */

static void
append_option (GString *out, const TnyOption *option)
{
  g_autofree char *left = option->value != NULL
    ? g_strdup_printf ("--%s %s%s", option->name, _(option->value), option->many ? "…" : "")
    : g_strdup_printf ("--%s", option->name);

  g_string_append_printf (out, "  %s%*s  %s\n", left,
                          MAX (0, 28 - (int) g_utf8_strlen (left, -1)), "", _(option->help));
}

static void
append_command (GString *out, const TnyCommand *command)
{
  g_autofree char *left = g_strconcat (command->name, *command->arguments != '\0' ? " " : "",
                                       command->arguments, NULL);

  g_string_append_printf (out, "  %s%*s  %s\n", left,
                          MAX (0, 34 - (int) g_utf8_strlen (left, -1)), "", _(command->summary));
}

char *
tny_help_text (const char *group, const TnyCommand *command)
{
  GString *out = g_string_new (NULL);

  if (command != NULL)
    {
      g_string_append_printf (out, _("Usage: tenantryctl %s%s%s [OPTION…]\n\n%s\n"), command->name,
                              *command->arguments != '\0' ? " " : "", command->arguments,
                              _(command->summary));
      if (command->options != NULL || command->dry != TNY_DRY_NOT)
        g_string_append_printf (out, "\n%s\n", _("Options:"));
      for (guint i = 0; command->options != NULL && command->options[i].name != NULL; i++)
        append_option (out, &command->options[i]);
      if (command->dry != TNY_DRY_NOT)
        append_option (out, &dry_run_option);
    }
  else
    {
      g_string_append_printf (out, _("Usage: tenantryctl %s [OPTION…]\n\n%s\n"),
                              group != NULL ? group : "COMMAND",
                              _("Commands:"));
      for (const TnyCommand *const *at = tny_commands (); *at != NULL; at++)
        if (group == NULL ||
            (g_str_has_prefix ((*at)->name, group) && (*at)->name[strlen (group)] == ' '))
          append_command (out, *at);
    }

  g_string_append_printf (out, "\n%s\n", _("Options of every command:"));
  for (const TnyOption *option = tny_global_options; option->name != NULL; option++)
    append_option (out, option);
  g_string_append_printf (out, "\n%s\n", _("See tenantryctl(1) for exit codes and examples."));

  return g_string_free (out, FALSE);
}
