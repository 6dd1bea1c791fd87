/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-contact-plan-private.h"

#include "tny-contact-entry.h"
#include "tny-contact-side.h"
#include "tny-read.h"

/* Threads that compare organizations; more would wait for the disk and for one another. */
#define MAX_WORKERS 4
/* Fewer are not worth a thread. */
#define MIN_ORGANIZATIONS 4

static void
section_clear (gpointer data)
{
  TnyContactPlanSection *section = data;

  g_free (section->organization.name);
  g_clear_pointer (&section->lines, g_array_unref);
  g_clear_pointer (&section->texts, g_string_chunk_free);
}

static void
section_unref (gpointer section)
{
  g_atomic_rc_box_release_full (section, section_clear);
}

static void
add_line (TnyContactPlanSection *section, TnyContactSide *side, const TnyContactLine *match)
{
  g_autofree char *contact = tny_contact_side_name (side, match->contact_id);
  TnyContactPlanLine line;

  tny_contact_side_line (side, match, &line);
  line.organization_name = section->organization.name;
  line.user = g_string_chunk_insert (section->texts, line.user);
  line.contact = contact != NULL ? g_string_chunk_insert (section->texts, contact) : NULL;
  g_array_append_val (section->lines, line);
  section->organization.counts[line.outcome]++;
  section->n_conflicts += line.conflict;
}

/* Compares what @section is the head of. */
static gboolean
fill_section (TnyContactPlanSection *section, TnyReader *reader, GError **error)
{
  g_auto(TnyContactSide) side = { 0 };
  g_autoptr(GPtrArray) found = NULL;

  if (!tny_contact_side_read (&side, reader, section->organization.id, FALSE, error))
    return FALSE;
  found = tny_contact_side_match (&side, FALSE);
  section->organization.n_contacts = side.contacts->len;
  section->texts = g_string_chunk_new (512);
  section->lines = g_array_sized_new (FALSE, FALSE, sizeof (TnyContactPlanLine), found->len);
  for (guint i = 0; i < found->len; i++)
    add_line (section, &side, found->pdata[i]);

  return TRUE;
}

/* Sections without lines: which organizations there are now, and their generations. */
static GPtrArray *
read_organizations (TnyContactPlan *self, TnyReader *reader, GError **error)
{
  g_autoptr(GPtrArray) heads = g_ptr_array_new_with_free_func (section_unref);
  gboolean more;
  sqlite3_stmt *stmt = tny_read_by_id (reader, "contact-plan/organizations", "organization_id",
                                       self->organization_id, &more, error);

  if (stmt == NULL)
    return NULL;
  while (more)
    {
      TnyContactPlanSection *head = g_atomic_rc_box_new0 (TnyContactPlanSection);

      head->organization.id = tny_int (stmt, 0);
      head->organization.name = tny_dup_text (stmt, 1);
      head->generation = tny_int (stmt, 2);
      g_ptr_array_add (heads, head);
      if (!tny_step (stmt, &more, error))
        return NULL;
    }

  return g_steal_pointer (&heads);
}

/* Sections that are compared side by side. */
typedef struct
{
  TnyStore     *store;
  GPtrArray    *sections;       /* TnyContactPlanSection, lent */
  GCancellable *cancellable;
  int           next, failed;   /* atomic */
} Work;

static gboolean
work (Work *self, TnyReader *reader, GError **error)
{
  guint at;

  while (!g_atomic_int_get (&self->failed) &&
         (at = (guint) g_atomic_int_add (&self->next, 1)) < self->sections->len)
    if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
        !fill_section (self->sections->pdata[at], reader, error))
      {
        g_atomic_int_set (&self->failed, TRUE);
        return FALSE;
      }

  return TRUE;
}

static gpointer
worker (gpointer data)
{
  Work *self = data;
  GError *error = NULL;
  g_autoptr(TnyReader) reader = tny_store_borrow (self->store, &error);

  if (reader == NULL)
    g_atomic_int_set (&self->failed, TRUE);
  else
    work (self, reader, &error);

  return error;
}

/* Each thread reads with a reader of its own, and so may see a later state than @reader: the section's
 * generation is from before. */
