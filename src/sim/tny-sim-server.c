/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <netinet/in.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>

#include "tny-json.h"
#include "tny-sim-private.h"
#include "tny-sim-token.h"

#define BACKLOG 512

gint64
tny_sim_now (const TnySim *self)
{
  return g_get_real_time () / G_USEC_PER_SEC + self->clock_offset;
}

gint64
tny_sim_month_start (const TnySim *self)
{
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc (tny_sim_now (self));
  g_autoptr(GDateTime) first = g_date_time_new_utc (g_date_time_get_year (now),
                                                    g_date_time_get_month (now), 1, 0, 0, 0);

  return g_date_time_to_unix (first);
}

guint
tny_sim_flags (const TnySim *self, const TnySimTenant *tenant)
{
  guint flags = tenant->flags;

  if (tny_sim_has (self, TNY_SIM_ALL_ACCESS) && tenant->index != 0)
    flags |= TNY_SIM_REACHABLE;
  if (tny_sim_has (self, TNY_SIM_GDAP_MISSING) || tny_sim_has (self, TNY_SIM_RELATION_EXPIRED) ||
      tny_sim_has (self, TNY_SIM_RELATION_PENDING))
    flags &= ~(TNY_SIM_GDAP_ACTIVE | TNY_SIM_GDAP_READER);
  if (tny_sim_has (self, TNY_SIM_ROLES_MISSING))
    flags &= ~(TNY_SIM_GDAP_READER | TNY_SIM_GDAP_GLOBAL);
  if (tny_sim_has (self, TNY_SIM_NAMES_CONCEALED))
    flags |= TNY_SIM_CONCEALED;
  /* The products with Intune hold P1 too. */
  if (tny_sim_has (self, TNY_SIM_NO_PREMIUM))
    flags &= ~(TNY_SIM_PREMIUM | TNY_SIM_INTUNE);
  if (tny_sim_has (self, TNY_SIM_CONSENT_MISSING))
    flags &= ~TNY_SIM_CONSENTED;
  if (g_hash_table_contains (self->hidden, GUINT_TO_POINTER (tenant->index)))
    flags &= ~TNY_SIM_REACHABLE;

  return flags;
}

gboolean
tny_sim_is_agent (const TnySim *self, guint account)
{
  return tny_sim_accounts[account].admin_agent && !tny_sim_has (self, TNY_SIM_NOT_AGENT);
}

gboolean
tny_sim_is_member (const TnySim *self, guint account)
{
  return tny_sim_accounts[account].admin_agent && !tny_sim_has (self, TNY_SIM_NOT_MEMBER);
}

gboolean
tny_sim_is_open (const TnySim *self, const TnySimTenant *tenant)
{
  return (tny_sim_flags (self, tenant) & TNY_SIM_GDAP_ACTIVE) != 0 &&
         !tny_sim_has (self, TNY_SIM_GROUP_UNASSIGNED);
}

void
tny_sim_random_guid (char out[TNY_SIM_GUID_LENGTH + 1])
{
  guint64 halves[2];

  if (getrandom (halves, sizeof halves, 0) != sizeof halves)
    g_error ("no random numbers");
  tny_sim_guid_write (out, halves[0], halves[1]);
}

void
tny_sim_append_time (GString *out, gint64 seconds, gboolean blank)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (seconds);
  g_autofree char *text = g_date_time_format_iso8601 (time);

  if (blank)
    g_strdelimit (text, "T", ' ');
  g_string_append (out, text);
}

void
tny_sim_append_json (GString *out, const char *text)
{
  tny_json_append_text (out, text);
}

/* A socket of our own, because SoupServer's takes only ten connections that it has not looked at
 * yet; the eleventh would wait a second for its next attempt. */
static gboolean
listen_on (TnySim *self, GSocketFamily family, GError **error)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (family);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, self->port);
  g_autoptr(GSocket) socket = g_socket_new (family, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                            error);

  if (socket == NULL)
    return FALSE;
  if (family == G_SOCKET_FAMILY_IPV6 &&
      !g_socket_set_option (socket, IPPROTO_IPV6, IPV6_V6ONLY, 1, error))
    return FALSE;
  g_socket_set_listen_backlog (socket, BACKLOG);

  return g_socket_bind (socket, address, TRUE, error) && g_socket_listen (socket, error) &&
         soup_server_listen_socket (self->server, socket, 0, error);
}

