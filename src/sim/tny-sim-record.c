/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tny-sim-control.h"
#include "tny-sim-private.h"

#define KEPT_MAX 20000

typedef struct
{
  guint64      number;
  gint64       at_ms;            /* by the boot clock, since the record began */
  TnySimArea   area;
  guint        status;
  TnySimFault  fault;
  guint        in_flight;        /* requests without a finished answer, this one included */
  guint        in_flight_tenant; /* … of the same tenant */
  char        *method, *path, *query, *tenant, *grant;
} Entry;

struct _TnySimRecord
{
  GQueue  entries;               /* the newest KEPT_MAX */
  guint64 total;
  gint64  began;
  guint   in_flight;
  GHashTable *of_tenant;         /* id -> number in flight */
};

static const char *const area_names[TNY_SIM_N_AREAS] = { "login", "graph", "partner", "portal",
                                                         "reports", "sample" };

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->method);
  g_free (entry->path);
  g_free (entry->query);
  g_free (entry->tenant);
  g_free (entry->grant);
  g_free (entry);
}

TnySimRecord *
tny_sim_record_new (void)
{
  TnySimRecord *self = g_new0 (TnySimRecord, 1);

  g_queue_init (&self->entries);
  self->of_tenant = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->began = g_get_monotonic_time ();

  return self;
}

void
tny_sim_record_clear (TnySimRecord *self)
{
  g_queue_clear_full (&self->entries, entry_free);
  self->total = 0;
  self->began = g_get_monotonic_time ();
}

void
tny_sim_record_free (TnySimRecord *self)
{
  if (self == NULL)
    return;
  g_queue_clear_full (&self->entries, entry_free);
  g_hash_table_unref (self->of_tenant);
  g_free (self);
}

static guint
change_tenant (TnySimRecord *self, const char *tenant_id, int by)
{
  guint count;

  if (tenant_id == NULL)
    return 0;
  count = GPOINTER_TO_UINT (g_hash_table_lookup (self->of_tenant, tenant_id)) + (guint) by;
  if (count > 0)
    g_hash_table_insert (self->of_tenant, g_strdup (tenant_id), GUINT_TO_POINTER (count));
  else
    g_hash_table_remove (self->of_tenant, tenant_id);

  return count;
}

void
tny_sim_record_end (TnySimRecord *self, const char *tenant_id)
{
  self->in_flight--;
  change_tenant (self, tenant_id, -1);
}

void
tny_sim_record_add (TnySimRecord *self, const TnySimRequest *request, guint status,
                    TnySimFault fault)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->number = ++self->total;
  entry->at_ms = (g_get_monotonic_time () - self->began) / 1000;
  entry->area = request->area;
  entry->status = status;
  entry->fault = fault;
  entry->in_flight = ++self->in_flight;
  entry->in_flight_tenant = change_tenant (self, request->tenant_id, 1);
  entry->method = g_strdup (request->method);
  entry->path = g_strdup (request->path);
  /* A query at the identity platform holds state and challenges: nobody's business. */
  if (request->area != TNY_SIM_AREA_LOGIN)
    entry->query = g_strdup (request->raw_query);
  entry->tenant = g_strdup (request->tenant_id);
  entry->grant = g_strdup (request->grant);
  g_queue_push_tail (&self->entries, entry);
  if (g_queue_get_length (&self->entries) > KEPT_MAX)
    entry_free (g_queue_pop_head (&self->entries));
}

void
tny_sim_record_write (TnySimRecord *self, GString *out)
{
  g_string_append_printf (out, "{\"total\":%" G_GUINT64_FORMAT ",\"requests\":[", self->total);
  for (GList *at = self->entries.head; at != NULL; at = at->next)
    {
      const Entry *entry = at->data;

      g_string_append_printf (out, "%s{\"number\":%" G_GUINT64_FORMAT ",\"at_ms\":%" G_GINT64_FORMAT
                              ",\"area\":\"%s\",\"status\":%u,\"fault\":\"%s\",\"in_flight\":%u,"
                              "\"in_flight_tenant\":%u,\"method\":",
                              at->prev != NULL ? "," : "", entry->number, entry->at_ms,
                              area_names[entry->area],
                              entry->status, tny_sim_fault_name (entry->fault), entry->in_flight,
                              entry->in_flight_tenant);
      tny_sim_append_json (out, entry->method);
      g_string_append (out, ",\"path\":");
      tny_sim_append_json (out, entry->path);
      g_string_append (out, ",\"query\":");
      tny_sim_append_json (out, entry->query);
      g_string_append (out, ",\"tenant\":");
      tny_sim_append_json (out, entry->tenant);
      g_string_append (out, ",\"grant\":");
      tny_sim_append_json (out, entry->grant);
      g_string_append_c (out, '}');
    }
  g_string_append (out, "]}");
}
