/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-commands.h"
#include "tny-json.h"
#include "tny-sync-settings.h"

/* Whose settings. */
typedef struct
{
  gint64      connection_id, tenant_id;     /* tenant_id 0: of the connection */
  const char *name;                         /* for people; lent */
} Whose;

typedef struct
{
  const char *name;
  char       *value;       /* own; NULL: as the connection */
  char       *holds;       /* what holds */
} Line;

static const TnyColumn line_columns[] = {
  TNY_COLUMN (Line, NULL, N_("Setting"), TEXT, name),
  TNY_COLUMN (Line, NULL, N_("Value"), TEXT, holds),
  TNY_COLUMN_END
};

static const TnyColumn tenant_line_columns[] = {
  TNY_COLUMN (Line, NULL, N_("Setting"), TEXT, name),
  TNY_COLUMN (Line, NULL, N_("Own value"), TEXT, value),
  TNY_COLUMN (Line, NULL, N_("What holds"), TEXT, holds),
  TNY_COLUMN_END
};

static void
read_line (const TnySyncSettings *own, const TnySyncSettings *effective, gboolean of_tenant,
           const char *name, Line *line)
{
  line->name = name;
  line->value = tny_sync_settings_get (own, name);
  line->holds = tny_sync_settings_get (of_tenant ? effective : own, name);
}

/* "quiet-hours" is quiet_hours in JSON. */
static void
append_member (GString *out, const char *name, const char *suffix, const char *value)
{
  g_autofree char *key = g_strconcat (name, suffix, NULL);

  g_string_append_printf (out, "%s\"%s\":", out->str[out->len - 1] == '{' ? "" : ",",
                          g_strdelimit (key, "-", '_'));
  tny_json_append_text (out, value);
}

static gboolean
print_settings (TnyCli *cli, const Whose *whose, GError **error)
{
  gboolean of_tenant = whose->tenant_id != 0;
  const char *const *names = tny_sync_settings_names (of_tenant);
  g_auto(TnySyncSettings) own = { 0 }, effective = { 0 };
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  g_autoptr(GString) json = g_string_new ("{");
  TnyOutput *output;

  if (reader == NULL ||
      !tny_sync_settings_read (reader, whose->connection_id, whose->tenant_id, &own, error) ||
      (of_tenant && !tny_sync_settings_effective (reader, whose->tenant_id, &effective, error)))
    return FALSE;
  output = cli->json ? NULL : tny_output_begin (of_tenant ? tenant_line_columns : line_columns, FALSE);
  append_member (json, of_tenant ? "tenant" : "connection", "", whose->name);
  for (guint i = 0; names[i] != NULL; i++)
    {
      Line line;

      read_line (&own, &effective, of_tenant, names[i], &line);
      if (output != NULL)
        tny_output_row (output, &line);
      append_member (json, names[i], "", line.holds);
      if (of_tenant)
        append_member (json, "own_", names[i], line.value);
      g_free (line.value);
      g_free (line.holds);
    }
  if (output != NULL)
    return tny_output_end (output, error);
  g_string_append (json, "}\n");
  cli->printed = TRUE;

  return tny_output_write (json->str, json->len, error);
}

static gboolean
change_settings (TnyCli *cli, const Whose *whose, GPtrArray *changes, GError **error)
{
  g_auto(TnySyncSettings) settings = { 0 };
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  g_autoptr(GPtrArray) subscriptions = NULL;

  if (reader == NULL ||
      !tny_sync_settings_read (reader, whose->connection_id, whose->tenant_id, &settings, error) ||
      (subscriptions = tny_subscriptions_read (reader, whose->connection_id, 0, error)) == NULL)
    return FALSE;
  g_clear_pointer (&reader, tny_reader_return);
  for (guint i = 0; i < changes->len; i++)
    if (!tny_sync_settings_set (&settings, whose->tenant_id != 0, changes->pdata[i], subscriptions, error))
      return FALSE;
  if (!tny_sync_settings_write (cli->store, whose->connection_id, whose->tenant_id, &settings,
                                cli->cancellable, error))
    return FALSE;
  tny_cli_say (cli, cli->dry_run ? _("Dry run, nothing was changed: the settings of “%s” would be:")
                                 : _("Changed the sync settings of “%s”."), whose->name);

  return TRUE;
}

static gboolean
show_or_change (TnyCli *cli, const Whose *whose, GError **error)
{
  GPtrArray *changes = tny_cli_values (cli, "set");

  return (changes == NULL || change_settings (cli, whose, changes, error)) &&
         print_settings (cli, whose, error);
}

static gboolean
run_connection (TnyCli *cli, GError **error)
{
  g_autoptr(TnyConnection) connection =
    tny_session_find_connection (cli->session, tny_cli_argument (cli, 0), error);
  Whose whose = { 0 };

  if (connection == NULL)
    return FALSE;
  whose = (Whose) { connection->id, 0, connection->name };

  return show_or_change (cli, &whose, error);
}

static gboolean
run_tenant (TnyCli *cli, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  g_autoptr(TnyTenantRow) tenant = NULL;
  Whose whose = { 0 };
  gint64 id;

  if (reader == NULL || !tny_cli_find_tenant (cli, reader, tny_cli_argument (cli, 0), &id, error) ||
      (tenant = tny_tenant_read (reader, id, error)) == NULL)
    return FALSE;
  g_clear_pointer (&reader, tny_reader_return);
  whose = (Whose) { tenant->connection_id, tenant->id, tenant->name };

  return show_or_change (cli, &whose, error);
}

