/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* TnyMailbox: a row of the mailbox usage report. */
typedef struct
{
  char       *address;          /* user principal name */
  char       *display_name;     /* NULL when empty */
  const char *kind;             /* "person", "shared", "room", "equipment"; NULL when not told */
  gint64      used_bytes, quota_bytes, items;   /* -1: not told */
  int         has_archive;      /* 1, 0, -1 not told */
  char       *created_on, *active_on;           /* 2026-01-31; NULL: not told, never */
} TnyMailbox;

void tny_mailbox_free (TnyMailbox *self);

typedef struct
{
  GPtrArray *mailboxes;         /* of TnyMailbox, those that are not deleted, each address once */
  char      *date;              /* of the numbers: 2026-01-31; NULL in a report without rows */
  guint      n_deleted;         /* rows of deleted mailboxes, left out */
  guint      n_odd;             /* rows whose address is none, left out */
  gboolean   concealed;         /* names are hidden: @mailboxes is empty */
} TnyMailboxReport;

/**
 * tny_mailbox_report_parse:
 * @data: the whole report as it came
 *
 * Reads by the names of the columns. Only the address, the date and the storage used must be there;
 * others are missing in older and in newer reports. A name of 32 hexadecimal digits in place of an
 * address is a hidden one; one of them and nothing of the report is believed.
 *
 * Returns: NULL with TNY_ERROR_PROTOCOL: no such report, cut, or a row that is not whole
 * Source:  Microsoft Graph, "reportRoot: getMailboxUsageDetail"; "Recipient Type" is not documented
 */
TnyMailboxReport * tny_mailbox_report_parse (const char        *data,
                                             gsize              length,
                                             GError           **error);
void               tny_mailbox_report_free  (TnyMailboxReport  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyMailbox, tny_mailbox_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyMailboxReport, tny_mailbox_report_free)

G_END_DECLS
