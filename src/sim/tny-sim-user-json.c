/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-user-json.h"

#include <string.h>

#include "tny-json.h"
#include "tny-sim-skus.h"

#define HUGE_NAME 60000

/* --- small writers; all text in tables is free of quotes, so most needs no escaping --- */

static inline void
put (GString *out, const char *text)
{
  g_string_append_len (out, text, (gssize) strlen (text));
}

static void
put_text (GString *out, const char *text)
{
  if (text == NULL)
    {
      g_string_append_len (out, "null", 4);
      return;
    }
  for (const guchar *at = (const guchar *) text;; at++)
    if (*at == '\0')
      {
        g_string_append_c (out, '"');
        g_string_append_len (out, text, (const char *) at - text);
        g_string_append_c (out, '"');
        return;
      }
    else if (*at < 0x20 || *at == '"' || *at == '\\')
      break;
  tny_json_append_text (out, text);
}

static void
put_flag (GString *out, gboolean value)
{
  put (out, value ? "true" : "false");
}

static void
put_digits (char *to, guint value, int n)
{
  while (n-- > 0)
    {
      to[n] = (char) ('0' + value % 10);
      value /= 10;
    }
}

/* A moment between @first and @last (years), chosen by @roll. */
static void
put_time (GString *out, guint first, guint last, guint64 roll)
{
  char text[] = "\"0000-00-00T00:00:00Z\"";

  put_digits (text + 1, first + (guint) (roll % (last - first + 1)), 4);
  put_digits (text + 6, 1 + (guint) (roll >> 8) % 12, 2);
  put_digits (text + 9, 1 + (guint) (roll >> 16) % 28, 2);
  put_digits (text + 12, (guint) (roll >> 24) % 24, 2);
  put_digits (text + 15, (guint) (roll >> 32) % 60, 2);
  put_digits (text + 18, (guint) (roll >> 40) % 60, 2);
  g_string_append_len (out, text, sizeof text - 1);
}

/* Another roll of the same user's dice, one for each property. */
static inline guint64
roll (const TnySimUser *user, guint what)
{
  return tny_sim_mix (user->dice + what);
}

static gboolean
is_person (const TnySimUser *user)
{
  return user->kind <= TNY_SIM_USER_GUEST;
}

static gboolean
is_staff (const TnySimUser *user)
{
  return user->kind <= TNY_SIM_USER_LEAVER;
}

static gboolean
has_mailbox (const TnySimUser *user)
{
  return user->mail[0] != '\0' || (user->odd & TNY_SIM_ODD_NO_MAIL) != 0;
}

/* --- properties --- */

static void
put_id (GString *out, const TnySimUser *user)
{
  put_text (out, user->id);
}

static void
put_display_name (GString *out, const TnySimUser *user)
{
  put_text (out, user->display);
}

static void
put_given_name (GString *out, const TnySimUser *user)
{
  put_text (out, user->given);
}

static void
put_surname (GString *out, const TnySimUser *user)
{
  put_text (out, user->surname);
}

static void
put_upn (GString *out, const TnySimUser *user)
{
  put_text (out, user->upn);
}

static void
put_mail (GString *out, const TnySimUser *user)
{
  put_text (out, user->mail[0] != '\0' ? user->mail : NULL);
}

static void
put_nickname (GString *out, const TnySimUser *user)
{
  if (user->kind == TNY_SIM_USER_GUEST)
    {
      g_string_append_c (out, '"');
      put (out, user->local);
      put (out, "_partners.example#EXT#\"");
    }
  else
    put_text (out, user->local);
}

static void
put_enabled (GString *out, const TnySimUser *user)
{
  put_flag (out, user->enabled);
}

static void
put_user_type (GString *out, const TnySimUser *user)
{
  put (out, user->kind == TNY_SIM_USER_GUEST ? "\"Guest\"" : "\"Member\"");
}

static void
put_address (GString *out, const char *type, const char *local, const char *domain)
{
  if (out->str[out->len - 1] != '[')
    g_string_append_c (out, ',');
  g_string_append_c (out, '"');
  put (out, type);
  put (out, local);
  g_string_append_c (out, '@');
  put (out, domain);
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
  put_digits (to + length, number, n);
  to[length + n] = '\0';
}

