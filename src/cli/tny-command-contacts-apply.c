/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-cli.h"
#include "tny-commands.h"
#include "tny-contact-apply.h"
#include "tny-contact-entry.h"

/* contacts decide */

typedef struct
{
  char     *tenant_id, *user_id, *user, *outcome, *decision;
  gint64    contact_id;
  gboolean  dry_run;
} Decided;

static const TnyColumn decided_columns[] = {
  TNY_COLUMN (Decided, "tenant_id", NULL, TEXT, tenant_id),
  TNY_COLUMN (Decided, "user_id", NULL, TEXT, user_id),
  TNY_COLUMN (Decided, "user", NULL, TEXT, user),
  TNY_COLUMN (Decided, "decision", NULL, TEXT, decision),
  TNY_COLUMN (Decided, "outcome", NULL, TEXT, outcome),
  TNY_COLUMN (Decided, "contact_id", NULL, ID, contact_id),
  TNY_COLUMN (Decided, "dry_run", NULL, FLAG, dry_run),
  TNY_COLUMN_END
};

/* "link CONTACT", "create", "skip" or "clear", of a user of that organization. */
static gboolean
read_decision (TnyCli *cli, TnyReader *reader, gint64 organization_id, TnyContactDecision *decision,
               GError **error)
{
  static const struct { const char *word; TnyContactAction action; } words[] = {
    { "link", TNY_CONTACT_DECIDE_LINK }, { "create", TNY_CONTACT_DECIDE_CREATE },
    { "skip", TNY_CONTACT_DECIDE_SKIP }, { "clear", TNY_CONTACT_NO_DECISION },
  };
  const char *word = tny_cli_argument (cli, 1), *contact = tny_cli_argument (cli, 2);
  gboolean known = FALSE, links = strcmp (word, "link") == 0;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].word, word) == 0)
      {
        decision->action = words[i].action;
        known = TRUE;
      }
  if (!known)
    return tny_refuse (error, _("What is decided is link CONTACT, create, skip or clear"));
  if (links != (contact != NULL))
    return tny_refuse (error,
                       links ? _("“link” needs a contact") : _("Only “link” takes a contact"));
  if (tny_cli_has (cli, "add-address") && !links)
    return tny_refuse (error, _("--add-address goes with “link”"));
  if (tny_cli_has (cli, "add-address"))
    decision->action = TNY_CONTACT_DECIDE_LINK_AND_ADD;

  return !links ||
         tny_find_contact (reader, organization_id, contact, &decision->contact_id, error);
}

/* What the user's line says now. */
static gboolean
print_decided (TnyCli *cli, gint64 organization_id, gint64 user_id, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  g_autoptr(GPtrArray) entries = NULL;
  g_autofree char *sentence = NULL;

  if (reader == NULL || (entries = tny_contact_entries_read (reader, organization_id, user_id, NULL,
                                                             error)) == NULL)
    return FALSE;
  if (entries->len == 0)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_STALE, _("The user's tenant is no longer matched"));
      return FALSE;
    }

  const TnyContactEntry *entry = entries->pdata[0];
  const TnyContactPlanLine *line = &entry->line;

  sentence =
    g_strdup_printf (line->contact != NULL ? _("“%s”: %s, “%s”. Applied by “contacts apply”.")
                                           : _("“%s”: %s. Applied by “contacts apply”."),
                     line->user, tny_contact_outcome_name (line->outcome), line->contact);

  Decided decided = {
    entry->tenant_graph_id, entry->user_graph_id, (char *) line->user,
    (char *) tny_contact_outcome_name (line->outcome),
    (char *) tny_contact_action_name (line->decision.action), line->contact_id, cli->dry_run
  };

  return tny_cli_result (cli, decided_columns, &decided, sentence, error);
}

static gboolean
run_decide (TnyCli *cli, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  g_autoptr(TnyUserRow) user = NULL;
  g_autoptr(TnyTenantRow) tenant = NULL;
  TnyContactDecision decision = { 0 };
  gint64 tenant_id, user_id;

  if (reader == NULL ||
      !tny_cli_find_tenant (cli, reader, tny_cli_value (cli, "tenant"), &tenant_id, error) ||
      !tny_find_user (reader, tenant_id, tny_cli_argument (cli, 0), &user_id, error) ||
      (user = tny_user_read (reader, user_id, error)) == NULL ||
      (tenant = tny_tenant_read (reader, user->tenant_id, error)) == NULL)
    return FALSE;
  if (strcmp (tenant->state, "matched") != 0)
    return tny_refuse (error, _("“%s” is not matched with an organization"), tenant->name);
  if (!read_decision (cli, reader, tenant->organization_id, &decision, error))
    return FALSE;
  g_clear_pointer (&reader, tny_reader_return);

  return tny_contact_decide (cli->store, user_id, &decision, NULL, error) &&
         print_decided (cli, tenant->organization_id, user_id, error);
}

static const TnyOption decide_options[] = {
  { "tenant", N_("TENANT"), N_("Look for the user in this tenant only") },
  { "add-address", NULL, N_("With “link”: the user's address becomes one of the contact's") },
  { NULL }
};

const TnyCommand tny_command_contacts_decide = {
  "contacts decide", "USER link CONTACT|create|skip|clear", 2, 3,
  N_("Decide which contact a user is"),
  TNY_OPENS_WRITE, TNY_DRY_COPY, decide_options, run_decide
};

/* contacts apply, contacts undo */

