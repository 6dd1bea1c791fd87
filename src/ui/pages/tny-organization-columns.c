/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-organization-columns.h"

#include <glib/gi18n-lib.h>

#include "tny-clock.h"
#include "tny-explain-window.h"
#include "tny-list.h"
#include "tny-text.h"
#include "tny-user-words.h"
#include "tny-words.h"

/* Organizations */

static char *
organization_name (gconstpointer record)
{
  return tny_words_name (((const TnyOrganizationRow *) record)->name);
}

static char *
organization_tenant (gconstpointer record)
{
  const TnyOrganizationRow *row = record;
  g_autofree char *name = tny_words_name (row->tenant_name);

  if (row->n_tenants == 0)
    return g_strdup (_("not matched"));
  if (row->n_tenants == 1)
    return g_steal_pointer (&name);

  int more = (int) row->n_tenants - 1;

  /* translators: a tenant, and how many more */
  return g_strdup_printf (ngettext ("%s and %d more", "%s and %d more", (gulong) more), name, more);
}

static const char *
organization_tenant_style (gconstpointer record)
{
  return ((const TnyOrganizationRow *) record)->n_tenants == 0 ? "dim-label" : NULL;
}

static char *
organization_contacts (gconstpointer record)
{
  return tny_words_number (((const TnyOrganizationRow *) record)->n_contacts);
}

/* No tenant, no users: that is "—". A tenant whose users were never read is "not synced". */
static char *
organization_users (gconstpointer record)
{
  const TnyOrganizationRow *row = record;

  return row->n_tenants > 0 && row->users_read_at != 0 ? tny_words_number (row->n_users)
                                                       : g_strdup (TNY_UNKNOWN);
}

static char *
organization_synced (gconstpointer record)
{
  const TnyOrganizationRow *row = record;

  if (row->n_tenants == 0)
    return g_strdup (TNY_UNKNOWN);

  return row->users_read_at != 0 ? tny_words_ago (row->users_read_at, tny_clock_now (NULL))
                                 : g_strdup (_("not synced"));
}

static const char *
organization_blank_users (gconstpointer record)
{
  const TnyOrganizationRow *row = record;

  return row->n_tenants == 0 || row->users_read_at == 0 ? "users" : NULL;
}

static const char *
organization_blank_read (gconstpointer record)
{
  const TnyOrganizationRow *row = record;

  return row->n_tenants == 0 || row->users_read_at == 0 || tny_blank_is_old (row->users_read_at)
         ? "users_read_at" : NULL;
}

static char *
organization_id (gconstpointer record)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, ((const TnyOrganizationRow *) record)->id);
}

static const TnyTableExplain explain_organization = { "organization", organization_id, organization_name };

static char *
organization_row_name (gconstpointer record)
{
  const TnyOrganizationRow *row = record;
  g_autofree char *name = tny_text_one_line (row->name, 200);
  g_autofree char *tenant = organization_tenant (record);
  g_autofree char *contacts = tny_words_number (row->n_contacts);

  /* translators: an organization, spoken: name, tenant, contacts */
  return g_strdup_printf (ngettext ("%s, %s, %s contact", "%s, %s, %s contacts",
                                    (gulong) row->n_contacts), name, tenant, contacts);
}

static const TnyColumn organizations[] = {
  { "name",     N_("Name"),     22, TNY_COLUMN_EXPAND | TNY_COLUMN_NAME, organization_name,
    .folded = organization_tenant },
  { "tenant",   N_("Tenant"),   22, TNY_COLUMN_EXPAND | TNY_COLUMN_NAME | TNY_COLUMN_WIDE,
    organization_tenant, NULL, organization_tenant_style },
  { "contacts", N_("Contacts"), 8,  TNY_COLUMN_NUMERIC, organization_contacts },
  { "users",    N_("Users"),    7,  TNY_COLUMN_NUMERIC | TNY_COLUMN_WIDE, organization_users,
    .blank = organization_blank_users },
  { "read",     N_("Synced"),   9,  TNY_COLUMN_DIM | TNY_COLUMN_WIDE, organization_synced,
    .blank = organization_blank_read },
};

void
tny_organization_columns (TnyTable *table)
{
  tny_table_set_columns (table, organizations, G_N_ELEMENTS (organizations), organization_row_name);
  tny_table_set_explain (table, &explain_organization);
}

/* Contacts */

static char *
contact_name (gconstpointer record)
{
  const TnyContactRow *row = record;
  g_autofree char *both = g_strjoin (" ", row->first_name != NULL ? row->first_name : "",
                                     row->last_name != NULL ? row->last_name : "", NULL);

  return tny_words_name (*g_strstrip (both) != '\0' ? both : _("no name"));
}

