/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-list-json.h"

/* For the addresses of pages in the portal: each connection has its cloud. The sample cloud's is not worth
 * starting it. */
static const char *
portal_address (const char *tenant_graph_id, gpointer data)
{
  TnyCli *cli = data;
  const TnyCloud *cloud = tny_session_is_sample (cli->session)
    ? tny_session_get_cloud (cli->session)
    : tny_session_cloud_of_tenant (cli->session, tenant_graph_id);

  return cloud != NULL ? tny_cloud_get_base (cloud, TNY_SERVICE_PORTAL) : NULL;
}

/* Headings alone leave open whether nothing was read, or nothing fits. */
static void
say_empty (TnyCli *cli, const TnyListQuery *query)
{
  static const char *const reasons[] = {
    [TNY_LIST_TENANTS] = N_("There is no tenant yet: “tenantryctl sync” reads them."),
    [TNY_LIST_USERS] = N_("There is no user yet: “tenantryctl sync” reads them."),
    [TNY_LIST_LICENCES] = N_("There is no licence yet: “tenantryctl sync” reads them, where the connection's "
                             "streams include them."),
    [TNY_LIST_MAILBOXES] = N_("There is no mailbox yet: “tenantryctl sync” reads them, where the "
                              "connection's streams include them."),
    [TNY_LIST_DEVICES] = N_("There is no device yet: “tenantryctl sync” reads them, where the connection's "
                            "streams include them."),
    [TNY_LIST_ORGANIZATIONS] = N_("There is no organization yet: “tenantryctl import organizations FILE” "
                                  "reads them."),
    [TNY_LIST_CONTACTS] = N_("There is no contact yet: “tenantryctl import contacts FILE” reads them."),
    [TNY_LIST_CONFIGURATIONS] = N_("There is no configuration yet: “tenantryctl import configurations FILE” "
                                   "reads them."),
  };
  gboolean chosen = query->filter != NULL || query->search != NULL || query->organization_id != 0 ||
                    query->tenant_id != 0 || query->run_id != 0;

  if (chosen)
    tny_cli_say (cli, _("Nothing here fits what was asked for."));
  else if (query->kind < G_N_ELEMENTS (reasons) && reasons[query->kind] != NULL)
    tny_cli_say (cli, "%s", _(reasons[query->kind]));
}

static gboolean
print_item (TnyCli *cli, const TnyListPrinter *printer, TnyListKind kind, TnyOutput *output,
            TnyReader *reader, gint64 id, guint *n_rows, GError **error)
{
  g_autoptr(GString) object = g_string_new (NULL);
  gpointer row = NULL;
  gboolean ok = TRUE, found = TRUE;

  if (g_cancellable_set_error_if_cancelled (cli->cancellable, error))
    return FALSE;
  if (cli->json && printer->append_json == NULL)
    {
      ok = tny_list_append_json (object, reader, kind, id, portal_address, cli, &found, error);
      if (ok && found)
        tny_output_item (output, object->str);
      return ok;
    }

  g_autoptr(GError) failure = NULL;

  row = printer->read (reader, id, &failure);
  if (row == NULL)
    {
      ok = failure == NULL;        /* it went away since the ids were read */
      if (!ok)
        g_propagate_error (error, g_steal_pointer (&failure));
      return ok;
    }
  if (printer->keep == NULL || printer->keep (row, printer->data))
    {
      (*n_rows)++;
      if (!cli->json)
        tny_output_row (output, row);
      else if ((ok = printer->append_json (object, reader, row, error)))
        tny_output_item (output, object->str);
    }
  printer->free_row (row);

  return ok;
}

gboolean
tny_cli_print_list (TnyCli *cli, const TnyListPrinter *printer, const TnyListQuery *query,
                    GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  g_autoptr(GArray) ids = NULL;
  TnyOutput *output;
  GError *failure = NULL;
  guint n_rows = 0;

  if (reader == NULL || (ids = tny_list_ids (reader, query, error)) == NULL)
    return FALSE;

  output = tny_output_begin (printer->columns, cli->json);
  cli->printed = cli->json;
  for (guint i = 0; i < ids->len; i++)
    if (!print_item (cli, printer, query->kind, output, reader, g_array_index (ids, gint64, i),
                     &n_rows, &failure))
      {
        tny_output_abort (output, failure);
        g_propagate_error (error, failure);
        return FALSE;
      }

  if (!tny_output_end (output, error))
    return FALSE;
  if (n_rows == 0 && !cli->json)
    say_empty (cli, query);

  return TRUE;
}

gboolean
tny_cli_find_tenant (TnyCli *cli, TnyReader *reader, const char *name, gint64 *id, GError **error)
{
  *id = 0;

  return name == NULL || tny_find_tenant (reader, name, id, error);
}

gboolean
tny_cli_find_organization (TnyCli *cli, TnyReader *reader, const char *name, gint64 *id,
                           GError **error)
{
  *id = 0;

  return name == NULL || tny_find_organization (reader, name, id, error);
}

gboolean
tny_cli_find_tenants (TnyCli *cli, gint64 **ids, GError **error)
{
  GPtrArray *names = tny_cli_values (cli, "tenant");
  g_autoptr(TnyReader) reader = NULL;
  g_autofree gint64 *found = NULL;

  *ids = NULL;
  if (names == NULL)
    return TRUE;
  if ((reader = tny_store_borrow (cli->store, error)) == NULL)
    return FALSE;

  found = g_new0 (gint64, names->len + 1);
  for (guint i = 0; i < names->len; i++)
    if (!tny_find_tenant (reader, names->pdata[i], &found[i], error))
      return FALSE;
  *ids = g_steal_pointer (&found);

  return TRUE;
}
