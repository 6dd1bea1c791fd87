/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-commands.h"
#include "tny-matching.h"

typedef struct
{
  char     *tenant_name, *organization_name;
  gint64    organization_id;
  int       score;
  gboolean  accepted;
} Line;

static const TnyColumn columns[] = {
  TNY_COLUMN (Line, "tenant_name", N_("Tenant"), TEXT, tenant_name),
  TNY_COLUMN (Line, "organization_id", NULL, ID, organization_id),
  TNY_COLUMN (Line, "organization_name", N_("Organization"), TEXT, organization_name),
  TNY_COLUMN (Line, "score", N_("Score"), SCORE, score),
  TNY_COLUMN (Line, "accepted", N_("Accepted"), FLAG, accepted),
  TNY_COLUMN_END
};

static gboolean
run_accept_all (TnyCli *cli, GError **error)
{
  g_autoptr(TnyReader) reader = NULL;
  g_autoptr(GPtrArray) plan = NULL, chosen = g_ptr_array_new ();
  TnyOutput *output;
  gint64 at_least, batch = 0;

  if (!tny_cli_has (cli, "at-least"))
    return tny_refuse (error, _("“match accept-all” needs --at-least"));
  if (!tny_cli_number (cli, "at-least", 0, 100, 0, &at_least, error) ||
      (reader = tny_store_borrow (cli->store, error)) == NULL ||
      (plan = tny_matching_bulk_plan (reader, (int) at_least, error)) == NULL)
    return FALSE;
  g_clear_pointer (&reader, tny_reader_return);

  for (guint i = 0; i < plan->len; i++)
    if (!((TnyBulkLine *) plan->pdata[i])->conflict)
      g_ptr_array_add (chosen, plan->pdata[i]);
  if (chosen->len > 0 && !tny_matching_bulk_accept (cli->store, chosen, &batch, error))
    return FALSE;

  output = tny_output_begin (columns, cli->json);
  cli->printed = cli->json;
  for (guint i = 0; i < plan->len; i++)
    {
      const TnyBulkLine *planned = plan->pdata[i];
      Line line = { planned->subject_name, planned->target_name, planned->target_id,
                    planned->score, !planned->conflict };

      tny_output_row (output, &line);
    }
  if (!tny_output_end (output, error))
    return FALSE;

  tny_cli_say (cli, ngettext ("%u tenant matched.", "%u tenants matched.", chosen->len),
               chosen->len);
  if (plan->len > chosen->len)
    tny_cli_say (cli, ngettext ("%u is left out: another tenant has or wants its organization.",
                                "%u are left out: other tenants have or want their organizations.",
                                plan->len - chosen->len), plan->len - chosen->len);
  if (cli->dry_run)
    tny_cli_say (cli, _("Dry run, nothing was changed."));

  return TRUE;
}

static const TnyOption options[] = {
  { "at-least", N_("N"), N_("Points a suggestion must have, 0 to 100") },
  { NULL }
};

const TnyCommand tny_command_match_accept_all = {
  "match accept-all", "", 0, 0, N_("Accept all suggestions with so many points, as one batch"),
  TNY_OPENS_WRITE, TNY_DRY_COPY, options, run_accept_all
};
