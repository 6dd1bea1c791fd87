/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the checks say. One row per finding: state, claim, what to do, who must do it, a text to
 * send and where. {name} is filled in by the check that found it. */
#include "config.h"

#include "tny-check-private.h"

#include <glib/gi18n-lib.h>
#include <stdarg.h>
#include <string.h>

#include "tny-error.h"
#include "tny-text.h"

#define NOWHERE TNY_N_PORTAL_PAGES

/* Ids in the order of causes, with the words for what they are about; the numbers in between are
 * for the permissions, in the order of their table. */
static const struct { const char *id; TnyCheckArea area; guint order; const char *label; } ids[] = {
  { "app-data", TNY_CHECK_CONNECTION, 5, N_("Data and secrets") },
  { "clock", TNY_CHECK_CONNECTION, 10, N_("Clock") },
  { "secret", TNY_CHECK_CONNECTION, 20, N_("Client secret") },
  { "certificate", TNY_CHECK_CONNECTION, 20, N_("Certificate") },
  { "sign-in", TNY_CHECK_CONNECTION, 30, N_("Sign-in") },
  { "own-consent", TNY_CHECK_CONNECTION, 35, N_("Consent in your own directory") },
  { "mfa", TNY_CHECK_CONNECTION, 40, N_("Multifactor authentication") },
  { "renewal", TNY_CHECK_CONNECTION, 45, N_("Sign-in renewal") },
  { "admin-agents", TNY_CHECK_CONNECTION, 50, N_("AdminAgents group") },
  { "account-roles", TNY_CHECK_CONNECTION, 55, N_("Roles of the account") },
  { "tenants", TNY_CHECK_CONNECTION, 60, N_("Tenants") },
  { "reports", TNY_CHECK_CONNECTION, 65, N_("Report names") },
  { "permission", TNY_CHECK_PERMISSIONS, 100, NULL },
  { "relationship", TNY_CHECK_TENANTS, 410, N_("GDAP relationship") },
  { "relationship-end", TNY_CHECK_TENANTS, 420, N_("End of the relationship") },
  { "assignment", TNY_CHECK_TENANTS, 430, N_("Security group") },
  { "membership", TNY_CHECK_TENANTS, 440, N_("Membership") },
  { "roles", TNY_CHECK_TENANTS, 450, N_("Roles") },
  { "conditional-access", TNY_CHECK_TENANTS, 460, N_("Conditional Access") },
  { "consent", TNY_CHECK_TENANTS, 470, N_("Consent") },
  { "access", TNY_CHECK_TENANTS, 480, N_("Access") },
  { "premium", TNY_CHECK_TENANTS, 490, N_("Entra ID P1") },
  { "report-names", TNY_CHECK_TENANTS, 500, N_("Names in reports") },
};

#define YOU       N_("You, on this computer")
#define APP_ADMIN N_("An administrator of your own directory who manages the app registration")
#define CONSENTER N_("A Privileged Role Administrator of your own directory")
#define AGENT     N_("An Admin agent of yours in Partner Center")
#define CUSTOMER  N_("An administrator of {tenant}")
#define MFA_ADMIN N_("An administrator of your own directory")

typedef struct
{
  const char    *id, *finding;
  TnyCheckState  state;
  const char    *claim, *remedy, *who, *message;
  TnyPortalPage  page;
  const char    *action;
} Words;

