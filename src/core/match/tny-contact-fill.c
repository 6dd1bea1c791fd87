/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-contact-match-private.h"

static void
add_change (TnyContactLine *line, const char *field, const char *from, const char *to)
{
  TnyContactChange *change;

  if (to == NULL || *to == '\0' || (from != NULL && *from != '\0'))
    return;
  line->n_changes++;
  if (line->changes == NULL)
    return;
  change = g_new0 (TnyContactChange, 1);
  change->field = field;
  change->to = g_strdup (to);
  g_ptr_array_add (line->changes, change);
}

/* A name to create a contact with when Microsoft tells only what is displayed. */
static void
add_names (TnyContactLine *line, const char *display_name)
{
  g_autofree char *first = NULL, *last = NULL;

  tny_contact_split_name (display_name, &first, &last);
  add_change (line, "first_name", NULL, first);
  add_change (line, "last_name", NULL, last);
}

/* What is empty here and told by Microsoft. What differs stays as it is: it is shown beside it. */
static void
compare_fields (const TnyUserFacts *user, const TnyContactFacts *contact, TnyContactLine *line)
{
  static const TnyContactFacts nobody;
  const TnyContactFacts *here = contact != NULL ? contact : &nobody;
  const char *mail = here->mails != NULL ? here->mails[0] : NULL;

  if (contact == NULL && user->given_name == NULL && user->surname == NULL)
    add_names (line, user->display_name);
  add_change (line, "first_name", here->first_name, user->given_name);
  add_change (line, "last_name", here->last_name, user->surname);
  add_change (line, "title", here->title, user->job_title);
  add_change (line, "email", mail, user->aliases[0]);
  if (user->decision.action == TNY_CONTACT_DECIDE_LINK_AND_ADD && mail != NULL &&
      user->aliases[0] != NULL && !g_strv_contains (here->mails, user->aliases[0]))
    add_change (line, "additional_email", NULL, user->aliases[0]);
  add_change (line, "phone", here->phones != NULL ? here->phones[0] : NULL,
              user->business_phone != NULL ? user->business_phone : user->mobile_phone);
}

void
tny_contact_fill (TnyContactMatch *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      TnyContactLine *line = self->lines->pdata[i];

      if (line->outcome == TNY_CONTACT_UNDECIDED || line->outcome == TNY_CONTACT_SKIP)
        continue;
      compare_fields (&self->users[line->user],
                      line->outcome == TNY_CONTACT_CREATE
                        ? NULL : tny_contact_match_by_id (self, line->contact_id), line);
      if (line->outcome != TNY_CONTACT_CREATE && line->n_changes > 0)
        line->outcome = TNY_CONTACT_UPDATE;
    }
}
