/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-gate.h"

#include "tny-error.h"
#include "tny-http.h"
#include "tny-text.h"

typedef struct
{
  guint    in_flight;
  guint    failures;          /* in a row */
  gint64   held_until;        /* boot time; 0: not */
  gint64   parked_until;      /* boot time; 0: not */
  gint64   broken_until;      /* boot time; 0: the breaker is closed */
  TnyBudget budget;           /* by boot time */
} Tenant;

/* Who stands in line; on the stack of the thread that does. */
typedef struct
{
  Tenant      *tenant;
  TnyGateKind  kind;
  gboolean     called;        /* there was room for it, and it has not looked yet */
  GCond        cond;
} Waiter;

struct _TnyGate
{
  GMutex      lock;           /* guards all below but the limits */
  GQueue      line;           /* of Waiter */
  guint       max_in_flight, max_per_tenant;
  TnyClock   *clock;
  guint       in_flight, interactive, reports;
  GHashTable *tenants;        /* id in lower case -> Tenant */
};

TnyGate *
tny_gate_new (guint in_flight, guint per_tenant, TnyClock *clock)
{
  TnyGate *self = g_new0 (TnyGate, 1);

  g_mutex_init (&self->lock);
  g_queue_init (&self->line);
  self->max_in_flight = in_flight;
  self->max_per_tenant = per_tenant;
  self->clock = clock;
  self->tenants = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

void
tny_gate_free (TnyGate *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->tenants);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* NULL for no tenant. With the lock held. */
static Tenant *
find (TnyGate *self, const char *tenant_id)
{
  g_autofree char *id = tenant_id != NULL ? g_ascii_strdown (tenant_id, -1) : NULL;
  Tenant *tenant;

  if (id == NULL)
    return NULL;
  tenant = g_hash_table_lookup (self->tenants, id);
  if (tenant == NULL)
    {
      tenant = g_new0 (Tenant, 1);
      g_hash_table_insert (self->tenants, g_steal_pointer (&id), tenant);
    }

  return tenant;
}

static gint64
wall_time (TnyGate *self, gint64 boot)
{
  gint64 left = boot - tny_clock_boot (self->clock);

  return tny_clock_now (self->clock) + (MAX (left, 0) + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
}

static gboolean
check_parked (TnyGate *self, const Tenant *tenant, TnyGateKind kind, GError **error)
{
  gint64 now = tny_clock_boot (self->clock);
  g_autofree char *when = NULL;

  if (tenant == NULL)
    return TRUE;
  if (tenant->parked_until > now)
    {
      when = tny_time_format (wall_time (self, tenant->parked_until));
      g_set_error (error, TNY_ERROR, TNY_ERROR_THROTTLED, "asked to wait until %s", when);
      return FALSE;
    }
  if (tenant->broken_until > now && kind != TNY_GATE_INTERACTIVE)
    {
      when = tny_time_format (wall_time (self, tenant->broken_until));
      g_set_error (error, TNY_ERROR, TNY_ERROR_UNAVAILABLE,
                   "%u failures in a row: this tenant pauses until %s", TNY_HTTP_BREAKER_FAILURES,
                   when);
      return FALSE;
    }

  return TRUE;
}

static gboolean
has_room (TnyGate *self, const Tenant *tenant, TnyGateKind kind)
{
  if (kind == TNY_GATE_INTERACTIVE)
    return self->interactive < TNY_HTTP_INTERACTIVE;
  if (kind == TNY_GATE_REPORT && self->reports > 0)
    return FALSE;

  return self->in_flight < self->max_in_flight &&
         (tenant == NULL || tenant->in_flight < self->max_per_tenant);
}

/* A slot is free: the first whom it suits. Everybody would be woken for nothing. With the lock held. */
static void
call_next (TnyGate *self)
{
  for (GList *at = self->line.head; at != NULL; at = at->next)
    {
      Waiter *waiter = at->data;

      if (waiter->called || !has_room (self, waiter->tenant, waiter->kind))
        continue;
      waiter->called = TRUE;
      g_cond_signal (&waiter->cond);
      return;
    }
}

/* Everybody looks again. With the lock held. */
static void
call_all (TnyGate *self)
{
  for (GList *at = self->line.head; at != NULL; at = at->next)
    g_cond_signal (&((Waiter *) at->data)->cond);
}

static void
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  TnyGate *self = data;

  g_mutex_lock (&self->lock);
  call_all (self);
  g_mutex_unlock (&self->lock);
}

static gboolean
stand_in_line (TnyGate *self, Tenant *tenant, TnyGateKind kind, GCancellable *cancellable,
               GError **error)
{
  Waiter waiter = { tenant, kind };
  gboolean ok;

  if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !check_parked (self, tenant, kind, error))
    return FALSE;
  if (has_room (self, tenant, kind))
    return TRUE;

  g_cond_init (&waiter.cond);
  g_queue_push_tail (&self->line, &waiter);
  do
    {
      waiter.called = FALSE;
      g_cond_wait (&waiter.cond, &self->lock);
      ok = !g_cancellable_set_error_if_cancelled (cancellable, error) &&
           check_parked (self, tenant, kind, error);
    }
  while (ok && !has_room (self, tenant, kind));
  g_queue_remove (&self->line, &waiter);
  g_cond_clear (&waiter.cond);
  if (!ok)
    call_next (self);             /* the slot that it was called for is another's */

  return ok;
}

