/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-contact-match-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-contact-alike.h"
#include "tny-text.h"

/* One rule: TRUE when it decides or forbids to decide. */
static gboolean
settle (TnyContactMatch *self, TnyContactLine *line, int rule)
{
  GArray *found = self->found;

  if (found->len == 0)
    return FALSE;
  line->contact_id = self->contacts[g_array_index (found, guint, 0)].id;
  line->rule = found->len == 1 ? rule : 0;
  line->outcome = found->len == 1 ? TNY_CONTACT_LINK : TNY_CONTACT_UNDECIDED;
  line->conflict = found->len > 1;
  if (found->len > 1)
    tny_contact_say (line, ngettext ("%u contact has it", "%u contacts have it", found->len),
                     found->len);

  return TRUE;
}

/* Whether one word of @a is one of @b, or the initial of one. Both are plain names. */
static gboolean
share_word (const char *a, const char *b)
{
  g_auto(GStrv) of_a = g_strsplit (a, " ", -1), of_b = g_strsplit (b, " ", -1);

  for (guint i = 0; of_a[i] != NULL; i++)
    for (guint j = 0; of_b[j] != NULL; j++)
      {
        gboolean initial = g_utf8_strlen (of_a[i], -1) == 1 || g_utf8_strlen (of_b[j], -1) == 1;

        if (initial ? g_utf8_get_char (of_a[i]) == g_utf8_get_char (of_b[j])
                    : strcmp (of_a[i], of_b[j]) == 0)
          return TRUE;
      }

  return FALSE;
}

/* An address can move to another person: a contact with a whole name that has no word in common
 * with the user's is not linked unasked. */
static void
compare_names (TnyContactMatch *self, const TnyUserFacts *user, TnyContactLine *line)
{
  const TnyContactFacts *contact = tny_contact_match_by_id (self, line->contact_id);
  const char *ours;
  g_autofree char *theirs = NULL;

  /* The usual case, without folding anything. */
  if (line->outcome != TNY_CONTACT_LINK || contact->first_name == NULL ||
      contact->last_name == NULL ||
      (user->given_name != NULL && g_strcmp0 (user->surname, contact->last_name) == 0 &&
       g_unichar_isalnum (g_utf8_get_char (contact->last_name))))
    return;
  ours = tny_contact_folded (self, user)->name;
  theirs = tny_contact_full_name (contact->first_name, contact->last_name);
  if (ours == NULL || strchr (ours, ' ') == NULL || theirs == NULL)
    return;
  for (guint spelt_out = 0; spelt_out < 2; spelt_out++)
    {
      g_autofree char *a = tny_contact_plain_name (ours, spelt_out);
      g_autofree char *b = tny_contact_plain_name (theirs, spelt_out);

      if (share_word (a, b))
        return;
    }
  line->outcome = TNY_CONTACT_UNDECIDED;
  line->rule = 0;
  tny_contact_say (line, _("The address is here, but its contact has another name"));
}

static gboolean
by_alias (TnyContactMatch *self, const TnyUserFacts *user, TnyContactLine *line)
{
  const char *hit = NULL;
  g_autofree char *shown = NULL;

  g_array_set_size (self->found, 0);
  for (guint i = 0; user->aliases[i] != NULL; i++)
    {
      guint before = self->found->len;

      tny_contact_index_collect (&self->index, TNY_CONTACT_BY_MAIL, user->aliases[i], self->found);
      if (hit == NULL && self->found->len > before)
        hit = user->aliases[i];
    }
  shown = tny_contact_quote (line, hit != NULL ? hit : user->aliases[0]);
  if (hit != NULL)
    tny_contact_say (line, _("Any address: %s is here"), shown);
  else if (user->aliases[0] != NULL)
    tny_contact_say (line, _("Any address: no contact has %s or another of them"), shown);
  else
    tny_contact_say (line, _("Any address: the user has none"));

  if (!settle (self, line, 1))
    return FALSE;
  compare_names (self, user, line);

  return TRUE;
}

static gboolean
by_user_name (TnyContactMatch *self, const TnyUserFacts *user, TnyContactLine *line)
{
  g_autofree char *shown = tny_contact_quote (line, user->user_principal_name);

  g_array_set_size (self->found, 0);
  tny_contact_index_collect (&self->index, TNY_CONTACT_BY_MAIL,
                             tny_contact_folded (self, user)->login, self->found);
  if (self->found->len > 0)
    tny_contact_say (line, _("User name: %s is here"), shown);
  else
    tny_contact_say (line, _("User name: no contact has %s"), shown);

  if (!settle (self, line, 2))
    return FALSE;
  compare_names (self, user, line);

  return TRUE;
}

/* The contact has addresses, and none of them is the user's (or rule 1 had found it). */
static gboolean
by_name (TnyContactMatch *self, const TnyUserFacts *user, TnyContactLine *line)
{
  const char *name = tny_contact_folded (self, user)->name;
  g_autofree char *shown = tny_contact_quote (line, name != NULL ? name : "");

  g_array_set_size (self->found, 0);
  tny_contact_index_collect (&self->index, TNY_CONTACT_BY_NAME, name, self->found);
  if (self->found->len > 0)
    tny_contact_say (line, _("First and last name: “%s” is here"), shown);
  else
    tny_contact_say (line, _("First and last name: nobody is called “%s”"), shown);
  if (!settle (self, line, 3))
    return FALSE;
  if (line->outcome == TNY_CONTACT_LINK)
    {
      const TnyContactFacts *contact = &self->contacts[g_array_index (self->found, guint, 0)];

      if (contact->mails[0] != NULL)
        {
          g_autofree char *mail = tny_contact_quote (line, contact->mails[0]);

          line->outcome = TNY_CONTACT_UNDECIDED;
          line->rule = 0;
          tny_contact_say (line, _("Same name, other address: %s here"), mail);
        }
    }

  return TRUE;
}

