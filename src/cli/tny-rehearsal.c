/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-rehearsal.h"

#include <glib/gstdio.h>

#define FILE_NAME "rehearsal.db"

struct _TnyRehearsal
{
  char     *folder;
  TnyStore *store;
};

TnyRehearsal *
tny_rehearsal_new (TnyStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr(TnyRehearsal) self = g_new0 (TnyRehearsal, 1);
  g_autofree char *path = NULL;

  self->folder = g_dir_make_tmp ("tenantry-rehearsal-XXXXXX", error);
  if (self->folder == NULL)
    return NULL;
  path = g_build_filename (self->folder, FILE_NAME, NULL);
  if (!tny_store_backup (store, path, cancellable, error))
    return NULL;
  self->store = tny_store_open (self->folder, FILE_NAME, TNY_STORE_WRITE, error);

  return self->store != NULL ? g_steal_pointer (&self) : NULL;
}

/* Only what lies directly in the folder we made; it has no folders of its own. */
static void
remove_folder (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

void
tny_rehearsal_free (TnyRehearsal *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->store, tny_store_close);
  if (self->folder != NULL)
    remove_folder (self->folder);
  g_free (self->folder);
  g_free (self);
}

TnyStore *
tny_rehearsal_get_store (TnyRehearsal *self)
{
  return self->store;
}
