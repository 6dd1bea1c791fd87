/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The table of pages: what stands in the sidebar, in its order. */

#include "tny-page.h"

G_BEGIN_DECLS

typedef struct
{
  const char  *id;         /* parameter of win.page; never translated */
  const char  *title;      /* N_(): sidebar, header bar and window title */
  const char  *group;      /* N_(): heading above it; NULL keeps the page out of the sidebar */
  const char  *icon_name;  /* must exist in Adwaita 43 or in our resources */
  GType      (*type) (void);

  /* How many things on this page need a person, for the sidebar; NULL when the page never has any.
   * A statement that gives one integer (store/sql/…). It runs in a worker thread, never before the
   * first frame. */
  const char  *count_sql;
  const char  *count_one;    /* N_("%u to review"): what the count is, spoken; for ngettext */
  const char  *count_many;
} TnyPageInfo;

/* The table and its length. */
const TnyPageInfo *tny_pages      (guint *n_pages);
/* The entry called @id, or NULL. */
const TnyPageInfo *tny_pages_find (const char *id);

G_END_DECLS
