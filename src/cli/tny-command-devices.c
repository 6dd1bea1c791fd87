/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-commands.h"
#include "tny-devices.h"

/* What a decision led to. */
typedef struct
{
  char     *tenant_id, *device_id, *device_name, *state, *method, *configuration_name;
  gint64    configuration_id, batch;
  gboolean  dry_run;
} Decided;

static const TnyColumn columns[] = {
  TNY_COLUMN (Decided, "tenant_id", NULL, TEXT, tenant_id),
  TNY_COLUMN (Decided, "device_id", NULL, TEXT, device_id),
  TNY_COLUMN (Decided, "device_name", NULL, TEXT, device_name),
  TNY_COLUMN (Decided, "state", NULL, TEXT, state),
  TNY_COLUMN (Decided, "method", NULL, TEXT, method),
  TNY_COLUMN (Decided, "configuration_id", NULL, ID, configuration_id),
  TNY_COLUMN (Decided, "configuration_name", NULL, TEXT, configuration_name),
  TNY_COLUMN (Decided, "batch", NULL, ID, batch),
  TNY_COLUMN (Decided, "dry_run", NULL, FLAG, dry_run),
  TNY_COLUMN_END
};

static TnyDeviceRow *
read_device (TnyCli *cli, gint64 id, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  TnyDeviceRow *row;

  if (reader == NULL)
    return NULL;
  row = tny_device_read (reader, id, error);
  if (row == NULL && *error == NULL)
    g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, _("The device is no longer here"));

  return row;
}

/* The device that the first argument names, as it is now. */
static TnyDeviceRow *
named_device (TnyCli *cli, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  gint64 organization_id, id;

  if (reader == NULL ||
      !tny_cli_find_organization (cli, reader, tny_cli_value (cli, "organization"),
                                  &organization_id, error) ||
      !tny_find_device (reader, organization_id, tny_cli_argument (cli, 0), &id, error))
    return NULL;
  g_clear_pointer (&reader, tny_reader_return);

  return read_device (cli, id, error);
}

static gboolean
print_decided (TnyCli *cli, gint64 device_id, gint64 batch, GError **error)
{
  g_autoptr(TnyDeviceRow) row = read_device (cli, device_id, error);
  g_autofree char *sentence = NULL;
  gboolean matched;

  if (row == NULL)
    return FALSE;
  matched = g_strcmp0 (row->state, "matched") == 0;
  if (matched)
    sentence = g_strdup_printf (_("“%s” is matched with “%s”."), row->name,
                                row->configuration_name);
  else if (g_strcmp0 (row->state, "ignored") == 0)
    sentence = g_strdup_printf (_("“%s” is ignored."), row->name);
  else
    sentence = g_strdup_printf (_("“%s” is undecided again."), row->name);

  Decided decided = {
    row->tenant_graph_id, row->graph_id, row->name, (char *) row->state, row->method,
    matched ? row->configuration_name : NULL, matched ? row->configuration_id : 0,
    cli->dry_run ? 0 : batch, cli->dry_run
  };

  return tny_cli_result (cli, columns, &decided, sentence, error);
}

static gboolean
run_accept (TnyCli *cli, GError **error)
{
  g_autoptr(TnyDeviceRow) device = named_device (cli, error);
  gint64 batch = 0;

  if (device == NULL)
    return FALSE;
  if (g_strcmp0 (device->state, "suggested") != 0)
    return tny_refuse (error, _("“%s” has no suggestion to accept: it is %s"), device->name,
                       device->state);

  return tny_device_accept (cli->store, device->id, device->configuration_id, &batch, error) &&
         print_decided (cli, device->id, batch, error);
}