static gboolean
enter_locked (TnyGate *self, const char *tenant_id, TnyGateKind kind, GCancellable *cancellable,
              GError **error)
{
  Tenant *tenant = find (self, tenant_id);

  if (!stand_in_line (self, tenant, kind, cancellable, error))
    return FALSE;
  if (kind == TNY_GATE_INTERACTIVE)
    self->interactive++;
  else
    {
      self->in_flight++;
      self->reports += kind == TNY_GATE_REPORT;
      if (tenant != NULL)
        tenant->in_flight++;
    }

  return TRUE;
}

gboolean
tny_gate_enter (TnyGate *self, const char *tenant_id, TnyGateKind kind, GCancellable *cancellable,
                GError **error)
{
  gulong handler = 0;
  gboolean entered;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), self, NULL);
  g_mutex_lock (&self->lock);
  entered = enter_locked (self, tenant_id, kind, cancellable, error);
  g_mutex_unlock (&self->lock);
  if (handler != 0)
    g_cancellable_disconnect (cancellable, handler);

  return entered;
}

void
tny_gate_leave (TnyGate *self, const char *tenant_id, TnyGateKind kind)
{
  Tenant *tenant;

  g_mutex_lock (&self->lock);
  if (kind == TNY_GATE_INTERACTIVE)
    self->interactive--;
  else
    {
      self->in_flight--;
      self->reports -= kind == TNY_GATE_REPORT;
      if ((tenant = find (self, tenant_id)) != NULL)
        tenant->in_flight--;
    }
  call_next (self);
  if (kind == TNY_GATE_REPORT)
    call_next (self);             /* there may be one for the slot, and another that reads a report */
  g_mutex_unlock (&self->lock);
}

guint
tny_gate_in_flight (TnyGate *self, const char *tenant_id)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = tenant_id != NULL ? find (self, tenant_id)->in_flight : self->in_flight + self->interactive;
  g_mutex_unlock (&self->lock);

  return n;
}

/* With the lock held. */
static gint64
held_for (TnyGate *self, const Tenant *tenant, gint64 now)
{
  /* Who is parked is told at once, not after the shorter wait. */
  return tenant->parked_until > now ? 0 : MAX (tenant->held_until - now, 0);
}

static gint64
paced_for (TnyGate *self, Tenant *tenant, TnyGateKind kind, TnyBudgetPrice price, gint64 now)
{
  if (kind == TNY_GATE_INTERACTIVE || tenant->parked_until > now)
    return 0;

  return tny_budget_wait (&tenant->budget, price, now);
}

gint64
tny_gate_delay (TnyGate *self, const char *tenant_id, TnyGateKind kind, TnyBudgetPrice price,
                gboolean *paced)
{
  Tenant *tenant;
  gint64 delay = 0;

  *paced = FALSE;
  g_mutex_lock (&self->lock);
  if ((tenant = find (self, tenant_id)) != NULL)
    {
      gint64 now = tny_clock_boot (self->clock);
      gint64 held = held_for (self, tenant, now);

      delay = MAX (held, paced_for (self, tenant, kind, price, now));
      *paced = delay > held;
    }
  g_mutex_unlock (&self->lock);

  return delay;
}

