/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-user-property.h"

/* Who somebody is and how to reach them. */

static void
put_id (GString *out, const TnySimUser *user, gint64 anchor)
{
  tny_sim_put_text (out, user->id);
}

static void
put_display_name (GString *out, const TnySimUser *user, gint64 anchor)
{
  tny_sim_put_text (out, user->display);
}

static void
put_given_name (GString *out, const TnySimUser *user, gint64 anchor)
{
  tny_sim_put_text (out, user->given);
}

static void
put_surname (GString *out, const TnySimUser *user, gint64 anchor)
{
  tny_sim_put_text (out, user->surname);
}

static void
put_upn (GString *out, const TnySimUser *user, gint64 anchor)
{
  tny_sim_put_text (out, user->upn);
}

static void
put_mail (GString *out, const TnySimUser *user, gint64 anchor)
{
  tny_sim_put_text (out, user->mail[0] != '\0' ? user->mail : NULL);
}

static void
put_nickname (GString *out, const TnySimUser *user, gint64 anchor)
{
  if (user->kind == TNY_SIM_USER_GUEST)
    {
      g_string_append_c (out, '"');
      tny_sim_put (out, user->local);
      tny_sim_put (out, "_partners.example#EXT#\"");
    }
  else
    tny_sim_put_text (out, user->local);
}

static void
put_user_type (GString *out, const TnySimUser *user, gint64 anchor)
{
  tny_sim_put (out, user->kind == TNY_SIM_USER_GUEST ? "\"Guest\"" : "\"Member\"");
}

static void
put_address (GString *out, const char *type, const char *local, const char *domain)
{
  if (out->str[out->len - 1] != '[')
    g_string_append_c (out, ',');
  g_string_append_c (out, '"');
  tny_sim_put (out, type);
  tny_sim_put (out, local);
  g_string_append_c (out, '@');
  tny_sim_put (out, domain);
  g_string_append_c (out, '"');
}

/* "name.17", for an alias that nobody else has */
static void
number_text (char to[192], const char *name, guint number)
{
  gsize length = strlen (name);
  int n = 1;

  memcpy (to, name, length);
  to[length++] = '.';
  for (guint rest = number; rest > 9; rest /= 10)
    n++;
  tny_sim_put_digits (to + length, number, n);
  to[length + n] = '\0';
}

static gboolean
has_mailbox (const TnySimUser *user)
{
  return user->mail[0] != '\0' || (user->odd & TNY_SIM_ODD_NO_MAIL) != 0;
}

static void
put_proxy_addresses (GString *out, const TnySimUser *user, gint64 anchor)
{
  const TnySimTenant *tenant = user->tenant;
  char other[192];

  g_string_append_c (out, '[');
  if (user->kind == TNY_SIM_USER_GUEST)
    put_address (out, "SMTP:", user->local, "partners.example");
  else if (has_mailbox (user) && (user->odd & TNY_SIM_ODD_NO_ADDRESSES) == 0)
    {
      put_address (out, "SMTP:", user->local, tenant->domain);
      put_address (out, "smtp:", user->local, tenant->initial_domain);
      if (user->nickname != NULL)
        {
          number_text (other, user->nickname, user->index);
          put_address (out, "smtp:", other, tenant->domain);
        }
      if (user->odd & TNY_SIM_ODD_MANY_ALIASES)
        for (guint i = 1; i <= 40; i++)
          {
            g_snprintf (other, sizeof other, "%s.alias%u", user->local, i);
            put_address (out, "smtp:", other, tenant->domain);
          }
      if ((tny_sim_user_roll (user, 1) & 3) == 0)
        put_address (out, "SIP:", user->local, tenant->domain);
      if (user->synced)
        {
          g_string_append (out,
                           ",\"X500:/o=Sample/ou=Exchange Administrative Group/cn=Recipients/cn=");
          tny_sim_put (out, user->local);
          g_string_append_c (out, '"');
        }
    }
  g_string_append_c (out, ']');
}

static void
put_other_mails (GString *out, const TnySimUser *user, gint64 anchor)
{
  g_string_append_c (out, '[');
  if (user->kind == TNY_SIM_USER_GUEST)
    tny_sim_put_text (out, user->mail);
  else if (tny_sim_user_is_staff (user) && (tny_sim_user_roll (user, 2) & 15) == 0)
    put_address (out, "", user->local, "home.example");
  g_string_append_c (out, ']');
}

/* One of @texts for a share of the staff that @mask decides, nothing for the others. */
static void
put_one_of (GString *out, const TnySimUser *user, guint what, guint mask, const char *const *texts,
            guint n)
{
  guint64 at = tny_sim_user_roll (user, what);

  if (tny_sim_user_is_staff (user) && (at & mask) != 0)
    tny_sim_put_text (out, texts[(at >> 8) % n]);
  else
    tny_sim_put (out, "null");
}