static gboolean
run_to (TnyCli *cli, GError **error)
{
  g_autoptr(TnyDeviceRow) device = named_device (cli, error);
  g_autoptr(TnyReader) reader = NULL;
  gint64 configuration_id, batch = 0;

  if (device == NULL)
    return FALSE;
  if (device->organization_id == 0)
    return tny_refuse (error, _("The tenant of “%s” is not matched with an organization yet"),
                       device->name);
  if ((reader = tny_store_borrow (cli->store, error)) == NULL ||
      !tny_find_configuration (reader, device->organization_id, tny_cli_argument (cli, 1),
                               &configuration_id, error))
    return FALSE;
  g_clear_pointer (&reader, tny_reader_return);

  return tny_device_match_to (cli->store, device->id, configuration_id, &batch, error) &&
         print_decided (cli, device->id, batch, error);
}

static gboolean
decide_alone (TnyCli *cli, gboolean (*func) (TnyStore *, gint64, gint64 *, GError **),
              GError **error)
{
  g_autoptr(TnyDeviceRow) device = named_device (cli, error);
  gint64 batch = 0;

  return device != NULL && func (cli->store, device->id, &batch, error) &&
         print_decided (cli, device->id, batch, error);
}

static gboolean
run_ignore (TnyCli *cli, GError **error)
{
  return decide_alone (cli, tny_device_ignore, error);
}

static gboolean
run_revert (TnyCli *cli, GError **error)
{
  return decide_alone (cli, tny_device_revert, error);
}

/* devices undo */

typedef struct { gint64 batch; guint n; char *device_name; } Undone;

static const TnyColumn undone_columns[] = {
  TNY_COLUMN (Undone, "batch", NULL, ID, batch),
  TNY_COLUMN (Undone, "decisions", NULL, COUNT, n),
  TNY_COLUMN (Undone, "device_name", NULL, TEXT, device_name),
  TNY_COLUMN_END
};

static gboolean
run_undo (TnyCli *cli, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  g_autofree char *sentence = NULL;
  TnyUndone undone = { 0 };
  Undone line = { 0 };
  gboolean ok;

  if (reader == NULL || !tny_device_last_batch (reader, &line.batch, error))
    return FALSE;
  g_clear_pointer (&reader, tny_reader_return);
  if (line.batch == 0)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_NOTHING_DONE,
                           _("There is nothing left to undo. A device that is matched or ignored is made "
                             "undecided by “devices revert DEVICE”"));
      return FALSE;
    }
  if (!tny_device_undo (cli->store, line.batch, &undone, error))
    return FALSE;
  line.n = undone.n;
  line.device_name = undone.subject_name;
  sentence = undone.n == 1
    ? g_strdup_printf (_("Took back the decision about “%s”."), undone.subject_name)
    : g_strdup_printf (ngettext ("Took back %u decision.", "Took back %u decisions.", undone.n),
                       undone.n);

  ok = tny_cli_result (cli, undone_columns, &line, sentence, error);
  tny_undone_clear (&undone);

  return ok;
}

static const TnyOption options[] = {
  { "organization", N_("ORGANIZATION"), N_("Whose device is meant, when several have the name") },
  { NULL }
};

const TnyCommand tny_command_devices_accept = {
  "devices accept", "DEVICE", 1, 1, N_("Accept the best suggestion for a device"),
  TNY_OPENS_WRITE, TNY_DRY_COPY, options, run_accept
};

const TnyCommand tny_command_devices_to = {
  "devices to", "DEVICE CONFIGURATION", 2, 2,
  N_("Match a device with a configuration of its organization"),
  TNY_OPENS_WRITE, TNY_DRY_COPY, options, run_to
};

const TnyCommand tny_command_devices_ignore = {
  "devices ignore", "DEVICE", 1, 1, N_("Leave a device out of matching"),
  TNY_OPENS_WRITE, TNY_DRY_COPY, options, run_ignore
};

const TnyCommand tny_command_devices_revert = {
  "devices revert", "DEVICE", 1, 1, N_("Make a device undecided again"),
  TNY_OPENS_WRITE, TNY_DRY_COPY, options, run_revert
};

const TnyCommand tny_command_devices_undo = {
  "devices undo", "", 0, 0,
  N_("Take back the last decision about devices, or the last batch of them"),
  TNY_OPENS_WRITE, TNY_DRY_COPY, NULL, run_undo
};
