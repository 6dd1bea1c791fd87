/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-commands.h"
#include "tny-import.h"
#include "tny-matching.h"

typedef struct { gint64 line; char *what, *where, *reason; } Problem;

typedef struct
{
  const char *kind;
  guint       added, updated, same, rejected;
  gint64      import_id;
  guint       matched;
  gboolean    latin1, dry_run;
  GPtrArray  *problems;
} Imported;

static const TnyColumn problem_columns[] = {
  TNY_COLUMN (Problem, "line", NULL, NUMBER, line),
  TNY_COLUMN (Problem, "what", NULL, TEXT, what),
  TNY_COLUMN (Problem, "where", NULL, TEXT, where),
  TNY_COLUMN (Problem, "reason", NULL, TEXT, reason),
  TNY_COLUMN_END
};

static const TnyColumn columns[] = {
  TNY_COLUMN (Imported, "kind", NULL, TEXT, kind),
  TNY_COLUMN (Imported, "new", NULL, COUNT, added),
  TNY_COLUMN (Imported, "updated", NULL, COUNT, updated),
  TNY_COLUMN (Imported, "unchanged", NULL, COUNT, same),
  TNY_COLUMN (Imported, "rejected", NULL, COUNT, rejected),
  TNY_COLUMN (Imported, "import_id", NULL, ID, import_id),
  TNY_COLUMN (Imported, "matched", NULL, COUNT, matched),
  TNY_COLUMN (Imported, "latin1", NULL, FLAG, latin1),
  TNY_COLUMN (Imported, "dry_run", NULL, FLAG, dry_run),
  TNY_COLUMN_ROWS (Imported, "problems", problems, problem_columns),
  TNY_COLUMN_END
};

/* Position of a field; -1: there is none with this id of @length bytes. */
static int
find_field (TnyImportKind kind, const char *id, gsize length)
{
  guint n;
  const TnyImportField *fields = tny_import_fields (kind, &n);

  for (guint i = 0; i < n; i++)
    if (strlen (fields[i].id) == length && strncmp (fields[i].id, id, length) == 0)
      return (int) i;

  return -1;
}

/* --map FIELD=HEADING */
static gboolean
map_column (TnyCli *cli, TnyImportPlan *plan, TnyImportKind kind, const char *text, GError **error)
{
  const char *equals = strchr (text, '=');
  GPtrArray *headings = tny_import_plan_headings (plan);
  guint n_fields;
  const TnyImportField *fields = tny_import_fields (kind, &n_fields);
  int field = equals != NULL ? find_field (kind, text, (gsize) (equals - text)) : -1;
  int column = -1;

  for (guint i = 0; equals != NULL && i < headings->len; i++)
    if (g_strcmp0 (headings->pdata[i], equals + 1) == 0)
      column = (int) i;
  if (field < 0 || (column < 0 && equals[1] != '\0'))
    {
      g_autoptr(GString) known = g_string_new (NULL);

      if (field < 0)
        for (guint i = 0; i < n_fields; i++)
          g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", fields[i].id);
      else
        for (guint i = 0; i < headings->len; i++)
          g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", (char *) headings->pdata[i]);
      return tny_refuse (error,
                         field < 0 ? _("--map needs FIELD=HEADING; the fields are: %s")
                                   : _("--map names a heading the file lacks; it has: %s"),
                         known->str);
    }

  return tny_import_plan_map (plan, (guint) field, column, error);
}

static void
list_problems (TnyCli *cli, TnyImportPlan *plan, const char *path, GPtrArray *problems)
{
  GPtrArray *lines = tny_import_plan_lines (plan);

  for (guint i = 0; i < lines->len; i++)
    {
      TnyImportLine *line = lines->pdata[i];
      Problem *problem;

      if (line->outcome != TNY_IMPORT_PROBLEM)
        continue;
      problem = g_new0 (Problem, 1);
      *problem = (Problem) { line->line, line->what, line->where, line->why };
      g_ptr_array_add (problems, problem);
      tny_cli_say (cli, _("%s, line %u is rejected: %s"), path, line->line, line->why);
    }
}

static gboolean
print (TnyCli *cli, const Imported *imported, GError **error)
{
  g_autoptr(GString) sentence = g_string_new (NULL);

  g_string_printf (sentence, _("%s: %u new, %u updated, %u unchanged, %u rejected."),
                   imported->kind, imported->added, imported->updated, imported->same,
                   imported->rejected);
  if (imported->matched > 0)
    g_string_append_printf (sentence, ngettext (" %u tenant with an equal name is matched.",
                                                " %u tenants with equal names are matched.",
                                                imported->matched), imported->matched);
  if (imported->import_id != 0)
    g_string_append_printf (sentence, _(" “import undo %" G_GINT64_FORMAT "” takes it back."),
                            imported->import_id);

  return tny_cli_result (cli, columns, imported, sentence->str, error);
}

/* A contacts file has a column that could be the name of an organization: unless somebody says so, it
 * is none. */