static gboolean
fill_sections (GPtrArray *sections, TnyReader *reader, GCancellable *cancellable, GError **error)
{
  Work self = { tny_reader_get_store (reader), sections, cancellable };
  GThread *threads[MAX_WORKERS];
  guint n = sections->len < MIN_ORGANIZATIONS ? 0 : MIN (g_get_num_processors (), MAX_WORKERS) - 1;
  g_autoptr(GError) failure = NULL;

  for (guint i = 0; i < n; i++)
    threads[i] = g_thread_new ("tny-contacts", worker, &self);
  work (&self, reader, &failure);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GError) other = g_thread_join (threads[i]);

      if (other != NULL && failure == NULL)
        failure = g_steal_pointer (&other);
    }
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return !self.failed;
}

static void
take_sections (TnyContactPlan *self, GPtrArray *sections)
{
  g_ptr_array_unref (self->sections);
  self->sections = sections;
  g_ptr_array_set_size (self->lines, 0);
  for (guint i = 0; i < sections->len; i++)
    {
      GArray *lines = ((TnyContactPlanSection *) sections->pdata[i])->lines;

      for (guint j = 0; j < lines->len; j++)
        g_ptr_array_add (self->lines, &g_array_index (lines, TnyContactPlanLine, j));
    }
}

/* The generation is read before what it counts: what changes in between makes the section look old,
 * and never new. */
gboolean
tny_contact_plan_refresh (TnyContactPlan *self, TnyReader *reader, GCancellable *cancellable,
                          guint *recalculated, GError **error)
{
  g_autoptr(GPtrArray) sections = g_ptr_array_new_with_free_func (section_unref);
  g_autoptr(GPtrArray) heads = read_organizations (self, reader, error);
  g_autoptr(GPtrArray) moved = g_ptr_array_new ();
  g_autoptr(GHashTable) known = g_hash_table_new (g_int64_hash, g_int64_equal);
  guint n_before = self->sections->len;

  if (heads == NULL)
    return FALSE;
  for (guint i = 0; i < n_before; i++)
    {
      TnyContactPlanSection *section = self->sections->pdata[i];

      g_hash_table_insert (known, &section->organization.id, section);
    }
  for (guint i = 0; i < heads->len; i++)
    {
      TnyContactPlanSection *head = heads->pdata[i];
      TnyContactPlanSection *section = g_hash_table_lookup (known, &head->organization.id);
      gboolean same = section != NULL && section->generation == head->generation;

      g_ptr_array_add (sections, g_atomic_rc_box_acquire (same ? section : head));
      if (!same)
        g_ptr_array_add (moved, head);
    }
  if (!fill_sections (moved, reader, cancellable, error))
    return FALSE;
  if (recalculated != NULL)
    *recalculated = MAX (moved->len, n_before - (sections->len - moved->len));
  take_sections (self, g_steal_pointer (&sections));

  return TRUE;
}

TnyContactPlan *
tny_contact_plan_new (TnyReader *reader, gint64 organization_id, GCancellable *cancellable,
                      GError **error)
{
  g_autoptr(TnyContactPlan) self = g_new0 (TnyContactPlan, 1);

  self->organization_id = organization_id;
  self->sections = g_ptr_array_new_with_free_func (section_unref);
  self->lines = g_ptr_array_new ();
  if (!tny_contact_plan_refresh (self, reader, cancellable, NULL, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
tny_contact_plan_free (TnyContactPlan *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->sections);
  g_free (self);
}

GPtrArray *
tny_contact_plan_lines (TnyContactPlan *self)
{
  return self->lines;
}

GPtrArray *
tny_contact_plan_organizations (TnyContactPlan *self)
{
  return self->sections;
}

guint
tny_contact_plan_count (TnyContactPlan *self, TnyContactOutcome outcome)
{
  guint n = 0;

  g_return_val_if_fail ((guint) outcome < TNY_CONTACT_N_OUTCOMES, 0);
  for (guint i = 0; i < self->sections->len; i++)
    n += ((TnyContactPlanSection *) self->sections->pdata[i])->organization.counts[outcome];

  return n;
}

guint
tny_contact_plan_conflicts (TnyContactPlan *self)
{
  guint n = 0;

  for (guint i = 0; i < self->sections->len; i++)
    n += ((TnyContactPlanSection *) self->sections->pdata[i])->n_conflicts;

  return n;
}


GPtrArray *
tny_contact_plan_read (TnyContactPlan *self, guint position, TnyReader *reader, GError **error)
{
  const TnyContactPlanSection *section;

  g_return_val_if_fail (position < self->sections->len, NULL);
  section = self->sections->pdata[position];

  return tny_contact_entries_read (reader, section->organization.id, 0, &section->generation,
                                   error);
}
