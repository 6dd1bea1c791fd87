/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tny-sim-private.h"

/* Switches for tests, for the window's rehearsal and for curl. Nothing of this exists at Microsoft.
 *
 *   GET    /sample/scenarios                          names, summaries, on or off
 *   POST   /sample/scenario?name=throttled&on=1
 *   POST   /sample/fail?request=N&how=500[&count=M]   the Nth API request from now fails
 *   POST   /sample/fail?path=TEXT&how=500             every API request whose path holds TEXT fails;
 *                                                     how=none ends that
 *   POST   /sample/permission?name=NAME&state=missing the permission is taken off the registration;
 *                                                     no-consent: not granted by anybody, with
 *                                                     &where=partner or customers: not there;
 *                                                     granted: as at the start
 *   POST   /sample/clock?advance=SECONDS              moves this cloud's clock
 *   POST   /sample/users?do=delete&tenant=ID&count=N  changes users that &seed=N picks, or the &user=ID:
 *                                                     create, change, rename, title, clear-title, enable,
 *                                                     delete, restore, purge; tenant=all: N in each
 *   GET    /sample/users?tenant=ID                    how every user stands
 *   POST   /sample/tenants?do=hide&tenant=ID          it vanishes from every list; show; rename, with &name=TEXT
 *   POST   /sample/pages?size=N                       users a page of users/delta
 *   POST   /sample/limits?speed=N                     the windows of published limits pass N times as fast
 *   GET    /sample/requests                           what was asked, without secrets
 *   DELETE /sample/requests
 *   POST   /sample/calm                               nothing goes wrong any more
 *   POST   /sample/reset                              as it was at the start
 */

static gboolean
read_number (const TnySimRequest *request, const char *name, guint64 max, guint64 *value)
{
  const char *text = tny_sim_query (request, name);

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, max, value, NULL);
}

static gboolean
switch_scenario (TnySim *sim, const TnySimRequest *request)
{
  TnySimScenario scenario;
  guint64 on;

  if (!tny_sim_scenario_parse (tny_sim_query (request, "name"), &scenario) ||
      !read_number (request, "on", 1, &on))
    return FALSE;
  if (on)
    sim->scenarios |= G_GUINT64_CONSTANT (1) << scenario;
  else
    sim->scenarios &= ~(G_GUINT64_CONSTANT (1) << scenario);

  return TRUE;
}

static gboolean
plan_fault (TnySim *sim, const TnySimRequest *request)
{
  const char *path = tny_sim_query (request, "path"), *how = tny_sim_query (request, "how");
  TnySimFault fault = TNY_SIM_FAULT_NONE;
  guint64 nth, count = 1;

  if (path != NULL && *path != '\0' &&
      (g_strcmp0 (how, "none") == 0 || tny_sim_fault_parse (how, &fault)))
    {
      tny_sim_faults_stand (sim->faults, path, fault);
      return TRUE;
    }

  if (!tny_sim_fault_parse (tny_sim_query (request, "how"), &fault) ||
      !read_number (request, "request", G_MAXINT, &nth) || nth == 0)
    return FALSE;
  if (tny_sim_query (request, "count") != NULL &&
      (!read_number (request, "count", G_MAXINT, &count) || count == 0))
    return FALSE;
  tny_sim_faults_plan (sim->faults, (guint) nth, (guint) count, fault);

  return TRUE;
}

static gboolean
change_permission (TnySim *sim, const TnySimRequest *request)
{
  const char *name = tny_sim_query (request, "name"), *where = tny_sim_query (request, "where");
  const char *state = tny_sim_query (request, "state");
  gboolean in_partner = g_strcmp0 (where, "customers") != 0;
  gboolean in_customers = g_strcmp0 (where, "partner") != 0;
  guint64 bit;

  if (name == NULL || state == NULL || !tny_sim_scope_known (name, &bit))
    return FALSE;
  if (g_str_equal (state, "granted"))
    {
      sim->unlisted &= ~bit;
      sim->withheld[0] &= ~bit;
      sim->withheld[1] &= ~bit;
    }
  else if (g_str_equal (state, "missing"))
    sim->unlisted |= bit;
  else if (g_str_equal (state, "no-consent"))
    {
      sim->withheld[0] |= in_partner ? bit : 0;
      sim->withheld[1] |= in_customers ? bit : 0;
    }
  else
    return FALSE;

  return TRUE;
}

static gboolean
move_clock (TnySim *sim, const TnySimRequest *request)
{
  const char *text = tny_sim_query (request, "advance");
  gint64 seconds;

  if (text == NULL || !g_ascii_string_to_signed (text, 10, -G_MAXINT, G_MAXINT, &seconds, NULL))
    return FALSE;
  sim->clock_offset += seconds;

  return TRUE;
}

