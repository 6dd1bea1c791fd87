/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-contact-source.h"

#include <stdlib.h>

#include "tny-contact-entry.h"
#include "tny-contact-undecided.h"
#include "tny-contact-words.h"
#include "tny-error.h"
#include "tny-read.h"
#include "tny-text.h"

/* Organizations that are named before a plan is applied. */
#define MOST 3

/* Where the line of a user is. */
typedef struct { gint64 user_id; guint position; } Place;

struct _TnyContactSource
{
  GObject         parent_instance;

  TnyStore       *store;        /* lent */

  GMutex          lock;         /* guards what is below */
  TnyContactPlan *plan;         /* NULL until the first update */
  GArray         *places;       /* Place, by user_id */
  guint           version;
};

G_DEFINE_FINAL_TYPE (TnyContactSource, tny_contact_source, G_TYPE_OBJECT)

/* Lines */

static TnyPreviewLine *
copy_line (const TnyContactPlanLine *line)
{
  TnyPreviewLine *copy = g_new0 (TnyPreviewLine, 1);

  copy->line = *line;
  copy->line.organization_name = g_strdup (line->organization_name);
  copy->line.user = g_strdup (line->user);
  copy->line.contact = g_strdup (line->contact);

  return copy;
}

void
tny_preview_line_free (TnyPreviewLine *self)
{
  if (self == NULL)
    return;

  g_free ((char *) self->line.organization_name);
  g_free ((char *) self->line.user);
  g_free ((char *) self->line.contact);
  g_free (self);
}

/* Summary */

static void
organization_free (gpointer data)
{
  g_free (((TnyContactPlanOrganization *) data)->name);
  g_free (data);
}

guint
tny_preview_summary_updates (const TnyPreviewSummary *self)
{
  return self->counts[TNY_CONTACT_UPDATE] + self->counts[TNY_CONTACT_LINK];
}

guint
tny_preview_summary_changes (const TnyPreviewSummary *self)
{
  return tny_preview_summary_updates (self) + self->counts[TNY_CONTACT_CREATE];
}

void
tny_preview_summary_clear (TnyPreviewSummary *self)
{
  g_clear_pointer (&self->most, g_ptr_array_unref);
}

static int
by_new_contacts (gconstpointer a, gconstpointer b)
{
  const TnyContactPlanOrganization *one = *(gpointer *) a, *other = *(gpointer *) b;
  guint n = one->counts[TNY_CONTACT_CREATE], m = other->counts[TNY_CONTACT_CREATE];

  return n != m ? (n < m) - (n > m) : g_strcmp0 (one->name, other->name);
}

/* Those with most new contacts, and any that would get so many that somebody has to agree. */
static GPtrArray *
most_created (GPtrArray *organizations)
{
  g_autoptr(GPtrArray) sorted = g_ptr_array_new ();
  GPtrArray *most = g_ptr_array_new_with_free_func (organization_free);

  for (guint i = 0; i < organizations->len; i++)
    if (((TnyContactPlanOrganization *) organizations->pdata[i])->counts[TNY_CONTACT_CREATE] > 0)
      g_ptr_array_add (sorted, organizations->pdata[i]);
  g_ptr_array_sort (sorted, by_new_contacts);
  for (guint i = 0; i < sorted->len; i++)
    {
      const TnyContactPlanOrganization *organization = sorted->pdata[i];
      guint n = organization->counts[TNY_CONTACT_CREATE];

      if (i < MOST || tny_contact_is_many (n, organization->n_contacts))
        {
          TnyContactPlanOrganization *copy = g_memdup2 (organization, sizeof *organization);

          copy->name = g_strdup (organization->name);
          g_ptr_array_add (most, copy);
        }
    }

  return most;
}

static gboolean
read_basis (TnyPreviewSummary *summary, TnyReader *reader, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "contact-plan/basis", error);
  gint64 applied_at, synced_at;
  gboolean row;

  if (stmt == NULL || !tny_step (stmt, &row, error))
    return FALSE;
  summary->n_tenants = tny_int (stmt, 0);
  summary->n_unread = tny_int (stmt, 1);
  summary->read_at = tny_int (stmt, 2);
  synced_at = tny_int (stmt, 3);
  if (!tny_contact_last_apply (reader, &summary->undo_step, &applied_at, error))
    return FALSE;
  if (applied_at < synced_at)
    summary->undo_step = 0;

  return TRUE;
}

static void
sum_up (TnyContactSource *self, TnyPreviewSummary *summary)
{
  for (guint i = 0; i < TNY_CONTACT_N_OUTCOMES; i++)
    summary->counts[i] = tny_contact_plan_count (self->plan, i);
  summary->conflicts = tny_contact_plan_conflicts (self->plan);
  summary->version = self->version;
  summary->most = most_created (tny_contact_plan_organizations (self->plan));
}