static const Words words[] = {
  { "app-data", "ok", TNY_CHECK_PASS, N_("The data folder can be written, and the keyring is open."),
    NULL, NULL, NULL, NOWHERE, NULL },
  { "app-data", "read-only", TNY_CHECK_FAIL, N_("The data folder cannot be written."),
    N_("Check the rights on the folder, or choose another one."), YOU, NULL, NOWHERE, NULL },
  { "app-data", "locked", TNY_CHECK_FAIL, N_("The keyring is locked."),
    N_("Unlock it; you are asked again when the secret is stored."), YOU, NULL, NOWHERE, NULL },
  { "app-data", "no-keyring", TNY_CHECK_FAIL, N_("There is no keyring service."),
    N_("Install and start a Secret Service such as GNOME Keyring, or keep secrets until you quit."), YOU,
    NULL, NOWHERE, NULL },
  { "app-data", "broken", TNY_CHECK_FAIL, N_("The keyring does not answer as it should."),
    N_("Sign out of your desktop and in again, then look here once more."), YOU, NULL, NOWHERE, NULL },

  { "clock", "ok", TNY_CHECK_PASS, N_("This computer’s clock agrees with Microsoft’s."),
    NULL, NULL, NULL, NOWHERE, NULL },
  { "clock", "off", TNY_CHECK_FAIL,
    N_("This computer’s clock differs from Microsoft’s by {minutes} min."),
    N_("Set the clock, best from the network."), YOU, NULL, NOWHERE, NULL },

  { "secret", "ok", TNY_CHECK_PASS, N_("The client secret ends on {date}, in {days} days."),
    NULL, NULL, NULL, NOWHERE, NULL },
  { "secret", "soon", TNY_CHECK_PASS, N_("The client secret ends on {date}, in {days} days."),
    N_("Create a new secret for the app, then use Edit Credentials."), APP_ADMIN,
    N_("Please create a new client secret for the app {app} (Certificates & secrets) before "
       "{date} and send me its Value by a safe way."), TNY_PORTAL_APP_CREDENTIALS,
    "app.edit-credentials" },
  { "secret", "told", TNY_CHECK_PASS,
    N_("By what you entered, the client secret ends on {date}; the app may not read that itself."),
    NULL, NULL, NULL, NOWHERE, NULL },
  { "secret", "expired", TNY_CHECK_FAIL, N_("The client secret has expired."),
    N_("Create a new secret for the app, then use Edit Credentials."), APP_ADMIN,
    N_("The client secret of the app {app} has expired. Please create a new one (Certificates & "
       "secrets) and send me its Value by a safe way."), TNY_PORTAL_APP_CREDENTIALS,
    "app.edit-credentials" },
  { "secret", "refused", TNY_CHECK_FAIL, N_("Microsoft does not accept the client secret."),
    N_("Paste the Value, not the Secret ID. A new secret can need 20 seconds to work."), YOU, NULL,
    TNY_PORTAL_APP_CREDENTIALS, "app.edit-credentials" },
  { "secret", "no-end", TNY_CHECK_UNKNOWN,
    N_("Microsoft accepts the client secret, but nobody told when it ends."),
    N_("Enter the end of the secret in Edit Credentials."), YOU, NULL, TNY_PORTAL_APP_CREDENTIALS,
    "app.edit-credentials" },

  { "certificate", "ok", TNY_CHECK_PASS, N_("The certificate ends on {date}, in {days} days."),
    NULL, NULL, NULL, NOWHERE, NULL },
  { "certificate", "soon", TNY_CHECK_PASS, N_("The certificate ends on {date}, in {days} days."),
    N_("Make a new certificate with Edit Credentials and have its file uploaded to the app."), APP_ADMIN,
    N_("Please upload the attached certificate to the app {app} (Certificates & secrets, Certificates) "
       "before {date}: the one in use ends then."), TNY_PORTAL_APP_CREDENTIALS, "app.edit-credentials" },
  { "certificate", "told", TNY_CHECK_PASS,
    N_("By its own date, the certificate ends on {date}; the app may not read what Microsoft holds."),
    NULL, NULL, NULL, NOWHERE, NULL },
  { "certificate", "expired", TNY_CHECK_FAIL, N_("The certificate has expired."),
    N_("Make a new certificate with Edit Credentials and have its file uploaded to the app."), APP_ADMIN,
    N_("The certificate of the app {app} has expired. Please upload the attached one (Certificates & "
       "secrets, Certificates)."), TNY_PORTAL_APP_CREDENTIALS, "app.edit-credentials" },
  { "certificate", "refused", TNY_CHECK_FAIL, N_("Microsoft does not accept the certificate."),
    N_("Upload its file to the app. A new one can need a minute to work."), APP_ADMIN,
    N_("Please upload the attached certificate to the app {app} (Certificates & secrets, "
       "Certificates)."), TNY_PORTAL_APP_CREDENTIALS, "app.edit-credentials" },
  { "certificate", "missing", TNY_CHECK_FAIL, N_("The app does not hold the certificate any more."),
    N_("Upload its file to the app again, or make a new one with Edit Credentials."), APP_ADMIN,
    N_("Please upload the attached certificate to the app {app} (Certificates & secrets, "
       "Certificates)."), TNY_PORTAL_APP_CREDENTIALS, "app.edit-credentials" },

  { "sign-in", "ok", TNY_CHECK_PASS,
    N_("Signed in as {account}."), NULL, NULL, NULL, NOWHERE, NULL },
  { "sign-in", "ended", TNY_CHECK_FAIL, N_("Microsoft ended the sign-in of {account}."),
    N_("Sign in again. Nothing is lost."), YOU, NULL, NOWHERE, "app.sign-in" },
  { "sign-in", "blocked", TNY_CHECK_FAIL,
    N_("A Conditional Access policy of your own directory blocks {account}."),
    N_("Exclude the service account from the policy or meet it, then sign in again."), MFA_ADMIN,
    N_("A Conditional Access policy blocks the service account {account}. Please exclude it, or "
       "tell me what it must meet."), NOWHERE, "app.sign-in" },
  { "sign-in", "app", TNY_CHECK_FAIL, N_("Microsoft does not know the app or the directory."),
    N_("Check the two ids, which may be swapped, and the chosen cloud."), YOU, NULL, TNY_PORTAL_APP,
    "app.edit-credentials" },
  { "sign-in", "other-tenant", TNY_CHECK_FAIL, N_("Another directory than yours answered."),
    N_("Sign in with the service account of your own directory."), YOU, NULL, NOWHERE,
    "app.sign-in" },

  { "own-consent", "ok", TNY_CHECK_PASS, N_("Consent was given in your own directory."),
    NULL, NULL, NULL, NOWHERE, NULL },
  { "own-consent", "none", TNY_CHECK_FAIL, N_("Nobody has given consent in your own directory."),
    N_("Press “Grant admin consent” on the API permissions of the app."), CONSENTER,
    N_("Please grant admin consent for the app {app} in our directory: {url}"),
    TNY_PORTAL_APP_PERMISSIONS, NULL },

  { "mfa", "ok", TNY_CHECK_PASS, N_("The sign-in proves multifactor authentication."),
    NULL, NULL, NULL, NOWHERE, NULL },
  { "mfa", "told", TNY_CHECK_PASS, N_("Multifactor authentication was used at the sign-in."),
    NULL, NULL, NULL, NOWHERE, NULL },
  { "mfa", "closed", TNY_CHECK_UNKNOWN,
    N_("Partner Center, which would say whether multifactor authentication counts, is closed to "
       "{account}."),
    N_("Put the other problems right, then check again."), NULL, NULL, NOWHERE, NULL },
  { "mfa", "missing", TNY_CHECK_FAIL,
    N_("The sign-in of {account} does not prove multifactor authentication."),
    N_("Set up multifactor authentication for the service account, then sign in again."), MFA_ADMIN,
    N_("Please require multifactor authentication for the service account {account}. Microsoft "
       "refuses partners without it."), NOWHERE, "app.sign-in" },

  { "renewal", "ok", TNY_CHECK_PASS,
    N_("The sign-in renews itself with every use; unused, it ends on {date}."),
    NULL, NULL, NULL, NOWHERE, NULL },

  { "admin-agents", "ok", TNY_CHECK_PASS, N_("{account} is a member of AdminAgents."),
    NULL, NULL, NULL, NOWHERE, NULL },
  { "admin-agents", "missing", TNY_CHECK_FAIL, N_("{account} is not a member of AdminAgents."),
    N_("Give the service account the role Admin agent in Partner Center."), AGENT,
    N_("Please make {account} an Admin agent in Partner Center, or a member of the group "
       "AdminAgents in our directory."), NOWHERE, NULL },
  { "admin-agents", "no-group", TNY_CHECK_FAIL,
    N_("Your directory has no group AdminAgents: it is not a partner’s, or not the partner’s own."),
    N_("Connect the directory that Partner Center belongs to, or choose “directly”."), YOU, NULL,
    NOWHERE, "app.edit-credentials" },
  { "admin-agents", "not-needed", TNY_CHECK_NOT_NEEDED, N_("Only partners have agents."),
    NULL, NULL, NULL, NOWHERE, NULL },

  { "account-roles", "ok", TNY_CHECK_PASS,
    N_("{account} is not Global Administrator of your directory, and need not be."),
    NULL, NULL, NULL, NOWHERE, NULL },
  { "account-roles", "global-administrator", TNY_CHECK_PASS,
    N_("{account} is Global Administrator of your directory all the time; nothing here needs "
       "that."),
    N_("Take the role away, or make it eligible instead of permanent."), MFA_ADMIN, NULL, NOWHERE,
    NULL },
  { "account-roles", "not-needed", TNY_CHECK_NOT_NEEDED,
    N_("Its roles are checked with the tenant."),
    NULL, NULL, NULL, NOWHERE, NULL },

  { "tenants", "ok", TNY_CHECK_PASS, N_("{n} tenants visible."), NULL, NULL, NULL, NOWHERE, NULL },
  { "tenants", "one", TNY_CHECK_PASS, N_("1 tenant visible."), NULL, NULL, NULL, NOWHERE, NULL },
  { "tenants", "direct", TNY_CHECK_PASS, N_("1 tenant visible: your own."), NULL, NULL, NULL, NOWHERE,
    NULL },
  { "tenants", "none", TNY_CHECK_FAIL, N_("No tenant is visible to {account}."),
    N_("Look in Partner Center whether there are customers, and whether the account is an Admin agent."),
    AGENT, NULL, TNY_PORTAL_PARTNER_GDAP, NULL },
  { "tenants", "partial", TNY_CHECK_UNKNOWN,
    N_("{n} tenants visible, and perhaps more: not every list could be read. {why}."), "{advice}", NULL,
    NULL, NOWHERE, NULL },

  { "reports", "shown", TNY_CHECK_PASS, N_("Reports show names, in {asked} of {asked} tenants asked."),
    NULL, NULL, NULL, NOWHERE, NULL },
  { "reports", "concealed", TNY_CHECK_FAIL,
    N_("Names are concealed in the reports of {names}: mailbox sizes cannot be told apart there. Of {asked} "
       "tenants asked, {shown} show names, {concealed} conceal them, {unasked} could not be asked."),
    N_("Switch off concealed names in the report settings of the admin center."),
    N_("An administrator of each of these tenants"),
    N_("Please switch off “Display concealed user, group, and site names in all reports”: "
       "Microsoft 365 admin center, Settings, Org settings, Services, Reports."), NOWHERE, NULL },
  { "reports", "partial", TNY_CHECK_UNKNOWN,
    N_("Of {asked} tenants asked, {shown} show names in reports; {unasked} could not be asked. {why}."),
    N_("Each sync looks again."), NULL, NULL, NOWHERE, NULL },
  { "reports", "not-needed", TNY_CHECK_NOT_NEEDED, N_("Only mailboxes need names in reports."),
    NULL, NULL, NULL, NOWHERE, NULL },

  { "permission", "granted", TNY_CHECK_PASS, N_("{permission} is granted: {purpose}."),
    NULL, NULL, NULL, NOWHERE, NULL },
  { "permission", "covered", TNY_CHECK_PASS,
    N_("{permission} is covered by {wider}, which is granted."),
    NULL, NULL, NULL, NOWHERE, NULL },
  { "permission", "missing", TNY_CHECK_FAIL, N_("{permission} is not on the app. {blank}"),
    N_("Add {permission} as a delegated permission of the app, then grant admin consent."),
    APP_ADMIN,
    N_("Please add the delegated permission {permission} to the app {app} and grant admin consent: "
       "{url}"), TNY_PORTAL_APP_PERMISSIONS, NULL },
  { "permission", "no-consent", TNY_CHECK_FAIL,
    N_("{permission} is on the app, but nobody has granted it. {blank}"),
    N_("Press “Grant admin consent” on the API permissions of the app."), CONSENTER,
    N_("Please grant admin consent for the app {app}; {permission} is still without it: {url}"),
    TNY_PORTAL_APP_PERMISSIONS, NULL },
  { "permission", "not-granted", TNY_CHECK_FAIL, N_("{permission} is not granted. {blank}"),
    N_("Add {permission} as a delegated permission of the app if it is not there, then grant "
       "admin consent."),
    APP_ADMIN,
    N_("Please see that the app {app} has the delegated permission {permission} with admin "
       "consent: {url}"), TNY_PORTAL_APP_PERMISSIONS, NULL },
  { "permission", "refused", TNY_CHECK_FAIL,
    N_("Microsoft refused what {permission} allows: it is not granted. {blank}"),
    N_("Add {permission} as a delegated permission of the app if it is not there, then grant "
       "admin consent."),
    APP_ADMIN,
    N_("Please see that the app {app} has the delegated permission {permission} with admin "
       "consent: {url}"), TNY_PORTAL_APP_PERMISSIONS, NULL },
  { "permission", "extra", TNY_CHECK_NOT_NEEDED,
    N_("{permission} is granted{form}, and nothing you chose needs that."),
    N_("Take it off the app, unless something else uses it."), APP_ADMIN, NULL,
    TNY_PORTAL_APP_PERMISSIONS, NULL },
  { "permission", "published", TNY_CHECK_NOT_NEEDED,
    N_("{permission} is granted{form}, as the published list asks; nothing you chose needs that."),
    N_("Take it off the app, unless something else uses it."), APP_ADMIN, NULL,
    TNY_PORTAL_APP_PERMISSIONS, NULL },
  { "permission", "not-needed", TNY_CHECK_NOT_NEEDED,
    N_("Nothing you chose needs {permission}{form}."),
    NULL, NULL, NULL, NOWHERE, NULL },

  { "relationship", "active", TNY_CHECK_PASS, N_("The GDAP relationship “{name}” is active."),
    NULL, NULL, NULL, NOWHERE, NULL },
  { "relationship", "none", TNY_CHECK_FAIL, N_("There is no GDAP relationship with {tenant}."),
    N_("Request a relationship in Partner Center and have it approved."), AGENT,
    N_("Please request a GDAP relationship with {tenant} that has at least the role Global Reader."),
    TNY_PORTAL_PARTNER_GDAP, NULL },
  { "relationship", "pending", TNY_CHECK_FAIL,
    N_("The GDAP relationship “{name}” waits for the approval of {tenant}."),
    N_("Have the request approved in the admin center of the customer."), CUSTOMER,
    N_("Please approve our access request “{name}”: {url}"), NOWHERE, NULL },
  { "relationship", "expired", TNY_CHECK_FAIL,
    N_("The GDAP relationship “{name}” expired on {date}."),
    N_("Request a new relationship in Partner Center and have it approved."), AGENT,
    N_("The GDAP relationship “{name}” with {tenant} has expired. Please request a new one."),
    TNY_PORTAL_PARTNER_GDAP, NULL },
  { "relationship", "ended", TNY_CHECK_FAIL, N_("The GDAP relationship “{name}” was ended."),
    N_("Request a new relationship in Partner Center and have it approved."), AGENT,
    N_("The GDAP relationship “{name}” with {tenant} was ended. Please find out why, and request "
       "a new one."), TNY_PORTAL_PARTNER_GDAP, NULL },
  { "relationship", "other", TNY_CHECK_UNKNOWN,
    N_("The GDAP relationship “{name}” is in the state “{status}”."),
    N_("Look at it in Partner Center, then check again."), AGENT, NULL, TNY_PORTAL_PARTNER_GDAP,
    NULL },
  { "relationship", "not-needed", TNY_CHECK_NOT_NEEDED,
    N_("This tenant is not reached through GDAP."),
    NULL, NULL, NULL, NOWHERE, NULL },

  { "relationship-end", "ok", TNY_CHECK_PASS,
    N_("The relationship ends on {date}, in {days} days."),
    NULL, NULL, NULL, NOWHERE, NULL },
  { "relationship-end", "extends", TNY_CHECK_PASS,
    N_("The relationship is extended by itself; the present term ends on {date}."),
    NULL, NULL, NULL, NOWHERE, NULL },
  { "relationship-end", "soon", TNY_CHECK_PASS,
    N_("The relationship ends on {date}, in {days} days, and is not extended by itself."),
    N_("Switch on automatic extension, or request a new relationship in time."), AGENT,
    N_("The GDAP relationship “{name}” with {tenant} ends on {date}. Please switch on automatic "
       "extension or request a new one."), TNY_PORTAL_PARTNER_GDAP, NULL },
  { "relationship-end", "global-administrator", TNY_CHECK_PASS,
    N_("The relationship ends on {date}, in {days} days; with Global Administrator in it, it "
       "cannot be extended by itself."),
    N_("Request a new relationship without Global Administrator in time."), AGENT,
    N_("The GDAP relationship “{name}” with {tenant} ends on {date} and cannot be extended, "
       "because it holds Global Administrator. Please request a new one without that role."),
    TNY_PORTAL_PARTNER_GDAP, NULL },
  { "relationship-end", "none", TNY_CHECK_NOT_NEEDED,
    N_("There is no active relationship that could end."),
    NULL, NULL, NULL, NOWHERE, NULL },

  { "assignment", "ok", TNY_CHECK_PASS,
    N_("A security group of yours is assigned to the relationship."),
    NULL, NULL, NULL, NOWHERE, NULL },
  { "assignment", "none", TNY_CHECK_FAIL,
    N_("No security group is assigned to the relationship with {tenant}."),
    N_("Assign the security group of the service account to the relationship, with its roles."),
    AGENT,
    N_("Please open the relationship “{name}” with {tenant} in Partner Center and add the "
       "security group of {account} with the role Global Reader."), TNY_PORTAL_PARTNER_GDAP, NULL },
  { "assignment", "not-needed", TNY_CHECK_NOT_NEEDED,
    N_("This tenant is not reached through GDAP."),
    NULL, NULL, NULL, NOWHERE, NULL },

  { "membership", "ok", TNY_CHECK_PASS, N_("{account} is a member of an assigned security group."),
    NULL, NULL, NULL, NOWHERE, NULL },
  { "membership", "missing", TNY_CHECK_FAIL,
    N_("{account} is not a member of a security group that is assigned to {tenant}."),
    N_("Add the service account to the assigned security group."), MFA_ADMIN,
    N_("Please add {account} to the security group that is assigned to our GDAP relationship with "
       "{tenant} (group id {group})."), NOWHERE, NULL },
  { "membership", "not-needed", TNY_CHECK_NOT_NEEDED,
    N_("This tenant is not reached through GDAP."),
    NULL, NULL, NULL, NOWHERE, NULL },

  { "roles", "ok", TNY_CHECK_PASS,
    N_("The roles are enough: {roles}."), NULL, NULL, NULL, NOWHERE, NULL },
  { "roles", "missing", TNY_CHECK_FAIL,
    N_("A role is missing. Needed: {needs}. There is: {roles}."),
    N_("Add the missing role to the access assignment; if the relationship lacks it, a new one "
       "is needed."),
    AGENT,
    N_("Please add a role to our access to {tenant}. Needed: {needs}. Global Administrator would "
       "do too, but cannot be extended."), TNY_PORTAL_PARTNER_GDAP, NULL },
  { "roles", "not-needed", TNY_CHECK_NOT_NEEDED,
    N_("Delegated administration without GDAP has no roles of its own."),
    NULL, NULL, NULL, NOWHERE, NULL },

  { "conditional-access", "ok", TNY_CHECK_PASS,
    N_("No Conditional Access policy keeps the account out."),
    NULL, NULL, NULL, NOWHERE, NULL },
  { "conditional-access", "blocked", TNY_CHECK_FAIL,
    N_("A Conditional Access policy of {tenant} keeps the account out."),
    N_("Exclude service provider users from the policy, or meet it."), CUSTOMER,
    N_("A Conditional Access policy of {tenant} blocks our service account. Please exclude "
       "external users of the type “service provider users” from it."), NOWHERE, NULL },
  { "conditional-access", "mfa", TNY_CHECK_FAIL,
    N_("{tenant} asks for multifactor authentication, which the sign-in does not prove."),
    N_("Sign in again with multifactor authentication."), YOU, NULL, NOWHERE, "app.sign-in" },

  { "consent", "ok", TNY_CHECK_PASS, N_("The app is consented in {tenant} with all it needs."),
    NULL, NULL, NULL, NOWHERE, NULL },
  { "consent", "none", TNY_CHECK_FAIL, N_("The app is not consented in {tenant}."),
    N_("Give consent in this tenant."), CUSTOMER,
    N_("Please grant admin consent for our app in your directory: {url}"), NOWHERE,
    "tenant.consent" },
  { "consent", "partial", TNY_CHECK_FAIL, N_("The consent in {tenant} lacks {missing}. {blank}"),
    N_("Give consent again with all permissions."), CUSTOMER,
    N_("Please grant admin consent for our app again; {missing} is missing: {url}"), NOWHERE,
    "tenant.consent" },
  { "consent", "refused", TNY_CHECK_FAIL,
    N_("Microsoft refused to show the grants in {tenant}: {missing} is not granted there, or the "
       "role to read is missing."),
    N_("Give consent again with all permissions, and check the roles."), CUSTOMER,
    N_("Please grant admin consent for our app again; {missing} is missing: {url}"), NOWHERE,
    "tenant.consent" },
  { "consent", "not-needed", TNY_CHECK_NOT_NEEDED,
    N_("The permissions above are those of this tenant."),
    NULL, NULL, NULL, NOWHERE, NULL },

  { "access", "ok", TNY_CHECK_PASS,
    N_("{tenant} answers and can be read."), NULL, NULL, NULL, NOWHERE, NULL },
  { "access", "refused", TNY_CHECK_FAIL, N_("{tenant} cannot be read: {why}."),
    N_("The problems above it say why."), AGENT, NULL, TNY_PORTAL_PARTNER_GDAP, NULL },
  { "access", "empty", TNY_CHECK_UNKNOWN, N_("{tenant} answers, but names no user."),
    N_("Look whether there are users in its admin center, then check again."), AGENT, NULL,
    TNY_PORTAL_USERS, NULL },
  { "access", "other-tenant", TNY_CHECK_FAIL,
    N_("Another tenant answered in the place of {tenant}."),
    N_("Sign in again; if it stays so, ask Microsoft with the request id."), YOU, NULL, NOWHERE,
    "app.sign-in" },

  { "premium", "ok", TNY_CHECK_PASS,
    N_("{tenant} has Entra ID P1."), NULL, NULL, NULL, NOWHERE, NULL },
  { "premium", "none", TNY_CHECK_FAIL,
    N_("{tenant} has no Entra ID P1: last logon stays empty there."),
    N_("Buy Entra ID P1 for this tenant, or leave last logon out there."), CUSTOMER,
    N_("Dates of sign-ins need Entra ID P1 in {tenant}. Do you want it?"), NOWHERE, NULL },
  { "premium", "not-needed", TNY_CHECK_NOT_NEEDED, N_("Only last logon needs Entra ID P1."),
    NULL, NULL, NULL, NOWHERE, NULL },

  { "report-names", "shown", TNY_CHECK_PASS, N_("Usage reports of {tenant} show names."),
    NULL, NULL, NULL, NOWHERE, NULL },
  { "report-names", "concealed", TNY_CHECK_FAIL,
    N_("Usage reports of {tenant} conceal names: mailbox sizes cannot be told apart."),
    N_("Switch off concealed names in the report settings of the admin center."), CUSTOMER,
    N_("Please switch off “Display concealed user, group, and site names in all reports”: "
       "Microsoft 365 admin center, Settings, Org settings, Services, Reports."), NOWHERE,
    "tenant.show-names" },
  { "report-names", "not-needed", TNY_CHECK_NOT_NEEDED, N_("Only mailboxes need names in reports."),
    NULL, NULL, NULL, NOWHERE, NULL },
};

