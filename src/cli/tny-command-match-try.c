/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-commands.h"
#include "tny-csv.h"
#include "tny-name-index.h"
#include "tny-text.h"

#define THREADS 4

typedef struct
{
  const char *name, *organization;
  gint64      rank;
  int         score;
  gboolean    automatic;
} Line;

static const TnyColumn columns[] = {
  TNY_COLUMN (Line, "name", NULL, TEXT, name),
  TNY_COLUMN (Line, "rank", NULL, NUMBER, rank),
  TNY_COLUMN (Line, "organization", NULL, TEXT, organization),
  TNY_COLUMN (Line, "score", NULL, SCORE, score),
  TNY_COLUMN (Line, "automatic", NULL, FLAG, automatic),
  TNY_COLUMN_END
};

/* The column of names, by its heading; a file with one column needs no particular one. */
static GPtrArray *
read_names (const char *path, const char *const *headings, GError **error)
{
  g_autoptr(TnyCsv) csv = tny_csv_load (path, error);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  int column;

  if (csv == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  column = tny_csv_column (csv, headings[0], headings + 1);
  if (column < 0 && ((TnyCsvRecord *) csv->records->pdata[0])->fields->len == 1)
    column = 0;
  if (column < 0)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_INPUT, _("%s: no column is called “%s”"), path,
                   headings[0]);
      return NULL;
    }

  for (guint i = 1; i < csv->records->len; i++)
    {
      TnyCsvRecord *record = csv->records->pdata[i];
      const char *name = tny_csv_field (record, column);

      if (record->problem != NULL)
        {
          g_set_error (error, TNY_ERROR, TNY_ERROR_INPUT, _("%s, line %u: %s"), path, record->line,
                       record->problem);
          return NULL;
        }
      if (*name != '\0')
        g_ptr_array_add (names, g_strdup (name));
    }

  return g_steal_pointer (&names);
}

/* Folded name → how often: two tenants of one name are never matched unasked. */
static GHashTable *
count_names (GPtrArray *names)
{
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < names->len; i++)
    {
      char *folded = tny_text_fold (names->pdata[i]);
      guint n;

      if (folded == NULL)
        continue;
      n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, folded));
      g_hash_table_insert (counts, folded, GUINT_TO_POINTER (n + 1));
    }

  return counts;
}

static gboolean
is_single (GHashTable *counts, const char *name)
{
  g_autofree char *folded = tny_text_fold (name);

  return folded != NULL && GPOINTER_TO_UINT (g_hash_table_lookup (counts, folded)) == 1;
}

static gboolean
print (TnyCli *cli, GPtrArray *names, GPtrArray *suggestions, GError **error)
{
  g_autoptr(GHashTable) counts = count_names (names);
  g_autoptr(GString) csv = g_string_new (NULL);
  TnyOutput *output = cli->json ? tny_output_begin (columns, TRUE) : NULL;

  cli->printed = cli->json;
  tny_columns_append_csv (csv, columns, NULL);
  for (guint i = 0; i < names->len; i++)
    {
      GPtrArray *found = suggestions->pdata[i];

      for (guint s = 0; s < found->len; s++)
        {
          const TnySuggestion *suggestion = found->pdata[s];
          Line line = {
            names->pdata[i], suggestion->name, s + 1, suggestion->score,
            suggestion->automatic && is_single (counts, names->pdata[i])
          };

          if (output != NULL)
            tny_output_row (output, &line);
          else
            tny_columns_append_csv (csv, columns, &line);
        }
    }

  return output != NULL ? tny_output_end (output, error)
                        : tny_output_write (csv->str, csv->len, error);
}

static gboolean
run_try (TnyCli *cli, GError **error)
{
  static const char *const organization_headings[] = {
    "name", "organization_name", "organization", NULL
  };
  static const char *const name_headings[] = {
    "name", "tenant_name", "display_name", "tenant", NULL
  };
  g_autoptr(GPtrArray) organizations = NULL, names = NULL, suggestions = NULL;
  g_autoptr(TnyNameIndex) index = NULL;
  gint64 top;

  if (!tny_cli_has (cli, "organizations") || !tny_cli_has (cli, "names"))
    return tny_refuse (error, _("“match try” needs --organizations and --names"));
  if (!tny_cli_number (cli, "top", 1, 100, 5, &top, error) ||
      (organizations = read_names (tny_cli_value (cli, "organizations"), organization_headings,
                                   error)) == NULL ||
      (names = read_names (tny_cli_value (cli, "names"), name_headings, error)) == NULL)
    return FALSE;

  index = tny_name_index_new ();
  for (guint i = 0; i < organizations->len; i++)
    tny_name_index_add (index, i, organizations->pdata[i]);
  tny_name_index_build (index);
  suggestions = tny_name_index_suggest_many (index, (const char *const *) names->pdata, names->len,
                                             (guint) top, THREADS, cli->cancellable, error);

  return suggestions != NULL && print (cli, names, suggestions, error);
}

static const TnyOption options[] = {
  { "organizations", N_("FILE"), N_("CSV with a column “name” or “organization_name”") },
  { "names", N_("FILE"), N_("CSV with a column “name” or “tenant_name”") },
  { "top", N_("K"), N_("At most so many suggestions for each name (default 5)") },
  { NULL }
};

const TnyCommand tny_command_match_try = {
  "match try", "", 0, 0, N_("Print suggestions for a list of names as CSV; needs no data folder"),
  TNY_OPENS_NOTHING, TNY_DRY_NOT, options, run_try
};
