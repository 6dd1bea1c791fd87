/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-steps.h"

#include <string.h>

#include "tny-sign-in.h"

static const TnyStepItem *
item_by_id (const char *id)
{
  guint n;
  const TnyStepItem *items = tny_step_items (&n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (items[i].id, id))
      return &items[i];

  g_error ("no item %s", id);
}

/* The table holds together: ids are unique, items in the order of the steps, links have buttons, values
 * belong to items, and every way to reach tenants has every step. */
static void
test_table_is_whole (void)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n, n_values;
  const TnyStepItem *items = tny_step_items (&n);
  const TnyStepValue *values = tny_step_values (&n_values);

  for (guint i = 0; i < n; i++)
    {
      const TnyStepItem *item = &items[i];

      g_assert_true (g_hash_table_add (seen, (gpointer) item->id));
      g_assert_null (strpbrk (item->id, ", "));
      g_assert_true (i == 0 || items[i - 1].step <= item->step);
      g_assert_true (item->title != NULL && item->text != NULL && item->reach != 0);
      g_assert_true ((item->page == TNY_N_PORTAL_PAGES) == (item->open == NULL));
      g_assert_true (item->check != NULL || item->asked != TNY_ASKED_MICROSOFT);
      if (item->menu_before != NULL)
        g_assert_nonnull (item->menu);
    }
  for (guint i = 0; i < n_values; i++)
    g_assert_true (g_hash_table_contains (seen, values[i].item));
  for (guint step = 0; step < TNY_N_STEPS; step++)
    {
      TnySetupStep parsed = TNY_N_STEPS;

      g_assert_true (tny_step_parse (tny_step_info (step)->id, &parsed));
      g_assert_cmpuint (parsed, ==, step);
      g_assert_true (tny_step_needed (step, TNY_REACH_GDAP) && tny_step_needed (step, TNY_REACH_DAP) &&
                     tny_step_needed (step, TNY_REACH_DIRECT));
    }
}

static void
test_redirect_is_the_one_that_listens (void)
{
  guint n;
  const TnyStepValue *values = tny_step_values (&n);
  gboolean found = FALSE;

  for (guint i = 0; i < n; i++)
    found |= g_str_equal (values[i].value, TNY_SIGN_IN_REDIRECT_REGISTERED);
  g_assert_true (found);
}

/* What Microsoft's today corrects: nothing asks for it, and a sentence says so. */
static void
test_corrections_win (void)
{
  static const struct { const char *item, *word; } corrected[] = {
    { "account-roles", "Global Administrator" }, { "keep-user-read", "remove" },
    { "app-registered", "personal" }, { "add-graph", "Directory.ReadWrite.All" },
    { "group-roles", "Insights Business Leader" }, { "relationships", "Global Administrator" },
    { "account-agents", "app" },
  };
  guint n;
  const TnyStepValue *values = tny_step_values (&n);

  for (guint i = 0; i < G_N_ELEMENTS (corrected); i++)
    g_assert_nonnull (strstr (item_by_id (corrected[i].item)->why, corrected[i].word));
  for (guint i = 0; i < n; i++)
    {
      g_assert_null (strstr (values[i].value, "Insights"));
      g_assert_null (strstr (values[i].value, "Global Administrator"));
      g_assert_null (strstr (values[i].value, "personal"));
    }
}

static void
test_reach_decides_what_is_asked (void)
{
  g_assert_cmpuint (tny_reach_parse ("direct"), ==, TNY_REACH_DIRECT);
  g_assert_cmpuint (tny_reach_parse (NULL), ==, TNY_REACH_GDAP);
  g_assert_cmpstr (tny_reach_name (TNY_REACH_DAP), ==, "dap");
  g_assert_false (item_by_id ("group-assigned")->reach & (TNY_REACH_DAP | TNY_REACH_DIRECT));
  g_assert_false (item_by_id ("add-partner")->reach & TNY_REACH_DIRECT);
  g_assert_cmpuint (tny_reach_in_cloud ("global"), ==, TNY_REACH_ANY);
  g_assert_cmpuint (tny_reach_in_cloud ("usgov"), ==, TNY_REACH_ANY);
  g_assert_cmpuint (tny_reach_in_cloud ("usgov-dod"), ==, TNY_REACH_DIRECT);
  g_assert_cmpuint (tny_reach_in_cloud ("china"), ==, TNY_REACH_DAP | TNY_REACH_DIRECT);
}

static TnyCheck *
add (GPtrArray *checks, const char *id, TnyCheckState state, const char *claim)
{
  TnyCheck *check = g_new0 (TnyCheck, 1);

  check->id = g_strdup (id);
  check->state = state;
  check->finding = g_strdup ("x");
  check->claim = g_strdup (claim);
  check->remedy = g_strdup ("Do it.");
  check->checked_at = 1000;
  g_ptr_array_add (checks, check);

  return check;
}