static const Words not_checked = {
  NULL, "not-checked", TNY_CHECK_UNKNOWN,
  N_("{check}: not checked. {why}."), "{advice}", NULL, NULL, NOWHERE, NULL
};
static const Words waits = {
  NULL, "waits", TNY_CHECK_UNKNOWN, N_("{check}: not checked, because something else must be put "
                                       "right first."),
  NULL, NULL, NULL, NOWHERE, NULL
};

static const Words *
find_words (const char *id, const char *finding)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].finding, finding) &&
        (g_str_equal (words[i].id, id) ||
         (g_str_equal (words[i].id, "permission") && g_str_has_prefix (id, "permission/"))))
      return &words[i];
  if (g_str_equal (finding, "waits"))
    return &waits;
  g_return_val_if_fail (g_str_equal (finding, "not-checked"), &not_checked);

  return &not_checked;
}

static guint
id_row (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    if (g_str_equal (ids[i].id, id) ||
        (g_str_equal (ids[i].id, "permission") && g_str_has_prefix (id, "permission/")))
      return i;

  g_return_val_if_reached (0);
}

guint
tny_check_order (const char *id)
{
  guint row = id_row (id), n;
  const TnyPermission *table = tny_permission_table (&n);
  gboolean application = g_str_has_suffix (id, "/application");
  guint order = ids[row].order;

  if (!g_str_has_prefix (id, "permission/"))
    return order;
  for (guint i = 0; i < n; i++, order++)
    if (strncmp (id + strlen ("permission/"), table[i].name, strlen (table[i].name)) == 0 &&
        id[strlen ("permission/") + strlen (table[i].name)] == '/')
      break;

  return order + (application ? n + 1 : 0);
}

