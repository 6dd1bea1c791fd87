/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-contact-match-private.h"

#include <glib/gi18n-lib.h>

#include "tny-text.h"

#define QUOTE_CHARS 80

static void
change_free (gpointer data)
{
  TnyContactChange *change = data;

  g_free (change->from);
  g_free (change->to);
  g_free (change);
}

static void
difference_free (gpointer data)
{
  TnyContactDifference *difference = data;

  g_free (difference->here);
  g_free (difference->microsoft);
  g_free (difference);
}

void
tny_contact_line_free (TnyContactLine *line)
{
  if (line == NULL)
    return;

  g_clear_pointer (&line->changes, g_ptr_array_unref);
  g_clear_pointer (&line->differences, g_ptr_array_unref);
  g_clear_pointer (&line->reasons, g_ptr_array_unref);
  g_free (line);
}

const char *
tny_contact_outcome_name (TnyContactOutcome outcome)
{
  static const char *const names[] = {
    "link", "update", "create", "undecided", "skip", "unchanged"
  };

  g_return_val_if_fail ((guint) outcome < G_N_ELEMENTS (names), NULL);

  return names[outcome];
}

const char *
tny_contact_action_name (TnyContactAction action)
{
  static const char *const names[] = { NULL, "link", "link-and-add", "create", "skip" };

  g_return_val_if_fail ((guint) action < G_N_ELEMENTS (names), NULL);

  return names[action];
}

TnyContactAction
tny_contact_action_by_name (const char *name)
{
  for (guint action = TNY_CONTACT_DECIDE_LINK; action < TNY_CONTACT_N_DECISIONS; action++)
    if (g_strcmp0 (tny_contact_action_name (action), name) == 0)
      return action;

  return TNY_CONTACT_NO_DECISION;
}

static const char *const fields[] = { "first_name", "last_name", "title", "email", "phone" };
static const char *const field_rules[] = { "only-when-empty", "keep-mine", "take-microsofts" };

G_STATIC_ASSERT (G_N_ELEMENTS (fields) == TNY_CONTACT_N_FIELDS);
G_STATIC_ASSERT (G_N_ELEMENTS (field_rules) == TNY_CONTACT_N_FIELD_RULES);

static guint
find_name (const char *const *names, guint n, const char *name)
{
  guint i;

  for (i = 0; i < n; i++)
    if (g_strcmp0 (names[i], name) == 0)
      break;

  return i;
}

const char *
tny_contact_field_name (TnyContactField field)
{
  g_return_val_if_fail ((guint) field < G_N_ELEMENTS (fields), NULL);

  return fields[field];
}

TnyContactField
tny_contact_field_by_name (const char *name)
{
  return find_name (fields, G_N_ELEMENTS (fields), name);
}

const char *
tny_contact_field_rule_name (TnyContactFieldRule rule)
{
  g_return_val_if_fail ((guint) rule < G_N_ELEMENTS (field_rules), NULL);

  return field_rules[rule];
}

TnyContactFieldRule
tny_contact_field_rule_by_name (const char *name)
{
  return find_name (field_rules, G_N_ELEMENTS (field_rules), name);
}