static void
assert_item (const char *id, GPtrArray *checks, const char *confirmed, TnyItemState state, const char *text)
{
  g_auto(TnyItemFound) found = { 0 };

  tny_item_find (item_by_id (id), checks, confirmed, &found);
  g_assert_cmpint (found.state, ==, state);
  g_assert_cmpstr (found.text, ==, text);
}

static void
test_microsoft_counts_more_than_a_word (void)
{
  g_autoptr(GPtrArray) checks = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_check_free);

  assert_item ("account-mfa", NULL, NULL, TNY_ITEM_OPEN, NULL);
  assert_item ("account-mfa", checks, "account-made,account-mfa", TNY_ITEM_CONFIRMED, NULL);
  assert_item ("account-mfa", checks, "account-mfa-not", TNY_ITEM_OPEN, NULL);
  add (checks, "mfa", TNY_CHECK_FAIL, "No second factor.");
  assert_item ("account-mfa", checks, "account-mfa", TNY_ITEM_FAILED, "No second factor.");
  add (checks, "assignment", TNY_CHECK_PASS, "Fine here.");
  assert_item ("group-assigned", checks, NULL, TNY_ITEM_CHECKED, "Fine here.");
  /* one tenant of many is enough to say no, and what could not be told is no yes */
  add (checks, "assignment", TNY_CHECK_UNKNOWN, "Could not be told.");
  assert_item ("group-assigned", checks, NULL, TNY_ITEM_UNKNOWN, "Could not be told.");
  assert_item ("group-assigned", checks, "group-assigned", TNY_ITEM_CONFIRMED, "Could not be told.");
  add (checks, "assignment", TNY_CHECK_FAIL, "Not in Contoso.");
  assert_item ("group-assigned", checks, "group-assigned", TNY_ITEM_FAILED, "Not in Contoso.");
  /* what does not matter for this connection leaves the word of the person alone */
  add (checks, "admin-agents", TNY_CHECK_NOT_NEEDED, "Only partners have agents.");
  assert_item ("partner", checks, "partner", TNY_ITEM_CONFIRMED, NULL);
}

/* Passing by is no word: each item that can be told or ticked was. */
static void
test_a_step_is_done_by_what_was_said (void)
{
  g_autoptr(GPtrArray) checks = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_check_free);

  g_assert_false (tny_step_is_done (TNY_STEP_PREREQUISITES, TNY_REACH_DIRECT, NULL, NULL));
  g_assert_false (tny_step_is_done (TNY_STEP_PREREQUISITES, TNY_REACH_DIRECT, NULL, "administrator"));
  g_assert_true (tny_step_is_done (TNY_STEP_PREREQUISITES, TNY_REACH_DIRECT, NULL,
                                   "administrator,report-names"));
  add (checks, "report-names", TNY_CHECK_PASS, "Shown.");
  g_assert_true (tny_step_is_done (TNY_STEP_PREREQUISITES, TNY_REACH_DIRECT, checks, "administrator"));
  g_assert_false (tny_step_is_done (TNY_STEP_PREREQUISITES, TNY_REACH_GDAP, checks, "administrator"));
  add (checks, "report-names", TNY_CHECK_FAIL, "Concealed.");
  g_assert_false (tny_step_is_done (TNY_STEP_PREREQUISITES, TNY_REACH_DIRECT, checks,
                                    "administrator,report-names"));
  g_assert_false (tny_step_is_done (TNY_STEP_REGISTRATION, TNY_REACH_GDAP, NULL, NULL));
  g_assert_true (tny_step_is_done (TNY_STEP_REGISTRATION, TNY_REACH_GDAP, NULL, "app-registered"));
}

static void
test_confirming_and_taking_back (void)
{
  g_autofree char *one = tny_item_confirm (NULL, "clock", TRUE);
  g_autofree char *two = tny_item_confirm (one, "partner", TRUE);
  g_autofree char *again = tny_item_confirm (two, "clock", TRUE);
  g_autofree char *left = tny_item_confirm (again, "partner", FALSE);
  g_autofree char *none = tny_item_confirm (left, "clock", FALSE);

  g_assert_cmpstr (one, ==, "clock");
  g_assert_cmpstr (two, ==, "clock,partner");
  g_assert_cmpstr (again, ==, "partner,clock");
  g_assert_cmpstr (left, ==, "clock");
  g_assert_cmpstr (none, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/setup/steps/table-is-whole", test_table_is_whole);
  g_test_add_func ("/setup/steps/redirect-is-the-one-that-listens", test_redirect_is_the_one_that_listens);
  g_test_add_func ("/setup/steps/corrections-win", test_corrections_win);
  g_test_add_func ("/setup/steps/reach-decides-what-is-asked", test_reach_decides_what_is_asked);
  g_test_add_func ("/setup/steps/microsoft-counts-more-than-a-word", test_microsoft_counts_more_than_a_word);
  g_test_add_func ("/setup/steps/a-step-is-done-by-what-was-said", test_a_step_is_done_by_what_was_said);
  g_test_add_func ("/setup/steps/confirming-and-taking-back", test_confirming_and_taking_back);

  return g_test_run ();
}