static void
put_proxy_addresses (GString *out, const TnySimUser *user)
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
      if ((roll (user, 1) & 3) == 0)
        put_address (out, "SIP:", user->local, tenant->domain);
      if (user->synced)
        {
          g_string_append (out,
                           ",\"X500:/o=Sample/ou=Exchange Administrative Group/cn=Recipients/cn=");
          put (out, user->local);
          g_string_append_c (out, '"');
        }
    }
  g_string_append_c (out, ']');
}

static void
put_other_mails (GString *out, const TnySimUser *user)
{
  g_string_append_c (out, '[');
  if (user->kind == TNY_SIM_USER_GUEST)
    put_text (out, user->mail);
  else if (is_staff (user) && (roll (user, 2) & 15) == 0)
    put_address (out, "", user->local, "home.example");
  g_string_append_c (out, ']');
}

static void
put_job_title (GString *out, const TnySimUser *user)
{
  guint64 at = roll (user, 3);

  put_text (out, is_staff (user) && (at & 7) != 0
            ? tny_sim_job_titles[(at >> 8) % tny_sim_n_job_titles] : NULL);
}

static void
put_department (GString *out, const TnySimUser *user)
{
  guint64 at = roll (user, 4);

  put_text (out, is_staff (user) && (at & 3) != 0
            ? tny_sim_departments[(at >> 8) % tny_sim_n_departments] : NULL);
}

static void
put_company_name (GString *out, const TnySimUser *user)
{
  put_text (out, is_staff (user) && (roll (user, 5) & 3) == 0 ? user->tenant->name : NULL);
}

static void
put_city (GString *out, const TnySimUser *user)
{
  guint64 at = roll (user, 6);

  put_text (out, is_staff (user) && (at & 1) ? tny_sim_cities[(at >> 8) % tny_sim_n_cities] : NULL);
}

static void
put_usage_location (GString *out, const TnySimUser *user)
{
  put_text (out, user->licensed ? user->tenant->country : NULL);
}

/* Numbers from the range set aside for drama, in the many ways people type them. */
static void
put_phone (GString *out, guint64 at)
{
  static const char *const forms[] = { "\"+44 1632 960", "\"01632 960", "\"(01632) 960",
                                       "\"+441632960" };
  char digits[] = "000\"";

  put_digits (digits, (guint) (at >> 8) % 1000, 3);
  put (out, forms[at & 3]);
  g_string_append_len (out, digits, 4);
}

static void
put_business_phones (GString *out, const TnySimUser *user)
{
  guint64 at = roll (user, 7);

  g_string_append_c (out, '[');
  if (user->kind <= TNY_SIM_USER_SHARED && user->kind != TNY_SIM_USER_GUEST && (at >> 20 & 3) != 0)
    put_phone (out, at);
  g_string_append_c (out, ']');
}

static void
put_mobile_phone (GString *out, const TnySimUser *user)
{
  guint64 at = roll (user, 8);

  if (is_staff (user) && (at >> 20 & 1))
    put_phone (out, at);
  else
    put (out, "null");
}

static void
put_office (GString *out, const TnySimUser *user)
{
  guint64 at = roll (user, 9);

  if (is_staff (user) && (at & 3) == 0)
    g_string_append_printf (out, "\"%c%u\"", 'A' + (int) (at >> 8 & 3),
                            100 + (guint) (at >> 16) % 60);
  else
    put (out, "null");
}

static void
put_language (GString *out, const TnySimUser *user)
{
  put (out, is_person (user) && (roll (user, 10) & 7) == 0 ? "\"en-GB\"" : "null");
}

static void
put_created (GString *out, const TnySimUser *user)
{
  put_time (out, 2016, 2025, roll (user, 11));
}

static void
put_password_change (GString *out, const TnySimUser *user)
{
  put_time (out, 2025, 2025, roll (user, 12));
}

static void
put_guid (GString *out, guint64 at)
{
  char text[TNY_SIM_GUID_LENGTH + 1];

  tny_sim_guid_write (text, at, tny_sim_mix (at));
  put_text (out, text);
}

