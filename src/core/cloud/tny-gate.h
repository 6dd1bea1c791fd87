/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tny-budget.h"
#include "tny-clock.h"

G_BEGIN_DECLS

/* TnyGate: who may send now. Internal to the HTTP layer; any thread.
 *
 * Budget:   what Microsoft lets us spend in a tenant (tny-budget.h); the background waits for it.
 * Slots:    so many in all, so many per tenant; interactive ones have room of their own.
 * Hold:     nothing for this tenant before a time, requests wait for it (429, 503, 504).
 * Park:     nothing for this tenant before a time, requests fail at once: asked to wait for long,
 *           or the circuit breaker after too many failures in a row. A person's request passes the
 *           breaker, never what Microsoft asked for.
 */
typedef struct _TnyGate TnyGate;

typedef enum
{
  TNY_GATE_NORMAL,
  TNY_GATE_INTERACTIVE,
  TNY_GATE_REPORT             /* as normal, and one at a time */
} TnyGateKind;

TnyGate * tny_gate_new          (guint in_flight, guint per_tenant, TnyClock *clock);
void      tny_gate_free         (TnyGate *self);

/* @tenant_id may be NULL everywhere: then only the limits over all tenants count.
 *
 * Waits for a slot. FALSE with THROTTLED or UNAVAILABLE when the tenant is parked,
 * G_IO_ERROR_CANCELLED. */
gboolean  tny_gate_enter        (TnyGate *self, const char *tenant_id, TnyGateKind kind,
                                 GCancellable *cancellable, GError **error);
void      tny_gate_leave        (TnyGate *self, const char *tenant_id, TnyGateKind kind);
/* In a slot: spends @price. FALSE, and nothing is spent, while the tenant is held or, for who is not
 * interactive, its budget is used up: leave, and wait for tny_gate_delay(). */
gboolean  tny_gate_spend        (TnyGate *self, const char *tenant_id, TnyGateKind kind,
                                 TnyBudgetPrice price);
/* What Microsoft said with an answer: the share of the limit that is used (0: not told) and the units
 * that it took (0: not told). */
void      tny_gate_heed         (TnyGate *self, const char *tenant_id, TnyBudgetPrice price, double used,
                                 guint units);
guint     tny_gate_in_flight    (TnyGate *self, const char *tenant_id);

/* Microseconds until the tenant's hold ends and its budget has @price left; 0: now. *@paced: the budget
 * is what it waits for. */
gint64    tny_gate_delay        (TnyGate *self, const char *tenant_id, TnyGateKind kind,
                                 TnyBudgetPrice price, gboolean *paced);
void      tny_gate_hold         (TnyGate *self, const char *tenant_id, gint64 usec);
void      tny_gate_park         (TnyGate *self, const char *tenant_id, gint64 usec);
/* Counts towards the breaker. TRUE when this failure opened it. */
gboolean  tny_gate_failed       (TnyGate *self, const char *tenant_id);
void      tny_gate_succeeded    (TnyGate *self, const char *tenant_id);
gint64    tny_gate_parked_until (TnyGate *self, const char *tenant_id);   /* unix seconds; 0: not */
void      tny_gate_unpark       (TnyGate *self, const char *tenant_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyGate, tny_gate_free)

G_END_DECLS
