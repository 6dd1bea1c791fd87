/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written and spoken: pure text, no window. */
#include <glib.h>

#include "tny-match-step.h"
#include "tny-match-words.h"
#include "tny-user-words.h"
#include "tny-words.h"

static const struct { const char *name, *shown; } names[] = {
  { "Contoso Ltd", "Contoso Ltd" },
  { "<b>Bold</b> & Sons", "<b>Bold</b> & Sons" },
  { "two\nlines", "two\\u000alines" },
  { "\u202eevil", "\\u202eevil" },
  { "a\u2066b", "a\\u2066b" },
  { "caf\xe9", "caf\\xe9" },
  { "\u05e9\u05dc\u05d5\u05dd", "\u2068\u05e9\u05dc\u05d5\u05dd\u2069" },
  { "Firm \u0634\u0631\u0643\u0629", "\u2068Firm \u0634\u0631\u0643\u0629\u2069" },
  { "\u6771\u4eac", "\u6771\u4eac" },
  { "", "" },
  { NULL, "" },
};

static void
test_names (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *shown = tny_words_name (names[i].name);

      g_assert_cmpstr (shown, ==, names[i].shown);
    }
}

static void
test_notices (void)
{
  g_autofree char *plain = tny_words_notice ("Smith & Sons: in 7 days");
  g_autofree char *tag = tny_words_notice ("The GDAP relationship with <b>Contoso</b> ends");

  g_assert_cmpstr (plain, ==, "Smith & Sons: in 7 days");
  g_assert_cmpstr (tag, ==, "The GDAP relationship with ‹b>Contoso‹/b> ends");
}

static void
test_long_names (void)
{
  g_autofree char *name = g_strnfill (64 * 1024, 'x');
  g_autofree char *shown = tny_words_name (name);

  g_assert_cmpint (g_utf8_strlen (shown, -1), ==, 201);
  g_assert_true (g_str_has_suffix (shown, "x…"));
}

static const struct { const char *text; int direction; } directions[] = {
  { "Contoso", 1 }, { "42 Likely", 1 }, { "שלום Ltd", -1 }, { "\u2068مرحبا\u2069", -1 },
  { "−16", 0 }, { "98 %", 0 }, { "", 0 }, { NULL, 0 },
};

static void
test_directions (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (directions); i++)
    g_assert_cmpint (tny_words_direction (directions[i].text), ==, directions[i].direction);
}

static const struct { int score; const char *words; } scores[] = {
  { 100, "100 Strong" }, { 90, "90 Strong" }, { 89, "89 Likely" }, { 70, "70 Likely" },
  { 69, "69 Weak" }, { 0, "0 Weak" }, { -1, "—" },
};

static void
test_scores (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (scores); i++)
    {
      g_autofree char *words = tny_match_score_words (scores[i].score);

      g_assert_cmpstr (words, ==, scores[i].words);
    }
}

static void
test_rows (void)
{
  TnyTenantRow row = { .name = (char *) "Contoso Ltd", .state = "suggested",
                       .organization_name = (char *) "Contoso", .score = 88 };
  g_autofree char *suggested = tny_match_row_name (&row);

  g_assert_cmpstr (suggested, ==, "Contoso Ltd, suggested, Contoso, 88");
  row.state = "unmatched";
  row.organization_name = NULL;
  row.score = -1;

  g_autofree char *unmatched = tny_match_row_name (&row);

  g_assert_cmpstr (unmatched, ==, "Contoso Ltd, unmatched, none, no score");
}

static const struct { const char *theirs, *ours; int score; TnyLikeness likeness; } pairs[] = {
  { "Contoso", "contoso ",  40, TNY_SAME },
  { "Contoso", "Contoso L", 88, TNY_SIMILAR },
  { "Contoso", "Fabrikam",  10, TNY_DIFFERENT },
  { NULL,      "Fabrikam",  10, TNY_NOT_COMPARED },
};

static void
test_likeness (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_assert_cmpint (tny_likeness_of_names (pairs[i].theirs, pairs[i].ours, pairs[i].score), ==,
                     pairs[i].likeness);

  g_assert_cmpint (tny_likeness_of_domain (5, 5), ==, TNY_SAME);
  g_assert_cmpint (tny_likeness_of_domain (1, 5), ==, TNY_SIMILAR);
  g_assert_cmpint (tny_likeness_of_domain (0, 5), ==, TNY_DIFFERENT);
  g_assert_cmpint (tny_likeness_of_domain (0, 0), ==, TNY_NOT_COMPARED);
  for (TnyLikeness i = TNY_SAME; i <= TNY_NOT_COMPARED; i++)
    for (TnyLikeness j = TNY_SAME; j < i; j++)
      {
        g_assert_cmpstr (tny_likeness_sign (i), !=, tny_likeness_sign (j));
        g_assert_cmpstr (tny_likeness_word (i), !=, tny_likeness_word (j));
      }
}

