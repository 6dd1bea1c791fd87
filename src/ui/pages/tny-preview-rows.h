/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The rows of the lists in a TnyPreviewDetail: each looks like a line of a table and is spoken as
 * one sentence. @list is a GtkListBox. */

#include <gtk/gtk.h>

#include "tny-preview-facts.h"

G_BEGIN_DECLS

void   tny_preview_rows_clear         (GtkWidget *list);
/* @number: 1 to 3. @candidate: (nullable): whom the user is compared with where nobody has the
 * value. */
void   tny_preview_rows_add_rule      (GtkWidget *list, GtkSizeGroup *labels,
                                       GtkSizeGroup *verdicts, guint number,
                                       const TnyPreviewFacts *facts,
                                       const TnyContactRow *candidate);
/* @number: from 1, the key that links it. */
void   tny_preview_rows_add_candidate (GtkWidget *list, const TnyContactRow *contact, guint number);
void   tny_preview_rows_add_change    (GtkWidget *list, GtkSizeGroup *labels,
                                       const TnyContactChange *change);
/* With the buttons for a choice. */
void   tny_preview_rows_add_difference (GtkWidget *list, GtkSizeGroup *labels,
                                        const TnyContactDifference *difference);

/* First and last name, else its first address; never "". A new string. */
char * tny_preview_contact_name       (const TnyContactRow *contact);

G_END_DECLS
