/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-cli.h"
#include "tny-commands.h"
#include "tny-contact-entry.h"
#include "tny-contact-fields.h"

/* compare */

typedef struct
{
  const char *organization, *contact, *tenant_id, *user_id, *user, *field, *here, *microsoft, *rule;
  gint64      contact_id;
  gboolean    chosen;
} Row;

static const TnyColumn columns[] = {
  TNY_COLUMN (Row, "organization_name", N_("Organization"), TEXT, organization),
  TNY_COLUMN (Row, "contact_id", N_("Id"), ID, contact_id),
  TNY_COLUMN (Row, "contact", N_("Contact"), TEXT, contact),
  TNY_COLUMN (Row, "tenant_id", NULL, TEXT, tenant_id),
  TNY_COLUMN (Row, "user_id", NULL, TEXT, user_id),
  TNY_COLUMN (Row, "user", NULL, TEXT, user),
  TNY_COLUMN (Row, "field", N_("Field"), TEXT, field),
  TNY_COLUMN (Row, "here", N_("Here"), TEXT, here),
  TNY_COLUMN (Row, "microsoft", N_("Microsoft"), TEXT, microsoft),
  TNY_COLUMN (Row, "rule", N_("What holds"), TEXT, rule),
  TNY_COLUMN (Row, "chosen", NULL, FLAG, chosen),
  TNY_COLUMN_END
};

static void
print_entry (TnyOutput *output, const TnyContactEntry *entry)
{
  for (guint i = 0; i < entry->differences->len; i++)
    {
      const TnyContactDifference *difference = entry->differences->pdata[i];
      Row row = {
        entry->line.organization_name, entry->line.contact, entry->tenant_graph_id,
        entry->user_graph_id, entry->line.user, tny_contact_field_name (difference->field),
        difference->here, difference->microsoft, tny_contact_field_rule_name (difference->rule),
        entry->line.contact_id, difference->chosen
      };

      tny_output_row (output, &row);
    }
}

static gboolean
run_compare (TnyCli *cli, GError **error)
{
  const char *kind = tny_cli_value (cli, "kind");
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  g_autoptr(TnyContactPlan) plan = NULL;
  g_autoptr(TnyTenantRow) tenant = NULL;
  gint64 organization_id, tenant_id;
  GError *failure = NULL;
  TnyOutput *output;

  if (reader == NULL)
    return FALSE;
  if (kind != NULL && strcmp (kind, "contacts") != 0)
    return tny_refuse (error, _("--kind is contacts"));
  if (!tny_cli_find_organization (cli, reader, tny_cli_value (cli, "organization"),
                                  &organization_id, error) ||
      !tny_cli_find_tenant (cli, reader, tny_cli_value (cli, "tenant"), &tenant_id, error) ||
      (tenant_id != 0 && (tenant = tny_tenant_read (reader, tenant_id, error)) == NULL) ||
      (plan = tny_contact_plan_new (reader, organization_id, cli->cancellable, error)) == NULL)
    return FALSE;

  output = tny_output_begin (columns, cli->json);
  cli->printed = cli->json;
  for (guint i = 0; i < tny_contact_plan_organizations (plan)->len; i++)
    {
      g_autoptr(GPtrArray) entries = tny_contact_plan_read (plan, i, reader, &failure);

      if (entries == NULL)
        {
          tny_output_abort (output, failure);
          g_propagate_error (error, failure);
          return FALSE;
        }
      for (guint j = 0; j < entries->len; j++)
        {
          const TnyContactEntry *entry = entries->pdata[j];

          if (tenant == NULL || g_str_equal (entry->tenant_graph_id, tenant->graph_id))
            print_entry (output, entry);
        }
    }

  return tny_output_end (output, error);
}

static const TnyOption options[] = {
  { "organization", N_("ORGANIZATION"), N_("Only contacts of this organization") },
  { "tenant", N_("TENANT"), N_("Only users of this tenant") },
  { "kind", N_("KIND"), N_("What is compared: contacts") },
  { NULL }
};

const TnyCommand tny_command_compare = {
  "compare", "", 0, 0, N_("Show where a contact here and its user at Microsoft differ"),
  TNY_OPENS_READ, TNY_DRY_NOT, options, run_compare
};

/* compare take|keep|clear */

static gboolean
read_field (const char *name, TnyContactField *field, GError **error)
{
  *field = tny_contact_field_by_name (name);

  return *field < TNY_CONTACT_N_FIELDS ||
         tny_refuse (error, _("A field is first_name, last_name, title, email or phone"));
}

typedef struct
{
  const char *contact, *field, *rule;
  gint64      contact_id;
  gboolean    dry_run;
} Chosen;

static const TnyColumn chosen_columns[] = {
  TNY_COLUMN (Chosen, "contact_id", NULL, ID, contact_id),
  TNY_COLUMN (Chosen, "field", NULL, TEXT, field),
  TNY_COLUMN (Chosen, "rule", NULL, TEXT, rule),
  TNY_COLUMN (Chosen, "dry_run", NULL, FLAG, dry_run),
  TNY_COLUMN_END
};

