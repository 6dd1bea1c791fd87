/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-device.h"
#include "tny-sim-graph.h"

/* Source: Microsoft Graph v1.0, "List managedDevices", "Get managedDevice"; what Intune refuses, and
 * in which words: issues of microsoft-graph-docs and powershell-intune-samples. */

#define PAGE 1000

/* Intune writes its own errors into Graph's message, as JSON in a text. */
static void
refuse (TnySimGraphCall *call, guint status, const char *code, const char *message)
{
  tny_sim_graph_error (call, status, code,
                       "{\"ErrorCode\":\"%s\",\"Message\":\"{\\r\\n  \\\"_version\\\": 3,\\r\\n  "
                       "\\\"Message\\\": \\\"%s - Operation ID (for customer support): "
                       "00000000-0000-0000-0000-000000000000 - Activity ID: %s\\\",\\r\\n  "
                       "\\\"CustomApiErrorPhrase\\\": \\\"\\\",\\r\\n  "
                       "\\\"RetryAfter\\\": null\\r\\n}\","
                       "\"Target\":null,\"Details\":null,\"InnerError\":null,"
                       "\"InstanceAnnotations\":[]}", code, message, call->request_id);
}

/* A tenant that never bought Intune has no such service; where it has, Intune looks at the account's
 * role by itself. */
static gboolean
check_service (TnySimGraphCall *call)
{
  if ((call->flags & TNY_SIM_INTUNE) == 0)
    tny_sim_graph_error (call, 400, "BadRequest", "Request not applicable to target tenant.");
  else if (call->tenant->index != 0 && tny_sim_graph_delegated (call) &&
           (call->flags & TNY_SIM_GDAP_READER) == 0)
    refuse (call, 403, "Forbidden", "Application is not authorized to perform this operation. "
                                    "Application must have one of the following scopes: "
                                    "DeviceManagementManagedDevices.Read.All");
  else
    return TRUE;

  return FALSE;
}

static gboolean
find_device (TnySimGraphCall *call, TnySimDevice *device)
{
  if (tny_sim_device_find (device, call->sim->estate, call->tenant, call->parts[2]))
    return TRUE;
  refuse (call, 404, "ResourceNotFound", "An error has occurred");

  return FALSE;
}

void
tny_sim_graph_devices (TnySimGraphCall *call)
{
  g_autofree TnySimDevice *device = g_new (TnySimDevice, 1);
  g_autoptr(GString) array = g_string_new ("[");
  guint places = tny_sim_device_places (call->tenant), start, size = PAGE, at, found = 0;
  gint64 anchor = tny_sim_month_start (call->sim);
  GString *out = call->answer->body;

  if (!check_service (call) ||
      !tny_sim_graph_select (call, "managedDevice", tny_sim_device_properties) ||
      !tny_sim_graph_page (call, PAGE, TNY_SIM_TOP_CAPPED, &start, &size))
    return;
  for (at = start; at < places; at++)
    if (tny_sim_device_make (device, call->sim->estate, call->tenant, at))
      {
        if (found == size)
          break;                        /* there is another page, and it is not empty */
        if (found++ > 0)
          g_string_append_c (array, ',');
        tny_sim_device_append (array, device, FALSE, anchor);
      }
  g_string_append_c (array, ']');
  tny_sim_graph_begin (call, "deviceManagement/managedDevices",
                       tny_sim_query (call->request, "$select"));
  g_string_append_printf (out, ",\"@odata.count\":%u", found);        /* of this page, not of all */
  if (at < places)
    tny_sim_graph_append_link (call, "@odata.nextLink", "$skiptoken", start, at);
  tny_sim_graph_append_array (call, array);
}

void
tny_sim_graph_device (TnySimGraphCall *call)
{
  g_autofree TnySimDevice *device = g_new (TnySimDevice, 1);
  g_autoptr(GString) object = g_string_new (NULL), rest = g_string_new (NULL);
  GString *out = call->answer->body;

  if (!check_service (call) ||
      !tny_sim_graph_select (call, "managedDevice", tny_sim_device_properties) ||
      !find_device (call, device))
    return;
  tny_sim_graph_begin (call, "deviceManagement/managedDevices/$entity", NULL);
  tny_sim_device_append (object, device, TRUE, tny_sim_month_start (call->sim));
  g_string_assign (rest, out->str);
  g_string_truncate (out, 0);
  tny_sim_graph_append_object (call, object);
  /* "{context" and "{…}" make one object. */
  g_string_append_c (rest, out->len > 2 ? ',' : ' ');
  g_string_erase (out, 0, 1);
  g_string_prepend (out, rest->str);
}

/* The primary user; nobody for a shared device, nor where only an administrator enrolled it. */
void
tny_sim_graph_device_users (TnySimGraphCall *call)
{
  static const char *const properties[] = {
    "id", "displayName", "userPrincipalName", "mail", "givenName", "surname", NULL
  };
  g_autofree TnySimDevice *device = g_new (TnySimDevice, 1);
  g_autoptr(GString) array = g_string_new ("[");

  if (!check_service (call) || !tny_sim_graph_select (call, "user", properties) ||
      !find_device (call, device))
    return;
  if (device->has_user && device->kind != TNY_SIM_DEVICE_SCANNER)
    {
      const TnySimUser *user = &device->user;
      const struct { const char *name, *value; } members[] = {
        { "id", user->id }, { "displayName", user->display }, { "userPrincipalName", user->upn },
        { "mail", *user->mail != '\0' ? user->mail : NULL }, { "givenName", user->given },
        { "surname", user->surname },
      };

      for (guint i = 0; i < G_N_ELEMENTS (members); i++)
        {
          g_string_append_printf (array, "%s\"%s\":", i == 0 ? "{" : ",", members[i].name);
          tny_sim_append_json (array, members[i].value);
        }
      g_string_append_c (array, '}');
    }
  g_string_append_c (array, ']');
  tny_sim_graph_begin (call, "users", NULL);
  tny_sim_graph_append_array (call, array);
}
