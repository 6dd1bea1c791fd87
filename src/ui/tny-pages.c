/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-pages.h"

#include <glib/gi18n-lib.h>

#include "tny-welcome-page.h"

/* In the order of the sidebar; Alt+1, Alt+2 … follow it. */
static const TnyPageInfo pages[] = {
  {
    .id = "welcome",
    .title = N_("Welcome"),
    .icon_name = "go-home-symbolic",
    .type = tny_welcome_page_get_type,
  },
};

const TnyPageInfo *
tny_pages (guint *n_pages)
{
  *n_pages = G_N_ELEMENTS (pages);

  return pages;
}

const TnyPageInfo *
tny_pages_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_strcmp0 (pages[i].id, id) == 0)
      return &pages[i];

  return NULL;
}