/* Addresses that belong to a task, not to a person. */
static gboolean
is_role (const char *local)
{
  static const char *const roles[] = {
    "info",       "office",   "accounts",    "accounting", "admin",   "sales",
    "support",    "helpdesk", "reception",   "hr",         "jobs",    "mail",
    "contact",    "hello",    "enquiries",   "invoices",   "billing", "orders",
    "service",    "scan",     "scanner",     "printer",    "noreply", "no-reply",
    "postmaster", "team",     "buchhaltung", "kontakt",    NULL
  };

  return g_strv_contains (roles, local);
}

/* Somebody of the same last name with a first name that may be the user's: nicknames, initials,
 * middle names. */
static void
look_for_nicknames (TnyContactMatch *self, const TnyUserFacts *user, TnyContactLine *line)
{
  g_autofree char *first = g_strdup (user->given_name), *last = g_strdup (user->surname);
  g_autofree char *folded = NULL, *plain = NULL;
  g_autoptr(GArray) namesakes = g_array_new (FALSE, FALSE, sizeof (guint));

  if (first == NULL || last == NULL)
    {
      g_free (first);
      g_free (last);
      tny_contact_split_name (user->display_name, &first, &last);
    }
  if (first == NULL || last == NULL)
    return;
  folded = tny_text_fold (last);
  plain = tny_contact_plain_name (folded, FALSE);
  tny_contact_index_collect (&self->index, TNY_CONTACT_BY_LAST_NAME, plain, namesakes);
  for (guint i = 0; i < namesakes->len; i++)
    {
      guint position = g_array_index (namesakes, guint, i);
      const TnyContactFacts *contact = &self->contacts[position];

      if (!tny_contact_first_names_alike (first, contact->first_name))
        continue;
      g_autofree char *shown = tny_contact_quote (line, contact->first_name);

      tny_contact_say (line, _("Somebody here has the same last name and is called “%s”"), shown);
      g_array_append_val (self->found, position);
      return;
    }
}

/* Whoever looks like somebody here is not created unasked. */
static void
look_for_doubles (TnyContactMatch *self, const TnyUserFacts *user, TnyContactLine *line)
{
  const char *name = tny_contact_folded (self, user)->name;
  GArray *found = self->found;
  g_autofree char *local = tny_contact_local_part (user->aliases[0] != NULL ? user->aliases[0]
                                       : user->user_principal_name);
  const char *const phones[] = { user->business_phone, user->mobile_phone };
  guint n_rules = line->n_reasons;

  g_array_set_size (found, 0);
  if (name == NULL)
    tny_contact_say (line, _("It has no name"));
  if (is_role (local) && (user->given_name == NULL || user->surname == NULL))
    tny_contact_say (line, _("“%s” looks like a shared mailbox"), local);
  if (name != NULL)
    {
      g_autofree char *spelt = tny_contact_plain_name (name, TRUE),
                      *loose = tny_contact_plain_name (name, FALSE);
      guint before = found->len;

      tny_contact_index_collect (&self->index, TNY_CONTACT_BY_PLAIN_NAME, spelt, found);
      tny_contact_index_collect (&self->index, TNY_CONTACT_BY_PLAIN_NAME, loose, found);
      if (found->len > before)
        tny_contact_say (line, _("Somebody here has the same name in another spelling"));
      else
        look_for_nicknames (self, user, line);
    }
  if (!is_role (local))
    {
      guint before = found->len;

      tny_contact_index_collect (&self->index, TNY_CONTACT_BY_LOCAL, local, found);
      if (found->len > before)
        tny_contact_say (line, _("Somebody here has the address “%s” in another domain"), local);
    }
  for (guint i = 0; i < G_N_ELEMENTS (phones); i++)
    {
      g_autofree char *digits = phones[i] != NULL ? tny_contact_fold_phone (phones[i]) : NULL;
      guint before = found->len;

      if (digits == NULL || strlen (digits) < 7)
        continue;
      tny_contact_index_collect (&self->index, TNY_CONTACT_BY_PHONE, digits, found);
      /* A number that many have is the switchboard's. */
      if (found->len == before + 1)
        tny_contact_say (line, _("Somebody here has the phone number %s"), digits);
      else
        g_array_set_size (found, before);
    }
  if (line->n_reasons > n_rules)
    line->outcome = TNY_CONTACT_UNDECIDED;
  if (found->len > 0)
    line->contact_id = self->contacts[g_array_index (found, guint, 0)].id;
}

void
tny_contact_rules_run (TnyContactMatch *self, const TnyUserFacts *user, TnyContactLine *line)
{
  if (by_alias (self, user, line) || by_user_name (self, user, line) ||
      by_name (self, user, line))
    return;
  line->outcome = TNY_CONTACT_CREATE;
  look_for_doubles (self, user, line);
}
