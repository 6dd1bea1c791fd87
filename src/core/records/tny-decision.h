/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What decisions about tenants (tny-matching.h) and about devices (tny-devices.h) have in common. The
 * subject is a tenant or a device, the target the organization or the configuration that it is. */

/* A line of what a bulk accept would do. */
typedef struct
{
  gint64   subject_id, target_id;
  char    *subject_name, *target_name;
  char    *organization_name;   /* of a device and its configuration; NULL: of a tenant */
  int      score;
  gboolean conflict;            /* left out: shown only */
} TnyBulkLine;
void          tny_bulk_line_free (TnyBulkLine *line);
TnyBulkLine * tny_bulk_line_copy (const TnyBulkLine *line);

/* Pieces of a sentence for the status line, cleared by the caller: how many decisions were taken back
 * (or done again), and the names of the first one; the target's may be NULL. */
typedef struct { guint n; char *subject_name; char *target_name; } TnyUndone;
void          tny_undone_clear   (TnyUndone *undone);

/* Numbers of the five filters. */
typedef struct { gint64 unmatched, suggested, matched, ignored, all; } TnyMatchCounts;

G_END_DECLS
