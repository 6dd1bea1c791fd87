/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-commands.h"
#include "tny-contact-entry.h"
#include "tny-output.h"
#include "tny-text.h"

/* One user is a line, and under it what would change and why, each on a line of its own:
 *
 *   Alderbrook Surveyors Ltd
 *     update     Ana Jensen → 3 Ana Jensen
 *                title: Clerk → Technician
 *                Any address: ana.jensen@alderbrook.example is here
 */
#define INDENT "             "

static void
append_line (GString *out, const char *before, const char *text)
{
  g_autofree char *line = tny_text_one_line (text, 256);

  g_string_append_printf (out, "%s%s\n", before, line);
}

static void
append_entry (GString *out, const TnyContactEntry *entry)
{
  const TnyContactPlanLine *line = &entry->line;
  g_autofree char *contact = line->contact_id == 0 ? g_strdup ("")
    : g_strdup_printf (" → %" G_GINT64_FORMAT " %s", line->contact_id,
                       line->contact != NULL ? line->contact : "");
  g_autofree char *head = g_strdup_printf ("%-10s %s%s", tny_contact_outcome_name (line->outcome),
                                           line->user, contact);

  append_line (out, "  ", head);
  for (guint i = 0; i < entry->changes->len; i++)
    {
      const TnyContactChange *change = entry->changes->pdata[i];
      const char *to = change->to != NULL ? change->to : "—";
      g_autofree char *text = change->from != NULL
        ? g_strdup_printf ("%s: %s → %s", change->field, change->from, to)
        : g_strdup_printf ("%s: %s", change->field, to);

      append_line (out, INDENT, text);
    }
  for (guint i = 0; i < entry->reasons->len; i++)
    append_line (out, INDENT, entry->reasons->pdata[i]);
}

/* The users of an organization with @outcome; TNY_CONTACT_N_OUTCOMES: all. */
static gboolean
print_organization (GPtrArray *entries, guint outcome, TnyOutput *output, GError **error)
{
  g_autoptr(GString) out = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      const TnyContactEntry *entry = entries->pdata[i];

      if (outcome != TNY_CONTACT_N_OUTCOMES && outcome != entry->line.outcome)
        continue;
      if (output == NULL && out->len == 0)
        append_line (out, "", entry->line.organization_name);
      if (output == NULL)
        append_entry (out, entry);
      else
        {
          g_string_truncate (out, 0);
          tny_contact_entry_append_json (out, entry);
          tny_output_item (output, out->str);
        }
    }

  return output != NULL || tny_output_write (out->str, out->len, error);
}

static void
say_counts (TnyCli *cli, TnyContactPlan *plan)
{
  guint n_undecided = tny_contact_plan_count (plan, TNY_CONTACT_UNDECIDED);
  guint n_conflicts = tny_contact_plan_conflicts (plan);

  guint n_doubles = n_undecided - n_conflicts;
  g_autofree char *doubles = g_strdup_printf (ngettext ("%u possible duplicate",
                                                        "%u possible duplicates", n_doubles),
                                              n_doubles);
  g_autofree char *conflicts = g_strdup_printf (ngettext ("%u conflict", "%u conflicts",
                                                          n_conflicts), n_conflicts);

  tny_cli_say (
    cli,
    /* translators: "9 possible duplicates", "5 conflicts" */
    _("If you apply now: %u link, %u update, %u create. Undecided, and left out: %s, %s. %u unchanged,"
      " %u skipped. Nothing was written."),
    tny_contact_plan_count (plan, TNY_CONTACT_LINK),
    tny_contact_plan_count (plan, TNY_CONTACT_UPDATE),
    tny_contact_plan_count (plan, TNY_CONTACT_CREATE), doubles, conflicts,
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
  TnyOutput *output = NULL;            /* NULL: text */
  GError *failure = NULL;
  gboolean ok = TRUE;
  guint outcome;

  if (reader == NULL || !chosen_outcome (cli, &outcome, error) ||
      !tny_cli_find_organization (cli, reader, tny_cli_value (cli, "organization"),
                                  &organization_id, error) ||
      (plan = tny_contact_plan_new (reader, organization_id, cli->cancellable, error)) == NULL)
    return FALSE;

  say_counts (cli, plan);
  if (cli->json)
    output = tny_output_begin (NULL, TRUE);
  cli->printed = cli->json;
  for (guint i = 0; ok && i < tny_contact_plan_organizations (plan)->len; i++)
    {
      g_autoptr(GPtrArray) entries = tny_contact_plan_read (plan, i, reader, &failure);

      ok = entries != NULL && print_organization (entries, outcome, output, &failure);
    }
  if (output != NULL && ok)
    return tny_output_end (output, error);
  if (output != NULL)
    tny_output_abort (output, failure);
  if (!ok)
    g_propagate_error (error, failure);

  return ok;
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
