/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyTimeLine: when things end, on one axis that begins today. Near days have more room than far ones. Marks
 * that would cover one another are one, with their number above it. The list below it says the same in words. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  TNY_END_EXTENDS,      /* goes on by itself: a ring */
  TNY_END_LATER,        /* a disc */
  TNY_END_SOON,         /* a triangle */
  TNY_END_OVER,         /* has ended: a cross, at the beginning */
} TnyEnd;

typedef struct
{
  gint64      due_at;   /* unix seconds */
  TnyEnd      end;
  const char *title;    /* fit for display */
} TnyTimeLineMark;

#define TNY_TYPE_TIME_LINE (tny_time_line_get_type ())
G_DECLARE_FINAL_TYPE (TnyTimeLine, tny_time_line, TNY, TIME_LINE, GtkWidget)

GtkWidget * tny_time_line_new (void);
/* @marks in the order of time; copied. Hidden without marks. @now: where the axis begins. */
void        tny_time_line_set (TnyTimeLine *self, const TnyTimeLineMark *marks, guint n, gint64 now);

G_END_DECLS
