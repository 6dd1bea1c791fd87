/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-commands.h"
#include "tny-devices.h"

/* devices preview: each device with what it is or may be, and why. */

typedef struct { char *configuration_name, *organization_name, *because; gint64 configuration_id; }
  Elsewhere;

typedef struct
{
  TnyDeviceRow *row;
  char         *tenant_id, *device_id, *device, *organization, *state, *method, *configuration;
  char         *serial_number, *primary_user, *why;
  char        **mac_addresses;
  gint64        organization_id, configuration_id;
  int           score;
  GPtrArray    *reasons;         /* TnyReasonText */
  GPtrArray    *candidates;      /* TnyDeviceChoice */
  GPtrArray    *elsewhere;       /* Elsewhere, which lend … */
  GPtrArray    *found;           /* … from TnyDeviceElsewhere */
} Line;

static const TnyColumn reason_columns[] = {
  TNY_COLUMN (TnyReasonText, "text", NULL, TEXT, text),
  TNY_COLUMN (TnyReasonText, "points", NULL, POINTS, points),
  TNY_COLUMN_END
};

static const TnyColumn candidate_columns[] = {
  TNY_COLUMN (TnyDeviceChoice, "configuration_id", NULL, ID, configuration_id),
  TNY_COLUMN (TnyDeviceChoice, "configuration_name", NULL, TEXT, configuration_name),
  TNY_COLUMN (TnyDeviceChoice, "score", NULL, SCORE, score),
  TNY_COLUMN_ROWS (TnyDeviceChoice, "reasons", reasons, reason_columns),
  TNY_COLUMN_END
};

static const TnyColumn elsewhere_columns[] = {
  TNY_COLUMN (Elsewhere, "configuration_id", NULL, ID, configuration_id),
  TNY_COLUMN (Elsewhere, "configuration_name", NULL, TEXT, configuration_name),
  TNY_COLUMN (Elsewhere, "organization_name", NULL, TEXT, organization_name),
  TNY_COLUMN (Elsewhere, "because", NULL, TEXT, because),
  TNY_COLUMN_END
};

static const TnyColumn columns[] = {
  TNY_COLUMN (Line, "tenant_id", NULL, TEXT, tenant_id),
  TNY_COLUMN (Line, "device_id", NULL, TEXT, device_id),
  TNY_COLUMN (Line, "device_name", N_("Device"), TEXT, device),
  TNY_COLUMN (Line, "organization_id", NULL, ID, organization_id),
  TNY_COLUMN (Line, "organization_name", N_("Organization"), TEXT, organization),
  TNY_COLUMN (Line, "state", N_("State"), TEXT, state),
  TNY_COLUMN (Line, "configuration_id", NULL, ID, configuration_id),
  TNY_COLUMN (Line, "configuration_name", N_("Configuration"), TEXT, configuration),
  TNY_COLUMN (Line, "score", N_("Score"), SCORE, score),
  TNY_COLUMN (Line, "method", N_("How"), TEXT, method),
  TNY_COLUMN (Line, "serial_number", NULL, TEXT, serial_number),
  TNY_COLUMN (Line, "mac_addresses", NULL, TEXTS, mac_addresses),
  TNY_COLUMN (Line, "primary_user", NULL, TEXT, primary_user),
  TNY_COLUMN (Line, NULL, N_("Why"), TEXT, why),
  TNY_COLUMN_ROWS (Line, "reasons", reasons, reason_columns),
  TNY_COLUMN_ROWS (Line, "candidates", candidates, candidate_columns),
  TNY_COLUMN_ROWS (Line, "elsewhere", elsewhere, elsewhere_columns),
  TNY_COLUMN_END
};

static void
line_free (gpointer data)
{
  Line *line = data;

  tny_device_row_free (line->row);
  g_clear_pointer (&line->reasons, g_ptr_array_unref);
  g_clear_pointer (&line->candidates, g_ptr_array_unref);
  g_clear_pointer (&line->elsewhere, g_ptr_array_unref);
  g_clear_pointer (&line->found, g_ptr_array_unref);
  g_free (line->why);
  g_free (line);
}

static const char *
because (const TnyDeviceElsewhere *elsewhere)
{
  return elsewhere->serial ? _("Same serial number in another organization")
                           : _("Same hardware address in another organization");
}

