/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of the set-up and what each asks for.
 *
 * Source of the menus: Microsoft Entra admin center, Partner Center and Microsoft 365 admin center as of
 * 2026; of the older names: texts that still circulate. Source of the corrections: "GDAP frequently asked
 * questions", "Microsoft Entra built-in roles", "Redirect URI restrictions", "Grant tenant-wide admin
 * consent". */
#include "config.h"

#include "tny-steps.h"

#include <glib/gi18n-lib.h>

#include "tny-sign-in.h"

#define NO_LINK TNY_N_PORTAL_PAGES, NULL

static const TnyStepInfo steps[TNY_N_STEPS] = {
  [TNY_STEP_PREREQUISITES] = { "prerequisites", N_("Prerequisites"),
    N_("You know how you reach the tenants, and who can do what the next steps ask for.") },
  [TNY_STEP_ACCOUNT] = { "account", N_("Account and Group"),
    N_("One account signs in for the sync, and a security group gives it its way into each tenant.") },
  [TNY_STEP_REGISTRATION] = { "registration", N_("App Registration"),
    N_("Microsoft knows an app of yours, and to which address it may send people back.") },
  [TNY_STEP_CREDENTIALS] = { "credentials", N_("IDs and Secret"),
    N_("Tenantry knows the app and can prove that it is the app.") },
  [TNY_STEP_PERMISSIONS] = { "permissions", N_("Permissions"),
    N_("The app may read what is synced, and nothing else.") },
  [TNY_STEP_SIGN_IN] = { "sign-in", N_("Sign In"),
    N_("The service account has signed in, with a second factor.") },
  [TNY_STEP_STREAMS] = { "streams", N_("What to Sync"),
    N_("What is read is chosen, and the first sync is queued.") },
};

