/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnySparkline: the durations of the last runs, oldest first at the start of the line, with a strip
 * below that marks runs with problems by shape: a cross for failed, a gap for cancelled, a triangle for
 * incomplete. Role IMG, one sentence as its name, a tooltip per run. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TNY_TYPE_SPARKLINE (tny_sparkline_get_type ())
G_DECLARE_FINAL_TYPE (TnySparkline, tny_sparkline, TNY, SPARKLINE, GtkWidget)

typedef enum { TNY_MARK_OK, TNY_MARK_INCOMPLETE, TNY_MARK_FAILED, TNY_MARK_CANCELLED } TnyMark;

typedef struct
{
  gint64  seconds;
  gint64  started_at;
  TnyMark mark;
} TnySparkPoint;

GtkWidget * tny_sparkline_new (void);
/* Copies @n points, oldest first; 0 hides the widget. */
void        tny_sparkline_set (TnySparkline *self, const TnySparkPoint *points, guint n);

G_END_DECLS