/* "Same serial number: PFX… (+75); …": what is known about the pair, as in the window. */
static char *
say_why (const Line *line)
{
  g_autoptr(GString) why = g_string_new (NULL);

  for (guint i = 0; i < line->reasons->len; i++)
    {
      const TnyReasonText *reason = line->reasons->pdata[i];

      g_string_append_printf (why, "%s%s (%+d)", why->len > 0 ? "; " : "", _(reason->text),
                              reason->points);
    }
  for (guint i = 0; i < line->elsewhere->len; i++)
    {
      const Elsewhere *elsewhere = line->elsewhere->pdata[i];

      g_string_append_printf (why, "%s%s: %s, %s", why->len > 0 ? "; " : "", elsewhere->because,
                              elsewhere->configuration_name, elsewhere->organization_name);
    }

  return why->len > 0 ? g_string_free (g_steal_pointer (&why), FALSE) : NULL;
}

static gboolean
read_evidence (TnyReader *reader, Line *line, GError **error)
{
  gboolean suggested = g_strcmp0 (line->state, "suggested") == 0;

  line->candidates = tny_device_choices (reader, line->row->id, error);
  if (line->candidates == NULL)
    return FALSE;
  if (suggested && line->candidates->len > 0)
    line->reasons =
      g_ptr_array_ref (((TnyDeviceChoice *) line->candidates->pdata[0])->reasons);
  else if ((line->reasons = tny_device_reasons (reader, line->row->id, error)) == NULL)
    return FALSE;
  if ((line->found = tny_device_elsewhere (reader, line->row, error)) == NULL)
    return FALSE;
  line->elsewhere = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < line->found->len; i++)
    {
      const TnyDeviceElsewhere *found = line->found->pdata[i];
      Elsewhere *elsewhere = g_new0 (Elsewhere, 1);

      *elsewhere = (Elsewhere) { found->configuration_name, found->organization_name,
                                 (char *) because (found), found->configuration_id };
      g_ptr_array_add (line->elsewhere, elsewhere);
    }
  line->why = say_why (line);

  return TRUE;
}

static gpointer
read_line (TnyReader *reader, gint64 id, GError **error)
{
  TnyDeviceRow *row = tny_device_read (reader, id, error);
  Line *line;

  if (row == NULL)
    return NULL;
  line = g_new0 (Line, 1);
  *line = (Line) { row, row->tenant_graph_id, row->graph_id, row->name, row->organization_name,
                   (char *) row->state, row->method, row->configuration_name, row->serial_number,
                   row->user_principal_name, NULL, row->macs, row->organization_id,
                   row->configuration_id, row->score };
  if (read_evidence (reader, line, error))
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
  tny_columns_append_object (out, columns, line);

  return TRUE;
}

static gboolean
run_preview (TnyCli *cli, GError **error)
{
  static const char *const states[] = { "unmatched", "suggested", "matched", "ignored", NULL };
  const char *state = tny_cli_value (cli, "state");
  TnyListPrinter printer = { columns, read_line, line_free, has_state, (gpointer) state,
                             append_json };
  TnyListQuery query = { .kind = TNY_LIST_DEVICES, .filter = state,
                         .search = tny_cli_value (cli, "search") };
  g_autoptr(TnyReader) reader = NULL;

  if (state != NULL && !g_strv_contains (states, state))
    return tny_refuse (error, _("--state is unmatched, suggested, matched or ignored"));
  if ((reader = tny_store_borrow (cli->store, error)) == NULL ||
      !tny_cli_find_organization (cli, reader, tny_cli_value (cli, "organization"),
                                  &query.organization_id, error))
    return FALSE;
  g_clear_pointer (&reader, tny_reader_return);

  return tny_cli_print_list (cli, &printer, &query, error);
}

static const TnyOption preview_options[] = {
  { "organization", N_("ORGANIZATION"), N_("Only devices of this organization") },
  { "state", N_("STATE"), N_("Only these: unmatched, suggested, matched or ignored") },
  { "search", N_("TEXT"), N_("Only names, serial numbers and users that contain this") },
  { NULL }
};

const TnyCommand tny_command_devices_preview = {
  "devices preview", "", 0, 0, N_("List devices with their configuration or suggestion, and why"),
  TNY_OPENS_READ, TNY_DRY_NOT, preview_options, run_preview
};

/* devices history */

static const TnyColumn history_columns[] = {
  TNY_COLUMN (TnyDecisionRow, NULL, N_("Time"), TIME, at),
  TNY_COLUMN (TnyDecisionRow, NULL, N_("Who"), TEXT, who),
  TNY_COLUMN (TnyDecisionRow, NULL, N_("What"), TEXT, action),
  TNY_COLUMN (TnyDecisionRow, NULL, N_("Device"), TEXT, subject_name),
  TNY_COLUMN (TnyDecisionRow, NULL, N_("Tenant"), TEXT, tenant_name),
  TNY_COLUMN (TnyDecisionRow, NULL, N_("Configuration"), TEXT, target_name),
  TNY_COLUMN (TnyDecisionRow, NULL, N_("Score"), SCORE, score),
  TNY_COLUMN (TnyDecisionRow, NULL, N_("Batch"), ID, batch),
  TNY_COLUMN_END
};