void
tny_contact_say (TnyContactLine *line, const char *format, ...)
{
  va_list arguments;

  line->n_reasons++;
  if (line->reasons == NULL)
    return;
  va_start (arguments, format);
  g_ptr_array_add (line->reasons, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

char *
tny_contact_quote (const TnyContactLine *line, const char *text)
{
  return line->reasons != NULL && text != NULL ? tny_text_one_line (text, QUOTE_CHARS) : NULL;
}

static const char *
keep (TnyContactMatch *self, char *text)
{
  const char *kept = text != NULL ? g_string_chunk_insert (self->folded, text) : NULL;

  g_free (text);

  return kept;
}

const TnyFoldedUser *
tny_contact_folded (TnyContactMatch *self, const TnyUserFacts *user)
{
  TnyFoldedUser *folded = &self->names[user - self->users];
  gboolean told = user->given_name != NULL && user->surname != NULL;
  g_autofree char *first = NULL, *last = NULL;

  if (folded->known)
    return folded;
  folded->known = TRUE;
  folded->login = keep (self, tny_text_fold_mail (user->user_principal_name));
  if (!told)
    tny_contact_split_name (user->display_name, &first, &last);
  folded->name = keep (self, told ? tny_contact_full_name (user->given_name, user->surname)
                                  : tny_contact_full_name (first, last));

  return folded;
}

void
tny_contact_undecide (TnyContactLine *line, gboolean conflict, const char *why)
{
  line->outcome = TNY_CONTACT_UNDECIDED;
  line->rule = 0;
  line->conflict = conflict;
  tny_contact_say (line, "%s", why);
}

const TnyContactFacts *
tny_contact_match_by_id (TnyContactMatch *self, gint64 contact_id)
{
  return g_hash_table_lookup (self->by_id, &contact_id);
}

/* Why nobody asks for a contact of that user; NULL: somebody may. */
static char *
why_skipped (const TnyUserFacts *user)
{
  if (!user->present)
    return g_strdup (user->left_out ? _("The sync settings leave this user out")
                                    : _("The user is deleted at Microsoft"));
  if (user->linked_contact_id == 0 && g_strcmp0 (user->kind, "guest") == 0)
    return g_strdup (_("A guest of this tenant"));
  if (user->linked_contact_id == 0 && g_strcmp0 (user->kind, "member") != 0)
    return g_strdup_printf (_("No person: %s"), user->kind);

  return user->enabled ? NULL : g_strdup (_("The sign-in is disabled"));
}

/* What a person decided, after what the rules say. */
static void
follow_decision (TnyContactMatch *self, const TnyUserFacts *user, TnyContactLine *line)
{
  tny_contact_rules_run (self, user, line);
  line->rule = 0;
  line->conflict = FALSE;
  switch (user->decision.action)
    {
    case TNY_CONTACT_DECIDE_LINK:
    case TNY_CONTACT_DECIDE_LINK_AND_ADD:
      line->contact_id = user->decision.contact_id;
      if (tny_contact_match_by_id (self, line->contact_id) == NULL)
        {
          line->contact_id = 0;
          tny_contact_undecide (line, FALSE, _("The contact that was chosen is not here any more"));
          return;
        }
      line->outcome = line->contact_id == user->linked_contact_id ? TNY_CONTACT_UNCHANGED
                                                                  : TNY_CONTACT_LINK;
      tny_contact_say (line, _("Chosen by hand"));
      return;

    case TNY_CONTACT_DECIDE_CREATE:
      line->contact_id = 0;
      line->outcome = TNY_CONTACT_CREATE;
      tny_contact_say (line, _("A new contact was asked for"));
      return;

    case TNY_CONTACT_DECIDE_SKIP:
      line->contact_id = user->linked_contact_id;
      line->outcome = TNY_CONTACT_SKIP;
      tny_contact_say (line, _("Left out by hand"));
      return;

    case TNY_CONTACT_NO_DECISION:
    case TNY_CONTACT_N_DECISIONS:
      break;
    }
  g_return_if_reached ();
}

static TnyContactLine *
match_user (TnyContactMatch *self, guint position)
{
  const TnyUserFacts *user = &self->users[position];
  gboolean decided = user->present && user->decision.action != TNY_CONTACT_NO_DECISION;
  g_autofree char *skipped = decided ? NULL : why_skipped (user);
  TnyContactLine *line = g_new0 (TnyContactLine, 1);

  line->user = position;
  if (self->texts)
    {
      line->changes = g_ptr_array_new_with_free_func (change_free);
      line->differences = g_ptr_array_new_with_free_func (difference_free);
      line->reasons = g_ptr_array_new_with_free_func (g_free);
    }
  if (skipped != NULL)
    {
      line->outcome = TNY_CONTACT_SKIP;
      line->contact_id = user->linked_contact_id;
      tny_contact_say (line, "%s", skipped);
    }
  else if (decided)
    follow_decision (self, user, line);
  else if (user->linked_contact_id == 0)
    tny_contact_rules_run (self, user, line);
  else if (tny_contact_match_by_id (self, user->linked_contact_id) != NULL)
    {
      /* Linked once, a user is known by its id, whatever it is called since. */
      line->outcome = TNY_CONTACT_UNCHANGED;
      line->contact_id = user->linked_contact_id;
      tny_contact_say (line, _("Linked already"));
    }
  else
    {
      tny_contact_rules_run (self, user, line);
      tny_contact_undecide (line, TRUE, _("Linked with a contact of another organization"));
    }

  return line;
}

GPtrArray *
tny_contacts_match (const TnyUserFacts *users, guint n_users, const TnyContactFacts *contacts,
                    guint n_contacts, const TnyContactFieldRules *rules, gboolean texts)
{
  static const TnyContactFieldRules usual;
  TnyContactMatch self = { users, contacts, n_users, n_contacts, rules != NULL ? rules : &usual,
                           texts };

  tny_contact_index_init (&self.index, contacts, n_contacts);
  self.by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  for (guint i = 0; i < n_contacts; i++)
    g_hash_table_insert (self.by_id, (gpointer) &contacts[i].id, (gpointer) &contacts[i]);
  self.lines = g_ptr_array_new_full (n_users, (GDestroyNotify) tny_contact_line_free);
  self.found = g_array_new (FALSE, FALSE, sizeof (guint));
  self.folded = g_string_chunk_new (16 * 1024);
  self.names = g_new0 (TnyFoldedUser, n_users);
  for (guint i = 0; i < n_users; i++)
    g_ptr_array_add (self.lines, match_user (&self, i));
  tny_contact_settle (&self);
  tny_contact_fill (&self);

  g_free (self.names);
  g_string_chunk_free (self.folded);
  g_array_unref (self.found);
  g_hash_table_unref (self.by_id);
  tny_contact_index_clear (&self.index);

  return self.lines;
}
