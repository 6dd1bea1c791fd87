/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "setup-fixture.h"

#include <glib/gstdio.h>

void
setup_open_store (SetupFixture *f)
{
  g_autoptr(GError) error = NULL;

  f->store = tny_store_open (f->folder, "tenantry.db", TNY_STORE_WRITE, &error);
  g_assert_no_error (error);
}

void
setup_begin (SetupFixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("tenantry-setup-XXXXXX", NULL);
  setup_open_store (f);
}

void
setup_end (SetupFixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = NULL;
  const char *name;

  tny_store_close (f->store);
  dir = g_dir_open (f->folder, 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (f->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (f->folder);
  g_free (f->folder);
}
