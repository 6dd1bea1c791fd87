/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-contact-words.h"

#include <glib/gi18n-lib.h>

#include "tny-clock.h"
#include "tny-text.h"
#include "tny-words.h"

typedef struct
{
  const char *filter;
  const char *word, *spoken;    /* N_() */
  const char *icon, *style;
} Outcome;

static const Outcome outcomes[] = {
  [TNY_CONTACT_LINK]      = { "update", N_("Link"), N_("link"), "insert-link-symbolic", NULL },
  [TNY_CONTACT_UPDATE]    = { "update", N_("Update"), N_("update"), "document-edit-symbolic",
                              NULL },
  [TNY_CONTACT_CREATE]    = { "create", N_("Create"), N_("create"), "list-add-symbolic", NULL },
  [TNY_CONTACT_UNDECIDED] = { "undecided", N_("Possible duplicate"), N_("possible duplicate"),
                              "dialog-question-symbolic", "accent" },
  [TNY_CONTACT_SKIP]      = { "skipped", N_("Skipped"), N_("skipped"),
                              "action-unavailable-symbolic", "dim-label" },
  [TNY_CONTACT_UNCHANGED] = { "unchanged", N_("Unchanged"), N_("unchanged"), "emblem-ok-symbolic",
                              NULL },
};
static const Outcome conflict = { "undecided", N_("Conflict"), N_("conflict"),
                                  "dialog-warning-symbolic", "warning" };

static const Outcome *
outcome_of (const TnyContactPlanLine *line)
{
  return line->outcome == TNY_CONTACT_UNDECIDED && line->conflict ? &conflict
                                                                  : &outcomes[line->outcome];
}

const char *
tny_preview_filter (TnyContactOutcome outcome)
{
  g_return_val_if_fail ((guint) outcome < G_N_ELEMENTS (outcomes), NULL);

  return outcomes[outcome].filter;
}

const char *
tny_preview_outcome_word (const TnyContactPlanLine *line)
{
  return _(outcome_of (line)->word);
}

const char *
tny_preview_outcome_icon (const TnyContactPlanLine *line)
{
  return outcome_of (line)->icon;
}

const char *
tny_preview_outcome_style (const TnyContactPlanLine *line)
{
  return outcome_of (line)->style;
}

char *
tny_preview_contact (const TnyContactPlanLine *line)
{
  if (line->outcome == TNY_CONTACT_CREATE)
    return g_strdup (_("new contact"));

  return line->contact != NULL ? tny_words_name (line->contact) : g_strdup (_("none"));
}

char *
tny_preview_rule (const TnyContactPlanLine *line)
{
  static const char *const rules[] = { N_("1 alias"), N_("2 user name"), N_("3 name") };

  if (line->decision.action != TNY_CONTACT_NO_DECISION)
    return g_strdup (_("by hand"));
  if (line->rule >= 1 && line->rule <= 3)
    return g_strdup (_(rules[line->rule - 1]));

  return g_strdup (line->outcome == TNY_CONTACT_UNDECIDED ? _("none; see why") : _("none"));
}

char *
tny_preview_row_name (gconstpointer preview_line)
{
  const TnyContactPlanLine *line = &((const TnyPreviewLine *) preview_line)->line;
  g_autofree char *user = tny_text_one_line (line->user, 200);
  g_autofree char *contact = line->outcome == TNY_CONTACT_CREATE ? g_strdup (_("new contact"))
                             : line->contact != NULL ? tny_text_one_line (line->contact, 200)
                                                     : g_strdup (_("none"));
  g_autofree char *rule = line->decision.action != TNY_CONTACT_NO_DECISION
                          ? g_strdup (_("by hand"))
                          : line->rule > 0 ? g_strdup_printf (_("rule %d"), line->rule)
                                           : g_strdup (_("no rule"));

  /* translators: a line of the contact plan, spoken: user, outcome, contact, rule */
  return g_strdup_printf (_("%s, %s, %s, %s"), user, _(outcome_of (line)->spoken), contact, rule);
}

const char *
tny_preview_field (const char *field)
{
  static const struct { const char *field, *word; } words[] = {
    { "first_name", N_("First name") }, { "last_name", N_("Last name") }, { "title", N_("Title") },
    { "email", N_("Email") },           { "phone", N_("Phone") },
    { "additional_email", N_("Further email") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].field, field))
      return _(words[i].word);

  return field;
}

/* Whole plans */

/* @format, from ngettext(), with the grouped figure of @n. */
static char * counted (const char *format, guint64 n) G_GNUC_FORMAT (1);

static char *
counted (const char *format, guint64 n)
{
  g_autofree char *figure = tny_words_number (n);

  return g_strdup_printf (format, figure);
}

