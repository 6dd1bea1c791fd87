/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Right after a sign-in, before anything was synced: how many tenants can be seen, and whether their
 * reports show names.
 *
 * Source: see tny_graph_list_customers(); Microsoft Graph v1.0, "Get adminReportSettings".
 */
#include "config.h"

#include "tny-check-private.h"

#include <glib/gi18n-lib.h>

#include "tny-graph.h"
#include "tny-text.h"

/* Enough to know how it stands, and few enough to wait for; every tenant is asked by each sync. */
#define MAX_ASKED 25
#define MAX_NAMED 3

typedef struct
{
  TnyCheckRun *run;
  guint        next;
  GPtrArray   *tenants;           /* of TnyCheckTenant, lent */
  TnyAnswer  **answers;           /* by place, NULL until asked */
} Asking;

static gboolean
list_done_cb (TnyTenantList list, const GError *problem, gpointer data)
{
  GError **first = data;

  if (*first == NULL && problem != NULL)
    *first = g_error_copy (problem);

  return problem == NULL || !tny_error_cancelled (problem);
}

static void
add_tenants (TnyCheckRun *run, TnyAnswer *answer, guint n, const GError *missing)
{
  g_autofree char *number = g_strdup_printf ("%u", n);

  if (missing != NULL && n > 0)
    tny_check_add (run, NULL, "tenants", "partial", answer, "n", number, "why",
                   _(tny_remedy_for (missing)->headline), "advice", _(tny_remedy_for (missing)->advice), NULL);
  else if (missing != NULL)
    tny_check_add_unknown (run, NULL, "tenants", answer);
  else
    tny_check_add (run, NULL, "tenants", n == 0 ? "none" : n == 1 ? "one" : "ok", answer, "n", number, NULL);
}

/* (transfer full) (element-type TnyTenant): whom the lists name; NULL: nobody is known. */
static GPtrArray *
list_customers (TnyCheckRun *run)
{
  g_autoptr(TnyGraph) graph = NULL;
  g_autoptr(TnyAnswer) answer = tny_answer_new (run);
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GError) missing = NULL;       /* why the first list that failed did */
  gboolean complete = FALSE;
  GError *error = NULL;

  if (answer->error == NULL)
    {
      graph = tny_graph_new (run->context->http, run->context->partner_tenant_id, TRUE);
      tny_graph_set_notify (graph, tny_answer_hear, answer);
      found = tny_graph_list_customers (graph, run->context->reach, list_done_cb, &missing, &complete,
                                        run->cancellable, &error);
    }
  if (error != NULL)
    tny_answer_fail (answer, error);
  if (found == NULL)
    tny_check_add_unknown (run, NULL, "tenants", run->stop == NULL ? answer : NULL);
  else
    add_tenants (run, answer, found->len, complete ? NULL : missing);

  return g_steal_pointer (&found);
}

/* --- names in reports --- */

static gpointer
ask_thread (gpointer data)
{
  Asking *self = data;

  for (;;)
    {
      guint i;

      g_mutex_lock (&self->run->lock);
      i = self->next++;
      g_mutex_unlock (&self->run->lock);
      if (i >= self->tenants->len || g_cancellable_is_cancelled (self->run->cancellable))
        return NULL;
      self->answers[i] = tny_check_ask_report_names (self->run, self->tenants->pdata[i]);
    }
}

static void
ask_all (Asking *self)
{
  guint n = self->run->context->workers != 0 ? self->run->context->workers : TNY_CHECKS_WORKERS;
  GThread *threads[TNY_CHECKS_WORKERS];

  n = MIN (MIN (n, TNY_CHECKS_WORKERS), self->tenants->len);
  for (guint i = 0; i < n; i++)
    threads[i] = g_thread_new ("tny-first-look", ask_thread, self);
  for (guint i = 0; i < n; i++)
    g_thread_join (threads[i]);
}

static void
add_report_names (Asking *self)
{
  TnyAnswer *evidence = NULL, *lost = NULL;
  g_autoptr(GString) names = g_string_new (NULL);
  g_autofree char *asked = g_strdup_printf ("%u", self->tenants->len), *shown = NULL;
  g_autofree char *concealed = NULL, *unasked = NULL;
  guint n_concealed = 0, n_shown = 0;

  for (guint i = 0; i < self->tenants->len; i++)
    {
      TnyAnswer *answer = self->answers[i];
      const TnyCheckTenant *tenant = self->tenants->pdata[i];

      if (answer == NULL || answer->error != NULL)
        {
          lost = lost == NULL ? answer : lost;
        }
      else if (tny_check_conceals_names (answer))
        {
          if (n_concealed == 0)
            evidence = answer;
          if (n_concealed++ < MAX_NAMED)
            {
              g_autofree char *name = tny_text_display (tenant->name);

              g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
            }
        }
      else if (n_shown++ == 0 && evidence == NULL)
        {
          evidence = answer;
        }
    }
  if (n_concealed > MAX_NAMED)
    g_string_append (names, " …");
  shown = g_strdup_printf ("%u", n_shown);
  concealed = g_strdup_printf ("%u", n_concealed);
  unasked = g_strdup_printf ("%u", self->tenants->len - n_shown - n_concealed);

  if (n_concealed > 0)
    tny_check_add (self->run, NULL, "reports", "concealed", evidence, "names", names->str, "shown", shown,
                   "concealed", concealed, "unasked", unasked, "asked", asked, NULL);
  else if (n_shown == self->tenants->len && n_shown > 0)
    tny_check_add (self->run, NULL, "reports", "shown", evidence, "asked", asked, NULL);
  else if (n_shown > 0)
    tny_check_add (self->run, NULL, "reports", "partial", lost, "shown", shown, "asked", asked, "unasked", unasked,
                   "why", lost != NULL ? _(tny_remedy_for (lost->error)->headline) : NULL, NULL);
  else
    tny_check_add_unknown (self->run, NULL, "reports", lost);
}

static void
check_report_names (TnyCheckRun *run, GPtrArray *tenants)
{
  Asking asking = { run, 0, tenants, NULL };

  if ((run->features & TNY_FEATURE_MAILBOXES) == 0)
    {
      tny_check_add (run, NULL, "reports", "not-needed", NULL, NULL);
      return;
    }
  asking.answers = g_new0 (TnyAnswer *, tenants->len + 1);
  ask_all (&asking);
  add_report_names (&asking);
  for (guint i = 0; i < tenants->len; i++)
    tny_answer_free (asking.answers[i]);
  g_free (asking.answers);
}

void
tny_check_first_look (TnyCheckRun *run, const TnyAnswer *organization)
{
  g_autoptr(GPtrArray) asked = g_ptr_array_new_with_free_func (tny_check_tenant_free);
  g_autoptr(GPtrArray) found = NULL;

  if (!run->direct)
    {
      found = list_customers (run);
      for (guint i = 0; found != NULL && i < MIN (found->len, MAX_ASKED); i++)
        {
          const TnyTenant *tenant = found->pdata[i];

          g_ptr_array_add (asked, tny_check_tenant_new (0, tenant->tenant_id,
                                                        tenant->display_name != NULL ? tenant->display_name
                                                                                     : tenant->tenant_id));
        }
    }
  else if (organization->error == NULL)
    {
      tny_check_add (run, NULL, "tenants", "direct", organization, NULL);
      g_ptr_array_add (asked, tny_check_tenant_new (0, run->context->partner_tenant_id,
                                                    _("your own directory")));
    }
  else
    {
      tny_check_add_unknown (run, NULL, "tenants", run->signed_in ? organization : NULL);
    }
  check_report_names (run, asked);
}
