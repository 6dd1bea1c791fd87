/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fault matrix: every fault alone, and pairs of them. What is named as the first cause must be
 * what was injected. */
#include "health-fixture.h"

#ifdef EVERY_PAIR
#define EVERY 1
#else
#define EVERY 9             /* of the pairs, one in so many; the slow suite walks all */
#endif
#define LEAST_PERCENT 95

/* The sample cloud anew, with these faults; @two may be the same as @one. */
static GPtrArray *
run_with (Sync *self, guint one, guint two)
{
  TnyChecksContext context;

  sim_control (self, "POST", "reset");
  sim_scenario (self, "all-access", TRUE);
  health_renew (self);
  context = health_context (self, ALL_STREAMS);
  health_inject (self, &context, one);
  if (two != one)
    health_inject (self, &context, two);

  return health_run (self, &context);
}

static const TnyCheck *
first_cause (GPtrArray *checks)
{
  const TnyCheck *last = checks->pdata[checks->len - 1];

  return tny_checks_first_cause (checks, last->tenant_id);
}

static void
test_nothing_is_wrong (Sync *self, gconstpointer data)
{
  TnyChecksContext context = health_context (self, ALL_STREAMS);
  g_autoptr(GPtrArray) checks = NULL;
  g_autofree char *problems = NULL;

  health_list_tenants (self);
  checks = health_run (self, &context);
  problems = health_problems (checks);
  g_assert_cmpstr (problems, ==, "");
  g_assert_null (first_cause (checks));
}

static void
test_each_fault_alone (Sync *self, gconstpointer data)
{
  health_list_tenants (self);
  for (guint i = 0; i < health_n_faults; i++)
    {
      g_autoptr(GPtrArray) checks = run_with (self, i, i);
      const TnyCheck *cause = first_cause (checks);

      if (g_strcmp0 (cause != NULL ? cause->id : NULL, health_faults[i].cause) != 0)
        {
          g_autofree char *words = health_fault_words (i);

          g_error ("%s: named %s (%s)", words, cause != NULL ? cause->id : "nothing",
                   cause != NULL ? cause->claim : "-");
        }
      g_assert_true (health_faults[i].cause == NULL ||
                     cause->state == (health_faults[i].kind == HEALTH_BROKEN ? TNY_CHECK_UNKNOWN
                                      : TNY_CHECK_FAIL));
    }
}

/* In a pair either may hide the other; a cause that is neither is a miss. */
static void
test_pairs (Sync *self, gconstpointer data)
{
  guint n = 0, hits = 0, at = 0;

  health_list_tenants (self);
  for (guint i = 0; i < health_n_faults; i++)
    for (guint k = i + 1; k < health_n_faults; k++)
      {
        g_autoptr(GPtrArray) checks = NULL;
        const TnyCheck *cause;
        gboolean hit;

        if (at++ % EVERY != 0)
          continue;
        checks = run_with (self, i, k);
        cause = first_cause (checks);
        hit = cause == NULL ? health_faults[i].cause == NULL && health_faults[k].cause == NULL
                            : g_strcmp0 (cause->id, health_faults[i].cause) == 0 ||
                              g_strcmp0 (cause->id, health_faults[k].cause) == 0;
        n++;
        hits += hit;
        if (!hit)
          {
            g_autofree char *one = health_fault_words (i), *two = health_fault_words (k);

            g_test_message ("%s with %s: named %s", one, two, cause != NULL ? cause->id : "nothing");
          }
      }
  g_test_message ("the first cause is an injected one in %u of %u pairs (%.1f %%)", hits, n,
                  100.0 * hits / n);
  g_assert_cmpuint (hits * 100, >=, n * LEAST_PERCENT);
}

int
main (int argc, char **argv)
{
  static const SyncSetup one_tenant = { NULL, 1, 10, "all-access" };

  g_test_init (&argc, &argv, NULL);
  add_sync_test ("/health/causes/nothing-is-wrong", &one_tenant, test_nothing_is_wrong);
  add_sync_test ("/health/causes/each-fault-alone", &one_tenant, test_each_fault_alone);
  add_sync_test ("/health/causes/pairs", &one_tenant, test_pairs);

  return g_test_run ();
}