static const TnyStepItem items[] = {
  /* 1 */
  { TNY_STEP_PREREQUISITES, "app-data", TNY_REACH_ANY, NULL,
    N_("Data and secrets can be kept on this computer"),
    N_("Records go into the data folder, secrets into the keyring and nowhere else."),
    NULL, NULL, NULL, NO_LINK, NULL, TNY_ASKED_HERE, "app-data" },
  { TNY_STEP_PREREQUISITES, "administrator", TNY_REACH_ANY, NULL,
    N_("An administrator of your directory can help"),
    N_("Registering the app takes Cloud Application Administrator. So does the consent: what Tenantry asks "
       "for is delegated. You can also send each step to whoever has the role."),
    NULL, N_("Entra ID › Roles & admins"), N_("Azure Active Directory › Roles and administrators"),
    TNY_PORTAL_ROLES, N_("Open Roles"), N_("Administrator available"), TNY_ASKED_PERSON, NULL },
  { TNY_STEP_PREREQUISITES, "partner", TNY_REACH_PARTNER, NULL,
    N_("Your directory is the one of your partner account"),
    N_("The app is registered in the directory that Partner Center belongs to; a reseller with several "
       "directories connects each."),
    NULL, N_("Partner Center › Settings › Account settings › Tenants"), NULL,
    TNY_PORTAL_PARTNER_USERS, N_("Open Partner Center"), N_("Partner account known"),
    TNY_ASKED_MICROSOFT, "admin-agents" },
  { TNY_STEP_PREREQUISITES, "relationships", TNY_REACH_GDAP, NULL,
    N_("Each client has approved a GDAP relationship"),
    N_("Active, and with at least the role Global Reader. Where the client’s side is missing, Partner "
       "Center has the link to send."),
    N_("Older instructions put Global Administrator into it: such a relationship cannot extend itself "
       "and ends after two years at most."),
    N_("Partner Center › Customers › (client) › Admin relationships"),
    N_("Partner Center › Customers › Granular admin relationships"),
    TNY_PORTAL_PARTNER_GDAP, N_("Open Admin Relationships"), N_("Relationships approved"),
    TNY_ASKED_MICROSOFT, "relationship" },
  { TNY_STEP_PREREQUISITES, "dap", TNY_REACH_DAP, NULL,
    N_("Delegated administration still works for each client"),
    N_("Microsoft has replaced it by GDAP and grants no new ones: a tenant that answers “no access” needs a "
       "GDAP relationship."),
    NULL, N_("Partner Center › Customers › (client) › Admin relationships"),
    N_("Partner Center › Customers › (client) › Service management"),
    TNY_PORTAL_PARTNER_GDAP, N_("Open Admin Relationships"), N_("Delegated administration granted"),
    TNY_ASKED_PERSON, NULL },
  { TNY_STEP_PREREQUISITES, "report-names", TNY_REACH_ANY, NULL,
    N_("Report names are not concealed"),
    N_("In each tenant: clear “Display concealed user, group, and site names in all reports”. Otherwise "
       "mailbox sizes cannot be linked to people. Checked again after the sign-in and with every sync."),
    NULL, N_("Microsoft 365 admin center › Settings › Org settings › Services › Reports"),
    N_("Office 365 admin center › Settings › Services & add-ins › Reports"),
    TNY_PORTAL_REPORT_SETTINGS, N_("Open Report Settings"), N_("Report names shown"),
    TNY_ASKED_MICROSOFT, "report-names" },
  { TNY_STEP_PREREQUISITES, "clock", TNY_REACH_ANY, NULL,
    N_("This computer’s clock is right"),
    N_("Within 5 minutes of Microsoft’s, or no sign-in holds."),
    NULL, NULL, NULL, NO_LINK, NULL, TNY_ASKED_HERE, "clock" },

  /* 2 */
  { TNY_STEP_ACCOUNT, "account-made", TNY_REACH_ANY, N_("Service account"),
    N_("A user of its own for the sync"),
    N_("In your own directory, without a licence, and nobody’s personal account: who leaves takes the "
       "sign-in along."),
    NULL, N_("Entra ID › Users › New user"), N_("Azure Active Directory › Users"),
    TNY_PORTAL_OWN_USERS, N_("Open New User"), N_("Service account ready"), TNY_ASKED_MICROSOFT,
    "sign-in" },
  { TNY_STEP_ACCOUNT, "account-agents", TNY_REACH_PARTNER, N_("Service account"),
    N_("Member of AdminAgents"),
    N_("Give it the role Admin agent; Microsoft keeps it as membership of the group AdminAgents. Partner "
       "Center and the consent in clients’ tenants ask for it."),
    N_("Older instructions add the app to this group as well: with GDAP that opens nothing."),
    N_("Partner Center › Settings › Account settings › User management"),
    N_("Entra: Groups › AdminAgents › Members"),
    TNY_PORTAL_PARTNER_USERS, N_("Open User Management"), N_("Account is an admin agent"),
    TNY_ASKED_MICROSOFT, "admin-agents" },
  { TNY_STEP_ACCOUNT, "account-roles", TNY_REACH_PARTNER, N_("Service account"),
    N_("No administrator role in your own directory"),
    N_("Leave it an ordinary user."),
    N_("Older instructions make it Global Administrator. Nothing that is read needs that: only the consent "
       "takes an administrator, once, and any will do."),
    N_("Entra ID › Users › (account) › Assigned roles"), NULL,
    TNY_PORTAL_ROLES, N_("Open Roles"), N_("No administrator role"), TNY_ASKED_MICROSOFT, "account-roles" },
  { TNY_STEP_ACCOUNT, "direct-roles", TNY_REACH_DIRECT, N_("Service account"),
    N_("Global Reader in the tenant"),
    N_("It reads people, licences, domains and usage reports with this role; last logons too."),
    NULL, N_("Entra ID › Users › (account) › Assigned roles › Add assignments"), NULL,
    TNY_PORTAL_ROLES, N_("Open Roles"), N_("Role assigned"), TNY_ASKED_MICROSOFT, "roles" },
  { TNY_STEP_ACCOUNT, "account-mfa", TNY_REACH_ANY, N_("Service account"),
    N_("Multifactor authentication is on"),
    N_("Partner tenants refuse a sign-in without it later, even where it worked today. An authenticator app "
       "or a security key that two of you can reach."),
    NULL, N_("Entra ID › Authentication methods › Policies"),
    N_("Azure Active Directory › Users › Per-user MFA"),
    TNY_PORTAL_MFA, N_("Open Authentication Methods"), N_("Second factor set up"),
    TNY_ASKED_MICROSOFT, "mfa" },
  { TNY_STEP_ACCOUNT, "group-made", TNY_REACH_GDAP, N_("Security group"),
    N_("A security group with the account in it"),
    N_("Type Security; any name. The account is a direct member."),
    NULL, N_("Entra ID › Groups › New group"), N_("Azure Active Directory › Groups"),
    TNY_PORTAL_GROUPS, N_("Open New Group"), N_("Security group ready"), TNY_ASKED_MICROSOFT,
    "membership" },
  { TNY_STEP_ACCOUNT, "group-assigned", TNY_REACH_GDAP, N_("Security group"),
    N_("The group is assigned to each relationship"),
    N_("In each client’s relationship: add the group, tick the roles below, Save. It works a minute later."),
    NULL, N_("Partner Center › Customers › (client) › Admin relationships › (relationship) › Security groups "
             "› Add security groups"),
    NULL,
    TNY_PORTAL_PARTNER_GDAP, N_("Open Partner Center"), N_("Group assigned"), TNY_ASKED_MICROSOFT,
    "assignment" },
  { TNY_STEP_ACCOUNT, "group-roles", TNY_REACH_GDAP, N_("Security group"),
    N_("With these roles"),
    N_("Global Reader reads everything that is synced. Cloud Application Administrator lets Tenantry ask for "
       "its consent in the client’s tenant; Privileged Role Administrator or Global Administrator would do "
       "as well. Intune Administrator only where devices are managed."),
    N_("Older instructions add Reports Reader, which Global Reader covers, and Insights Business Leader, "
       "which nothing here uses."),
    NULL, NULL, NO_LINK, N_("Roles assigned"), TNY_ASKED_MICROSOFT, "roles" },
  { TNY_STEP_ACCOUNT, "roles-fixed", TNY_REACH_GDAP, N_("Security group"),
    N_("A relationship’s roles are fixed when it is made"),
    N_("Where one of them is missing there, no group can have it: new roles need a new relationship, which "
       "the client approves again."),
    NULL, NULL, NULL, NO_LINK, NULL, TNY_ASKED_PERSON, NULL },

  /* 3 */
  { TNY_STEP_REGISTRATION, "app-registered", TNY_REACH_ANY, NULL,
    N_("Register the app"),
    N_("Enter exactly these values. Paste the redirect URI: capitals and a final slash count; the port is "
       "left out on purpose, Microsoft ignores it for localhost. The platform must be Web, because the app "
       "has a secret or a certificate."),
    N_("Older instructions choose “… and personal Microsoft accounts”: that works too, but is wider than "
       "anything here needs, and Microsoft limits such apps more."),
    N_("Entra ID › App registrations › New registration"),
    N_("Identity › Applications › App registrations; Azure Active Directory › App registrations"),
    TNY_PORTAL_APP_REGISTRATIONS, N_("Open App Registrations"), N_("App registered"),
    TNY_ASKED_MICROSOFT, "own-consent" },

  /* 4 */
  { TNY_STEP_CREDENTIALS, "app-ids", TNY_REACH_ANY, NULL,
    N_("Copy both ids"),
    N_("They stand on the overview of the app. A verified domain of the directory will do instead of its "
       "id."),
    NULL, N_("App registrations › (app) › Overview"), NULL,
    TNY_PORTAL_APP, N_("Open the App"), NULL, TNY_ASKED_MICROSOFT, "sign-in" },
  { TNY_STEP_CREDENTIALS, "app-secret", TNY_REACH_ANY, NULL,
    N_("Make a client secret and copy its Value"),
    N_("The Value is shown only once; the Secret ID beside it is something else. 12 months are a good end."),
    N_("Older instructions choose 24 months: Microsoft advises less than 12, and Tenantry reminds you."),
    N_("App registrations › (app) › Certificates & secrets › Client secrets › New client secret"),
    N_("App registrations › (app) › Settings › Keys"),
    TNY_PORTAL_APP_CREDENTIALS, N_("Open Certificates & Secrets"), NULL, TNY_ASKED_MICROSOFT, "secret" },
  { TNY_STEP_CREDENTIALS, "app-certificate", TNY_REACH_ANY, NULL,
    N_("Or upload a certificate instead"),
    N_("Where a policy forbids secrets: Tenantry makes the key, keeps it in the keyring, and gives you the "
       "public part as a file to upload."),
    NULL, N_("App registrations › (app) › Certificates & secrets › Certificates › Upload certificate"), NULL,
    TNY_PORTAL_APP_CREDENTIALS, N_("Open Certificates & Secrets"), NULL, TNY_ASKED_MICROSOFT,
    "certificate" },

  /* 5 */
  { TNY_STEP_PERMISSIONS, "keep-user-read", TNY_REACH_ANY, NULL,
    N_("Keep User.Read"),
    N_("Keep User.Read, which a new app has already: without any delegated permission nobody can sign in."),
    N_("Older instructions remove it."), NULL, NULL, NO_LINK, NULL, TNY_ASKED_MICROSOFT,
    "permission/User.Read/delegated" },
  { TNY_STEP_PERMISSIONS, "add-graph", TNY_REACH_ANY, NULL,
    N_("Add the permissions of Microsoft Graph"),
    N_("Add a permission › Microsoft Graph › Delegated permissions: tick the names below. openid, profile "
       "and offline_access stand at the top, under OpenId permissions."),
    N_("Older instructions add each twice, as Application too, and Directory.ReadWrite.All: nothing here "
       "writes to Microsoft."),
    N_("App registrations › (app) › API permissions › Add a permission"),
    N_("App registrations › (app) › Settings › Required permissions"),
    TNY_PORTAL_APP_PERMISSIONS, N_("Open API Permissions"), NULL, TNY_ASKED_MICROSOFT,
    "permission/User.Read.All/delegated" },
  { TNY_STEP_PERMISSIONS, "add-partner", TNY_REACH_PARTNER, NULL,
    N_("Add the permission of Microsoft Partner Center"),
    N_("Add a permission › APIs my organization uses › Microsoft Partner Center › Delegated permissions: "
       "tick user_impersonation."),
    NULL, N_("App registrations › (app) › API permissions › Add a permission"), NULL, NO_LINK, NULL,
    TNY_ASKED_MICROSOFT, "permission/user_impersonation/delegated" },
  { TNY_STEP_PERMISSIONS, "grant-consent", TNY_REACH_ANY, NULL,
    N_("Grant admin consent"),
    N_("Press Grant admin consent, as an administrator who may (Cloud Application Administrator is enough), "
       "and answer Yes. Every Status must then read Granted. This replaces what was granted to the app "
       "before by this list."),
    NULL, N_("App registrations › (app) › API permissions › Grant admin consent for …"),
    N_("Grant permissions"), NO_LINK, NULL, TNY_ASKED_MICROSOFT, "own-consent" },

  /* 6 */
  { TNY_STEP_SIGN_IN, "sign-in", TNY_REACH_ANY, NULL,
    N_("Sign in with the service account"),
    N_("In the browser of this computer, with the second factor. Tenantry never sees the password."),
    NULL, NULL, NULL, NO_LINK, NULL, TNY_ASKED_MICROSOFT, "sign-in" },

  /* 7 */
  { TNY_STEP_STREAMS, "choose-streams", TNY_REACH_ANY, NULL,
    N_("Choose what to sync"),
    N_("Tenants always; people, mailboxes, last logons and licences as you like. The first sync starts an "
       "hour later, or at once when you say so. No contact is created without your word."),
    NULL, NULL, NULL, NO_LINK, NULL, TNY_ASKED_PERSON, NULL },
};