static void
calm (TnySim *sim)
{
  tny_sim_faults_clear (sim->faults);
  sim->scenarios = 0;
  sim->unlisted = sim->withheld[0] = sim->withheld[1] = 0;
}

static void
reset (TnySim *sim)
{
  calm (sim);
  tny_sim_record_clear (sim->record);
  g_hash_table_remove_all (sim->codes);
  g_hash_table_remove_all (sim->assertions);
  g_hash_table_remove_all (sim->grants);
  g_hash_table_remove_all (sim->report_settings);
  tny_sim_directory_clear (sim->directory);
  g_hash_table_remove_all (sim->hidden);
  sim->delta_page = 0;
  tny_sim_limits_clear (sim->limits);
  sim->life = 0;
  tny_sim_made_clear (sim->made);
  sim->clock_offset = 0;
}

static gboolean
set_page_size (TnySim *sim, const TnySimRequest *request)
{
  guint64 size;

  if (!read_number (request, "size", 10000, &size))
    return FALSE;
  sim->delta_page = (guint) size;

  return TRUE;
}

static gboolean
set_speed (TnySim *sim, const TnySimRequest *request)
{
  guint64 times;

  if (!read_number (request, "speed", 1000, &times))
    return FALSE;
  tny_sim_limits_speed (sim->limits, (guint) times);

  return TRUE;
}

static gboolean
list_users (TnySim *sim, const TnySimRequest *request, GString *out)
{
  const char *id = tny_sim_query (request, "tenant");
  const TnySimTenant *tenant = id != NULL ? tny_sim_estate_find (sim->estate, id) : NULL;

  if (tenant != NULL)
    tny_sim_control_list (sim, tenant, out);

  return tenant != NULL;
}

static void
list_scenarios (TnySim *sim, GString *out)
{
  g_string_append (out, "{\"items\":[");
  for (guint i = 0; i < TNY_SIM_N_SCENARIOS; i++)
    {
      g_string_append_printf (out, "%s{\"name\":\"%s\",\"on\":%s,\"summary\":", i > 0 ? "," : "",
                              tny_sim_scenario_name (i), tny_sim_has (sim, i) ? "true" : "false");
      tny_sim_append_json (out, tny_sim_scenario_summary (i));
      g_string_append_c (out, '}');
    }
  g_string_append (out, "]}");
}

void
tny_sim_control (TnySim *sim, TnySimRequest *request, TnySimAnswer *answer)
{
  const char *name = request->n_parts == 1 ? request->parts[0] : "";
  gboolean post = g_str_equal (request->method, "POST"), done = FALSE;

  answer->status = 200;
  answer->content_type = "application/json";
  /* A page of some website that guessed the port has no business here. */
  if (soup_message_headers_get_one (request->headers, "Origin") != NULL)
    answer->status = 403;
  else if (g_str_equal (request->method, "GET") && g_str_equal (name, "scenarios"))
    list_scenarios (sim, answer->body);
  else if (g_str_equal (request->method, "GET") && g_str_equal (name, "requests"))
    tny_sim_record_write (sim->record, answer->body);
  else if (g_str_equal (request->method, "GET") && g_str_equal (name, "users") &&
           list_users (sim, request, answer->body))
    return;
  else
    {
      if (g_str_equal (request->method, "DELETE") && g_str_equal (name, "requests"))
        {
          tny_sim_record_clear (sim->record);
          done = TRUE;
        }
      else if (post && g_str_equal (name, "reset"))
        {
          reset (sim);
          done = TRUE;
        }
      else if (post && g_str_equal (name, "calm"))
        {
          calm (sim);
          done = TRUE;
        }
      else if (post && g_str_equal (name, "scenario"))
        done = switch_scenario (sim, request);
      else if (post && g_str_equal (name, "fail"))
        done = plan_fault (sim, request);
      else if (post && g_str_equal (name, "permission"))
        done = change_permission (sim, request);
      else if (post && g_str_equal (name, "clock"))
        done = move_clock (sim, request);
      else if (post && g_str_equal (name, "users"))
        {
          done = tny_sim_control_users (sim, request, answer->body);
          if (done)
            return;
        }
      else if (post && g_str_equal (name, "tenants"))
        done = tny_sim_control_tenants (sim, request);
      else if (post && g_str_equal (name, "pages"))
        done = set_page_size (sim, request);
      else if (post && g_str_equal (name, "limits"))
        done = set_speed (sim, request);
      answer->status = done ? 200 : 400;
      g_string_append (answer->body, done ? "{\"ok\":true}" : "{\"ok\":false}");
    }
}
