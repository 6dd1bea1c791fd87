/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-commands.h"
#include "tny-contact-entry.h"

typedef struct
{
  const char *organization, *user, *outcome, *contact, *why;
  gint64      contact_id, rule;
} Line;

static const TnyColumn columns[] = {
  TNY_COLUMN (Line, NULL, N_("Organization"), TEXT, organization),
  TNY_COLUMN (Line, NULL, N_("User"), TEXT, user),
  TNY_COLUMN (Line, NULL, N_("Outcome"), TEXT, outcome),
  TNY_COLUMN (Line, NULL, N_("Contact"), TEXT, contact),
  TNY_COLUMN (Line, NULL, N_("Id"), ID, contact_id),
  TNY_COLUMN (Line, NULL, N_("Rule"), ID, rule),
  TNY_COLUMN (Line, NULL, N_("Why"), TEXT, why),
  TNY_COLUMN_END
};

/* What would change, then why. */
static char *
why_text (const TnyContactEntry *entry)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < entry->changes->len; i++)
    {
      const TnyContactChange *change = entry->changes->pdata[i];

      g_string_append_printf (out, "%s%s: %s → %s", out->len > 0 ? "; " : "", change->field,
                              change->from != NULL ? change->from : "—",
                              change->to != NULL ? change->to : "—");
    }
  for (guint i = 0; i < entry->reasons->len; i++)
    g_string_append_printf (out, "%s%s", out->len > 0 ? "; " : "",
                            (char *) entry->reasons->pdata[i]);

  return g_string_free (out, FALSE);
}

static void
print_entry (TnyCli *cli, TnyOutput *output, const TnyContactEntry *entry)
{
  const TnyContactPlanLine *planned = &entry->line;
  g_autofree char *why = NULL;

  if (cli->json)
    {
      g_autoptr(GString) object = g_string_new (NULL);

      tny_contact_entry_append_json (object, entry);
      tny_output_item (output, object->str);
      return;
    }

  why = why_text (entry);
  Line line = { planned->organization_name, planned->user,
                tny_contact_outcome_name (planned->outcome),
                planned->contact, *why != '\0' ? why : NULL,
                planned->contact_id, planned->rule };
  tny_output_row (output, &line);
}

static void
say_counts (TnyCli *cli, TnyContactPlan *plan)
{
  guint n_undecided = tny_contact_plan_count (plan, TNY_CONTACT_UNDECIDED);
  guint n_conflicts = tny_contact_plan_conflicts (plan);

  tny_cli_say (
    cli,
    _("If you apply now: %u link, %u update, %u create. Undecided, and left out: %u possible"
       " duplicates, %u conflicts. %u unchanged, %u skipped. Nothing was written."),
    tny_contact_plan_count (plan, TNY_CONTACT_LINK),
    tny_contact_plan_count (plan, TNY_CONTACT_UPDATE),
    tny_contact_plan_count (plan, TNY_CONTACT_CREATE), n_undecided - n_conflicts, n_conflicts,
    tny_contact_plan_count (plan, TNY_CONTACT_UNCHANGED),
    tny_contact_plan_count (plan, TNY_CONTACT_SKIP));
}

/* The outcome that --outcome names; TNY_CONTACT_N_OUTCOMES for all. */
static gboolean
chosen_outcome (TnyCli *cli, guint *outcome, GError **error)
{
  const char *name = tny_cli_value (cli, "outcome");

  for (*outcome = 0; *outcome < TNY_CONTACT_N_OUTCOMES; (*outcome)++)
    if (g_strcmp0 (name, tny_contact_outcome_name (*outcome)) == 0)
      return TRUE;
  if (name == NULL)
    return TRUE;

  return tny_refuse (error, _("--outcome is link, update, create, undecided, skip or unchanged"));
}

static gboolean
run_preview (TnyCli *cli, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  g_autoptr(TnyContactPlan) plan = NULL;
  gint64 organization_id;
  TnyOutput *output;
  guint outcome;

  if (reader == NULL || !chosen_outcome (cli, &outcome, error) ||
      !tny_cli_find_organization (cli, reader, tny_cli_value (cli, "organization"),
                                  &organization_id, error) ||
      (plan = tny_contact_plan_new (reader, organization_id, cli->cancellable, error)) == NULL)
    return FALSE;

  say_counts (cli, plan);
  output = tny_output_begin (columns, cli->json);
  cli->printed = cli->json;
  for (guint i = 0; i < tny_contact_plan_organizations (plan)->len; i++)
    {
      g_autoptr(GPtrArray) entries = tny_contact_plan_read (plan, i, reader, error);

      if (entries == NULL)
        {
          tny_output_abort (output, *error);
          return FALSE;
        }
      for (guint j = 0; j < entries->len; j++)
        {
          const TnyContactEntry *entry = entries->pdata[j];

          if (outcome == TNY_CONTACT_N_OUTCOMES || outcome == entry->line.outcome)
            print_entry (cli, output, entry);
        }
    }

  return tny_output_end (output, error);
}

static const TnyOption options[] = {
  { "organization", N_("ORGANIZATION"), N_("Only users of this organization's tenants") },
  { "outcome", N_("OUTCOME"),
    N_("Only these: link, update, create, undecided, skip or unchanged") },
  { NULL }
};

const TnyCommand tny_command_contacts_preview = {
  "contacts preview", "", 0, 0, N_("Show which contact each user is and what would change"),
  TNY_OPENS_READ, TNY_DRY_NOT, options, run_preview
};