/* Places */

static int
by_user (gconstpointer a, gconstpointer b)
{
  gint64 one = ((const Place *) a)->user_id, other = ((const Place *) b)->user_id;

  return (one > other) - (one < other);
}

static GArray *
places_of (TnyContactPlan *plan)
{
  GPtrArray *lines = tny_contact_plan_lines (plan);
  GArray *places = g_array_sized_new (FALSE, FALSE, sizeof (Place), lines->len);

  for (guint i = 0; i < lines->len; i++)
    {
      Place place = { ((TnyContactPlanLine *) lines->pdata[i])->user_id, i };

      g_array_append_val (places, place);
    }
  g_array_sort (places, by_user);

  return places;
}

/* With the lock. */
static const TnyContactPlanLine *
find_line (TnyContactSource *self, gint64 user_id)
{
  Place wanted = { user_id }, *found;

  if (self->places == NULL || self->places->len == 0)
    return NULL;
  found = bsearch (&wanted, self->places->data, self->places->len, sizeof (Place), by_user);

  return found != NULL ? tny_contact_plan_lines (self->plan)->pdata[found->position] : NULL;
}

/* The table */

static gboolean
line_fits (const TnyContactPlanLine *line, const TnyTableQuery *query, const char *search)
{
  g_autofree char *both = NULL, *folded = NULL;

  if (query->filter != NULL && !g_str_equal (query->filter, tny_preview_filter (line->outcome)))
    return FALSE;
  if (search == NULL)
    return TRUE;
  both = g_strjoin ("\n", line->user, line->organization_name,
                    line->contact != NULL ? line->contact : "", NULL);
  folded = tny_text_fold (both);

  return strstr (folded, search) != NULL;
}

typedef struct { gint64 id; guint place; char *key; int number; } Sortable;

static void
sortable_clear (gpointer data)
{
  g_free (((Sortable *) data)->key);
}

static int
by_key (gconstpointer a, gconstpointer b)
{
  const Sortable *one = a, *other = b;
  int order = one->number != other->number
              ? (one->number > other->number) - (one->number < other->number)
              : g_strcmp0 (one->key, other->key);

  return order != 0 ? order : (one->place > other->place) - (one->place < other->place);
}

static Sortable
sortable (const TnyContactPlanLine *line, const char *column, guint place)
{
  Sortable entry = { line->user_id, place };

  if (g_strcmp0 (column, "user") == 0)
    entry.key = tny_text_fold (line->user);
  else if (g_strcmp0 (column, "contact") == 0)
    entry.key = line->contact != NULL ? tny_text_fold (line->contact) : NULL;
  else if (g_strcmp0 (column, "organization") == 0)
    entry.key = tny_text_fold (line->organization_name);
  else if (g_strcmp0 (column, "outcome") == 0)
    entry.number = line->outcome * 2 + (line->conflict ? 1 : 0);
  else if (g_strcmp0 (column, "rule") == 0)
    entry.number = line->rule;

  return entry;
}

static GArray *
plan_ids (GObject *source, const TnyTableQuery *query, GError **error)
{
  TnyContactSource *self = TNY_CONTACT_SOURCE (source);
  g_autofree char *search = query->search != NULL ? tny_text_fold (query->search) : NULL;
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (Sortable));
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GPtrArray *lines = self->plan != NULL ? tny_contact_plan_lines (self->plan) : NULL;
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_set_clear_func (found, sortable_clear);
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    if (line_fits (lines->pdata[i], query, search))
      {
        Sortable entry = sortable (lines->pdata[i], query->sort, i);

        g_array_append_val (found, entry);
        /* unsorted, those asked for first come first */
        if (query->sort == NULL && !query->descending && found->len == query->limit)
          break;
      }
  if (query->sort != NULL)
    g_array_sort (found, by_key);
  for (guint i = 0; i < found->len && (query->limit == 0 || i < query->limit); i++)
    g_array_append_val (ids, g_array_index (found, Sortable,
                                            query->descending ? found->len - 1 - i : i).id);

  return ids;
}

static gpointer
plan_read (GObject *source, gint64 id)
{
  TnyContactSource *self = TNY_CONTACT_SOURCE (source);
  TnyPreviewLine *copy = NULL;

  if (!g_mutex_trylock (&self->lock))
    return NULL;

  const TnyContactPlanLine *line = find_line (self, id);

  if (line != NULL)
    copy = copy_line (line);
  g_mutex_unlock (&self->lock);

  return copy;
}

