/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-organization-index.h"

#include "tny-read.h"

struct _TnyOrganizationIndex
{
  gatomicrefcount   references;
  gint64            generation, contacts;   /* the latter 0 without evidence */
  TnyNameIndex     *names;
  TnyEvidenceIndex *evidence;               /* NULL: names only */
};

/* Generations begin at a number of their own in every database, so one place to keep is enough. */
static GMutex lock;
static TnyOrganizationIndex *kept;

typedef void (*RowFunc) (TnyOrganizationIndex *self, sqlite3_stmt *stmt);

static gboolean
read_rows (TnyOrganizationIndex *self, TnyReader *reader, const char *name, RowFunc take,
           GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, name, error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  for (;;)
    {
      if (!tny_step (stmt, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      take (self, stmt);
    }
}

static void
take_name (TnyOrganizationIndex *self, sqlite3_stmt *stmt)
{
  tny_name_index_add (self->names, tny_int (stmt, 0), tny_text (stmt, 1));
}

static void
take_facts (TnyOrganizationIndex *self, sqlite3_stmt *stmt)
{
  TnyOrganizationFacts facts = { tny_text (stmt, 2), tny_text (stmt, 3), tny_text (stmt, 4),
                                 tny_text (stmt, 5) };

  tny_evidence_index_add (self->evidence, &facts);
}

static void
take_domain (TnyOrganizationIndex *self, sqlite3_stmt *stmt)
{
  guint position;

  if (tny_name_index_find_id (self->names, tny_int (stmt, 0), &position))
    tny_evidence_index_add_domain (self->evidence, position, tny_text (stmt, 1),
                                   (guint) tny_int (stmt, 2));
}

static void
take_former_name (TnyOrganizationIndex *self, sqlite3_stmt *stmt)
{
  guint position;

  if (tny_name_index_find_id (self->names, tny_int (stmt, 0), &position))
    tny_evidence_index_add_former_name (self->evidence, position, tny_text (stmt, 1),
                                        tny_int (stmt, 2));
}

static gboolean
fill (TnyOrganizationIndex *self, TnyReader *reader, gboolean evidence, GError **error)
{
  if (!read_rows (self, reader, "organizations/names", take_name, error))
    return FALSE;
  tny_name_index_build (self->names);
  if (!evidence)
    return TRUE;
  self->evidence = tny_evidence_index_new (self->names);
  if (!read_rows (self, reader, "organizations/names", take_facts, error) ||
      !read_rows (self, reader, "organizations/mail-domains", take_domain, error) ||
      !read_rows (self, reader, "organizations/former-names", take_former_name, error))
    return FALSE;
  tny_evidence_index_build (self->evidence);

  return TRUE;
}

/* One state of the database, or the two halves would not fit together. */
static TnyOrganizationIndex *
build (TnyReader *reader, gint64 generation, gint64 contacts, gboolean evidence, GError **error)
{
  g_autoptr(TnyOrganizationIndex) self = g_new0 (TnyOrganizationIndex, 1);
  gboolean filled;

  g_atomic_ref_count_init (&self->references);
  self->generation = generation;
  self->contacts = evidence ? contacts : 0;
  self->names = tny_name_index_new ();
  if (!tny_reader_begin (reader, error))
    return NULL;
  filled = fill (self, reader, evidence, error);
  tny_reader_end (reader);

  return filled ? g_steal_pointer (&self) : NULL;
}

static TnyOrganizationIndex *
get (TnyReader *reader, gboolean evidence, GError **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&lock);
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "records/generations", error);
  gint64 generation, contacts;
  gboolean row;

  /* Read before the names: a change in between makes the next caller build anew. */
  if (stmt == NULL || !tny_step (stmt, &row, error))
    return NULL;
  generation = tny_int (stmt, 0);
  contacts = tny_int (stmt, 1);
  if (kept == NULL || kept->generation != generation ||
      (evidence && (kept->evidence == NULL || kept->contacts != contacts)))
    {
      TnyOrganizationIndex *fresh = build (reader, generation, contacts, evidence, error);

      if (fresh == NULL)
        return NULL;
      g_clear_pointer (&kept, tny_organization_index_unref);
      kept = fresh;
    }
  g_atomic_ref_count_inc (&kept->references);

  return kept;
}

TnyOrganizationIndex *
tny_organization_index_get (TnyReader *reader, GError **error)
{
  return get (reader, FALSE, error);
}

TnyOrganizationIndex *
tny_organization_index_get_evidence (TnyReader *reader, GError **error)
{
  return get (reader, TRUE, error);
}

void
tny_organization_index_unref (TnyOrganizationIndex *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;

  tny_evidence_index_free (self->evidence);
  tny_name_index_free (self->names);
  g_free (self);
}

const TnyNameIndex *
tny_organization_index_names (const TnyOrganizationIndex *self)
{
  return self->names;
}

const TnyEvidenceIndex *
tny_organization_index_evidence (const TnyOrganizationIndex *self)
{
  return self->evidence;
}
