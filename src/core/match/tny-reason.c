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

char *
tny_reason_text (const TnyReason *self)
{
  g_autofree char *theirs = tny_text_one_line (self->theirs, QUOTE_CHARS);
  g_autofree char *ours = tny_text_one_line (self->ours, QUOTE_CHARS);
  const char *only = self->theirs != NULL ? theirs : ours;

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
    }

  g_return_val_if_reached (NULL);
}