static gpointer
read_decision (TnyReader *reader, gint64 id, GError **error)
{
  return tny_device_decision_read (reader, id, error);
}

static gboolean
run_history (TnyCli *cli, GError **error)
{
  TnyListPrinter printer = { history_columns, read_decision,
                             (GFreeFunc) tny_decision_row_free };
  TnyListQuery query = { .kind = TNY_LIST_DEVICE_DECISIONS };

  return tny_cli_print_list (cli, &printer, &query, error);
}

const TnyCommand tny_command_devices_history = {
  "devices history", "", 0, 0, N_("List all decisions about devices, the newest first"),
  TNY_OPENS_READ, TNY_DRY_NOT, NULL, run_history
};

/* devices accept-all */

typedef struct
{
  char     *device_name, *configuration_name, *organization_name;
  gint64    configuration_id;
  int       score;
  gboolean  accepted;
} Accepted;

static const TnyColumn accepted_columns[] = {
  TNY_COLUMN (Accepted, "device_name", N_("Device"), TEXT, device_name),
  TNY_COLUMN (Accepted, "configuration_id", NULL, ID, configuration_id),
  TNY_COLUMN (Accepted, "configuration_name", N_("Configuration"), TEXT, configuration_name),
  TNY_COLUMN (Accepted, "organization_name", N_("Organization"), TEXT, organization_name),
  TNY_COLUMN (Accepted, "score", N_("Score"), SCORE, score),
  TNY_COLUMN (Accepted, "accepted", N_("Accepted"), FLAG, accepted),
  TNY_COLUMN_END
};

static gboolean
run_accept_all (TnyCli *cli, GError **error)
{
  g_autoptr(TnyReader) reader = NULL;
  g_autoptr(GPtrArray) plan = NULL, chosen = g_ptr_array_new ();
  TnyOutput *output;
  gint64 at_least, organization_id, batch = 0;

  if (!tny_cli_has (cli, "at-least"))
    return tny_refuse (error, _("“devices accept-all” needs --at-least"));
  if (!tny_cli_number (cli, "at-least", 0, 100, 0, &at_least, error) ||
      (reader = tny_store_borrow (cli->store, error)) == NULL ||
      !tny_cli_find_organization (cli, reader, tny_cli_value (cli, "organization"),
                                  &organization_id, error) ||
      (plan = tny_device_bulk_plan (reader, organization_id, (int) at_least, error)) == NULL)
    return FALSE;
  g_clear_pointer (&reader, tny_reader_return);
  for (guint i = 0; i < plan->len; i++)
    if (!((TnyBulkLine *) plan->pdata[i])->conflict)
      g_ptr_array_add (chosen, plan->pdata[i]);
  if (chosen->len > 0 && !tny_device_bulk_accept (cli->store, chosen, &batch, error))
    return FALSE;

  output = tny_output_begin (accepted_columns, cli->json);
  cli->printed = cli->json;
  for (guint i = 0; i < plan->len; i++)
    {
      const TnyBulkLine *planned = plan->pdata[i];
      Accepted line = { planned->subject_name, planned->target_name,
                        planned->organization_name, planned->target_id, planned->score,
                        !planned->conflict };

      tny_output_row (output, &line);
    }
  if (!tny_output_end (output, error))
    return FALSE;
  tny_cli_say (cli, ngettext ("%u device matched.", "%u devices matched.", chosen->len),
               chosen->len);
  if (plan->len > chosen->len)
    tny_cli_say (cli, ngettext ("%u is left out: another device wants its configuration.",
                                "%u are left out: other devices want their configurations.",
                                plan->len - chosen->len), plan->len - chosen->len);
  if (cli->dry_run)
    tny_cli_say (cli, _("Dry run, nothing was changed."));

  return TRUE;
}

static const TnyOption accept_options[] = {
  { "at-least", N_("N"), N_("Points a suggestion must have, 0 to 100") },
  { "organization", N_("ORGANIZATION"), N_("Only devices of this organization") },
  { NULL }
};

const TnyCommand tny_command_devices_accept_all = {
  "devices accept-all", "", 0, 0,
  N_("Accept all suggestions for devices with so many points, as one batch"),
  TNY_OPENS_WRITE, TNY_DRY_COPY, accept_options, run_accept_all
};
