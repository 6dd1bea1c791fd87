/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tny-sim-graph.h"
#include "tny-sim-reports.h"

/* Graph answers with the address of another host, good for some minutes, and whoever has that
 * address gets the report: it is a secret of its own. */

#define LINK_SECONDS 300

/* What is sealed into an address. */
typedef struct
{
  gint64  expires;
  guint64 proof;
  guint32 tenant, period;
} Link;

static guint64
prove (const TnySim *sim, const Link *link)
{
  return tny_sim_dice (sim->seed ^ (guint64) link->expires, TNY_SIM_DICE_SECRET, link->tenant,
                       link->period);
}

gboolean
tny_sim_reports_concealed (const TnySim *sim, const TnySimTenant *tenant)
{
  gpointer set;

  if (g_hash_table_lookup_extended (sim->report_settings, GUINT_TO_POINTER (tenant->index), NULL,
                                    &set))
    return GPOINTER_TO_INT (set);

  return (tny_sim_flags (sim, tenant) & TNY_SIM_CONCEALED) != 0;
}

/* Source: "reportRoot: getMailboxUsageDetail" */
void
tny_sim_graph_mailbox_usage (TnySimGraphCall *call)
{
  static const guint periods[] = { 7, 30, 90, 180 };
  Link link = { .tenant = call->tenant->index };
  g_autofree char *token = NULL, *location = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (periods); i++)
    {
      g_autofree char *name = g_strdup_printf ("getMailboxUsageDetail(period='D%u')", periods[i]);

      if (g_str_equal (call->parts[1], name))
        link.period = periods[i];
    }
  if (link.period == 0)
    {
      tny_sim_graph_error (call, 400, "InvalidRequest",
                           "Invalid period value specified. Valid values are: D7, D30, D90, D180");
      return;
    }
  link.expires = tny_sim_now (call->sim) + LINK_SECONDS;
  link.proof = prove (call->sim, &link);
  token = tny_sim_base64url ((const guint8 *) &link, sizeof link);
  location = g_strdup_printf ("%s/data/v1.0/mailboxUsageDetail?token=%s",
                              call->sim->bases[TNY_SIM_AREA_REPORTS], token);
  call->answer->status = 302;
  soup_message_headers_replace (call->answer->headers, "Location", location);
}

static gboolean
open_link (TnySim *sim, const char *text, Link *link)
{
  g_autofree char *plain = g_strdup (text);
  g_autofree guint8 *bytes = NULL;
  gsize length;

  if (text == NULL)
    return FALSE;
  g_strdelimit (plain, "-", '+');
  g_strdelimit (plain, "_", '/');
  bytes = g_base64_decode (plain, &length);
  if (length != sizeof *link)
    return FALSE;
  memcpy (link, bytes, length);

  return link->proof == prove (sim, link) && link->expires > tny_sim_now (sim);
}

static void
refuse (TnySimAnswer *answer, guint status, const char *code)
{
  answer->status = status;
  answer->content_type = "application/xml";
  g_string_printf (answer->body, "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>%s</Code>"
                                 "</Error>", code);
}

/* The host behind the redirect takes the address for a proof and nothing else. */
void
tny_sim_reports (TnySim *sim, TnySimRequest *request, TnySimAnswer *answer)
{
  TnySimReport report = { .now = tny_sim_now (sim) };
  const TnySimTenant *tenant;
  Link link;

  if (!g_str_equal (request->method, "GET") ||
      !g_str_equal (request->path, "/data/v1.0/mailboxUsageDetail"))
    refuse (answer, 404, "ResourceNotFound");
  else if (soup_message_headers_get_one (request->headers, "Authorization") != NULL ||
           soup_message_headers_get_one (request->headers, "Cookie") != NULL)
    refuse (answer, 400, "InvalidAuthenticationInfo");
  else if (!open_link (sim, tny_sim_query (request, "token"), &link))
    refuse (answer, 403, "AuthenticationFailed");
  else
    {
      tenant = tny_sim_estate_tenant (sim->estate, link.tenant);
      report.concealed = tny_sim_reports_concealed (sim, tenant);
      report.period = link.period;
      answer->status = 200;
      answer->content_type = "application/octet-stream";
      soup_message_headers_replace (answer->headers, "Content-Disposition",
                                    "attachment; filename=\"MailboxUsageDetail.csv\"");
      tny_sim_report_append (answer->body, sim->estate, sim->directory, tenant, &report);
    }
}
