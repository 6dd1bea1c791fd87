/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-contact-match-private.h"

#include <string.h>

/* One line, and its contact (NULL: it creates one). */
typedef struct
{
  const TnyContactFieldRules *rules;
  const TnyUserFacts         *user;
  const TnyContactFacts      *contact;
  gboolean                    governs;  /* of several users it is the one whose values replace */
  TnyContactLine             *line;
} Fill;

static void
add_change (TnyContactLine *line, const char *field, const char *from, const char *to)
{
  TnyContactChange *change;

  line->n_changes++;
  if (line->changes == NULL)
    return;
  change = g_new0 (TnyContactChange, 1);
  change->field = field;
  change->from = g_strdup (from);
  change->to = g_strdup (to);
  g_ptr_array_add (line->changes, change);
}

static TnyContactFieldRule
rule_of (const Fill *self, TnyContactField field)
{
  guint8 choice = self->contact != NULL ? self->contact->choices[field] : 0;

  if (self->contact == NULL)
    return TNY_CONTACT_ONLY_WHEN_EMPTY;

  return choice > 0 ? (TnyContactFieldRule) (choice - 1) : self->rules->of[field];
}

static gboolean
equal (TnyContactField field, const char *here, const char *microsoft)
{
  g_autofree char *digits = NULL;

  if (field != TNY_CONTACT_PHONE)
    return strcmp (here, microsoft) == 0;
  digits = tny_contact_fold_phone (microsoft);

  return strcmp (here, digits) == 0;
}

static void
compare (const Fill *self, TnyContactField field, const char *here, const char *microsoft)
{
  TnyContactFieldRule rule = rule_of (self, field);
  TnyContactDifference *difference;

  if (microsoft == NULL || *microsoft == '\0')
    return;
  if (here == NULL || *here == '\0')
    {
      if (rule != TNY_CONTACT_KEEP_MINE)
        add_change (self->line, tny_contact_field_name (field), NULL, microsoft);
      return;
    }
  if (equal (field, here, microsoft))
    return;
  if (rule == TNY_CONTACT_TAKE_MICROSOFTS && self->governs)
    add_change (self->line, tny_contact_field_name (field), here, microsoft);
  if (self->line->differences == NULL)
    return;
  difference = g_new0 (TnyContactDifference, 1);
  *difference = (TnyContactDifference) { field, g_strdup (here), g_strdup (microsoft), rule,
                                         self->contact->choices[field] > 0 };
  g_ptr_array_add (self->line->differences, difference);
}

/* What differs stays as it is unless a person wants it otherwise: it is shown beside it. */
static void
compare_fields (const Fill *self)
{
  static const TnyContactFacts nobody;
  const TnyUserFacts *user = self->user;
  const TnyContactFacts *here = self->contact != NULL ? self->contact : &nobody;
  const char *mail = here->mails != NULL ? here->mails[0] : NULL;
  g_autofree char *first = NULL, *last = NULL;

  /* A name to create a contact with when Microsoft tells only what is displayed. */
  if (self->contact == NULL && user->given_name == NULL && user->surname == NULL)
    tny_contact_split_name (user->display_name, &first, &last);
  compare (self, TNY_CONTACT_FIRST_NAME, here->first_name, first != NULL ? first : user->given_name);
  compare (self, TNY_CONTACT_LAST_NAME, here->last_name, last != NULL ? last : user->surname);
  compare (self, TNY_CONTACT_TITLE, here->title, user->job_title);
  compare (self, TNY_CONTACT_EMAIL, mail, user->aliases[0]);
  if (user->decision.action == TNY_CONTACT_DECIDE_LINK_AND_ADD && mail != NULL &&
      user->aliases[0] != NULL && !g_strv_contains (here->mails, user->aliases[0]))
    add_change (self->line, "additional_email", NULL, user->aliases[0]);
  compare (self, TNY_CONTACT_PHONE, here->phones != NULL ? here->phones[0] : NULL,
           user->business_phone != NULL ? user->business_phone : user->mobile_phone);
}

/* One human in several tenants is one contact: the first of its users is the one whose values replace, or
 * every plan would replace those of the last. */
void
tny_contact_fill (TnyContactMatch *self)
{
  g_autofree gboolean *governed = g_new0 (gboolean, self->n_contacts + 1);

  for (guint i = 0; i < self->lines->len; i++)
    {
      TnyContactLine *line = self->lines->pdata[i];
      Fill fill = { self->rules, &self->users[line->user], NULL, FALSE, line };

      if (line->outcome == TNY_CONTACT_UNDECIDED || line->outcome == TNY_CONTACT_SKIP)
        continue;
      if (line->outcome != TNY_CONTACT_CREATE)
        fill.contact = tny_contact_match_by_id (self, line->contact_id);
      if (fill.contact != NULL)
        {
          fill.governs = !governed[fill.contact - self->contacts];
          governed[fill.contact - self->contacts] = TRUE;
        }
      compare_fields (&fill);
      if (line->outcome != TNY_CONTACT_CREATE && line->n_changes > 0)
        line->outcome = TNY_CONTACT_UPDATE;
    }
}