static const TnyOption options[] = {
  { "set", N_("NAME=VALUE"), N_("Change this setting; may be given several times"), TRUE },
  { NULL }
};

const TnyCommand tny_command_connection_settings = {
  "connection settings", "[CONNECTION]", 0, 1, N_("Show or change what is synced, of whom and when"),
  TNY_OPENS_EITHER, TNY_DRY_COPY, options, run_connection
};

const TnyCommand tny_command_tenant_settings = {
  "tenant settings", "TENANT", 1, 1, N_("Show or change what is synced of one tenant"),
  TNY_OPENS_EITHER, TNY_DRY_COPY, options, run_tenant
};

/* connection subscriptions */

typedef struct
{
  char     *sku_id, *part_number, *name;
  gint64    assigned, tenants;
  gboolean  chosen;
} Product;

static const TnyColumn product_columns[] = {
  TNY_COLUMN (Product, "sku_id", NULL, TEXT, sku_id),
  TNY_COLUMN (Product, "part_number", N_("Part number"), TEXT, part_number),
  TNY_COLUMN (Product, "name", N_("Subscription"), TEXT, name),
  TNY_COLUMN (Product, "assigned", N_("Users"), NUMBER, assigned),
  TNY_COLUMN (Product, "tenants", N_("Tenants"), NUMBER, tenants),
  TNY_COLUMN (Product, "chosen", N_("Chosen"), FLAG, chosen),
  TNY_COLUMN_END
};

static gboolean
run_subscriptions (TnyCli *cli, GError **error)
{
  g_autoptr(TnyConnection) connection =
    tny_session_find_connection (cli->session, tny_cli_argument (cli, 0), error);
  g_autoptr(TnyReader) reader = connection != NULL ? tny_store_borrow (cli->store, error) : NULL;
  g_auto(TnySyncSettings) settings = { 0 };
  g_autoptr(GPtrArray) list = NULL;
  TnyOutput *output;

  if (reader == NULL || !tny_sync_settings_read (reader, connection->id, 0, &settings, error) ||
      (list = tny_subscriptions_read (reader, connection->id, 0, error)) == NULL)
    return FALSE;
  output = tny_output_begin (product_columns, cli->json);
  cli->printed = cli->json;
  for (guint i = 0; i < list->len; i++)
    {
      const TnySubscription *row = list->pdata[i];
      Product product = {
        row->sku_id, row->part_number, row->name, row->assigned, row->tenants,
        settings.subscriptions != NULL &&
        g_strv_contains ((const char *const *) settings.subscriptions, row->sku_id),
      };

      tny_output_row (output, &product);
    }

  return tny_output_end (output, error);
}

const TnyCommand tny_command_connection_subscriptions = {
  "connection subscriptions", "[CONNECTION]", 0, 1, N_("List what the tenants have bought, to choose from"),
  TNY_OPENS_READ, TNY_DRY_NOT, NULL, run_subscriptions
};

/* connection pause, connection resume */

static gboolean
set_paused (TnyCli *cli, gboolean paused, GError **error)
{
  static const TnyColumn columns[] = {
    TNY_COLUMN (TnyConnection, "id", NULL, ID, id),
    TNY_COLUMN (TnyConnection, "name", NULL, TEXT, name),
    TNY_COLUMN (TnyConnection, "paused", NULL, FLAG, paused),
    TNY_COLUMN (TnyConnection, "next_sync_at", NULL, TIME, next_sync_at),
    TNY_COLUMN_END
  };
  g_autoptr(TnyConnection) connection =
    tny_session_find_connection (cli->session, tny_cli_argument (cli, 0), error);
  g_autoptr(TnyConnection) after = NULL;
  g_autofree char *id = NULL, *sentence = NULL;

  if (connection == NULL || !tny_session_pause (cli->session, connection->id, paused, error))
    return FALSE;
  id = g_strdup_printf ("%" G_GINT64_FORMAT, connection->id);
  after = tny_session_find_connection (cli->session, id, error);
  if (after == NULL)
    return FALSE;
  sentence = g_strdup_printf (paused ? _("The schedule of “%s” is paused.")
                                     : _("The schedule of “%s” goes on."), after->name);

  return tny_cli_result (cli, columns, after, sentence, error);
}

static gboolean
run_pause (TnyCli *cli, GError **error)
{
  return set_paused (cli, TRUE, error);
}

static gboolean
run_resume (TnyCli *cli, GError **error)
{
  return set_paused (cli, FALSE, error);
}

const TnyCommand tny_command_connection_pause = {
  "connection pause", "[CONNECTION]", 0, 1, N_("Let the clock start no sync any more"),
  TNY_OPENS_WRITE, TNY_DRY_NOT, NULL, run_pause
};

const TnyCommand tny_command_connection_resume = {
  "connection resume", "[CONNECTION]", 0, 1, N_("Let the clock start syncs again"),
  TNY_OPENS_WRITE, TNY_DRY_NOT, NULL, run_resume
};
