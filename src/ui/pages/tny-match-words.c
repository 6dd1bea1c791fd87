/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-match-words.h"

#include <glib/gi18n-lib.h>

#include "tny-name-index.h"
#include "tny-text.h"
#include "tny-words.h"

#define STRONG 90
#define LIKELY 70
#define SIMILAR 50

static const struct { const char *state, *word, *spoken, *icon, *style; } states[] = {
  { "unmatched", N_("Unmatched"), N_("unmatched"), "content-loading-symbolic",   "dim-label" },
  { "suggested", N_("Suggested"), N_("suggested"), "dialog-question-symbolic",   "accent" },
  { "matched",   N_("Matched"),   N_("matched"),   "emblem-ok-symbolic",         NULL },
  { "ignored",   N_("Ignored"),   N_("ignored"),   "action-unavailable-symbolic", "dim-label" },
};

static gsize
find_state (const char *state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (states[i].state, state) == 0)
      return i;

  return 0;
}

char *
tny_match_score_words (int score)
{
  if (score < 0)
    return g_strdup (TNY_UNKNOWN);

  /* translators: a score from 0 to 100 and what it is worth */
  return g_strdup_printf (score >= STRONG ? _("%d Strong")
                          : score >= LIKELY ? _("%d Likely") : _("%d Weak"), score);
}

const char *
tny_match_state_word (const char *state)
{
  return _(states[find_state (state)].word);
}

const char *
tny_match_state_icon (const char *state)
{
  return states[find_state (state)].icon;
}

const char *
tny_match_state_style (const char *state)
{
  return states[find_state (state)].style;
}

char *
tny_match_row_name (gconstpointer tenant_row)
{
  const TnyTenantRow *tenant = tenant_row;
  g_autofree char *name = tny_text_one_line (tenant->name, 200);
  g_autofree char *other = tny_text_one_line (tenant->organization_name, 200);
  g_autofree char *score = tenant->score >= 0 ? g_strdup_printf ("%d", tenant->score)
                                              : g_strdup (_("no score"));

  /* translators: a row, spoken: tenant, state, organization, score */
  return g_strdup_printf (_("%s, %s, %s, %s"), name, _(states[find_state (tenant->state)].spoken),
                          *other != '\0' ? other
                          : tenant->checked == TNY_COULD_NOT_CHECK ? _("could not check")
                          : tenant->checked == TNY_NOT_CHECKED_YET ? _("not checked yet") : _("none"),
                          score);
}

char *
tny_match_method_words (const TnyTenantRow *tenant)
{
  g_autofree char *by = tny_words_name (tenant->decided_by);

  if (tenant->method == NULL)
    return NULL;
  if (g_str_equal (tenant->method, "automatic"))
    return g_strdup (tenant->matched_by_id ? _("Matched automatically: matched before, by the same IDs")
                                           : _("Matched automatically: same name"));

  /* translators: %s is the name of a person */
  if (g_str_equal (tenant->method, "accepted"))
    return g_strdup_printf (_("Suggestion accepted by %s"), by);
  if (g_str_equal (tenant->method, "created"))
    return g_strdup_printf (_("Organization created from this tenant by %s"), by);
  if (g_str_equal (tenant->method, "ignored"))
    return g_strdup_printf (_("Ignored by %s"), by);

  return g_strdup_printf (_("Chosen by %s"), by);
}

const char *
tny_likeness_sign (TnyLikeness likeness)
{
  static const char * const signs[] = { "=", "≈", "≠", "–" };

  return signs[likeness];
}

const char *
tny_likeness_word (TnyLikeness likeness)
{
  static const char * const words[] = { N_("same"), N_("similar"), N_("different"),
                                        N_("not compared") };

  return _(words[likeness]);
}

TnyLikeness
tny_likeness_of_names (const char *theirs, const char *ours, int score)
{
  if (theirs == NULL || ours == NULL)
    return TNY_NOT_COMPARED;
  if (tny_names_equal (theirs, ours))
    return TNY_SAME;

  return score >= SIMILAR ? TNY_SIMILAR : TNY_DIFFERENT;
}

TnyLikeness
tny_likeness_of_domain (gint64 users, gint64 n)
{
  if (n <= 0)
    return TNY_NOT_COMPARED;

  return users == n ? TNY_SAME : users > 0 ? TNY_SIMILAR : TNY_DIFFERENT;
}