static guint16
port_of (SoupServer *server)
{
  g_autoslist(GUri) uris = soup_server_get_uris (server);

  return (guint16) g_uri_get_port (uris->data);
}

TnySim *
tny_sim_start (const TnySimOptions *options, GError **error)
{
  g_autoptr(TnySim) self = g_new0 (TnySim, 1);
  g_autoptr(GError) no_v6 = NULL;

  self->port = options->port;
  self->server = soup_server_new ("server-header", "tenantry-sample-cloud", NULL);
  if (!listen_on (self, G_SOCKET_FAMILY_IPV4, error))
    return NULL;
  self->port = port_of (self->server);
  /* Some machines have no ::1; there the other address is all a browser can find, too. */
  if (!listen_on (self, G_SOCKET_FAMILY_IPV6, &no_v6))
    g_debug ("not on ::1: %s", no_v6->message);
  for (guint i = 0; i < TNY_SIM_N_AREAS; i++)
    self->bases[i] = g_strdup_printf ("http://127.0.0.1:%u%s", self->port, tny_sim_area_path (i));
  self->signing = tny_sim_signing_start ();
  self->seed = options->seed;
  self->scenarios = options->scenarios;
  self->latency_ms = options->latency_ms;
  self->estate = tny_sim_estate_new (options->seed, options->n_tenants, options->n_users);
  self->directory = tny_sim_directory_new (self->estate);
  self->hidden = g_hash_table_new (NULL, NULL);
  tny_sim_registration_make (&self->registration, options->seed);
  for (guint i = 0; i < sizeof self->key; i++)
    self->key[i] = (guint8) tny_sim_dice (self->seed, TNY_SIM_DICE_SECRET, 4, i);
  self->codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) tny_sim_code_free);
  self->assertions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->grants = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->made = tny_sim_made_new (options->state);
  self->report_settings = g_hash_table_new (NULL, NULL);
  self->faults = tny_sim_faults_new ();
  self->record = tny_sim_record_new ();
  self->limits = tny_sim_limits_new ();
  g_signal_connect (self->server, "request-started", G_CALLBACK (tny_sim_request_started_cb), self);
  soup_server_add_handler (self->server, NULL, tny_sim_request_cb, self, NULL);

  return g_steal_pointer (&self);
}

void
tny_sim_stop (TnySim *self)
{
  if (self == NULL)
    return;
  if (self->server != NULL)
    {
      soup_server_remove_handler (self->server, "/");
      soup_server_disconnect (self->server);
      g_object_unref (self->server);
    }
  g_clear_pointer (&self->codes, g_hash_table_unref);
  g_clear_pointer (&self->assertions, g_hash_table_unref);
  g_clear_pointer (&self->grants, g_hash_table_unref);
  g_clear_pointer (&self->report_settings, g_hash_table_unref);
  tny_sim_made_free (self->made);
  tny_sim_faults_free (self->faults);
  tny_sim_record_free (self->record);
  tny_sim_limits_free (self->limits);
  tny_sim_signing_free (self->signing);
  tny_sim_directory_free (self->directory);
  g_clear_pointer (&self->hidden, g_hash_table_unref);
  tny_sim_estate_free (self->estate);
  for (guint i = 0; i < TNY_SIM_N_AREAS; i++)
    g_free (self->bases[i]);
  g_free (self);
}

guint16
tny_sim_port (const TnySim *self)
{
  return self->port;
}

char *
tny_sim_describe (const TnySim *self)
{
  return g_strdup_printf ("[cloud]\nname=sample-cloud\nlogin=%s\ngraph=%s\npartner=%s\nportal=%s\n"
                          "reports=%s\n",
                          self->bases[TNY_SIM_AREA_LOGIN], self->bases[TNY_SIM_AREA_GRAPH],
                          self->bases[TNY_SIM_AREA_PARTNER], self->bases[TNY_SIM_AREA_PORTAL],
                          self->bases[TNY_SIM_AREA_REPORTS]);
}
