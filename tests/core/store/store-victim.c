/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What test-kill kills.
 *
 *   store-victim write FOLDER      writes sets 1, 2, 3 … beyond what is there; a line for each on
 *   stdout store-victim migrate FOLDER    migrates FOLDER to the newest version of the tests' own
 * migrations
 */
#include "store-fixture.h"

#include <unistd.h>

int
main (int argc, char **argv)
{
  static const TnyMigrations three = { "/test/three" };
  g_autoptr(GError) error = NULL;
  TnyStore *store;
  int number;

  g_assert_cmpint (argc, ==, 3);
  if (g_str_equal (argv[1], "migrate"))
    {
      g_assert_cmpint (write (STDOUT_FILENO, "0\n", 2), ==, 2);
      store = tny_store_open_with (argv[2], "tenantry.db", TNY_STORE_WRITE, &three, &error);
      g_assert_no_error (error);
      tny_store_close (store);
      return 0;
    }

  store = tny_store_open (argv[2], "tenantry.db", TNY_STORE_WRITE, &error);
  g_assert_no_error (error);
  for (number = MAX (0, read_set (store)) + 1;; number++)
    {
      g_autofree char *line = g_strdup_printf ("%d\n", number);

      g_assert_true (write_set (store, (guint) number, &error));
      g_assert_cmpint (write (STDOUT_FILENO, line, strlen (line)), >, 0);
    }
}
