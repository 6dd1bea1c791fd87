/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-commands.h"
#include "tny-list-json.h"

/* match list */

typedef struct
{
  TnyTenantRow *row;
  char         *tenant, *state, *method, *organization, *why;
  int           score;
} Line;

static const TnyColumn columns[] = {
  TNY_COLUMN (Line, NULL, N_("Tenant"), TEXT, tenant),
  TNY_COLUMN (Line, NULL, N_("State"), TEXT, state),
  TNY_COLUMN (Line, NULL, N_("Organization"), TEXT, organization),
  TNY_COLUMN (Line, NULL, N_("Score"), SCORE, score),
  TNY_COLUMN (Line, NULL, N_("How"), TEXT, method),
  TNY_COLUMN (Line, NULL, N_("Why"), TEXT, why),
  TNY_COLUMN_END
};

static void
line_free (gpointer data)
{
  Line *line = data;

  tny_tenant_row_free (line->row);
  g_free (line->why);
  g_free (line);
}

/* "Same name (100); …": what is known about the pair, as in the window. */
static gboolean
read_why (TnyReader *reader, Line *line, GError **error)
{
  g_autoptr(GPtrArray) candidates = NULL, kept = NULL;
  g_autoptr(GString) why = g_string_new (NULL);
  GPtrArray *reasons = NULL;

  if (g_strcmp0 (line->state, "suggested") == 0)
    {
      candidates = tny_candidates_read (reader, line->row->id, error);
      if (candidates == NULL)
        return FALSE;
      if (candidates->len > 0)
        reasons = ((TnyCandidate *) candidates->pdata[0])->reasons;
    }
  else if (g_strcmp0 (line->state, "matched") == 0)
    {
      kept = tny_match_reasons_read (reader, line->row->id, error);
      if (kept == NULL)
        return FALSE;
      reasons = kept;
    }
  for (guint i = 0; reasons != NULL && i < reasons->len; i++)
    {
      const TnyReasonText *reason = reasons->pdata[i];

      g_string_append_printf (why, "%s%s (%+d)", i > 0 ? "; " : "", _(reason->text),
                              reason->points);
    }
  if (reasons == NULL && line->row->checked == TNY_COULD_NOT_CHECK)
    g_string_append (why, _("Could not check for candidates"));
  else if (reasons == NULL && line->row->checked == TNY_NOT_CHECKED_YET)
    g_string_append (why, _("Not checked yet"));
  line->why = why->len > 0 ? g_string_free (g_steal_pointer (&why), FALSE) : NULL;

  return TRUE;
}

static gpointer
read_line (TnyReader *reader, gint64 id, GError **error)
{
  TnyTenantRow *row = tny_tenant_read (reader, id, error);
  Line *line;

  if (row == NULL)
    return NULL;

  line = g_new0 (Line, 1);
  *line = (Line) { row, row->name, (char *) row->state, row->method, row->organization_name, NULL,
                   row->score };
  if (read_why (reader, line, error))
    return line;
  line_free (line);

  return NULL;
}

/* The filter "unmatched" holds the suggested ones as well; a script asks for exactly one state. */
static gboolean
has_state (gpointer line, gpointer state)
{
  return state == NULL || g_strcmp0 (((Line *) line)->state, state) == 0;
}

static gboolean
append_json (GString *out, TnyReader *reader, gpointer line, GError **error)
{
  return tny_match_append_json (out, reader, ((Line *) line)->row, error);
}

static gboolean
run_list (TnyCli *cli, GError **error)
{
  static const char *const states[] = { "unmatched", "suggested", "matched", "ignored", NULL };
  const char *state = tny_cli_value (cli, "state");
  TnyListPrinter printer = {
    columns, read_line, line_free, has_state, (gpointer) state, append_json
  };
  TnyListQuery query = {
    .kind = TNY_LIST_TENANTS, .filter = state, .search = tny_cli_value (cli, "search")
  };

  if (state != NULL && !g_strv_contains (states, state))
    return tny_refuse (error, _("--state is unmatched, suggested, matched or ignored"));

  return tny_cli_print_list (cli, &printer, &query, error);
}

static const TnyOption options[] = {
  { "state", N_("STATE"), N_("Only these: unmatched, suggested, matched or ignored") },
  { "search", N_("TEXT"), N_("Only names that contain this") },
  { NULL }
};

const TnyCommand tny_command_match_list = {
  "match list", "", 0, 0, N_("List tenants with their organization or suggestion, and why"),
  TNY_OPENS_READ, TNY_DRY_NOT, options, run_list
};

/* match history */

static const TnyColumn history_columns[] = {
  TNY_COLUMN (TnyDecisionRow, NULL, N_("Time"), TIME, at),
  TNY_COLUMN (TnyDecisionRow, NULL, N_("Who"), TEXT, who),
  TNY_COLUMN (TnyDecisionRow, NULL, N_("What"), TEXT, action),
  TNY_COLUMN (TnyDecisionRow, NULL, N_("Tenant"), TEXT, subject_name),
  TNY_COLUMN (TnyDecisionRow, NULL, N_("Organization"), TEXT, target_name),
  TNY_COLUMN (TnyDecisionRow, NULL, N_("Score"), SCORE, score),
  TNY_COLUMN (TnyDecisionRow, NULL, N_("Batch"), ID, batch),
  TNY_COLUMN_END
};

static gpointer
read_decision (TnyReader *reader, gint64 id, GError **error)
{
  return tny_decision_read (reader, id, error);
}

static gboolean
run_history (TnyCli *cli, GError **error)
{
  TnyListPrinter printer = { history_columns, read_decision, (GFreeFunc) tny_decision_row_free };
  TnyListQuery query = { .kind = TNY_LIST_DECISIONS };

  return tny_cli_print_list (cli, &printer, &query, error);
}

const TnyCommand tny_command_match_history = {
  "match history", "", 0, 0, N_("List all decisions, the newest first"),
  TNY_OPENS_READ, TNY_DRY_NOT, NULL, run_history
};
