/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is different about configurations: hardware of an organization, known by its serial number. */
#include "config.h"

#include "tny-import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-configuration-keys.h"
#include "tny-read.h"
#include "tny-text.h"

/* The texts that are kept as they are: also their columns in the database. */
const char *const tny_import_configuration_columns[N_CONFIGURATION_FIELDS] = {
  [CONFIGURATION_TYPE] = "type", [CONFIGURATION_STATUS] = "status",
  [CONFIGURATION_HOSTNAME] = "hostname", [CONFIGURATION_PRIMARY_IP] = "primary_ip",
  [CONFIGURATION_GATEWAY] = "default_gateway", [CONFIGURATION_MAC] = "mac_address",
  [CONFIGURATION_SERIAL] = "serial_number", [CONFIGURATION_ASSET_TAG] = "asset_tag",
  [CONFIGURATION_MANUFACTURER] = "manufacturer", [CONFIGURATION_MODEL] = "model",
  [CONFIGURATION_SYSTEM] = "operating_system",
  [CONFIGURATION_SYSTEM_NOTES] = "operating_system_notes",
  [CONFIGURATION_POSITION] = "position", [CONFIGURATION_NOTES] = "notes",
  [CONFIGURATION_INSTALLED_AT] = "installed_at", [CONFIGURATION_INSTALLED_BY] = "installed_by",
  [CONFIGURATION_PURCHASED_AT] = "purchased_at", [CONFIGURATION_PURCHASED_BY] = "purchased_by",
  [CONFIGURATION_WARRANTY] = "warranty_expires_at", [CONFIGURATION_CONTACT] = "contact",
  [CONFIGURATION_LOCATION] = "location", [CONFIGURATION_INTERFACES] = "interfaces",
};

gboolean
tny_import_read_configuration (TnyImportPlan *self, const TnyCsvRecord *record,
                               TnyImportValues *values, char **why)
{
  const char *name = tny_import_text (self, record, CONFIGURATION_NAME);
  const char *archived = tny_import_text (self, record, CONFIGURATION_ARCHIVED);

  values->external_id = tny_import_text (self, record, CONFIGURATION_ID);
  values->organization = tny_import_text (self, record, CONFIGURATION_ORGANIZATION);
  for (guint i = 0; i < N_CONFIGURATION_FIELDS; i++)
    if (tny_import_configuration_columns[i] != NULL)
      values->texts[i] = tny_import_text (self, record, i);
  /* Some files have no other name. */
  if (name == NULL)
    name = values->texts[CONFIGURATION_HOSTNAME];
  values->name = name != NULL ? tny_text_trim (name) : NULL;
  if (values->organization == NULL)
    *why = g_strdup (_("The organization is missing"));
  else if (values->name == NULL || *values->name == '\0')
    *why = g_strdup (_("There is neither a name nor a host name"));
  else if (!tny_import_read_answer (archived, &values->archived))
    *why = g_strdup (_("“Archived” is neither Yes nor No"));
  if (*why != NULL)
    return FALSE;
  values->folded = tny_text_fold (values->name);

  return TRUE;
}

/* The same name once more is another thing when its serial number is. */
gboolean
tny_import_find_configuration (TnyReader *reader, const TnyImportValues *values,
                               gint64 organization_id, gint64 *id, char **why, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "configurations/same-name", error);
  const char *serial = values->texts[CONFIGURATION_SERIAL];
  gint64 same_serial = 0, any = 0;
  guint n_same = 0, n_any = 0;
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "organization_id", organization_id);
  tny_bind_text (stmt, "sort_name", values->folded);
  for (;;)
    {
      const char *theirs;

      if (!tny_step (stmt, &row, error))
        return FALSE;
      if (!row)
        break;
      theirs = tny_text (stmt, 2);
      if ((values->external_id != NULL && *tny_text (stmt, 1) != '\0') ||
          (serial != NULL && theirs != NULL && g_ascii_strcasecmp (serial, theirs) != 0))
        continue;
      any = tny_int (stmt, 0);
      n_any++;
      if (serial != NULL && theirs != NULL)
        {
          same_serial = any;
          n_same++;
        }
    }
  if (n_same == 1 || n_any == 1)
    *id = n_same == 1 ? same_serial : any;
  else if (n_any > 1)
    *why = g_strdup (_("More than one configuration here has this name"));

  return TRUE;
}

/* Names of the fields that would change, "" when none would. */
char *
tny_import_compare_configuration (TnyReader *reader, const TnyImportValues *values, gint64 id,
                                  gint64 organization_id, GError **error)
{
  g_autoptr(GString) changes = g_string_new (NULL);
  guint n;
  const TnyImportField *fields = tny_import_fields (TNY_IMPORT_CONFIGURATIONS, &n);
  gboolean found;
  sqlite3_stmt *stmt = tny_read_by_id (reader, "configurations/fields", "id", id, &found, error);

  if (stmt == NULL)
    return NULL;
  /* The columns of the statement are in the order of the fields. */
  for (guint i = 0; i < n; i++)
    {
      const char *ours = i == CONFIGURATION_ID ? values->external_id
                       : i == CONFIGURATION_NAME ? values->name : values->texts[i];
      gboolean differs = ours != NULL && g_strcmp0 (ours, tny_text (stmt, (int) i)) != 0;

      if (i == CONFIGURATION_ORGANIZATION)
        differs = tny_int (stmt, (int) i) != organization_id;
      else if (i == CONFIGURATION_ARCHIVED)
        differs = values->archived >= 0 && tny_int (stmt, (int) i) != values->archived;
      if (differs)
        g_string_append_printf (changes, "%s%s", changes->len > 0 ? ", " : "",
                                _(fields[i].title));
    }

  return g_string_free (g_steal_pointer (&changes), FALSE);
}

gboolean
tny_import_write_configuration (TnyTxn *txn, const TnyImportValues *values,
                                gint64 organization_id, gint64 now, gint64 *id, GError **error)
{
  sqlite3_stmt *stmt =
    tny_txn_stmt (txn, *id == 0 ? "configurations/insert" : "configurations/update", error);

  if (stmt == NULL)
    return FALSE;
  if (*id != 0)
    tny_bind_int (stmt, "id", *id);
  tny_bind_int (stmt, "organization_id", organization_id);
  tny_bind_text (stmt, "external_id", values->external_id);
  tny_bind_text (stmt, "name", values->name);
  tny_bind_text (stmt, "sort_name", values->folded);
  for (guint i = 0; i < N_CONFIGURATION_FIELDS; i++)
    if (tny_import_configuration_columns[i] != NULL)
      tny_bind_text (stmt, tny_import_configuration_columns[i], values->texts[i]);
  tny_bind_int_or_null (stmt, "archived", values->archived, -1);
  tny_bind_int (stmt, "at", now);
  if (!tny_run (stmt, error))
    return FALSE;
  if (*id == 0)
    *id = tny_txn_last_id (txn);

  return tny_configuration_write_keys (txn, *id, error);
}
