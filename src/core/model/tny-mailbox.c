/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-mailbox.h"

#include <string.h>

#include "tny-csv.h"
#include "tny-error.h"
#include "tny-text.h"

#define HIDDEN_LENGTH 32

typedef enum
{
  DATE, ADDRESS, NAME, IS_DELETED, CREATED, ACTIVE, ITEMS, USED, QUOTA, ARCHIVE, KIND, N_COLUMNS
} Column;

static const struct { const char *name; gboolean required; } columns[N_COLUMNS] = {
  [DATE]       = { "Report Refresh Date", TRUE },
  [ADDRESS]    = { "User Principal Name", TRUE },
  [NAME]       = { "Display Name", FALSE },
  [IS_DELETED] = { "Is Deleted", FALSE },
  [CREATED]    = { "Created Date", FALSE },
  [ACTIVE]     = { "Last Activity Date", FALSE },
  [ITEMS]      = { "Item Count", FALSE },
  [USED]       = { "Storage Used (Byte)", TRUE },
  [QUOTA]      = { "Prohibit Send/Receive Quota (Byte)", FALSE },
  [ARCHIVE]    = { "Has Archive", FALSE },
  [KIND]       = { "Recipient Type", FALSE },
};

static const struct { const char *word, *kind; } kinds[] = {
  { "User", "person" }, { "UserMailbox", "person" },
  { "Shared", "shared" }, { "SharedMailbox", "shared" },
  { "Room", "room" }, { "RoomMailbox", "room" },
  { "Equipment", "equipment" }, { "EquipmentMailbox", "equipment" },
};

void
tny_mailbox_free (TnyMailbox *self)
{
  if (self == NULL)
    return;
  g_free (self->address);
  g_free (self->display_name);
  g_free (self->created_on);
  g_free (self->active_on);
  g_free (self);
}

void
tny_mailbox_report_free (TnyMailboxReport *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->mailboxes);
  g_free (self->date);
  g_free (self);
}

static gboolean
find_columns (const TnyCsv *csv, int at[N_COLUMNS], GError **error)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      at[i] = tny_csv_column (csv, columns[i].name, NULL);
      if (at[i] < 0 && columns[i].required)
        {
          g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "the report has no column “%s”",
                       columns[i].name);
          return FALSE;
        }
    }

  return TRUE;
}

/* Lent until the next call for the same column; "" when the report does not have it. */
static const char *
cell (const TnyCsvRecord *record, const int at[N_COLUMNS], Column column)
{
  return at[column] >= 0 ? tny_csv_field (record, at[column]) : "";
}

static gint64
number (const char *text)
{
  guint64 value;

  return g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &value, NULL) ? (gint64) value : -1;
}

/* A day, NULL for anything else. */
static char *
day (const char *text)
{
  g_autofree char *time = g_strconcat (text, "T00:00:00Z", NULL);
  gint64 seconds;

  return strlen (text) == strlen ("2026-01-31") && tny_time_parse (time, &seconds)
         ? g_strdup (text) : NULL;
}

static int
flag (const char *text)
{
  if (g_ascii_strcasecmp (text, "True") == 0 || g_ascii_strcasecmp (text, "Yes") == 0)
    return 1;

  return g_ascii_strcasecmp (text, "False") == 0 || g_ascii_strcasecmp (text, "No") == 0 ? 0 : -1;
}

static gboolean
is_hidden (const char *address)
{
  gsize length = strlen (address);

  return length == HIDDEN_LENGTH && strspn (address, "0123456789ABCDEFabcdef") == length;
}

static TnyMailbox *
read_mailbox (const TnyCsvRecord *record, const int at[N_COLUMNS])
{
  TnyMailbox *mailbox = g_new0 (TnyMailbox, 1);
  const char *name = cell (record, at, NAME), *kind = cell (record, at, KIND);

  mailbox->address = g_strdup (cell (record, at, ADDRESS));
  mailbox->display_name = *name != '\0' ? g_strdup (name) : NULL;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_ascii_strcasecmp (kind, kinds[i].word) == 0)
      mailbox->kind = kinds[i].kind;
  mailbox->used_bytes = number (cell (record, at, USED));
  mailbox->quota_bytes = number (cell (record, at, QUOTA));
  mailbox->items = number (cell (record, at, ITEMS));
  mailbox->has_archive = flag (cell (record, at, ARCHIVE));
  mailbox->created_on = day (cell (record, at, CREATED));
  mailbox->active_on = day (cell (record, at, ACTIVE));

  return mailbox;
}

/* FALSE with PROTOCOL for a row that cannot be trusted: then none can. */
static gboolean
take_row (TnyMailboxReport *self, GHashTable *seen, const TnyCsvRecord *record,
          const int at[N_COLUMNS], GError **error)
{
  g_autofree char *address = g_strdup (cell (record, at, ADDRESS)), *folded = NULL;

  if (record->problem != NULL)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "line %u of the report: %s", record->line,
                   record->problem);
      return FALSE;
    }
  if (self->date == NULL)
    self->date = day (cell (record, at, DATE));
  if (self->date == NULL)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "line %u of the report has no date",
                   record->line);
      return FALSE;
    }
  if (is_hidden (address))
    self->concealed = TRUE;
  else if (flag (cell (record, at, IS_DELETED)) == 1)
    self->n_deleted++;
  else if (strchr (address, '@') == NULL)
    self->n_odd++;
  else
    {
      folded = tny_text_fold (address);
      if (g_hash_table_add (seen, g_steal_pointer (&folded)))
        g_ptr_array_add (self->mailboxes, read_mailbox (record, at));
    }

  return TRUE;
}

TnyMailboxReport *
tny_mailbox_report_parse (const char *data, gsize length, GError **error)
{
  g_autoptr(TnyMailboxReport) self = g_new0 (TnyMailboxReport, 1);
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(TnyCsv) csv = NULL;
  g_autoptr(GError) local = NULL;
  int at[N_COLUMNS];

  self->mailboxes = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_mailbox_free);
  if (length == 0 || data[length - 1] != '\n')
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_PROTOCOL,
                           "the report was cut: its last line does not end");
      return NULL;
    }
  csv = tny_csv_parse (data, length, &local);
  if (csv == NULL || csv->latin1)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "the report cannot be read: %s",
                   local != NULL ? local->message : "it is not UTF-8");
      return NULL;
    }
  if (!find_columns (csv, at, error))
    return NULL;
  for (guint i = 1; i < csv->records->len; i++)
    if (!take_row (self, seen, csv->records->pdata[i], at, error))
      return NULL;
  if (self->concealed)
    g_ptr_array_set_size (self->mailboxes, 0);

  return g_steal_pointer (&self);
}