/* A moment in the 120 days before @anchor (unix seconds), chosen by @roll. */
static void
put_recent (GString *out, gint64 anchor, guint64 roll)
{
  char text[] = "\"0000-00-00T00:00:00Z\"";
  gint64 seconds = anchor - 1 - (gint64) (roll % (120 * 86400));
  /* Days to a date by Howard Hinnant's "civil_from_days", for days after 1970. */
  guint days = (guint) (seconds / 86400) + 719468, day = (guint) (seconds % 86400);
  guint era = days / 146097, of_era = days % 146097;
  guint year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  guint of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;

  put_digits (text + 1, year + era * 400 + (month >= 10), 4);
  put_digits (text + 6, month < 10 ? month + 3 : month - 9, 2);
  put_digits (text + 9, of_year - (153 * month + 2) / 5 + 1, 2);
  put_digits (text + 12, day / 3600, 2);
  put_digits (text + 15, day / 60 % 60, 2);
  put_digits (text + 18, day % 60, 2);
  g_string_append_len (out, text, sizeof text - 1);
}

static void
put_sign_in (GString *out, const TnySimUser *user, gint64 anchor)
{
  guint64 at = roll (user, 13);

  /* Never signed in: Microsoft leaves the object out or gives null. */
  if (!is_person (user) || (at & 15) == 0)
    {
      put (out, "null");
      return;
    }
  put (out, "{\"lastSignInDateTime\":");
  put_recent (out, anchor, at >> 4);
  put (out, ",\"lastSignInRequestId\":");
  put_guid (out, at);
  put (out, ",\"lastNonInteractiveSignInDateTime\":");
  if ((at >> 4 & 7) == 0)
    put (out, "\"0001-01-01T00:00:00Z\"");
  else
    put_recent (out, anchor, at >> 5);
  put (out, ",\"lastNonInteractiveSignInRequestId\":");
  put_guid (out, at + 1);
  put (out, ",\"lastSuccessfulSignInDateTime\":");
  put_recent (out, anchor, at >> 4);
  put (out, ",\"lastSuccessfulSignInRequestId\":");
  put_guid (out, at + 2);
  g_string_append_c (out, '}');
}

static void
put_licenses (GString *out, const TnySimUser *user)
{
  if (!user->licensed)
    {
      put (out, "[]");
      return;
    }
  put (out, "[{\"disabledPlans\":[],\"skuId\":");
  put_text (out, tny_sim_skus_main (user->tenant));
  put (out, "}]");
}

static void
put_license_states (GString *out, const TnySimUser *user)
{
  if (!user->licensed)
    {
      put (out, "[]");
      return;
    }
  put (out, "[{\"assignedByGroup\":");
  if ((roll (user, 14) & 3) == 0)
    put_guid (out, roll (user, 15) & 7);
  else
    put (out, "null");
  put (out, ",\"disabledPlans\":[],\"error\":\"None\",\"lastUpdatedDateTime\":");
  put_time (out, 2024, 2025, roll (user, 16));
  put (out, ",\"skuId\":");
  put_text (out, tny_sim_skus_main (user->tenant));
  put (out, ",\"state\":\"Active\"}]");
}

static void
put_assigned_plans (GString *out, const TnySimUser *user)
{
  if (user->licensed)
    tny_sim_skus_append_assigned_plans (out, user->tenant);
  else
    put (out, "[]");
}

static void
put_synced (GString *out, const TnySimUser *user)
{
  put (out, user->synced ? "true" : "null");
}

static void
put_sam_account (GString *out, const TnySimUser *user)
{
  char text[21];

  if (user->synced)
    {
      g_strlcpy (text, user->local, sizeof text);
      put_text (out, text);
    }
  else
    put (out, "null");
}

static void
put_local_domain (GString *out, const TnySimUser *user)
{
  put (out, user->synced ? "\"corp.local\"" : "null");
}

static void
put_local_upn (GString *out, const TnySimUser *user)
{
  put_text (out, user->synced ? user->upn : NULL);
}

static void
put_immutable_id (GString *out, const TnySimUser *user)
{
  g_autofree char *text = NULL;

  if (user->synced)
    text = g_base64_encode ((const guchar *) user->id, 16);
  put_text (out, text);
}

static void
put_last_sync (GString *out, const TnySimUser *user)
{
  put (out, user->synced ? "\"2026-06-01T05:12:44Z\"" : "null");
}

