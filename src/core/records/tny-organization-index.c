/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-organization-index.h"

struct _TnyOrganizationIndex
{
  gatomicrefcount  references;
  gint64           generation;
  TnyNameIndex    *names;
};

/* Generations begin at a number of their own in every database, so one place to keep is enough. */
static GMutex lock;
static TnyOrganizationIndex *kept;

static TnyOrganizationIndex *
build (TnyReader *reader, gint64 generation, GError **error)
{
  g_autoptr(TnyNameIndex) names = tny_name_index_new ();
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "organizations/names", error);
  TnyOrganizationIndex *self;
  gboolean row;

  if (stmt == NULL)
    return NULL;
  for (;;)
    {
      if (!tny_step (stmt, &row, error))
        return NULL;
      if (!row)
        break;
      tny_name_index_add (names, tny_int (stmt, 0), tny_text (stmt, 1));
    }
  tny_name_index_build (names);
  self = g_new0 (TnyOrganizationIndex, 1);
  g_atomic_ref_count_init (&self->references);
  self->generation = generation;
  self->names = g_steal_pointer (&names);

  return self;
}

TnyOrganizationIndex *
tny_organization_index_get (TnyReader *reader, GError **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&lock);
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "organizations/generation", error);
  gint64 generation;

  /* Read before the names: a change in between makes the next caller build anew. */
  if (stmt == NULL || !tny_read_int (stmt, 0, &generation, error))
    return NULL;
  if (kept == NULL || kept->generation != generation)
    {
      TnyOrganizationIndex *fresh = build (reader, generation, error);

      if (fresh == NULL)
        return NULL;
      g_clear_pointer (&kept, tny_organization_index_unref);
      kept = fresh;
    }
  g_atomic_ref_count_inc (&kept->references);

  return kept;
}

void
tny_organization_index_unref (TnyOrganizationIndex *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;

  tny_name_index_free (self->names);
  g_free (self);
}

const TnyNameIndex *
tny_organization_index_names (const TnyOrganizationIndex *self)
{
  return self->names;
}
