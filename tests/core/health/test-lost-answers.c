/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unknown is never pass: whichever single answer is lost, no check turns to pass because of it. */
#include "health-fixture.h"

#include <string.h>

/* What comes in the place of an answer. All of them are final: nothing is asked again. */
static const char *const losses[] = { "html", "garbage", "empty", "403", "redirect" };

typedef struct
{
  const char *scenarios;            /* a bad day to begin with: what fails must not turn well */
  const char *withheld;             /* permission that customers have not granted; NULL: none */
  const char *reach;
  int         mfa;
} Day;

static GHashTable *
states_of (GPtrArray *checks)
{
  GHashTable *states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < checks->len; i++)
    {
      const TnyCheck *check = checks->pdata[i];

      g_hash_table_insert (states, g_strdup_printf ("%s %s", check->id,
                                                    check->tenant_id != NULL ? check->tenant_id
                                                      : ""),
                           GUINT_TO_POINTER (check->state));
    }

  return states;
}

static guint
count_requests (Sync *self)
{
  g_autofree char *requests = sim_requests (self);
  guint n = 0;

  for (const char *at = requests; (at = strstr (at, "\"method\"")) != NULL; at++)
    n++;

  return n;
}

static GPtrArray *
run_day (Sync *self, const Day *day, const char *loss, guint nth)
{
  g_auto(GStrv) scenarios = g_strsplit (day->scenarios, " ", -1);
  g_autofree char *what = g_strdup_printf ("fail?request=%u&how=%s", nth, loss);
  TnyChecksContext context;

  sim_control (self, "POST", "reset");
  for (guint i = 0; scenarios[i] != NULL; i++)
    sim_scenario (self, scenarios[i], TRUE);
  if (day->withheld != NULL)
    health_permission (self, day->withheld, "no-consent", "customers");
  health_renew (self);
  context = health_context (self, ALL_STREAMS);
  context.reach = day->reach;
  context.account_mfa = day->mfa;
  context.secret_expires = tny_clock_now (NULL) + 400 * 86400;
  context.first_look = TRUE;
  context.workers = 1;               /* so that the nth request is the same every time */
  if (loss != NULL)
    sim_control (self, "POST", what);

  return health_run (self, &context);
}

static void
test_day (Sync *self, const Day *day)
{
  g_autoptr(GPtrArray) whole = run_day (self, day, NULL, 0);
  g_autoptr(GHashTable) before = states_of (whole);
  guint n = count_requests (self), n_runs = 0, n_worse = 0;

  g_assert_cmpuint (n, >=, 10);
  for (guint nth = 1; nth <= n; nth++)
    for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
      {
        g_autoptr(GPtrArray) checks = NULL;

        /* each answer is lost in two ways at least, over all answers each way is taken */
        if (i > 0 && (nth + i) % 4 != 0)
          continue;
        checks = run_day (self, day, losses[i], nth);
        n_runs++;
        for (guint k = 0; k < checks->len; k++)
          {
            const TnyCheck *check = checks->pdata[k];
            g_autofree char *key = g_strdup_printf ("%s %s", check->id, check->tenant_id != NULL
                                                                         ? check->tenant_id : "");
            gpointer was;
            gboolean known = g_hash_table_lookup_extended (before, key, NULL, &was);

            if (check->state == TNY_CHECK_PASS &&
                (!known || GPOINTER_TO_UINT (was) != TNY_CHECK_PASS))
              g_error ("request %u lost as %s: %s turned to pass (%s: %s)", nth, losses[i], key,
                       check->finding, check->claim);
            n_worse += known && GPOINTER_TO_UINT (was) == TNY_CHECK_PASS &&
                       check->state != TNY_CHECK_PASS;
          }
      }
  g_assert_cmpuint (n_worse, >, n);         /* the losses were noticed */
  g_test_message ("%u answers lost in %u runs, no check turned to pass", n, n_runs);
}

static void
test_lost (Sync *self, gconstpointer data)
{
  static const Day days[] = {
    { "all-access names-concealed no-premium no-mfa", "Reports.Read.All", "gdap", 1 },
    { "all-access roles-missing", "AuditLog.Read.All", "gdap", 0 },
    { "all-access not-agent not-member", NULL, "gdap", 1 },
    { "all-access group-unassigned", NULL, "gdap", 1 },
    { "all-access conditional-access", NULL, "dap", -1 },
    { "all-access relationship-pending", NULL, "gdap", 1 },
  };

  health_list_tenants (self);
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    test_day (self, &days[i]);
}

int
main (int argc, char **argv)
{
  static const SyncSetup one_tenant = { NULL, 1, 10, "all-access" };

  g_test_init (&argc, &argv, NULL);
  add_sync_test ("/health/lost-answers/never-pass", &one_tenant, test_lost);

  return g_test_run ();
}
