/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-reason.h"

#include <glib/gi18n-lib.h>

#include "tny-text.h"

/* Longer quotes say nothing more. */
#define QUOTE_CHARS 80

void
tny_reason_free (TnyReason *self)
{
  if (self == NULL)
    return;

  g_free (self->theirs);
  g_free (self->ours);
  g_free (self);
}

/* "2026-01-31": one way to write a day that is right everywhere. */
static char *
day_of (gint64 at)
{
  g_autoptr(GDateTime) time = at > 0 ? g_date_time_new_from_unix_utc (at) : NULL;

  return time != NULL ? g_date_time_format (time, "%F") : NULL;
}

char *
tny_reason_text (const TnyReason *self)
{
  g_autofree char *theirs = tny_text_one_line (self->theirs, QUOTE_CHARS);
  g_autofree char *ours = tny_text_one_line (self->ours, QUOTE_CHARS);
  const char *only = self->theirs != NULL ? theirs : ours;
  g_autofree char *day = day_of (self->at);

  switch (self->kind)
    {
    case TNY_REASON_SAME_NAME:
      return g_strdup (_("Same name"));
    case TNY_REASON_SAME_WITHOUT:
      return g_strdup_printf (_("Same name without “%s”"), only);
    case TNY_REASON_SAME_WORDS:
      if (self->n == self->of)
        return g_strdup_printf (ngettext ("The word is the same", "All %u words are the same",
                                          self->n), self->n);
      /* translators: first how many words are the same, then how many there are. */
      return g_strdup_printf (ngettext ("%u of %u words is the same", "%u of %u words are the same",
                                        self->n), self->n, self->of);
    case TNY_REASON_SPELLING:
      return g_strdup_printf (_("Other spelling: “%s”, “%s”"), theirs, ours);
    case TNY_REASON_SAME_MEANING:
      return g_strdup_printf (_("Same meaning: “%s”, “%s”"), theirs, ours);
    case TNY_REASON_LETTERS:
      /* translators: how many letters differ, then the two words. */
      return g_strdup_printf (ngettext ("%u letter different: “%s”, “%s”",
                                        "%u letters different: “%s”, “%s”", self->n),
                              self->n, theirs, ours);
    case TNY_REASON_PART_OF_WORD:
      return g_strdup_printf (_("Part of a word: “%s”, “%s”"), theirs, ours);
    case TNY_REASON_RUN_TOGETHER:
      return g_strdup_printf (_("Same letters, other spaces: “%s”, “%s”"), theirs, ours);
    case TNY_REASON_INITIALS:
      return g_strdup_printf (_("Initials: “%s”, “%s”"), theirs, ours);
    case TNY_REASON_ONLY_THEIRS:
      return g_strdup_printf (_("Only in the tenant's name: “%s”"), theirs);
    case TNY_REASON_ONLY_OURS:
      return g_strdup_printf (_("Only in the organization's name: “%s”"), ours);
    case TNY_REASON_OTHER_NUMBER:
      return g_strdup_printf (_("Other number: “%s”, “%s”"), theirs, ours);
    case TNY_REASON_OTHER_PLACE:
      return g_strdup_printf (_("Other place: “%s”, “%s”"), theirs, ours);
    case TNY_REASON_OTHER_FORM:
      return g_strdup_printf (_("Other legal form: “%s”, “%s”"), theirs, ours);
    case TNY_REASON_OTHER_ORDER:
      return g_strdup (_("The words stand in another order"));
    case TNY_REASON_COMMON_WORDS:
      return g_strdup (_("What is the same stands in many names"));
    case TNY_REASON_AMBIGUOUS:
      return g_strdup_printf (ngettext ("%u other organization is as close",
                                        "%u other organizations are as close", self->n), self->n);
    case TNY_REASON_FORMER_NAME:
      /* translators: a former name of the tenant; in the first sentence also the day. */
      return day != NULL ? g_strdup_printf (_("The tenant was called “%s” until %s"), theirs, day)
                         : g_strdup_printf (_("The tenant's contract names it “%s”"), theirs);
    case TNY_REASON_OUR_FORMER_NAME:
      return day != NULL ? g_strdup_printf (_("The organization was called “%s” until %s"), ours, day)
                         : g_strdup_printf (_("The organization was called “%s”"), ours);
    case TNY_REASON_DOMAIN:
      /* translators: a domain, how many contacts, of how many whose address is at a domain that is not
       * everybody's. */
      return g_strdup_printf (ngettext ("Verified domain %s: %u of %u contact with a company address",
                                        "Verified domain %s: %u of %u contacts with a company address",
                                        self->of),
                              theirs, self->n, self->of);
    case TNY_REASON_SHARED_DOMAIN:
      return g_strdup_printf (ngettext ("Verified domain %s: %u of %u contact with a company address, but other organizations use it too",
                                        "Verified domain %s: %u of %u contacts with a company address, but other organizations use it too",
                                        self->of),
                              theirs, self->n, self->of);
    case TNY_REASON_WEBSITE:
      return g_strdup_printf (_("The website is at the verified domain %s"), theirs);
    case TNY_REASON_OTHER_DOMAIN:
      return g_strdup_printf (_("No contact is in a verified domain; most are at %s"), ours);
    case TNY_REASON_PEOPLE:
      /* translators: how many of how many of a tenant's users are contacts of the organization. */
      return g_strdup_printf (ngettext ("%u of %u person known here", "%u of %u people known here",
                                        self->of), self->n, self->of);
    case TNY_REASON_PHONE:
      return g_strdup_printf (_("Same phone number: %s"), theirs);
    case TNY_REASON_POSTAL_CODE:
      return g_strdup_printf (_("Same postal code: %s"), theirs);
    case TNY_REASON_CITY:
      return g_strdup_printf (_("Same city: %s"), theirs);
    case TNY_REASON_OTHER_CITY:
      return g_strdup_printf (_("Other city: “%s”, “%s”"), theirs, ours);
    case TNY_REASON_RIVAL:
      return g_strdup_printf (_("Domains or people point to “%s”"), ours);
    case TNY_REASON_MATCHED_BEFORE:
      return g_strdup (_("Matched before: the same tenant ID and organization ID"));
    }

  g_return_val_if_reached (NULL);
}
