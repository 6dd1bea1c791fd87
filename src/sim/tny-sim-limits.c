/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-limits.h"

#include <string.h>

typedef enum
{
  DIRECTORY,
  SIGN_INS,
  INTUNE,
  REPORTS,
  N_SERVICES
} Service;

typedef struct
{
  gint64 at;                     /* milliseconds */
  guint  units;
} Use;

struct _TnySimLimits
{
  GHashTable *uses;              /* tenant index × services + service -> GQueue of Use */
  guint       speed;
};

static const struct { guint units; gint64 window_ms; const char *scope; } services[] = {
  [DIRECTORY] = { 0, 10000, "Tenant_Application/ReadWrite" },          /* by size */
  [SIGN_INS]  = { 5, 10000, "Tenant_Application/Read" },
  [INTUNE]    = { 2000, 20000, "Tenant_Application/Read" },
  [REPORTS]   = { 14, 600000, "Tenant_Application/Read" },
};

static void
queue_free (gpointer queue)
{
  g_queue_free_full (queue, g_free);
}

TnySimLimits *
tny_sim_limits_new (void)
{
  TnySimLimits *self = g_new0 (TnySimLimits, 1);

  self->uses = g_hash_table_new_full (NULL, NULL, NULL, queue_free);
  self->speed = 1;

  return self;
}

void
tny_sim_limits_free (TnySimLimits *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->uses);
  g_free (self);
}

void
tny_sim_limits_clear (TnySimLimits *self)
{
  g_hash_table_remove_all (self->uses);
  self->speed = 1;
}

void
tny_sim_limits_speed (TnySimLimits *self, guint times)
{
  self->speed = MAX (times, 1);
}

static guint
base_units (const TnySimRequest *request, const char *first)
{
  const char *last = request->n_parts > 1 ? request->parts[request->n_parts - 1] : "";

  if (g_str_equal (last, "transitiveMembers"))
    return 5;
  if (g_str_equal (last, "members") || g_str_equal (first, "contracts") ||
      g_str_equal (first, "subscribedSkus"))
    return 3;
  if (g_str_equal (first, "users") || g_str_has_prefix (first, "applications") ||
      g_str_has_prefix (first, "oauth2PermissionGrants") || g_str_equal (last, "appRoleAssignments") ||
      g_str_equal (last, "memberOf") || g_str_equal (last, "licenseDetails"))
    return 2;

  return 1;
}

static Service
price (const TnySimRequest *request, guint *units)
{
  const char *first = request->n_parts > 1 ? request->parts[1] : "";
  const char *select = tny_sim_query (request, "$select"), *top = tny_sim_query (request, "$top");
  int cost;

  *units = 1;
  if (g_str_equal (first, "deviceManagement"))
    return INTUNE;
  if ((select != NULL && strstr (select, "signInActivity") != NULL) || g_str_equal (first, "auditLogs"))
    return SIGN_INS;
  if (g_str_equal (first, "reports"))
    return REPORTS;
  cost = (int) base_units (request, first) - (select != NULL) + (tny_sim_query (request, "$expand") != NULL);
  if (top != NULL && g_ascii_strtoll (top, NULL, 10) < 20)
    cost--;
  *units = (guint) MAX (cost, 1);

  return DIRECTORY;
}

static guint
limit_of (const TnySimTenant *tenant, Service service)
{
  if (service != DIRECTORY)
    return services[service].units;

  return tenant->n_users < 50 ? 3500 : tenant->n_users <= 500 ? 5000 : 8000;
}

static void
refuse (const TnySimTenant *tenant, Service service, gint64 wait_ms, TnySimAnswer *answer)
{
  g_autofree char *seconds = g_strdup_printf ("%d", (int) ((wait_ms + 999) / 1000));
  g_autofree char *scope = g_strconcat (services[service].scope, "/", tenant->id, NULL);

  answer->status = 429;
  answer->content_type = "application/json";
  g_string_assign (answer->body, "{\"error\":{\"code\":\"TooManyRequests\",\"message\":\"Too many requests\"}}");
  soup_message_headers_replace (answer->headers, "Retry-After", seconds);
  soup_message_headers_replace (answer->headers, "x-ms-throttle-scope", scope);
  soup_message_headers_replace (answer->headers, "x-ms-throttle-information",
                                service == DIRECTORY ? "ResourceUnitLimitExceeded" : "RequestLimitExceeded");
}

gboolean
tny_sim_limits_take (TnySimLimits *self, const TnySimTenant *tenant, const TnySimRequest *request,
                     TnySimAnswer *answer)
{
  gint64 now = g_get_monotonic_time () / 1000 * self->speed;
  guint units, used = 0, limit;
  Service service = price (request, &units);
  gpointer key = GUINT_TO_POINTER (tenant->index * N_SERVICES + service);
  GQueue *uses = g_hash_table_lookup (self->uses, key);
  g_autofree char *took = g_strdup_printf ("%u", units);
  Use *use;

  if (uses == NULL)
    {
      uses = g_queue_new ();
      g_hash_table_insert (self->uses, key, uses);
    }
  while ((use = g_queue_peek_head (uses)) != NULL && use->at + services[service].window_ms <= now)
    g_free (g_queue_pop_head (uses));
  for (GList *at = uses->head; at != NULL; at = at->next)
    used += ((Use *) at->data)->units;

  /* Whoever goes on asking goes on waiting: refused requests count like the others. */
  use = g_new (Use, 1);
  *use = (Use) { now, units };
  g_queue_push_tail (uses, use);
  limit = limit_of (tenant, service);
  if (used + units > limit)
    {
      gint64 wait = ((Use *) g_queue_peek_head (uses))->at + services[service].window_ms - now;

      refuse (tenant, service, wait, answer);
      return FALSE;
    }
  if (service == DIRECTORY)
    soup_message_headers_replace (answer->headers, "x-ms-resource-unit", took);
  if ((used + units) * 5 >= limit * 4)
    {
      char number[G_ASCII_DTOSTR_BUF_SIZE];

      soup_message_headers_replace (answer->headers, "x-ms-throttle-limit-percentage",
                                    g_ascii_formatd (number, sizeof number, "%.2f",
                                                     (double) (used + units) / limit));
    }

  return TRUE;
}