static char *
contact_email (gconstpointer record)
{
  const TnyContactRow *row = record;

  return row->emails[0] != NULL ? tny_words_name (row->emails[0]) : g_strdup (_("none"));
}

/* What nobody recorded is not a blank. */
static char *
recorded (const char *text)
{
  return text != NULL && *text != '\0' ? tny_words_name (text) : g_strdup (TNY_UNKNOWN);
}

static char *
contact_title (gconstpointer record)
{
  return recorded (((const TnyContactRow *) record)->title);
}

static char *
contact_phone (gconstpointer record)
{
  return recorded (((const TnyContactRow *) record)->phones[0]);
}

static char *
contact_location (gconstpointer record)
{
  return recorded (((const TnyContactRow *) record)->location);
}

static char *
contact_row_name (gconstpointer record)
{
  g_autofree char *name = contact_name (record);
  g_autofree char *email = contact_email (record);

  /* translators: a contact, spoken: name, email address */
  return g_strdup_printf (_("%s, %s"), name, email);
}

static const TnyColumn contacts[] = {
  { "name",  N_("Name"),     18, TNY_COLUMN_EXPAND, contact_name, .folded = contact_email },
  { "email", N_("Email"),    26, TNY_COLUMN_EXPAND | TNY_COLUMN_WIDE, contact_email },
  { "title", N_("Title"),    12, TNY_COLUMN_WIDE, contact_title },
  { NULL,    N_("Phone"),    13, TNY_COLUMN_WIDE, contact_phone },
  { NULL,    N_("Location"), 10, TNY_COLUMN_WIDE, contact_location },
};

void
tny_contact_columns (TnyTable *table)
{
  tny_table_set_columns (table, contacts, G_N_ELEMENTS (contacts), contact_row_name);
}

/* Users */

static char *
user_name (gconstpointer record)
{
  return tny_user_name (record);
}

static char *
user_login (gconstpointer record)
{
  return tny_words_name (((const TnyUserRow *) record)->user_principal_name);
}

static char *
user_status (gconstpointer record)
{
  return g_strdup (tny_user_status_word (record));
}

static const char *
user_icon (gconstpointer record)
{
  return tny_user_status_icon (record);
}

static const char *
user_style (gconstpointer record)
{
  return tny_user_status_style (record);
}

static char *
user_tenant (gconstpointer record)
{
  return tny_words_name (((const TnyUserRow *) record)->tenant_name);
}

static char *
user_read (gconstpointer record)
{
  return tny_words_ago (((const TnyUserRow *) record)->read_at, tny_clock_now (NULL));
}

static const char *
user_blank_status (gconstpointer record)
{
  const TnyUserRow *row = record;

  return row->enabled < 0 || !g_str_equal (row->state, "present") ? "status" : NULL;
}

static const char *
user_blank_read (gconstpointer record)
{
  return tny_blank_is_old (((const TnyUserRow *) record)->read_at) ? "read_at" : NULL;
}

static char *
user_id (gconstpointer record)
{
  return g_strdup (((const TnyUserRow *) record)->graph_id);
}

static const TnyTableExplain explain_user = { "user", user_id, user_name };

static char *
user_row_name (gconstpointer record)
{
  const TnyUserRow *row = record;
  g_autofree char *name = tny_user_name (row);
  g_autofree char *login = tny_text_one_line (row->user_principal_name, 200);

  /* translators: a user, spoken: name, user name, status */
  return g_strdup_printf (_("%s, %s, %s"), name, login, tny_user_status_word (row));
}

static const TnyColumn users[] = {
  { "name",    N_("Name"),      18, TNY_COLUMN_EXPAND, user_name, .folded = user_login },
  { "user",    N_("User Name"), 26, TNY_COLUMN_EXPAND | TNY_COLUMN_WIDE, user_login },
  { "enabled", N_("Status"),    12, 0, user_status, user_icon, user_style,
    .blank = user_blank_status },
  { "tenant",  N_("Tenant"),    14, TNY_COLUMN_EXPAND | TNY_COLUMN_NAME | TNY_COLUMN_WIDE,
    user_tenant },
  { NULL,      N_("Read"),      9,  TNY_COLUMN_DIM | TNY_COLUMN_WIDE, user_read,
    .blank = user_blank_read },
};

void
tny_user_columns (TnyTable *table)
{
  tny_table_set_columns (table, users, G_N_ELEMENTS (users), user_row_name);
  tny_table_set_explain (table, &explain_user);
}
