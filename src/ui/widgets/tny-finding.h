/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyFinding: something that was found out, below one another: what it is, what to do, who must do it, a text
 * to send, buttons that lead to the repair, and how it is known. Health shows its checks so, an explanation its
 * causes.
 *
 * Whoever shows findings installs their actions: finding.act ((sx)), finding.open (s), finding.copy (s). What
 * leads to another place closes the window above the main one first. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  const char *about;            /* of the buttons: what they are about */
  const char *claim;            /* a sentence */
  const char *due;              /* (nullable): what stops then */
  const char *remedy, *who;     /* (nullable) */
  const char *message;          /* (nullable): ready to send */
  const char *action;           /* (nullable): as the core names it: "app.sign-in" */
  gint64      connection_id;    /* that @action is about; 0: none */
  const char *url;              /* (nullable) */
  const char *evidence, *detail;        /* (nullable) */
  gint64      at;               /* when that was seen; 0: not told */
  gboolean    to_do;            /* somebody must act: message and buttons are shown */
} TnyFinding;

/* @first: (inout): the first button, where the repair begins; left alone where one is there already. */
void        tny_finding_append  (GtkWidget *box, const TnyFinding *finding, GtkWidget **first);
/* What "Copy" gives: the text ready to send, else what was found and what to do. A new string. */
char      * tny_finding_text    (const TnyFinding *finding);
/* A label that wraps, in @style (nullable). Lent. */
GtkWidget * tny_finding_label   (GtkWidget *box, const char *text, const char *style);
void        tny_finding_install (GtkWidgetClass *klass);

G_END_DECLS
