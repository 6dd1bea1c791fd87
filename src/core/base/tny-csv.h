/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* CSV as RFC 4180 has it, in and out.
 *
 * In: UTF-8 with or without BOM, else Latin-1 (Windows-1252 is close enough for names); LF, CRLF or
 * CR; quotes, doubled quotes, line breaks in quotes. A leading apostrophe that we put before a formula
 * is taken off again. NUL bytes are refused with their line number.
 * Out: a field that a spreadsheet would take for a formula gets a leading apostrophe.
 */

typedef struct
{
  GPtrArray *fields;        /* of char *, UTF-8, outer blanks kept */
  guint      line;          /* 1-based line on which the record starts */
  char      *problem;       /* why this record cannot be trusted, NULL when it can */
} TnyCsvRecord;

typedef struct
{
  GPtrArray *records;       /* of TnyCsvRecord *, the header first */
  gboolean   latin1;        /* the file was not UTF-8 */
} TnyCsv;

/**
 * tny_csv_load:
 * @path: a file of at most 300 MiB
 *
 * Reads a whole file. Records with a fault carry it in `problem`; the file as a whole fails only when
 * it cannot be read (TNY_ERROR_FILE), has no header, is too large, or ends inside a quoted field
 * (TNY_ERROR_INPUT, with the line the field starts on).
 */
TnyCsv     * tny_csv_load         (const char  *path,
                                   GError     **error);
TnyCsv     * tny_csv_parse        (const char  *data,
                                   gsize        length,
                                   GError     **error);
void         tny_csv_free         (TnyCsv      *self);
/* Position of the column whose heading is @name or one of the NULL-terminated @aliases, compared
 * without case, blanks, hyphens and underscores; -1 when there is none. */
int          tny_csv_column       (const TnyCsv       *self,
                                   const char         *name,
                                   const char *const  *aliases);
/* The field, trimmed, with our formula guard taken off; "" when the record is short. Lent until the
 * next call for the same record and column, valid as long as the file. */
const char * tny_csv_field        (const TnyCsvRecord *record,
                                   int                 column);

/* Writing. */
void         tny_csv_append_field (GString     *out,
                                   const char  *text,    /* NULL is empty */
                                   gboolean     last);
/* @out to @path: mode 0600, replaced as a whole or not at all. */
gboolean     tny_csv_save         (const char  *path,
                                   GString     *out,
                                   GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyCsv, tny_csv_free)

G_END_DECLS