static const TnyStepValue values[] = {
  { "account-agents", N_("Group"), "AdminAgents", N_("Copy Group Name") },
  { "direct-roles", N_("Role"), "Global Reader", N_("Copy Role") },
  { "group-roles", N_("Roles"), "Global Reader, Cloud Application Administrator, Intune Administrator",
    N_("Copy Role List") },
  { "app-registered", N_("Name"), "Tenantry", N_("Copy Name") },
  { "app-registered", N_("Supported account types"),
    "Accounts in any organizational directory (Any Microsoft Entra ID tenant - Multitenant)",
    N_("Copy Account Type") },
  { "app-registered", N_("Platform"), "Web", N_("Copy Platform") },
  /* the code that listens says what must be registered */
  { "app-registered", N_("Redirect URI"), TNY_SIGN_IN_REDIRECT_REGISTERED, N_("Copy Redirect URI") },
  { "add-partner", N_("API"), "Microsoft Partner Center", N_("Copy API Name") },
};

static const struct { const char *name; TnyReach reach; } reaches[] = {
  { "gdap", TNY_REACH_GDAP }, { "dap", TNY_REACH_DAP }, { "direct", TNY_REACH_DIRECT },
};

const TnyStepInfo *
tny_step_info (TnySetupStep step)
{
  g_return_val_if_fail ((int) step >= 0 && step < TNY_N_STEPS, NULL);

  return &steps[step];
}