typedef struct
{
  gint64    step_id;
  guint     created, updated, linked, undecided;
  gboolean  dry_run;
} Applied;

static const TnyColumn applied_columns[] = {
  TNY_COLUMN (Applied, "step_id", NULL, ID, step_id),
  TNY_COLUMN (Applied, "created", NULL, COUNT, created),
  TNY_COLUMN (Applied, "updated", NULL, COUNT, updated),
  TNY_COLUMN (Applied, "linked", NULL, COUNT, linked),
  TNY_COLUMN (Applied, "undecided", NULL, COUNT, undecided),
  TNY_COLUMN (Applied, "dry_run", NULL, FLAG, dry_run),
  TNY_COLUMN_END
};

static gboolean
print_applied (TnyCli *cli, const TnyContactApplied *applied, const char *sentence, GError **error)
{
  Applied row = { cli->dry_run ? 0 : applied->id, applied->created, applied->updated,
                  applied->linked, applied->undecided, cli->dry_run };

  return tny_cli_result (cli, applied_columns, &row, sentence, error);
}

static gboolean
run_apply (TnyCli *cli, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  g_autoptr(TnyContactPlan) plan = NULL;
  g_autofree char *sentence = NULL;
  TnyContactApplied applied = { 0 };
  GError *failure = NULL;
  gint64 organization_id;
  gboolean ok;

  if (reader == NULL ||
      !tny_cli_find_organization (cli, reader, tny_cli_value (cli, "organization"),
                                  &organization_id, error) ||
      (plan = tny_contact_plan_new (reader, organization_id, cli->cancellable, error)) == NULL)
    return FALSE;
  g_clear_pointer (&reader, tny_reader_return);

  ok = tny_contact_apply (cli->store, plan, tny_cli_has (cli, "many"), cli->cancellable, &applied,
                          &failure);
  if (!ok && tny_cli_agrees (cli, "many", &failure))
    ok = tny_contact_apply (cli->store, plan, TRUE, cli->cancellable, &applied, &failure);
  if (!ok)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (applied.undecided > 0)
    tny_cli_say (cli,
                 ngettext ("%u undecided user is left out. You can decide later.",
                           "%u undecided users are left out. You can decide later.",
                           applied.undecided),
                 applied.undecided);
  sentence =
    applied.id == 0
      ? g_strdup (_("Contacts are current."))
      : g_strdup_printf (
          cli->dry_run ? _("%u created, %u updated, %u linked.")
                       : _("%u created, %u updated, %u linked. “contacts undo” takes it back."),
          applied.created, applied.updated, applied.linked);

  return print_applied (cli, &applied, sentence, error);
}

static const TnyOption apply_options[] = {
  { "organization", N_("ORGANIZATION"), N_("Only users of this organization's tenants") },
  { "many", NULL,
    N_("Also when more than 50 contacts, or a fifth of an organization's, would be created") },
  { NULL }
};

const TnyCommand tny_command_contacts_apply = {
  "contacts apply", "", 0, 0,
  N_("Do what the preview shows: create, fill and link contacts, as one step"),
  TNY_OPENS_WRITE, TNY_DRY_COPY, apply_options, run_apply
};

static gboolean
run_undo (TnyCli *cli, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  g_autofree char *sentence = NULL;
  TnyContactApplied undone = { 0 };
  gint64 step_id;

  if (reader == NULL || !tny_contact_last_apply (reader, &step_id, NULL, error))
    return FALSE;
  g_clear_pointer (&reader, tny_reader_return);
  if (step_id == 0)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_NOTHING_DONE,
                           _("No plan was applied that could be taken back"));
      return FALSE;
    }
  if (!tny_contact_undo (cli->store, step_id, &undone, error))
    return FALSE;
  sentence = g_strdup_printf (_("Taken back: %u created, %u updated, %u linked."), undone.created,
                              undone.updated, undone.linked);

  return print_applied (cli, &undone, sentence, error);
}

const TnyCommand tny_command_contacts_undo = {
  "contacts undo", "", 0, 0, N_("Take back the last applied plan: contacts are exactly as before"),
  TNY_OPENS_WRITE, TNY_DRY_COPY, NULL, run_undo
};

/* contacts unlink */

static gboolean
run_unlink (TnyCli *cli, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  g_autofree char *sentence = NULL;
  TnyContactApplied unlinked = { .linked = 1 };
  gint64 tenant_id, user_id;

  if (reader == NULL ||
      !tny_cli_find_tenant (cli, reader, tny_cli_value (cli, "tenant"), &tenant_id, error) ||
      !tny_find_user (reader, tenant_id, tny_cli_argument (cli, 0), &user_id, error))
    return FALSE;
  g_clear_pointer (&reader, tny_reader_return);
  if (!tny_contact_unlink (cli->store, user_id, &unlinked.id, error))
    return FALSE;
  sentence = g_strdup (_("The link is taken off; the contact stays. The user is left out of plans until “contacts"
                         " decide” says otherwise. “contacts undo” takes it back."));

  return print_applied (cli, &unlinked, sentence, error);
}

static const TnyOption unlink_options[] = {
  { "tenant", N_("TENANT"), N_("Look for the user in this tenant only") },
  { NULL }
};

const TnyCommand tny_command_contacts_unlink = {
  "contacts unlink", "USER", 1, 1,
  N_("Take the link of a user with its contact off, as one step"),
  TNY_OPENS_WRITE, TNY_DRY_COPY, unlink_options, run_unlink
};