gboolean
tny_gate_spend (TnyGate *self, const char *tenant_id, TnyGateKind kind, TnyBudgetPrice price)
{
  gboolean free_to_go = TRUE;
  Tenant *tenant;

  g_mutex_lock (&self->lock);
  if ((tenant = find (self, tenant_id)) != NULL)
    {
      gint64 now = tny_clock_boot (self->clock);

      free_to_go = held_for (self, tenant, now) == 0 &&
                   paced_for (self, tenant, kind, price, now) == 0;
      if (free_to_go)
        tny_budget_spend (&tenant->budget, price, now);
    }
  g_mutex_unlock (&self->lock);

  return free_to_go;
}

void
tny_gate_heed (TnyGate *self, const char *tenant_id, TnyBudgetPrice price, double used, guint units)
{
  Tenant *tenant;

  g_mutex_lock (&self->lock);
  if ((tenant = find (self, tenant_id)) != NULL)
    {
      gint64 now = tny_clock_boot (self->clock);
      TnyBudgetPrice more = { price.kind, units > price.cost ? units - price.cost : 0 };

      tny_budget_spend (&tenant->budget, more, now);
      tny_budget_heed (&tenant->budget, price.kind, used, now);
    }
  g_mutex_unlock (&self->lock);
}

void
tny_gate_hold (TnyGate *self, const char *tenant_id, gint64 usec)
{
  Tenant *tenant;

  g_mutex_lock (&self->lock);
  if ((tenant = find (self, tenant_id)) != NULL)
    tenant->held_until = MAX (tenant->held_until, tny_clock_boot (self->clock) + usec);
  g_mutex_unlock (&self->lock);
}

void
tny_gate_park (TnyGate *self, const char *tenant_id, gint64 usec)
{
  Tenant *tenant;

  g_mutex_lock (&self->lock);
  if ((tenant = find (self, tenant_id)) != NULL)
    tenant->parked_until = MAX (tenant->parked_until, tny_clock_boot (self->clock) + usec);
  call_all (self);
  g_mutex_unlock (&self->lock);
}

/* After the pause one failure is enough to pause again, one success to forget. */
gboolean
tny_gate_failed (TnyGate *self, const char *tenant_id)
{
  gboolean opened = FALSE;
  Tenant *tenant;

  g_mutex_lock (&self->lock);
  if ((tenant = find (self, tenant_id)) != NULL &&
      ++tenant->failures >= TNY_HTTP_BREAKER_FAILURES)
    {
      gint64 now = tny_clock_boot (self->clock);

      opened = tenant->broken_until <= now;
      tenant->broken_until = now + TNY_HTTP_BREAKER_SECONDS * (gint64) G_USEC_PER_SEC;
      call_all (self);
    }
  g_mutex_unlock (&self->lock);

  return opened;
}

void
tny_gate_succeeded (TnyGate *self, const char *tenant_id)
{
  Tenant *tenant;

  g_mutex_lock (&self->lock);
  if ((tenant = find (self, tenant_id)) != NULL)
    {
      tenant->failures = 0;
      tenant->broken_until = 0;
    }
  g_mutex_unlock (&self->lock);
}

gint64
tny_gate_parked_until (TnyGate *self, const char *tenant_id)
{
  gint64 until = 0;
  Tenant *tenant;

  g_mutex_lock (&self->lock);
  if ((tenant = find (self, tenant_id)) != NULL)
    {
      until = MAX (tenant->parked_until, tenant->broken_until);
      until = until > tny_clock_boot (self->clock) ? wall_time (self, until) : 0;
    }
  g_mutex_unlock (&self->lock);

  return until;
}

void
tny_gate_unpark (TnyGate *self, const char *tenant_id)
{
  Tenant *tenant;

  g_mutex_lock (&self->lock);
  if ((tenant = find (self, tenant_id)) != NULL)
    {
      tenant->failures = 0;
      tenant->broken_until = 0;
    }
  g_mutex_unlock (&self->lock);
}