gboolean
tny_step_parse (const char *id, TnySetupStep *step)
{
  for (guint i = 0; id != NULL && i < TNY_N_STEPS; i++)
    if (g_str_equal (steps[i].id, id))
      {
        *step = (TnySetupStep) i;
        return TRUE;
      }

  return FALSE;
}

const TnyStepItem *
tny_step_items (guint *n)
{
  *n = G_N_ELEMENTS (items);

  return items;
}

const TnyStepValue *
tny_step_values (guint *n)
{
  *n = G_N_ELEMENTS (values);

  return values;
}

guint
tny_reach_parse (const char *reach)
{
  for (guint i = 0; i < G_N_ELEMENTS (reaches); i++)
    if (g_strcmp0 (reach, reaches[i].name) == 0)
      return reaches[i].reach;

  return TNY_REACH_GDAP;
}

const char *
tny_reach_name (TnyReach reach)
{
  for (guint i = 0; i < G_N_ELEMENTS (reaches); i++)
    if (reaches[i].reach == reach)
      return reaches[i].name;

  g_return_val_if_reached ("gdap");
}

guint
tny_reach_in_cloud (const char *cloud)
{
  if (g_strcmp0 (cloud, "china") == 0)
    return TNY_REACH_DAP | TNY_REACH_DIRECT;
  if (g_strcmp0 (cloud, "usgov-dod") == 0)
    return TNY_REACH_DIRECT;

  return TNY_REACH_ANY;
}

