/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <json-glib/json-glib.h>

#include "tny-sim-certificate.h"
#include "tny-sim-pages.h"
#include "tny-sim-private.h"

#define SECRET_DAYS 180

static gint64
secret_end (TnySim *sim)
{
  const gint64 day = 24 * 3600;

  if (tny_sim_has (sim, TNY_SIM_SECRET_EXPIRED))
    return tny_sim_now (sim) - day;

  return tny_sim_month_start (sim) + SECRET_DAYS * day;
}

static void
registration_json (TnySim *sim, TnySimAnswer *answer)
{
  const TnySimRegistration *registration = &sim->registration;
  const TnySimTenant *partner = tny_sim_estate_tenant (sim->estate, 0);
  GString *out = answer->body;

  answer->status = 200;
  answer->content_type = "application/json";
  soup_message_headers_replace (answer->headers, "Cache-Control", "no-store");
  g_string_append_printf (out,
                          "{\"tenant_id\":\"%s\",\"client_id\":\"%s\",\"client_secret\":\"%s\","
                          "\"secret_id\":\"%s\",\"secret_expires\":\"",
                          partner->id, registration->client_id, registration->secret,
                          registration->secret_id);
  tny_sim_append_time (out, secret_end (sim), FALSE);
  g_string_append_printf (out, "\",\"redirect_uri\":\"%s\",\"accounts\":[", TNY_SIM_REDIRECT_URI);
  for (guint i = 0; i < tny_sim_n_accounts; i++)
    {
      g_string_append_printf (out, "%s{\"address\":\"%s\",\"number\":%u,\"note\":",
                              i > 0 ? "," : "", tny_sim_accounts[i].address, i);
      tny_sim_append_json (out, tny_sim_accounts[i].note);
      g_string_append_c (out, '}');
    }
  g_string_append (out, "]}");
}

static void
append_certificates (TnySim *sim, TnySimAnswer *answer)
{
  g_autoptr(GString) list = g_string_new (NULL);
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonArray *items;

  tny_sim_certificate_append (sim, list);
  json_parser_load_from_data (parser, list->str, (gssize) list->len, NULL);
  items = json_node_get_array (json_parser_get_root (parser));
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *one = json_array_get_object_element (items, i);

      tny_sim_page_print (answer, "<dt>Certificate %s</dt><dd>%s, until %s</dd>",
                          json_object_get_string_member (one, "displayName"),
                          json_object_get_string_member (one, "customKeyIdentifier"),
                          json_object_get_string_member (one, "endDateTime"));
    }
  g_string_append (answer->body,
                   "</dl><form method=\"post\" action=\"/portal/certificates\" "
                   "enctype=\"multipart/form-data\"><p><label>Upload certificate "
                   "<input type=\"file\" name=\"certificate\"></label> <button>Add</button></p></form>");
}

static void
registration_page (TnySim *sim, TnySimAnswer *answer)
{
  const TnySimRegistration *registration = &sim->registration;
  g_autoptr(GString) end = g_string_new (NULL);

  tny_sim_append_time (end, secret_end (sim), FALSE);
  g_string_truncate (end, 10);
  tny_sim_page_begin (answer, 200, "Tenantry – App registration");
  g_string_append (answer->body,
                   "<h1>Tenantry</h1><p>This pretends to be the app registration that you would "
                   "make in Microsoft Entra. Copy the values from here into "
                   "Tenantry.</p><h2>Overview</h2><dl>");
  tny_sim_page_print (answer, "<dt>Application (client) ID</dt><dd id=\"client\">%s</dd>",
                      registration->client_id);
  tny_sim_page_print (answer, "<dt>Directory (tenant) ID</dt><dd id=\"tenant\">%s</dd>",
                      tny_sim_estate_tenant (sim->estate, 0)->id);
  g_string_append (answer->body,
                   "<dt>Supported account types</dt><dd>Multiple organizations</dd></dl>"
                                 "<h2>Authentication</h2><dl>");
  tny_sim_page_print (answer, "<dt>Web redirect URI</dt><dd id=\"redirect\">%s</dd>",
                      TNY_SIM_REDIRECT_URI);
  g_string_append (answer->body, "</dl><h2>Certificates &amp; secrets</h2><dl>");
  tny_sim_page_print (answer, "<dt>Value</dt><dd id=\"secret\">%s</dd>", registration->secret);
  tny_sim_page_print (answer, "<dt>Secret ID</dt><dd id=\"secret-id\">%s</dd>",
                      registration->secret_id);
  tny_sim_page_print (answer, "<dt>Expires</dt><dd id=\"secret-end\">%s</dd>", end->str);
  append_certificates (sim, answer);
  tny_sim_page_end (answer);
}

static void
take_certificate (TnySim *sim, TnySimRequest *request, TnySimAnswer *answer)
{
  gboolean ok = tny_sim_certificate_upload (sim, request);

  tny_sim_page_begin (answer, ok ? 200 : 400, "Certificates & secrets");
  g_string_append (answer->body, ok ? "<h1>The certificate was added</h1>"
                                    : "<h1>This is no certificate, or its private key is in it</h1>");
  g_string_append (answer->body, "<p><a href=\"/portal/\">The sample’s app registration</a></p>");
  tny_sim_page_end (answer);
}

static void
other_page (TnySimRequest *request, TnySimAnswer *answer)
{
  tny_sim_page_begin (answer, 200, "Microsoft’s portal");
  g_string_append (answer->body, "<h1>This would open in Microsoft’s portal</h1>");
  tny_sim_page_print (answer,
                      "<p>With a real connection, the page <b>%s</b> of the portal opens here.</p>"
                      "<p><a href=\"/portal/\">The sample’s app registration</a></p>",
                      request->path);
  tny_sim_page_end (answer);
}

void
tny_sim_portal (TnySim *sim, TnySimRequest *request, TnySimAnswer *answer)
{
  if (request->n_parts == 0)
    registration_page (sim, answer);
  else if (request->n_parts == 1 && g_str_equal (request->parts[0], "registration.json"))
    registration_json (sim, answer);
  else if (request->n_parts == 1 && g_str_equal (request->parts[0], "certificates") &&
           g_str_equal (request->method, "POST"))
    take_certificate (sim, request, answer);
  else
    other_page (request, answer);
}