char *
tny_preview_says (const TnyPreviewSummary *summary)
{
  guint undecided = summary->counts[TNY_CONTACT_UNDECIDED];

  g_autofree char *update =
    counted (ngettext ("%s update",
                       "%s update", tny_preview_summary_updates (summary)),
             tny_preview_summary_updates (summary));
  g_autofree char *create =
    counted (ngettext ("%s create",
                       "%s create", summary->counts[TNY_CONTACT_CREATE]),
             summary->counts[TNY_CONTACT_CREATE]);
  g_autofree char *doubles =
    counted (ngettext ("%s possible duplicate",
                       "%s possible duplicates", undecided - summary->conflicts),
             undecided - summary->conflicts);
  g_autofree char *conflicts =
    counted (ngettext ("%s conflict", "%s conflicts", summary->conflicts), summary->conflicts);

  /* translators: "412 update", "37 create", "9 possible duplicates", "5 conflicts" */
  return g_strdup_printf (_("If you apply now: %s · %s · %s · %s"), update, create, doubles,
                          conflicts);
}

char *
tny_preview_says_more (const TnyPreviewSummary *summary)
{
  g_autofree char *read = tny_words_ago (summary->read_at, tny_clock_now (NULL));
  guint n = 0;

  for (guint i = 0; i < TNY_CONTACT_N_OUTCOMES; i++)
    n += summary->counts[i];

  g_autofree char *unchanged =
    counted (ngettext ("%s unchanged",
                       "%s unchanged", summary->counts[TNY_CONTACT_UNCHANGED]),
             summary->counts[TNY_CONTACT_UNCHANGED]);
  g_autofree char *skipped =
    counted (ngettext ("%s skipped",
                       "%s skipped", summary->counts[TNY_CONTACT_SKIP]),
             summary->counts[TNY_CONTACT_SKIP]);
  g_autofree char *users = counted (ngettext ("%s user", "%s users", n), n);

  if (summary->n_unread > 0)
    {
      g_autofree char *unread =
        counted (ngettext ("users of %s tenant not synced yet",
                           "users of %s tenants not synced yet", summary->n_unread),
                 summary->n_unread);

      /* translators: "1,204 unchanged", "18 skipped", "1,685 users", when, "users of 2 tenants not
       * synced yet" */
      return g_strdup_printf (_("%s · %s · %s, read %s · %s"), unchanged, skipped, users, read,
                              unread);
    }

  /* translators: "1,204 unchanged", "18 skipped", "1,685 users", when */
  return g_strdup_printf (_("%s · %s · %s, read %s"), unchanged, skipped, users, read);
}

char *
tny_preview_question (const TnyPreviewSummary *summary)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint updates = tny_preview_summary_updates (summary);
  guint created = summary->counts[TNY_CONTACT_CREATE];
  guint undecided = summary->counts[TNY_CONTACT_UNDECIDED];

  if (updates > 0)
    {
      const char *format =
        ngettext ("%s contact is linked with its user, and what is empty in it is filled.",
                  "%s contacts are linked with their users, and what is empty in them is filled.",
                  updates);
      g_autofree char *sentence = counted (format, updates);

      g_string_append (text, sentence);
    }
  if (created > 0)
    {
      g_autofree char *sentence =
        counted (ngettext ("%s contact is created.", "%s contacts are created.", created), created);
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", sentence);
    }
  if (undecided > 0)
    {
      g_autofree char *sentence =
        counted (ngettext ("%s undecided user is left out. You can decide later.",
                           "%s undecided users are left out. You can decide later.", undecided),
                 undecided);
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n\n" : "", sentence);
    }
  if (summary->most->len > 0)
    g_string_append_printf (text, "\n\n%s", _("Most new contacts:"));
  for (guint i = 0; i < summary->most->len; i++)
    {
      const TnyContactPlanOrganization *organization = summary->most->pdata[i];
      guint n = organization->counts[TNY_CONTACT_CREATE];
      g_autofree char *name = tny_words_name (organization->name);
      g_autofree char *here = tny_words_number (organization->n_contacts);
      g_autofree char *figure = tny_words_number (n);

      g_string_append_c (text, '\n');
      /* translators: an organization, its new contacts, the contacts it has now */
      g_string_append_printf (text,
                              ngettext ("%s: %s new contact beside %s",
                                        "%s: %s new contacts beside %s", n), name, figure, here);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
tny_preview_applied (const TnyContactApplied *applied, gboolean undone)
{
  g_autofree char *created =
    counted (ngettext ("%s contact created",
                       "%s contacts created", applied->created),
             applied->created);
  g_autofree char *updated =
    counted (ngettext ("%s updated",
                       "%s updated", applied->updated + applied->linked),
             applied->updated + applied->linked);

  if (undone)
    /* translators: "37 contacts created", "412 updated" */
    return g_strdup_printf (_("Took back: %s, %s."), created, updated);
  if (applied->undecided > 0)
    {
      g_autofree char *left =
        counted (ngettext ("%s undecided user was left out.",
                           "%s undecided users were left out.", applied->undecided),
                 applied->undecided);

      /* translators: "37 contacts created", "412 updated", a sentence */
      return g_strdup_printf (_("Applied: %s, %s. %s"), created, updated, left);
    }

  return g_strdup_printf (_("Applied: %s, %s."), created, updated);
}
