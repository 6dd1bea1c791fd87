/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-user-json.h"

#include <string.h>

#define HUGE_NAME 60000

static void
put_null (GString *out, const TnySimUser *user, gint64 anchor)
{
  tny_sim_put (out, "null");
}

static void
put_empty (GString *out, const TnySimUser *user, gint64 anchor)
{
  tny_sim_put (out, "[]");
}

/* Times that cannot be null say so in this way. */
static void
put_no_time (GString *out, const TnySimUser *user, gint64 anchor)
{
  tny_sim_put (out, "\"0001-01-01T00:00:00Z\"");
}

static void
put_device_limit (GString *out, const TnySimUser *user, gint64 anchor)
{
  tny_sim_put (out, "5");
}

/* Properties that Microsoft has and we know nothing for: asking for them is no error. With those of
 * the other two tables they are all. Source: Microsoft Graph v1.0 metadata, EntityType user. */
static const TnySimProperty silent_properties[] = {
  { "ageGroup", put_null },
  { "authorizationInfo", put_null },
  { "consentProvidedForMinor", put_null },
  { "country", put_null },
  { "deletedDateTime", put_null },
  { "employeeHireDate", put_null },
  { "employeeLeaveDateTime", put_null },
  { "employeeOrgData", put_null },
  { "employeeType", put_null },
  { "externalUserStateChangeDateTime", put_null },
  { "faxNumber", put_null },
  { "identityParentId", put_null },
  { "imAddresses", put_empty },
  { "isManagementRestricted", put_null },
  { "isResourceAccount", put_null },
  { "legalAgeGroupClassification", put_null },
  { "onPremisesDistinguishedName", put_null },
  { "onPremisesExtensionAttributes", put_null },
  { "onPremisesProvisioningErrors", put_empty },
  { "onPremisesSecurityIdentifier", put_null },
  { "passwordProfile", put_null },
  { "postalCode", put_null },
  { "preferredDataLocation", put_null },
  { "provisionedPlans", put_empty },
  { "securityIdentifier", put_null },
  { "serviceProvisioningErrors", put_empty },
  { "showInAddressList", put_null },
  { "state", put_null },
  { "streetAddress", put_null },
  { "aboutMe", put_null, TNY_SIM_PROPERTY_SINGLE },
  { "birthday", put_no_time, TNY_SIM_PROPERTY_SINGLE },
  { "deviceEnrollmentLimit", put_device_limit, TNY_SIM_PROPERTY_SINGLE },
  { "hireDate", put_no_time, TNY_SIM_PROPERTY_SINGLE },
  { "interests", put_empty, TNY_SIM_PROPERTY_SINGLE },
  { "mailboxSettings", put_null, TNY_SIM_PROPERTY_SINGLE },
  { "mySite", put_null, TNY_SIM_PROPERTY_SINGLE },
  { "pastProjects", put_empty, TNY_SIM_PROPERTY_SINGLE },
  { "preferredName", put_null, TNY_SIM_PROPERTY_SINGLE },
  { "responsibilities", put_empty, TNY_SIM_PROPERTY_SINGLE },
  { "schools", put_empty, TNY_SIM_PROPERTY_SINGLE },
  { "skills", put_empty, TNY_SIM_PROPERTY_SINGLE },
};

static const TnySimProperty *
find_property (const char *name)
{
  const struct { const TnySimProperty *properties; guint n; } tables[] = {
    { tny_sim_contact_properties, tny_sim_n_contact_properties },
    { tny_sim_account_properties, tny_sim_n_account_properties },
    { silent_properties, G_N_ELEMENTS (silent_properties) },
  };

  for (guint table = 0; table < G_N_ELEMENTS (tables); table++)
    for (guint i = 0; i < tables[table].n; i++)
      if (g_str_equal (tables[table].properties[i].name, name))
        return &tables[table].properties[i];

  return NULL;
}

static gboolean
is_selected (const TnySimSelect *self, const TnySimProperty *property)
{
  for (guint i = 0; i < self->n; i++)
    if (self->properties[i] == property)
      return TRUE;

  return FALSE;
}

TnySimSelectResult
tny_sim_select_parse (TnySimSelect *self, const char *text, gboolean single, char **wrong)
{
  g_auto(GStrv) names = NULL;

  self->n = 0;
  self->sign_in = self->huge_names = self->sparse = FALSE;
  if (text == NULL || *text == '\0')
    {
      for (guint i = 0; i < tny_sim_n_contact_properties; i++)
        if (tny_sim_contact_properties[i].kind & TNY_SIM_PROPERTY_USUAL)
          self->properties[self->n++] = &tny_sim_contact_properties[i];
      return TNY_SIM_SELECT_OK;
    }
  names = g_strsplit (text, ",", -1);
  for (guint i = 0; names[i] != NULL; i++)
    {
      const TnySimProperty *property = find_property (g_strstrip (names[i]));

      if (property == NULL || ((property->kind & TNY_SIM_PROPERTY_SINGLE) && !single))
        {
          *wrong = g_strdup (names[i]);
          return property == NULL ? TNY_SIM_SELECT_UNKNOWN : TNY_SIM_SELECT_SINGLE;
        }
      if (is_selected (self, property))
        continue;
      if (self->n == TNY_SIM_SELECT_MAX)
        g_error ("TNY_SIM_SELECT_MAX is less than there are properties");
      self->properties[self->n++] = property;
      self->sign_in |= (property->kind & TNY_SIM_PROPERTY_SIGN_IN) != 0;
    }

  return TNY_SIM_SELECT_OK;
}

void
tny_sim_select_add_id (TnySimSelect *self)
{
  const TnySimProperty *id = find_property ("id");

  if (!is_selected (self, id) && self->n < TNY_SIM_SELECT_MAX)
    self->properties[self->n++] = id;
}

/* Whether what was just written for @property is null and has always been. */
static gboolean
never_set (const GString *out, const TnySimUser *user, const TnySimProperty *property)
{
  gboolean taken_away = user->title != NULL && *user->title == '\0' &&
                        g_str_equal (property->name, "jobTitle");

  return !taken_away && out->len > 5 && memcmp (out->str + out->len - 5, ":null", 5) == 0;
}

static void
put_huge_name (GString *out)
{
  g_string_append_c (out, '"');
  for (guint letter = 0; letter < HUGE_NAME; letter++)
    g_string_append_c (out, 'a' + letter % 26);
  g_string_append_c (out, '"');
}

void
tny_sim_user_append (GString            *out,
                     const TnySimUser   *user,
                     const TnySimSelect *select,
                     gboolean            members)
{
  gsize before;

  if (!members)
    g_string_append_c (out, '{');
  before = out->len;
  for (guint i = 0; i < select->n; i++)
    {
      const TnySimProperty *property = select->properties[i];
      gsize start = out->len;

      if (start > before)
        g_string_append_c (out, ',');
      g_string_append_c (out, '"');
      tny_sim_put (out, property->name);
      g_string_append_len (out, "\":", 2);
      if (select->huge_names && user->index == 0 && (property->kind & TNY_SIM_PROPERTY_NAME))
        put_huge_name (out);
      else
        property->put (out, user, select->anchor);
      if (select->sparse && never_set (out, user, property))
        g_string_truncate (out, start);
    }
  if (!members)
    g_string_append_c (out, '}');
}
