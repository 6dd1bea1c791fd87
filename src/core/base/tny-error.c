/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-error.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (tny-error-quark, tny_error)

#define REMEDY(code, name, exit, headline, advice, action) \
  [TNY_ERROR_##code] = { TNY_ERROR_##code, name, headline, advice, action, TNY_EXIT_##exit }

static const TnyRemedy remedies[TNY_N_ERRORS] = {
  REMEDY (ARGUMENT, "argument", ARGUMENT,
          N_("This cannot be done as asked"),
          N_("Nothing was changed. Correct what the details name and try again."), NULL),
  REMEDY (AMBIGUOUS, "ambiguous", ARGUMENT,
          N_("That name fits more than one"),
          N_("Nothing was changed. Use one of the ids listed in the details."), NULL),
  REMEDY (NOTHING_DONE, "nothing-done", ARGUMENT,
          N_("There is nothing to take back"),
          N_("Nothing was changed. History shows what was decided, and by whom."), NULL),
  REMEDY (NOT_FOUND, "not-found", ARGUMENT,
          N_("That was not found here"),
          N_("Nothing was changed. Check the name, or list what there is."), NULL),
  REMEDY (INPUT, "input", INPUT,
          N_("The file was not accepted"),
          N_("Nothing was imported. Correct what the details name, or choose another file."), NULL),
  REMEDY (LINES, "lines", INCOMPLETE,
          N_("Some lines were left out"),
          N_("The other lines can be used. Correct those that are named, or save them with their "
             "reasons, and import them again."), NULL),
  REMEDY (FILE, "file", INPUT,
          N_("The file cannot be read or written"),
          N_("Nothing was changed. Check that the file exists and that you may use it."), NULL),
  REMEDY (SIGN_IN, "sign-in", SIGN_IN,
          N_("A sign-in is needed"),
          N_("Nothing is lost. Sign in to continue."),
          "app.sign-in"),
  REMEDY (WRONG_ACCOUNT, "wrong-account", SIGN_IN,
          N_("That is another account or directory than expected"),
          N_("Nothing was stored. Sign in with the service account of your own directory."),
          "app.sign-in"),
  REMEDY (MFA, "mfa", SIGN_IN,
          N_("This account must use multifactor authentication"),
          N_("Set it up for the service account, then sign in again. Nothing is lost."),
          "app.sign-in"),
  REMEDY (BLOCKED, "blocked", PERMISSION,
          N_("A Conditional Access policy blocks this sign-in"),
          N_("Exclude the service account from the policy or meet it, then sign in again."),
          "app.sign-in"),
  REMEDY (REDIRECT, "redirect", SIGN_IN,
          N_("The browser could not return"),
          N_("Nothing was stored. Start the sign-in again, or use “Sign in another way”."),
          "app.sign-in"),
  REMEDY (BROWSER, "browser", SIGN_IN,
          N_("No browser could be opened"),
          N_("Copy the link and open it in any browser on this computer."), "app.copy-link"),
  REMEDY (SECRET_WRONG, "secret-wrong", SIGN_IN,
          N_("Microsoft does not accept the client secret"),
          N_("Paste the Value, not the Secret ID. A new secret can need 20 seconds to work."),
          "app.edit-credentials"),
  REMEDY (SECRET_ID, "secret-id", SIGN_IN,
          N_("That cannot be the client secret"),
          N_("Nothing was stored or sent. Copy the Value, not the Secret ID: it is shown only once."),
          "app.edit-credentials"),
  REMEDY (SECRET_MISSING, "secret-missing", SIGN_IN,
          N_("The client secret is not in this keyring"),
          N_("Enter it again. Synced data stays as it is."), "app.edit-credentials"),
  REMEDY (SECRET_EXPIRED, "secret-expired", SIGN_IN,
          N_("The client secret has expired"),
          N_("Create a new secret in Entra, then use Edit Credentials. Synced data stays as it is."),
          "app.edit-credentials"),
  REMEDY (CERTIFICATE, "certificate", SIGN_IN,
          N_("Microsoft does not accept the certificate"),
          N_("Upload its file to the app, under Certificates & secrets, Certificates; it can need a "
             "minute. Synced data stays as it is."), "app.edit-credentials"),
  REMEDY (APP, "app", SIGN_IN,
          N_("Application or directory not found"),
          N_("Check the two ids, which may be swapped, and the chosen cloud."),
          "app.edit-credentials"),
  REMEDY (REGISTRATION, "registration", PERMISSION,
          N_("The app registration does not fit"),
          N_("Compare redirect address, platform and account types with the set-up page."),
          "app.open-registration"),
  REMEDY (CONSENT, "consent", PERMISSION,
          N_("Consent is missing"),
          N_("An administrator must grant consent for the app. What was read before stays."),
          "app.health"),
  REMEDY (DECLINED, "declined", SIGN_IN,
          N_("Consent was declined"),
          N_("Nothing was stored. Sign in again and accept, or have an administrator grant consent for the "
             "app."), "app.sign-in"),
  REMEDY (PERMISSION, "permission", PERMISSION,
          N_("A permission or a role is missing"),
          N_("Everything else goes on. Health names the permission and who can grant it."),
          "app.health"),
  REMEDY (RELATIONSHIP, "relationship", PERMISSION,
          N_("No GDAP relationship with this tenant is active"),
          N_("Request one in Partner Center and have it approved. What was read before stays."),
          "app.health"),
  REMEDY (ACCESS, "access", PERMISSION,
          N_("No access to this tenant"),
          N_("The service account must be an Admin agent, and in the security group that is assigned to "
             "the GDAP relationship: Health says which is missing. What was read before stays."),
          "app.health"),
  REMEDY (LICENCE, "licence", PERMISSION,
          N_("The tenant lacks the licence for this"),
          N_("Everything else was synced. This data needs another licence in that tenant."), NULL),
  REMEDY (THROTTLED, "throttled", THROTTLED,
          N_("Microsoft asked us to slow down"),
          N_("Nothing is lost. The next sync continues where this one stopped."), "app.sync"),
  REMEDY (UNAVAILABLE, "unavailable", THROTTLED,
          N_("Microsoft's service is not available"),
          N_("Nothing is lost. Try again in a few minutes; the sync continues where it stopped."),
          "app.sync"),
  REMEDY (NETWORK, "network", NETWORK,
          N_("No connection to Microsoft"),
          N_("Data from the last sync stays usable. Check the network and try again."), "app.sync"),
  REMEDY (TLS, "tls", NETWORK,
          N_("The connection is not safe"),
          N_("Nothing was sent. Check the clock, and whether this network inspects connections."), NULL),
  REMEDY (PROTOCOL, "protocol", NETWORK,
          N_("The answer was not Microsoft's, or not whole"),
          N_("Nothing from it was used. A hotel or guest network may need a sign-in of its own."),
          "app.sync"),
  REMEDY (CLOCK, "clock", NETWORK,
          N_("This computer's clock is wrong"),
          N_("Set the clock, then try again. Nothing was changed."), NULL),
  REMEDY (RESYNC, "resync", INCOMPLETE,
          N_("Microsoft asks for a full listing"),
          N_("The next sync lists everything anew. What is here stays until that has ended."), "app.sync"),
  REMEDY (KEYRING_LOCKED, "keyring-locked", KEYRING,
          N_("The keyring is locked"),
          N_("Unlock it and try again. Nothing was written anywhere else."), "app.unlock-keyring"),
  REMEDY (KEYRING_NOT_MADE, "keyring-not-made", KEYRING,
          N_("There is no default keyring yet"),
          N_("Make one in Passwords and Keys, or let the window ask for its new password. "
             "Nothing was written anywhere else."), "app.unlock-keyring"),
  REMEDY (KEYRING_ABSENT, "keyring-absent", KEYRING,
          N_("There is no keyring service"),
          N_("Install and start a Secret Service such as GNOME Keyring. Secrets are never written to a file."),
          NULL),
  REMEDY (KEYRING_FAILED, "keyring-failed", KEYRING,
          N_("The keyring refused"),
          N_("Nothing was written anywhere else. The details hold its answer."), NULL),
  REMEDY (DATABASE_BUSY, "database-busy", DATABASE,
          N_("Tenantry is already open on this data"),
          N_("Use its open window, or wait for the command that runs. Nothing was changed."), NULL),
  REMEDY (DATA_FOLDER, "data-folder", DATABASE,
          N_("The data folder cannot be used"),
          N_("Nothing was changed. Check what is there, or choose another folder."), NULL),
  REMEDY (DATABASE_DAMAGED, "database-damaged", DATABASE,
          N_("The database is damaged"),
          N_("It was not touched further. Restore a backup (tenantryctl restore FILE), or start with a "
             "new data folder."), NULL),
  REMEDY (DATABASE_NEWER, "database-newer", DATABASE,
          N_("The database was made by a newer Tenantry"),
          N_("It was not touched. Install that version or a later one."), NULL),
  REMEDY (DATABASE_FULL, "database-full", DATABASE,
          N_("The disk is full"),
          N_("The last step was undone as a whole. Free some space and try again."), NULL),
  REMEDY (DATABASE_READ_ONLY, "database-read-only", DATABASE,
          N_("The data folder cannot be written"),
          N_("Nothing was changed. Check the rights on the folder, or choose another one."), NULL),
  REMEDY (INCOMPLETE, "incomplete", INCOMPLETE,
          N_("Not everything could be read"),
          N_("What was read is stored; the rest keeps its older data. The log names each gap."),
          "app.sync-logs"),
  REMEDY (CHECK_FAILED, "check-failed", CHECK_FAILED,
          N_("A check found a problem"),
          N_("The result names what to change and who can do it."), "app.health"),
  REMEDY (NOT_CHECKED, "not-checked", NOT_CHECKED,
          N_("A check could not be made"),
          N_("This says neither good nor bad. Try again later."), "app.health"),
  REMEDY (DECISION, "decision", DECISION,
          N_("This needs a decision"),
          N_("Nothing was changed. Decide or confirm what the details name."), NULL),
  REMEDY (STALE, "stale", DECISION,
          N_("The data changed in the meantime"),
          N_("Nothing was changed. Look at the new state and decide again."), NULL),
  REMEDY (CONCEALED, "concealed", INCOMPLETE,
          N_("Report names are concealed"),
          N_("What was read before stays. In the Microsoft 365 admin center, under Settings, Org settings, "
             "Services, Reports, clear “Display concealed user, group, and site names in all reports”."),
          "app.health"),
};

const TnyRemedy *
tny_remedy_by_code (TnyError code)
{
  g_return_val_if_fail ((int) code >= 0 && code < TNY_N_ERRORS, NULL);

  return &remedies[code];
}

const TnyRemedy *
tny_remedy_by_name (const char *name)
{
  for (int i = 0; i < TNY_N_ERRORS; i++)
    if (g_strcmp0 (remedies[i].name, name) == 0)
      return &remedies[i];

  return NULL;
}

gboolean
tny_error_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Errors of libraries that reach a person unmapped still get the nearest true remedy. */
const TnyRemedy *
tny_remedy_for (const GError *error)
{
  if (error == NULL)
    return NULL;
  if (error->domain == TNY_ERROR && error->code >= 0 && error->code < TNY_N_ERRORS)
    return &remedies[error->code];
  if (error->domain == G_TLS_ERROR)
    return &remedies[TNY_ERROR_TLS];
  if (error->domain == G_RESOLVER_ERROR)
    return &remedies[TNY_ERROR_NETWORK];
  if (error->domain == G_FILE_ERROR)
    return &remedies[TNY_ERROR_FILE];
  if (error->domain == G_OPTION_ERROR || error->domain == G_KEY_FILE_ERROR)
    return &remedies[TNY_ERROR_ARGUMENT];
  if (error->domain == G_IO_ERROR)
    switch (error->code)
      {
      case G_IO_ERROR_NOT_FOUND:
      case G_IO_ERROR_PERMISSION_DENIED:
      case G_IO_ERROR_IS_DIRECTORY:
      case G_IO_ERROR_EXISTS:
      case G_IO_ERROR_READ_ONLY:
        return &remedies[TNY_ERROR_FILE];
      case G_IO_ERROR_NO_SPACE:
        return &remedies[TNY_ERROR_DATABASE_FULL];
      default:
        return &remedies[TNY_ERROR_NETWORK];
      }

  return &remedies[TNY_ERROR_PROTOCOL];
}
