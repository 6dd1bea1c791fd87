/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-error.h"

#include <string.h>

static void
test_every_code_has_a_remedy (void)
{
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (int code = 0; code < TNY_N_ERRORS; code++)
    {
      const TnyRemedy *remedy = tny_remedy_by_code (code);

      g_assert_cmpint (remedy->code, ==, code);
      g_assert_nonnull (remedy->name);
      g_assert_nonnull (remedy->headline);
      g_assert_nonnull (remedy->advice);
      g_assert_true (g_hash_table_add (names, (gpointer) remedy->name));
      g_assert_true (tny_remedy_by_name (remedy->name) == remedy);
      /* An error never exits as success. */
      g_assert_cmpint (remedy->exit, >, TNY_EXIT_DONE);
      g_assert_true (g_str_has_suffix (remedy->advice, "."));
      g_assert_null (strchr (remedy->headline, '!'));
      g_assert_null (strchr (remedy->advice, '!'));
    }
}

static void
test_foreign_errors_get_a_remedy (void)
{
  static const struct { GQuark (*domain) (void); int code; TnyError remedy; } rows[] = {
    { g_io_error_quark, G_IO_ERROR_NOT_FOUND, TNY_ERROR_FILE },
    { g_io_error_quark, G_IO_ERROR_NO_SPACE, TNY_ERROR_DATABASE_FULL },
    { g_io_error_quark, G_IO_ERROR_CONNECTION_REFUSED, TNY_ERROR_NETWORK },
    { g_tls_error_quark, G_TLS_ERROR_BAD_CERTIFICATE, TNY_ERROR_TLS },
    { g_resolver_error_quark, G_RESOLVER_ERROR_NOT_FOUND, TNY_ERROR_NETWORK },
    { g_file_error_quark, G_FILE_ERROR_NOENT, TNY_ERROR_FILE },
    { g_option_error_quark, G_OPTION_ERROR_UNKNOWN_OPTION, TNY_ERROR_ARGUMENT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GError) error = g_error_new_literal (rows[i].domain (), rows[i].code, "x");

      g_assert_cmpint (tny_remedy_for (error)->code, ==, rows[i].remedy);
    }
  g_assert_null (tny_remedy_for (NULL));
}

static void
test_cancelled_is_no_failure (void)
{
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x");
  g_autoptr(GError) other = g_error_new_literal (TNY_ERROR, TNY_ERROR_NETWORK, "x");

  g_assert_true (tny_error_cancelled (error));
  g_assert_false (tny_error_cancelled (other));
  g_assert_false (tny_error_cancelled (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/error/every-code-has-a-remedy", test_every_code_has_a_remedy);
  g_test_add_func ("/base/error/foreign-errors-get-a-remedy", test_foreign_errors_get_a_remedy);
  g_test_add_func ("/base/error/cancelled-is-no-failure", test_cancelled_is_no_failure);

  return g_test_run ();
}