static const struct
{
  TnyStepKind kind;
  gint64      left;
  const char *said;
  const char *stays;          /* the filters under which the row stays, besides "all" */
} steps[] = {
  { TNY_STEP_ACCEPT,   10, "Matched Contoso Ltd to Contoso. 10 left.", "matched" },
  { TNY_STEP_MATCH_TO,  0, "Matched Contoso Ltd to Contoso. Every tenant has a decision.", "matched" },
  { TNY_STEP_ACCEPT,   -1, "Matched Contoso Ltd to Contoso.", "matched" },
  { TNY_STEP_IGNORE,    3, "Ignored Contoso Ltd. 3 left.", "ignored" },
  { TNY_STEP_CREATE,    3, "Created Contoso and matched Contoso Ltd to it. 3 left.", "matched" },
  { TNY_STEP_REVERT,    3, "Contoso Ltd has no decision now. 3 left.", "unmatched" },
};

static void
test_steps (void)
{
  static const char * const filters[] = { "unmatched", "suggested", "matched", "ignored" };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr(TnyMatchStep) step = tny_match_step_new (steps[i].kind, 7, "Contoso Ltd");
      g_autofree char *said = NULL;

      step->organization_name = g_strdup ("Contoso");
      step->counts.unmatched = steps[i].left;
      said = tny_match_step_said (step);
      g_assert_cmpstr (said, ==, steps[i].said);

      g_assert_true (tny_match_step_stays (step, NULL));
      for (gsize j = 0; j < G_N_ELEMENTS (filters); j++)
        g_assert_cmpint (tny_match_step_stays (step, filters[j]), ==,
                         g_str_equal (filters[j], steps[i].stays));
    }
}

static void
note (TnyMatchUndo *undo, TnyStepKind kind, gint64 batch)
{
  g_autoptr(TnyMatchStep) step = tny_match_step_new (kind, batch, "Contoso");

  step->batch = batch;
  tny_match_undo_note (undo, step);
}

static gint64
next (TnyMatchUndo *undo, gboolean redo)
{
  g_autoptr(TnyMatchStep) step = tny_match_undo_next (undo, redo);

  g_assert_cmpint (step != NULL, ==, tny_match_undo_can (undo, redo));
  if (step != NULL)
    g_assert_cmpint (step->kind, ==, redo ? TNY_STEP_REDO : TNY_STEP_UNDO);

  return step != NULL ? step->batch : 0;
}

static void
test_undo (void)
{
  g_autoptr(TnyMatchUndo) undo = tny_match_undo_new ();

  g_assert_cmpint (next (undo, FALSE), ==, 0);
  note (undo, TNY_STEP_ACCEPT, 1);
  note (undo, TNY_STEP_BULK, 2);
  note (undo, TNY_STEP_IGNORE, 3);
  g_assert_cmpint (next (undo, FALSE), ==, 3);
  g_assert_cmpint (next (undo, TRUE), ==, 0);

  note (undo, TNY_STEP_UNDO, 3);
  note (undo, TNY_STEP_UNDO, 2);
  g_assert_cmpint (next (undo, FALSE), ==, 1);
  g_assert_cmpint (next (undo, TRUE), ==, 2);
  note (undo, TNY_STEP_REDO, 2);
  g_assert_cmpint (next (undo, FALSE), ==, 2);
  g_assert_cmpint (next (undo, TRUE), ==, 3);

  /* a new decision ends what could be redone */
  note (undo, TNY_STEP_ACCEPT, 4);
  g_assert_cmpint (next (undo, TRUE), ==, 0);
  g_assert_cmpint (next (undo, FALSE), ==, 4);

  /* one that went stale does not stand in the way */
  tny_match_undo_forget (undo, 4);
  g_assert_cmpint (next (undo, FALSE), ==, 2);
}

static const struct { const char *kind, *state; int enabled; const char *word; } people[] = {
  { "member",         "present", 1,  "Enabled" },
  { "member",         "present", 0,  "Disabled" },
  { "member",         "present", -1, "Not told by Microsoft" },
  { "guest",          "present", 1,  "Guest" },
  { "guest",          "present", 0,  "Disabled" },
  { "shared-mailbox", "present", 0,  "Shared mailbox" },
  { "room",           "present", 0,  "Room" },
  { "member",         "deleted", 1,  "Deleted in Microsoft" },
  { "member",         "out-of-scope", 1, "Not in scope" },
};

static void
test_people (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (people); i++)
    {
      TnyUserRow row = { .kind = people[i].kind, .state = (char *) people[i].state,
                         .enabled = people[i].enabled,
                         .user_principal_name = (char *) "a@b.example" };
      g_autofree char *name = tny_user_name (&row);

      g_assert_cmpstr (tny_user_status_word (&row), ==, people[i].word);
      g_assert_cmpstr (name, ==, "a@b.example");
      g_assert_nonnull (tny_user_status_icon (&row));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/words/names-are-one-safe-line", test_names);
  g_test_add_func ("/ui/words/notices-hold-no-tag", test_notices);
  g_test_add_func ("/ui/words/long-names-end", test_long_names);
  g_test_add_func ("/ui/words/a-text-knows-how-it-runs", test_directions);
  g_test_add_func ("/ui/match/scores", test_scores);
  g_test_add_func ("/words/a-text-knows-its-direction", test_directions);
  g_test_add_func ("/ui/match/rows-are-spoken", test_rows);
  g_test_add_func ("/ui/match/likeness", test_likeness);
  g_test_add_func ("/ui/match/steps-say-what-was-done", test_steps);
  g_test_add_func ("/ui/match/undo-and-redo", test_undo);
  g_test_add_func ("/ui/users/status-words", test_people);

  return g_test_run ();
}