const TnyTableOps tny_contact_source_ops = { plan_ids, plan_read,
                                             (GDestroyNotify) tny_preview_line_free };

/* Virtual functions */

static void
tny_contact_source_finalize (GObject *object)
{
  TnyContactSource *self = TNY_CONTACT_SOURCE (object);

  tny_contact_plan_free (self->plan);
  g_clear_pointer (&self->places, g_array_unref);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (tny_contact_source_parent_class)->finalize (object);
}

static void
tny_contact_source_class_init (TnyContactSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tny_contact_source_finalize;
}

static void
tny_contact_source_init (TnyContactSource *self)
{
  g_mutex_init (&self->lock);
}

/* Public functions */

TnyContactSource *
tny_contact_source_new (TnyStore *store)
{
  g_return_val_if_fail (store != NULL, NULL);

  TnyContactSource *self = g_object_new (TNY_TYPE_CONTACT_SOURCE, NULL);

  self->store = store;

  return self;
}

TnyStore *
tny_contact_source_get_store (TnyContactSource *self)
{
  g_return_val_if_fail (TNY_IS_CONTACT_SOURCE (self), NULL);

  return self->store;
}

/* The plan that is there, brought up to date; the first one, which takes longest, without the
 * lock. */
static gboolean
bring_up_to_date (TnyContactSource *self, TnyReader *reader, GCancellable *cancellable,
                  GError **error)
{
  g_autoptr(TnyContactPlan) fresh = NULL;
  guint recalculated = 0;
  gboolean first;

  g_mutex_lock (&self->lock);
  first = self->plan == NULL;
  g_mutex_unlock (&self->lock);
  if (first)
    {
      fresh = tny_contact_plan_new (reader, 0, cancellable, error);
      if (fresh == NULL)
        return FALSE;
    }

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->plan == NULL)
    self->plan = g_steal_pointer (&fresh);
  else if (!tny_contact_plan_refresh (self->plan, reader, cancellable, &recalculated, error))
    return FALSE;
  if (self->places == NULL || recalculated > 0)
    {
      g_clear_pointer (&self->places, g_array_unref);
      self->places = places_of (self->plan);
      self->version++;
    }

  return TRUE;
}

gboolean
tny_contact_source_update (TnyContactSource *self, GCancellable *cancellable,
                           TnyPreviewSummary *summary, GError **error)
{
  g_return_val_if_fail (TNY_IS_CONTACT_SOURCE (self), FALSE);

  g_autoptr(TnyReader) reader = tny_store_borrow (self->store, error);
  TnyPreviewSummary result = { { 0 } };

  if (reader == NULL || !bring_up_to_date (self, reader, cancellable, error)
      || !read_basis (&result, reader, error))
    return FALSE;

  g_mutex_lock (&self->lock);
  sum_up (self, &result);
  g_mutex_unlock (&self->lock);
  *summary = result;

  /* a figure of the sidebar that cannot be kept now is kept the next time */
  g_autoptr(GError) problem = NULL;

  if (!tny_contact_undecided_keep (self->store, result.counts[TNY_CONTACT_UNDECIDED], &problem))
    g_info ("number of undecided users: %s", problem->message);

  return TRUE;
}

gboolean
tny_contact_source_apply (TnyContactSource *self, guint version, gboolean many,
                          GCancellable *cancellable, TnyContactApplied *applied, GError **error)
{
  g_return_val_if_fail (TNY_IS_CONTACT_SOURCE (self), FALSE);

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_return_val_if_fail (self->plan != NULL, FALSE);
  if (version != self->version)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_STALE,
                   "plan %u was agreed to, and it is plan %u by now", version, self->version);
      return FALSE;
    }

  return tny_contact_apply (self->store, self->plan, many, cancellable, applied, error);
}

gint64
tny_contact_source_organization_of (TnyContactSource *self, gint64 user_id)
{
  g_return_val_if_fail (TNY_IS_CONTACT_SOURCE (self), 0);

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const TnyContactPlanLine *line = find_line (self, user_id);

  return line != NULL ? line->organization_id : 0;
}

gboolean
tny_contact_source_export (TnyContactSource *self, const char *path, GCancellable *cancellable,
                           GError **error)
{
  g_return_val_if_fail (TNY_IS_CONTACT_SOURCE (self), FALSE);

  g_autoptr(TnyReader) reader = tny_store_borrow (self->store, error);
  g_autoptr(TnyContactPlan) plan =
    reader != NULL ? tny_contact_plan_new (reader, 0, cancellable, error) : NULL;

  return plan != NULL && tny_contact_plan_export (plan, reader, path, cancellable, error);
}