static gboolean
choose (TnyCli *cli, TnyContactFieldRule rule, const char *sentence, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  gint64 organization_id, contact_id;
  TnyContactField field;

  if (reader == NULL || !read_field (tny_cli_argument (cli, 1), &field, error) ||
      !tny_cli_find_organization (cli, reader, tny_cli_value (cli, "organization"),
                                  &organization_id, error) ||
      !tny_find_contact (reader, organization_id, tny_cli_argument (cli, 0), &contact_id, error))
    return FALSE;
  g_clear_pointer (&reader, tny_reader_return);
  if (!tny_contact_choose_field (cli->store, contact_id, field, rule, NULL, error))
    return FALSE;

  Chosen chosen = {
    tny_cli_argument (cli, 0), tny_contact_field_name (field),
    rule < TNY_CONTACT_N_FIELD_RULES ? tny_contact_field_rule_name (rule) : NULL,
    contact_id, cli->dry_run
  };

  return tny_cli_result (cli, chosen_columns, &chosen, sentence, error);
}

static gboolean
run_take (TnyCli *cli, GError **error)
{
  return choose (cli, TNY_CONTACT_TAKE_MICROSOFTS,
                 _("Microsoft's value is taken over by “contacts apply”; “contacts preview” shows it."),
                 error);
}

static gboolean
run_keep (TnyCli *cli, GError **error)
{
  return choose (cli, TNY_CONTACT_KEEP_MINE, _("What is here stays, whatever Microsoft says."), error);
}

static gboolean
run_clear (TnyCli *cli, GError **error)
{
  return choose (cli, TNY_CONTACT_N_FIELD_RULES, _("The rule of the field holds again."), error);
}

static const TnyOption choose_options[] = {
  { "organization", N_("ORGANIZATION"), N_("Look for the contact in this organization only") },
  { NULL }
};

const TnyCommand tny_command_compare_take = {
  "compare take", "CONTACT FIELD", 2, 2,
  N_("Let the next plan take over Microsoft's value of one field of a contact"),
  TNY_OPENS_WRITE, TNY_DRY_COPY, choose_options, run_take
};

const TnyCommand tny_command_compare_keep = {
  "compare keep", "CONTACT FIELD", 2, 2,
  N_("Keep what is here in one field of a contact, and remember it"),
  TNY_OPENS_WRITE, TNY_DRY_COPY, choose_options, run_keep
};

const TnyCommand tny_command_compare_clear = {
  "compare clear", "CONTACT FIELD", 2, 2,
  N_("Take back what was chosen for one field of a contact"),
  TNY_OPENS_WRITE, TNY_DRY_COPY, choose_options, run_clear
};

/* contacts rules */

typedef struct { const char *field, *rule; } Rule;

static const TnyColumn rule_columns[] = {
  TNY_COLUMN (Rule, "field", N_("Field"), TEXT, field),
  TNY_COLUMN (Rule, "rule", N_("Rule"), TEXT, rule),
  TNY_COLUMN_END
};

static gboolean
print_rules (TnyCli *cli, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  TnyContactFieldRules rules;
  TnyOutput *output;

  if (reader == NULL || !tny_contact_field_rules_read (reader, &rules, error))
    return FALSE;
  output = tny_output_begin (rule_columns, cli->json);
  cli->printed = cli->json;
  for (guint i = 0; i < TNY_CONTACT_N_FIELDS; i++)
    {
      Rule row = { tny_contact_field_name (i), tny_contact_field_rule_name (rules.of[i]) };

      tny_output_row (output, &row);
    }

  return tny_output_end (output, error);
}

/* "FIELD=RULE" of one --set. */
static gboolean
set_rule (TnyCli *cli, const char *text, GError **error)
{
  g_auto(GStrv) parts = g_strsplit (text, "=", 2);
  TnyContactFieldRule rule;
  TnyContactField field;

  if (parts[0] == NULL || parts[1] == NULL)
    return tny_refuse (error, _("--set is FIELD=RULE"));
  if (!read_field (parts[0], &field, error))
    return FALSE;
  rule = tny_contact_field_rule_by_name (parts[1]);
  if (rule >= TNY_CONTACT_N_FIELD_RULES)
    return tny_refuse (error, _("A rule is only-when-empty, keep-mine or take-microsofts"));

  return tny_contact_field_rule_set (cli->store, field, rule, NULL, error);
}

static gboolean
run_rules (TnyCli *cli, GError **error)
{
  GPtrArray *sets = tny_cli_values (cli, "set");

  for (guint i = 0; sets != NULL && i < sets->len; i++)
    if (!set_rule (cli, sets->pdata[i], error))
      return FALSE;

  return print_rules (cli, error);
}

static const TnyOption rules_options[] = {
  { "set", N_("FIELD=RULE"),
    N_("What becomes of a field that differs: only-when-empty, keep-mine or take-microsofts"),
    TRUE },
  { NULL }
};

const TnyCommand tny_command_contacts_rules = {
  "contacts rules", "", 0, 0,
  N_("Show or change what becomes of fields that Microsoft tells otherwise"),
  TNY_OPENS_WRITE, TNY_DRY_COPY, rules_options, run_rules
};