static void
put_password_policies (GString *out, const TnySimUser *user)
{
  put (out, user->kind == TNY_SIM_USER_SERVICE ||
       user->synced ? "\"DisablePasswordExpiration\"" : "null");
}

static void
put_external_state (GString *out, const TnySimUser *user)
{
  put (out, user->kind != TNY_SIM_USER_GUEST ? "null"
            : roll (user, 17) & 3 ? "\"Accepted\"" : "\"PendingAcceptance\"");
}

static void
put_creation_type (GString *out, const TnySimUser *user)
{
  put (out, user->kind == TNY_SIM_USER_GUEST ? "\"Invitation\"" : "null");
}

static void
put_identities (GString *out, const TnySimUser *user)
{
  put (out, "[{\"signInType\":\"userPrincipalName\",\"issuer\":");
  put_text (out, user->tenant->initial_domain);
  put (out, ",\"issuerAssignedId\":");
  put_text (out, user->upn);
  put (out, "}]");
}

static void
put_employee_id (GString *out, const TnySimUser *user)
{
  if (is_staff (user) && (roll (user, 18) & 7) == 0)
    g_string_append_printf (out, "\"%05u\"", user->index);
  else
    put (out, "null");
}

static void
put_null (GString *out, const TnySimUser *user)
{
  put (out, "null");
}

static void
put_empty (GString *out, const TnySimUser *user)
{
  put (out, "[]");
}

/* Times that cannot be null say so in this way. */
static void
put_no_time (GString *out, const TnySimUser *user)
{
  put (out, "\"0001-01-01T00:00:00Z\"");
}

static void
put_device_limit (GString *out, const TnySimUser *user)
{
  put (out, "5");
}

/* Every property that Microsoft has on a user. Those that we have nothing for are there so that
 * asking for them is no error. Source: Microsoft Graph v1.0 metadata, EntityType user. */
enum { ALWAYS = 1 << 0, SINGLE = 1 << 1, SIGN_IN = 1 << 2 };

static const struct
{
  const char *name;
  void      (*put) (GString *out, const TnySimUser *user);
  guint       kind;              /* ALWAYS: part of the answer without $select; SINGLE: never in
                                  * lists; SIGN_IN: written by put_sign_in(), which needs a date */
} properties[] = {
  { "businessPhones", put_business_phones, ALWAYS },
  { "displayName", put_display_name, ALWAYS },
  { "givenName", put_given_name, ALWAYS },
  { "jobTitle", put_job_title, ALWAYS },
  { "mail", put_mail, ALWAYS },
  { "mobilePhone", put_mobile_phone, ALWAYS },
  { "officeLocation", put_office, ALWAYS },
  { "preferredLanguage", put_language, ALWAYS },
  { "surname", put_surname, ALWAYS },
  { "userPrincipalName", put_upn, ALWAYS },
  { "id", put_id, ALWAYS },
  { "accountEnabled", put_enabled },
  { "ageGroup", put_null },
  { "assignedLicenses", put_licenses },
  { "assignedPlans", put_assigned_plans },
  { "authorizationInfo", put_null },
  { "city", put_city },
  { "companyName", put_company_name },
  { "consentProvidedForMinor", put_null },
  { "country", put_null },
  { "createdDateTime", put_created },
  { "creationType", put_creation_type },
  { "deletedDateTime", put_null },
  { "department", put_department },
  { "employeeHireDate", put_null },
  { "employeeId", put_employee_id },
  { "employeeLeaveDateTime", put_null },
  { "employeeOrgData", put_null },
  { "employeeType", put_null },
  { "externalUserState", put_external_state },
  { "externalUserStateChangeDateTime", put_null },
  { "faxNumber", put_null },
  { "identities", put_identities },
  { "identityParentId", put_null },
  { "imAddresses", put_empty },
  { "isManagementRestricted", put_null },
  { "isResourceAccount", put_null },
  { "lastPasswordChangeDateTime", put_password_change },
  { "legalAgeGroupClassification", put_null },
  { "licenseAssignmentStates", put_license_states },
  { "mailNickname", put_nickname },
  { "onPremisesDistinguishedName", put_null },
  { "onPremisesDomainName", put_local_domain },
  { "onPremisesExtensionAttributes", put_null },
  { "onPremisesImmutableId", put_immutable_id },
  { "onPremisesLastSyncDateTime", put_last_sync },
  { "onPremisesProvisioningErrors", put_empty },
  { "onPremisesSamAccountName", put_sam_account },
  { "onPremisesSecurityIdentifier", put_null },
  { "onPremisesSyncEnabled", put_synced },
  { "onPremisesUserPrincipalName", put_local_upn },
  { "otherMails", put_other_mails },
  { "passwordPolicies", put_password_policies },
  { "passwordProfile", put_null },
  { "postalCode", put_null },
  { "preferredDataLocation", put_null },
  { "provisionedPlans", put_empty },
  { "proxyAddresses", put_proxy_addresses },
  { "securityIdentifier", put_null },
  { "serviceProvisioningErrors", put_empty },
  { "showInAddressList", put_null },
  { "signInActivity", NULL, SIGN_IN },
  { "signInSessionsValidFromDateTime", put_created },
  { "state", put_null },
  { "streetAddress", put_null },
  { "usageLocation", put_usage_location },
  { "userType", put_user_type },
  { "aboutMe", put_null, SINGLE },
  { "birthday", put_no_time, SINGLE },
  { "deviceEnrollmentLimit", put_device_limit, SINGLE },
  { "hireDate", put_no_time, SINGLE },
  { "interests", put_empty, SINGLE },
  { "mailboxSettings", put_null, SINGLE },
  { "mySite", put_null, SINGLE },
  { "pastProjects", put_empty, SINGLE },
  { "preferredName", put_null, SINGLE },
  { "responsibilities", put_empty, SINGLE },
  { "schools", put_empty, SINGLE },
  { "skills", put_empty, SINGLE },
};

