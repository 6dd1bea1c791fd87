/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-rehearsal.h"

#include <glib/gstdio.h>

#define FILE_NAME "rehearsal.db"

struct _TnyRehearsal
{
  char       *folder;
  TnyStore   *store;       /* of a copy: ours */
  TnySession *session;     /* of an empty one */
};

static TnyRehearsal *
rehearsal_new (GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("tenantry-rehearsal-XXXXXX", error);
  TnyRehearsal *self;

  if (folder == NULL)
    return NULL;

  self = g_new0 (TnyRehearsal, 1);
  self->folder = g_steal_pointer (&folder);

  return self;
}

TnyRehearsal *
tny_rehearsal_new_copy (TnyStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr(TnyRehearsal) self = rehearsal_new (error);
  g_autofree char *path = NULL;

  if (self == NULL)
    return NULL;

  path = g_build_filename (self->folder, FILE_NAME, NULL);
  if (!tny_store_backup (store, path, cancellable, error))
    return NULL;
  self->store = tny_store_open (self->folder, FILE_NAME, TNY_STORE_WRITE, error);

  return self->store != NULL ? g_steal_pointer (&self) : NULL;
}

TnyRehearsal *
tny_rehearsal_new_empty (const char *cloud, GCancellable *cancellable, GError **error)
{
  g_autoptr(TnyRehearsal) self = rehearsal_new (error);

  if (self == NULL)
    return NULL;

  self->session = tny_session_new (self->folder, cloud);

  return tny_session_open (self->session, TNY_STORE_WRITE, cancellable, error)
         ? g_steal_pointer (&self) : NULL;
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
  if (self->session != NULL)
    tny_session_close (self->session);
  g_clear_object (&self->session);
  remove_folder (self->folder);
  g_free (self->folder);
  g_free (self);
}

TnyStore *
tny_rehearsal_get_store (TnyRehearsal *self)
{
  return self->session != NULL ? tny_session_get_store (self->session) : self->store;
}

TnySession *
tny_rehearsal_get_session (TnyRehearsal *self)
{
  return self->session;
}