static void
put_job_title (GString *out, const TnySimUser *user, gint64 anchor)
{
  if (user->title != NULL)
    tny_sim_put_text (out, *user->title != '\0' ? user->title : NULL);
  else
    put_one_of (out, user, 3, 7, tny_sim_job_titles, tny_sim_n_job_titles);
}

static void
put_department (GString *out, const TnySimUser *user, gint64 anchor)
{
  put_one_of (out, user, 4, 3, tny_sim_departments, tny_sim_n_departments);
}

static void
put_company_name (GString *out, const TnySimUser *user, gint64 anchor)
{
  put_one_of (out, user, 5, 1, &user->tenant->name, 1);
}

static void
put_city (GString *out, const TnySimUser *user, gint64 anchor)
{
  put_one_of (out, user, 6, 1, tny_sim_cities, tny_sim_n_cities);
}

/* Numbers from the range set aside for drama, in the many ways people type them. */
static void
put_phone (GString *out, guint64 at)
{
  static const char *const forms[] = { "\"+44 1632 960", "\"01632 960", "\"(01632) 960",
                                       "\"+441632960" };
  char digits[] = "000\"";

  tny_sim_put_digits (digits, (guint) (at >> 8) % 1000, 3);
  tny_sim_put (out, forms[at & 3]);
  g_string_append_len (out, digits, 4);
}

static void
put_business_phones (GString *out, const TnySimUser *user, gint64 anchor)
{
  guint64 at = tny_sim_user_roll (user, 7);

  g_string_append_c (out, '[');
  if (user->kind <= TNY_SIM_USER_SHARED && user->kind != TNY_SIM_USER_GUEST && (at >> 20 & 3) != 0)
    put_phone (out, at);
  g_string_append_c (out, ']');
}

static void
put_mobile_phone (GString *out, const TnySimUser *user, gint64 anchor)
{
  guint64 at = tny_sim_user_roll (user, 8);

  if (tny_sim_user_is_staff (user) && (at >> 20 & 1))
    put_phone (out, at);
  else
    tny_sim_put (out, "null");
}

static void
put_office (GString *out, const TnySimUser *user, gint64 anchor)
{
  guint64 at = tny_sim_user_roll (user, 9);

  if (tny_sim_user_is_staff (user) && (at & 3) == 0)
    g_string_append_printf (out, "\"%c%u\"", 'A' + (int) (at >> 8 & 3),
                            100 + (guint) (at >> 16) % 60);
  else
    tny_sim_put (out, "null");
}

static void
put_language (GString *out, const TnySimUser *user, gint64 anchor)
{
  gboolean set = tny_sim_user_is_person (user) && (tny_sim_user_roll (user, 10) & 7) == 0;

  tny_sim_put (out, set ? "\"en-GB\"" : "null");
}

static void
put_employee_id (GString *out, const TnySimUser *user, gint64 anchor)
{
  if (tny_sim_user_is_staff (user) && (tny_sim_user_roll (user, 18) & 7) == 0)
    g_string_append_printf (out, "\"%05u\"", user->index);
  else
    tny_sim_put (out, "null");
}

static void
put_identities (GString *out, const TnySimUser *user, gint64 anchor)
{
  tny_sim_put (out, "[{\"signInType\":\"userPrincipalName\",\"issuer\":");
  tny_sim_put_text (out, user->tenant->initial_domain);
  tny_sim_put (out, ",\"issuerAssignedId\":");
  tny_sim_put_text (out, user->upn);
  tny_sim_put (out, "}]");
}

const TnySimProperty tny_sim_contact_properties[] = {
  { "businessPhones", put_business_phones, TNY_SIM_PROPERTY_USUAL },
  { "displayName", put_display_name, TNY_SIM_PROPERTY_USUAL | TNY_SIM_PROPERTY_NAME },
  { "givenName", put_given_name, TNY_SIM_PROPERTY_USUAL },
  { "jobTitle", put_job_title, TNY_SIM_PROPERTY_USUAL },
  { "mail", put_mail, TNY_SIM_PROPERTY_USUAL },
  { "mobilePhone", put_mobile_phone, TNY_SIM_PROPERTY_USUAL },
  { "officeLocation", put_office, TNY_SIM_PROPERTY_USUAL },
  { "preferredLanguage", put_language, TNY_SIM_PROPERTY_USUAL },
  { "surname", put_surname, TNY_SIM_PROPERTY_USUAL },
  { "userPrincipalName", put_upn, TNY_SIM_PROPERTY_USUAL },
  { "id", put_id, TNY_SIM_PROPERTY_USUAL },
  { "city", put_city },
  { "companyName", put_company_name },
  { "department", put_department },
  { "employeeId", put_employee_id },
  { "identities", put_identities },
  { "mailNickname", put_nickname },
  { "otherMails", put_other_mails },
  { "proxyAddresses", put_proxy_addresses },
  { "userType", put_user_type },
};
const guint tny_sim_n_contact_properties = G_N_ELEMENTS (tny_sim_contact_properties);