/* {name} -> value. What has no value stays empty. */
static char *
fill_in (const char *text, GHashTable *values)
{
  g_autoptr(GString) out = g_string_new (NULL);

  if (text == NULL)
    return NULL;
  for (const char *at = text; *at != '\0'; at++)
    {
      const char *end = *at == '{' ? strchr (at, '}') : NULL;

      if (end == NULL)
        g_string_append_c (out, *at);
      else
        {
          g_autofree char *name = g_strndup (at + 1, (gsize) (end - at - 1));
          const char *value = g_hash_table_lookup (values, name);

          g_string_append (out, value != NULL ? value : "");
          at = end;
        }
    }
  g_strchomp (out->str);

  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
link_of (TnyCheckRun *run, const Words *row, const TnyCheckTenant *tenant)
{
  TnyPortalIds portal = { tenant != NULL ? tenant->graph_id : NULL, run->context->client_id, NULL };

  return row->page != NOWHERE ? tny_portal_link (tny_http_get_cloud (run->context->http), row->page,
                                                 &portal) : NULL;
}

TnyCheck *
tny_check_add (TnyCheckRun *run, const TnyCheckTenant *tenant, const char *id, const char *finding,
               const TnyAnswer *answer, ...)
{
  const Words *row = find_words (id, finding);
  g_autoptr(GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  TnyCheck *check = g_new0 (TnyCheck, 1);
  g_autofree char *name = tenant != NULL ? tny_text_display (tenant->name) : NULL;
  const char *placeholder, *given_url = NULL, *label;
  va_list arguments;

  if (row->page != NOWHERE)
    check->url = link_of (run, row, tenant);
  va_start (arguments, answer);
  while ((placeholder = va_arg (arguments, const char *)) != NULL)
    {
      const char *value = va_arg (arguments, const char *);

      g_hash_table_insert (values, (gpointer) placeholder, (gpointer) value);
      if (g_str_equal (placeholder, "url"))
        given_url = value;
    }
  if (given_url != NULL && check->url == NULL)
    check->url = g_strdup (given_url);
  label = ids[id_row (id)].label;
  g_hash_table_insert (values, (gpointer) "check",
                       label != NULL ? (gpointer) _(label)
                                     : g_hash_table_lookup (values, "permission"));
  if (g_str_has_suffix (id, "/application"))
    g_hash_table_insert (values, (gpointer) "form", (gpointer) _(" as an application permission"));
  g_hash_table_insert (values, (gpointer) "url", check->url);
  g_hash_table_insert (values, (gpointer) "tenant", name);
  g_hash_table_insert (values, (gpointer) "account", (gpointer) run->context->account_name);
  g_hash_table_insert (values, (gpointer) "app", (gpointer) run->context->client_id);

  check->connection_id = run->context->connection_id;
  check->id = g_strdup (id);
  check->area = ids[id_row (id)].area;
  check->order = tny_check_order (id);
  check->tenant_id = tenant != NULL ? g_strdup (tenant->graph_id) : NULL;
  check->state = row->state;
  check->finding = g_strdup (finding);
  check->claim = fill_in (_(row->claim), values);
  check->remedy = row->remedy != NULL && *row->remedy != '{' ? fill_in (_(row->remedy), values)
                                                             : fill_in (row->remedy, values);
  check->who = row->who != NULL ? fill_in (_(row->who), values) : NULL;
  check->message = row->message != NULL ? fill_in (_(row->message), values) : NULL;
  check->action = g_strdup (row->action);
  check->checked_at = answer != NULL ? answer->at : tny_check_now (run);
  if (check->area == TNY_CHECK_TENANTS)
    check->subject = g_strdup (name);
  else
    check->subject = g_strdup (g_hash_table_lookup (values, "check"));
  if (answer != NULL)
    {
      check->endpoint = g_strdup (answer->endpoint);
      check->status = answer->status;
      check->request_id = g_strdup (answer->request_id);
      check->detail = g_strdup (answer->detail);
    }
  va_end (arguments);

  g_mutex_lock (&run->lock);
  g_ptr_array_add (run->checks, check);
  g_mutex_unlock (&run->lock);

  return check;
}

/* The words of a remedy are a sentence's start and a whole sentence. */
void
tny_check_add_unknown (TnyCheckRun *run, const TnyCheckTenant *tenant, const char *id,
                       const TnyAnswer *answer)
{
  const TnyRemedy *remedy = answer != NULL ? tny_remedy_for (answer->error) : NULL;
  g_auto(GStrv) parts = g_strsplit (id, "/", 3);

  if (remedy == NULL)
    tny_check_add (run, tenant, id, "waits", NULL, "permission", parts[1], NULL);
  else
    {
      TnyCheck *check = tny_check_add (run, tenant, id, "not-checked", answer,
                                       "permission", parts[1], "why", _(remedy->headline),
                                       "advice", _(remedy->advice), NULL);

      check->action = g_strdup (remedy->action);
    }
}

const char *
tny_check_label (const TnyCheck *self)
{
  const char *label = ids[id_row (self->id)].label;

  return label != NULL ? _(label) : self->subject;
}

char *
tny_check_day (gint64 seconds)
{
  g_autoptr(GDateTime) day = g_date_time_new_from_unix_utc (seconds);

  return day != NULL ? g_date_time_format (day, "%Y-%m-%d") : g_strdup ("?");
}