G_STATIC_ASSERT (G_N_ELEMENTS (properties) <= TNY_SIM_SELECT_MAX);

TnySimSelectResult
tny_sim_select_parse (TnySimSelect *self, const char *text, gboolean single, char **wrong)
{
  g_auto(GStrv) names = NULL;

  self->n = 0;
  self->sign_in = FALSE;
  if (text == NULL || *text == '\0')
    {
      for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
        if (properties[i].kind & ALWAYS)
          self->properties[self->n++] = (guint8) i;
      return TNY_SIM_SELECT_OK;
    }
  names = g_strsplit (text, ",", -1);
  for (guint name = 0; names[name] != NULL; name++)
    {
      guint i = 0;

      g_strstrip (names[name]);
      while (i < G_N_ELEMENTS (properties) && !g_str_equal (properties[i].name, names[name]))
        i++;
      if (i == G_N_ELEMENTS (properties) || ((properties[i].kind & SINGLE) && !single))
        {
          *wrong = g_strdup (names[name]);
          return i == G_N_ELEMENTS (properties) ? TNY_SIM_SELECT_UNKNOWN : TNY_SIM_SELECT_SINGLE;
        }
      if (memchr (self->properties, (int) i, self->n) != NULL)
        continue;
      self->properties[self->n++] = (guint8) i;
      self->sign_in |= (properties[i].kind & SIGN_IN) != 0;
    }

  return TNY_SIM_SELECT_OK;
}

void
tny_sim_user_append (GString *out, const TnySimUser *user, const TnySimSelect *select,
                     gboolean members)
{
  if (!members)
    g_string_append_c (out, '{');
  for (guint i = 0; i < select->n; i++)
    {
      guint at = select->properties[i];

      if (i > 0)
        g_string_append_c (out, ',');
      g_string_append_c (out, '"');
      put (out, properties[at].name);
      g_string_append_len (out, "\":", 2);
      if (select->huge_names && user->index == 0 && properties[at].put == put_display_name)
        {
          g_string_append_c (out, '"');
          for (guint letter = 0; letter < HUGE_NAME; letter++)
            g_string_append_c (out, 'a' + letter % 26);
          g_string_append_c (out, '"');
        }
      else if (properties[at].kind & SIGN_IN)
        put_sign_in (out, user, select->anchor);
      else
        properties[at].put (out, user);
    }
  if (!members)
    g_string_append_c (out, '}');
}