gboolean
tny_step_needed (TnySetupStep step, guint reach)
{
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    if (items[i].step == step && (items[i].reach & reach) != 0)
      return TRUE;

  return FALSE;
}

/* --- how an item stands --- */

void
tny_item_found_clear (TnyItemFound *found)
{
  g_clear_pointer (&found->text, g_free);
  g_clear_pointer (&found->remedy, g_free);
}

gboolean
tny_item_is_confirmed (const char *confirmed, const char *id)
{
  g_auto(GStrv) ids = g_strsplit (confirmed != NULL ? confirmed : "", ",", -1);

  return g_strv_contains ((const char *const *) ids, id);
}

char *
tny_item_confirm (const char *confirmed, const char *id, gboolean yes)
{
  g_auto(GStrv) ids = g_strsplit (confirmed != NULL ? confirmed : "", ",", -1);
  g_autoptr(GString) list = g_string_new (NULL);

  for (guint i = 0; ids[i] != NULL; i++)
    if (*ids[i] != '\0' && !g_str_equal (ids[i], id))
      g_string_append_printf (list, "%s%s", list->len > 0 ? "," : "", ids[i]);
  if (yes)
    g_string_append_printf (list, "%s%s", list->len > 0 ? "," : "", id);

  return g_string_free (g_steal_pointer (&list), FALSE);
}

/* The worst answer decides, and its words are shown; of equal ones the first. */
static const TnyCheck *
worst_of (GPtrArray *checks, const char *id)
{
  static const int rank[TNY_N_CHECK_STATES] = {
    [TNY_CHECK_NOT_NEEDED] = 0, [TNY_CHECK_PASS] = 1, [TNY_CHECK_UNKNOWN] = 2, [TNY_CHECK_FAIL] = 3,
  };
  const TnyCheck *worst = NULL;

  for (guint i = 0; checks != NULL && i < checks->len; i++)
    {
      const TnyCheck *check = checks->pdata[i];

      if (g_str_equal (check->id, id) && (worst == NULL || rank[check->state] > rank[worst->state]))
        worst = check;
    }

  return worst;
}

void
tny_item_find (const TnyStepItem *item, GPtrArray *checks, const char *confirmed, TnyItemFound *found)
{
  const TnyCheck *check = item->check != NULL ? worst_of (checks, item->check) : NULL;
  gboolean said = tny_item_is_confirmed (confirmed, item->id);

  *found = (TnyItemFound) { said ? TNY_ITEM_CONFIRMED : TNY_ITEM_OPEN };
  if (check == NULL || check->state == TNY_CHECK_NOT_NEEDED)
    return;

  if (check->state == TNY_CHECK_UNKNOWN)
    {
      if (!said)
        found->state = TNY_ITEM_UNKNOWN;
    }
  else
    {
      found->state = check->state == TNY_CHECK_PASS ? TNY_ITEM_CHECKED : TNY_ITEM_FAILED;
    }
  found->at = check->checked_at;
  found->text = g_strdup (check->claim);
  found->remedy = check->state != TNY_CHECK_PASS ? g_strdup (check->remedy) : NULL;
}

gboolean
tny_step_is_done (TnySetupStep step, guint reach, GPtrArray *checks, const char *confirmed)
{
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      const TnyStepItem *item = &items[i];
      g_auto(TnyItemFound) found = { 0 };

      if (item->step != step || (item->reach & reach) == 0 || item->asked == TNY_ASKED_HERE
          || (item->check == NULL && item->confirm == NULL))
        continue;
      tny_item_find (item, checks, confirmed, &found);
      if (found.state != TNY_ITEM_CONFIRMED && found.state != TNY_ITEM_CHECKED)
        return FALSE;
    }

  return TRUE;
}
