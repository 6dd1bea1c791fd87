/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-admin-message.h"

#include <string.h>

#define APP "d63f83bc-d4e4-4677-85cd-760ddc46d8fd"

/* Where an administrator helps, the message says what, why and where; elsewhere there is none. */
static void
test_messages (void)
{
  static const struct { TnyError code; const char *says[4]; } messages[] = {
    { TNY_ERROR_CONSENT, { APP, "Grant admin consent", "User.Read.All", "https://entra.microsoft.com/" } },
    { TNY_ERROR_DECLINED, { APP, "Grant admin consent", "delegated", "https://entra.microsoft.com/" } },
    { TNY_ERROR_BLOCKED, { "Conditional Access", "sync@contoso.example", "exclude" } },
    { TNY_ERROR_MFA, { "second factor", "sync@contoso.example" } },
    { TNY_ERROR_NETWORK, { NULL } }, { TNY_ERROR_SECRET_WRONG, { NULL } }, { TNY_ERROR_SIGN_IN, { NULL } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      g_autofree char *text = tny_admin_message (messages[i].code, NULL, APP, "tenants,users", "gdap",
                                                 "sync@contoso.example");

      g_assert_cmpint (text != NULL, ==, messages[i].says[0] != NULL);
      for (guint k = 0; k < G_N_ELEMENTS (messages[i].says) && messages[i].says[k] != NULL; k++)
        if (strstr (text, messages[i].says[k]) == NULL)
          g_error ("“%s” does not say “%s”", text, messages[i].says[k]);
    }
}

/* It asks for what this connection needs and no more. */
static void
test_asks_for_no_more_than_needed (void)
{
  g_autofree char *direct = tny_admin_message (TNY_ERROR_CONSENT, NULL, APP, "tenants,users", "direct", NULL);
  g_autofree char *gdap = tny_admin_message (TNY_ERROR_CONSENT, NULL, APP, "tenants,users", "gdap", NULL);

  g_assert_null (strstr (direct, "user_impersonation"));
  g_assert_nonnull (strstr (gdap, "user_impersonation"));
  g_assert_null (strstr (gdap, "ReadWrite"));
}

/* Screens, section 8: each code that stays on Microsoft's page has its words. */
static void
test_codes_of_microsofts_page (void)
{
  static const struct { const char *text; int code; } codes[] = {
    { "AADSTS50011", TNY_ERROR_REGISTRATION },
    { "Sorry, but we’re having trouble. AADSTS700016: Application with identifier 'x' was not found", TNY_ERROR_APP },
    { " 90002 ", TNY_ERROR_APP }, { "AADSTS7000215", TNY_ERROR_SECRET_WRONG },
    { "AADSTS7000222", TNY_ERROR_SECRET_EXPIRED }, { "AADSTS65001", TNY_ERROR_CONSENT },
    { "AADSTS90094", TNY_ERROR_CONSENT }, { "AADSTS65004", TNY_ERROR_DECLINED }, { "50076", TNY_ERROR_MFA },
    { "50079", TNY_ERROR_MFA }, { "AADSTS50173", TNY_ERROR_SIGN_IN }, { "AADSTS700082", TNY_ERROR_SIGN_IN },
    { "Error code: 53003", -1 }, { "AADSTS53003", TNY_ERROR_BLOCKED }, { "AADSTS700027", TNY_ERROR_CERTIFICATE },
    { "AADSTS11111111", TNY_ERROR_NOT_FOUND }, { "", -1 }, { "AADSTS", -1 }, { "AADSTS123", -1 },
    { "hello 53003", -1 }, { "1234567890", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr(GError) error = tny_microsoft_code (codes[i].text);

      g_assert_cmpint (error != NULL ? error->code : -1, ==, codes[i].code);
      if (error != NULL)
        g_assert_true (g_str_has_prefix (error->message, "AADSTS"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/setup/admin-message/messages", test_messages);
  g_test_add_func ("/setup/admin-message/asks-for-no-more-than-needed", test_asks_for_no_more_than_needed);
  g_test_add_func ("/setup/admin-message/codes-of-microsofts-page", test_codes_of_microsofts_page);

  return g_test_run ();
}
