/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-pages.h"

#include <glib/gi18n-lib.h>

#include "tny-contacts-page.h"
#include "tny-devices-page.h"
#include "tny-health-page.h"
#include "tny-integrations-page.h"
#include "tny-licences-page.h"
#include "tny-logs-page.h"
#include "tny-matching-page.h"
#include "tny-organizations-page.h"
#include "tny-trouble-page.h"
#include "tny-welcome-page.h"

/* In the order of the sidebar; Alt+1, Alt+2 … follow it. */
static const TnyPageInfo pages[] = {
  {
    .id = "welcome",
    .title = N_("Welcome"),
    .icon_name = "go-home-symbolic",
    .type = tny_welcome_page_get_type,
  },
  {
    .id = "trouble",
    .title = N_("Problem"),
    .icon_name = "dialog-error-symbolic",
    .type = tny_trouble_page_get_type,
  },
  {
    .id = "integrations",
    .title = N_("Integrations"),
    .group = N_("Integration"),
    .icon_name = "network-server-symbolic",
    .type = tny_integrations_page_get_type,
  },
  {
    .id = "matching",
    .title = N_("Matching"),
    .group = N_("Integration"),
    .icon_name = "emblem-shared-symbolic",
    .type = tny_matching_page_get_type,
    .count_sql = "counts/matching",
    .count_one = N_("%u to review"),
    .count_many = N_("%u to review"),
  },
  {
    .id = "contacts",
    .title = N_("Contact Preview"),
    .group = N_("Integration"),
    .icon_name = "contact-new-symbolic",
    .type = tny_contacts_page_get_type,
    .count_sql = "counts/contacts",
    .count_one = N_("%u to decide"),
    .count_many = N_("%u to decide"),
  },
  {
    .id = "health",
    .title = N_("Health"),
    .group = N_("Integration"),
    .icon_name = "security-high-symbolic",
    .type = tny_health_page_get_type,
    .count_sql = "counts/health",
    .count_one = N_("%u problem"),
    .count_many = N_("%u problems"),
  },
  {
    .id = "logs",
    .title = N_("Sync Logs"),
    .group = N_("Integration"),
    .icon_name = "view-list-symbolic",
    .type = tny_logs_page_get_type,
  },
  {
    .id = "organizations",
    .title = N_("Organizations"),
    .group = N_("Records"),
    .icon_name = "x-office-address-book-symbolic",
    .type = tny_organizations_page_get_type,
  },
  {
    .id = "devices",
    .title = N_("Devices"),
    .group = N_("Records"),
    .icon_name = "computer-symbolic",
    .type = tny_devices_page_get_type,
    .count_sql = "counts/devices",
    .count_one = N_("%u with a candidate"),
    .count_many = N_("%u with a candidate"),
  },
  {
    .id = "licences",
    .title = N_("Licences"),
    .group = N_("Records"),
    .icon_name = "application-certificate-symbolic",
    .type = tny_licences_page_get_type,
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