static gboolean
check_kind (TnyCli *cli, TnyImportPlan *plan, TnyImportKind kind, const char *path, GError **error)
{
  GPtrArray *maps = tny_cli_values (cli, "map");
  int column;

  if (kind != TNY_IMPORT_ORGANIZATIONS || tny_import_plan_guess (plan) == TNY_IMPORT_ORGANIZATIONS)
    return TRUE;
  for (guint i = 0; maps != NULL && i < maps->len; i++)
    if (g_str_has_prefix (maps->pdata[i], "name="))
      return TRUE;
  column = tny_import_plan_column (plan, (guint) find_field (kind, "name", strlen ("name")));
  g_set_error (error, TNY_ERROR, TNY_ERROR_INPUT,
               tny_import_plan_guess (plan) == TNY_IMPORT_CONTACTS
                 ? _("%s looks like a file of contacts: use “import contacts”, or say "
                     "--map \"name=%s\" if it does hold organizations")
                 : _("%s looks like a file of configurations: use “import configurations”, or say "
                     "--map \"name=%s\" if it does hold organizations"), path,
               (char *) tny_import_plan_headings (plan)->pdata[column]);

  return FALSE;
}

/* Twins exist; when every tenth line is one, the file or the column is another than was meant. */
static void
warn_repeated (TnyCli *cli, TnyImportPlan *plan, TnyImportKind kind)
{
  const char *example = NULL;
  guint n = tny_import_plan_repeated (plan, &example);

  if (kind == TNY_IMPORT_ORGANIZATIONS && n > 1 && n * 10 > tny_import_plan_lines (plan)->len)
    tny_cli_say (cli, _("%u lines have the name of another line, such as “%s”. "
                        "Each is an organization of its own."), n, example);
}

static gboolean
import (TnyCli *cli, TnyImportKind kind, GError **error)
{
  const char *path = tny_cli_argument (cli, 0), *problems_path = tny_cli_value (cli, "problems");
  GPtrArray *maps = tny_cli_values (cli, "map");
  g_autoptr(TnyImportPlan) plan = NULL;
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  Imported imported = { .kind = tny_import_kind_name (kind),
                        .dry_run = cli->dry_run, .problems = problems };

  plan = tny_import_plan_new (cli->store, kind, path, cli->cancellable, error);
  if (plan == NULL)
    return FALSE;
  for (guint i = 0; maps != NULL && i < maps->len; i++)
    if (!map_column (cli, plan, kind, maps->pdata[i], error))
      return FALSE;
  if (!check_kind (cli, plan, kind, path, error))
    return FALSE;
  warn_repeated (cli, plan, kind);

  imported.added = tny_import_plan_count (plan, TNY_IMPORT_NEW);
  imported.updated = tny_import_plan_count (plan, TNY_IMPORT_UPDATE);
  imported.same = tny_import_plan_count (plan, TNY_IMPORT_SAME);
  imported.rejected = tny_import_plan_count (plan, TNY_IMPORT_PROBLEM);
  imported.latin1 = tny_import_plan_latin1 (plan);
  list_problems (cli, plan, path, problems);
  if (imported.rejected > 0 && problems_path != NULL &&
      !tny_import_save_problems (plan, problems_path, error))
    return FALSE;
  if (imported.rejected > 0 && (tny_cli_has (cli, "strict") ||
                                imported.added + imported.updated + imported.same == 0))
    {
      const Problem *first = problems->pdata[0];

      g_set_error (error, TNY_ERROR, TNY_ERROR_INPUT, _("%s, line %u: %s"), path,
                   (guint) first->line, first->reason);
      return FALSE;
    }

  if (!cli->dry_run && imported.added + imported.updated > 0 &&
      (!tny_import_apply (plan, cli->cancellable, &imported.import_id, error) ||
       !tny_matching_refresh (cli->store, NULL, cli->cancellable, &imported.matched, error)))
    return FALSE;
  if (!print (cli, &imported, error))
    return FALSE;
  if (imported.rejected > 0)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_LINES,
                   ngettext ("%u line of %s was left out", "%u lines of %s were left out",
                             imported.rejected), imported.rejected, path);
      return FALSE;
    }

  return TRUE;
}

static gboolean
run_organizations (TnyCli *cli, GError **error)
{
  return import (cli, TNY_IMPORT_ORGANIZATIONS, error);
}

static gboolean
run_contacts (TnyCli *cli, GError **error)
{
  return import (cli, TNY_IMPORT_CONTACTS, error);
}

static gboolean
run_configurations (TnyCli *cli, GError **error)
{
  return import (cli, TNY_IMPORT_CONFIGURATIONS, error);
}

static const TnyOption options[] = {
  { "map", N_("FIELD=HEADING"), N_("Which column feeds a field; may be given several times"),
    TRUE },
  { "problems", N_("FILE"), N_("Save the rejected lines and their reasons as CSV") },
  { "strict", NULL, N_("Import nothing when a line is rejected") },
  { NULL }
};

const TnyCommand tny_command_import_organizations = {
  "import organizations", "FILE.csv", 1, 1, N_("Import organizations from a CSV export"),
  TNY_OPENS_WRITE, TNY_DRY_PLAN, options, run_organizations
};

const TnyCommand tny_command_import_contacts = {
  "import contacts", "FILE.csv", 1, 1, N_("Import contacts from a CSV export"),
  TNY_OPENS_WRITE, TNY_DRY_PLAN, options, run_contacts
};

const TnyCommand tny_command_import_configurations = {
  "import configurations", "FILE.csv", 1, 1, N_("Import configurations from a CSV export"),
  TNY_OPENS_WRITE, TNY_DRY_PLAN, options, run_configurations
};
