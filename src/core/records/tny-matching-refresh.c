/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-matching.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-clock.h"
#include "tny-decide.h"
#include "tny-devices.h"
#include "tny-matching-facts.h"
#include "tny-organization-index.h"
#include "tny-preferences.h"
#include "tny-read.h"
#include "tny-reasons.h"
#include "tny-text.h"

#define TOP        5            /* candidates that are kept for a tenant */
#define SPARE      3            /* asked for beyond that: refused ones fall away */
#define BY_NAME    16           /* names that are weighed with the evidence */
/* A number to change when the same facts give other scores: candidates are then computed anew. */
#define SCORING    1
#define CLOSE      15           /* points within which another tenant is as close */
#define TAKEN      20           /* points off for an organization that has a tenant */
#define BATCH      128          /* tenants compared, and written, at once */

typedef struct
{
  gint64    organization_id;
  int       score;
  gboolean  automatic, by_id;
  char     *reasons;            /* JSON */
} Candidate;

typedef struct
{
  gint64  id;
  char   *name;
  gboolean unique;              /* no other tenant is called so */
  gboolean marked;              /* something moved: the candidates are computed anew */
  GArray *stored;               /* Candidate, as they are in the database */
  GArray *candidates;           /* Candidate, best first */
} Tenant;

typedef struct
{
  GPtrArray  *tenants;          /* Tenant: the undecided ones */
  GHashTable *by_id;            /* id → Tenant */
  GPtrArray  *marked;           /* Tenant: those of them that are marked, lent */
  GPtrArray  *moved;            /* Tenant: those to be written, lent */
  char       *generations;      /* of organizations and contacts, SCORING and the floor */
  gboolean    all;              /* they are others than last time: everybody is marked */
  GHashTable *refused;          /* set of Pair */
  GHashTable *taken;            /* set of organization ids with a tenant */
  guint       next, end;        /* tenants of the present batch */
  guint       matched;
  int         floor;            /* no suggestion below this score */
} Refresh;

typedef struct { gint64 tenant_id, organization_id; } Pair;

/* Best first; equal ones in an order that is the same whenever they are looked at. */
static int
by_score (gconstpointer a, gconstpointer b)
{
  const Candidate *first = a, *second = b;

  if (first->score != second->score)
    return second->score - first->score;

  return (first->organization_id > second->organization_id) -
         (first->organization_id < second->organization_id);
}

static void
candidate_clear (gpointer data)
{
  g_free (((Candidate *) data)->reasons);
}

static GArray *
candidates_new (void)
{
  GArray *candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));

  g_array_set_clear_func (candidates, candidate_clear);

  return candidates;
}

static void
tenant_free (gpointer data)
{
  Tenant *tenant = data;

  g_free (tenant->name);
  g_array_unref (tenant->stored);
  g_array_unref (tenant->candidates);
  g_free (tenant);
}

static guint
pair_hash (gconstpointer data)
{
  const Pair *pair = data;

  return g_int64_hash (&pair->tenant_id) * 31 + g_int64_hash (&pair->organization_id);
}

static gboolean
pair_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (Pair)) == 0;
}

static void
refresh_clear (Refresh *self)
{
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->marked, g_ptr_array_unref);
  g_clear_pointer (&self->moved, g_ptr_array_unref);
  g_clear_pointer (&self->tenants, g_ptr_array_unref);
  g_free (self->generations);
  g_clear_pointer (&self->refused, g_hash_table_unref);
  g_clear_pointer (&self->taken, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Refresh, refresh_clear)

typedef void (*RowFunc) (Refresh *self, sqlite3_stmt *stmt);

static void
add_tenant (Refresh *self, sqlite3_stmt *stmt)
{
  Tenant *tenant = g_new0 (Tenant, 1);

  tenant->id = tny_int (stmt, 0);
  tenant->name = tny_dup_text (stmt, 1);
  tenant->unique = tny_int (stmt, 2) != 0;
  tenant->marked = self->all || tny_int (stmt, 3) != 0;
  tenant->stored = candidates_new ();
  tenant->candidates = candidates_new ();
  g_ptr_array_add (self->tenants, tenant);
  g_hash_table_insert (self->by_id, &tenant->id, tenant);
  if (tenant->marked)
    g_ptr_array_add (self->marked, tenant);
}

/* The score that a stored candidate had before it was weighed against the others. */
static void
take_back (Candidate *candidate, const char *kind)
{
  int points;
  char *reasons = tny_reasons_drop (candidate->reasons, kind, &points);

  if (reasons == NULL)
    return;
  g_free (candidate->reasons);
  candidate->reasons = reasons;
  candidate->score -= points;
}

static void
add_stored (Refresh *self, sqlite3_stmt *stmt)
{
  gint64 id = tny_int (stmt, 0);
  Tenant *tenant = g_hash_table_lookup (self->by_id, &id);
  Candidate stored = { tny_int (stmt, 1), (int) tny_int (stmt, 2), FALSE, FALSE,
                       tny_dup_text (stmt, 3) };
  Candidate raw = { stored.organization_id, stored.score, FALSE, FALSE, g_strdup (stored.reasons) };

  if (tenant == NULL)
    {
      candidate_clear (&stored);
      candidate_clear (&raw);
      return;
    }
  g_array_append_val (tenant->stored, stored);
  take_back (&raw, "taken");
  take_back (&raw, "contested");
  if (tenant->marked)
    candidate_clear (&raw);
  else
    g_array_append_val (tenant->candidates, raw);
}

static void
add_refused (Refresh *self, sqlite3_stmt *stmt)
{
  Pair *pair = g_new (Pair, 1);

  *pair = (Pair) { tny_int (stmt, 0), tny_int (stmt, 1) };
  g_hash_table_add (self->refused, pair);
}

static void
add_taken (Refresh *self, sqlite3_stmt *stmt)
{
  gint64 id = tny_int (stmt, 0);

  g_hash_table_add (self->taken, g_memdup2 (&id, sizeof id));
}

static gboolean
read_rows (Refresh *self, TnyReader *reader, const char *name, RowFunc add, GError **error)
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
      add (self, stmt);
    }
}

/* What the organizations and their contacts are, in a word, and what it was last time. */
static gboolean
read_generations (Refresh *self, TnyReader *reader, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "matching/generations", error);
  gboolean row;

  if (stmt == NULL || !tny_step (stmt, &row, error))
    return FALSE;
  self->generations = g_strdup_printf ("%s %d %d", tny_text (stmt, 0), SCORING, self->floor);
  self->all = g_strcmp0 (self->generations, tny_text (stmt, 1)) != 0;

  return TRUE;
}

static gboolean
read_all (Refresh *self, TnyReader *reader, GError **error)
{
  TnyPreferences preferences;

  if (!tny_preferences_read (reader, &preferences, error))
    return FALSE;
  self->floor = (int) preferences.values[TNY_PREFERENCE_SUGGEST_FROM];
  self->tenants = g_ptr_array_new_with_free_func (tenant_free);
  self->by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->marked = g_ptr_array_new ();
  self->moved = g_ptr_array_new ();
  self->refused = g_hash_table_new_full (pair_hash, pair_equal, g_free, NULL);
  self->taken = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  return read_generations (self, reader, error) &&
         read_rows (self, reader, "tenants/undecided", add_tenant, error) &&
         read_rows (self, reader, "matching/candidates", add_stored, error) &&
         read_rows (self, reader, "refused/all", add_refused, error) &&
         read_rows (self, reader, "organizations/taken", add_taken, error);
}

static void
take_suggestions (Refresh *self, Tenant *tenant, GPtrArray *suggestions)
{
  for (guint i = 0; i < suggestions->len && tenant->candidates->len < TOP; i++)
    {
      const TnySuggestion *suggestion = suggestions->pdata[i];
      Pair pair = { tenant->id, suggestion->id };
      gboolean by_id = suggestion->automatic && !suggestion->equal;
      Candidate candidate = { suggestion->id, suggestion->score };

      if (suggestion->score < self->floor || g_hash_table_contains (self->refused, &pair))
        continue;
      candidate.reasons = tny_reasons_to_json (suggestion->reasons);
      candidate.automatic = suggestion->automatic && (by_id || tenant->unique) &&
                            !g_hash_table_contains (self->taken, &suggestion->id);
      candidate.by_id = by_id;
      /* As good as taken for the others. */
      if (candidate.automatic)
        g_hash_table_add (self->taken, g_memdup2 (&suggestion->id, sizeof suggestion->id));
      g_array_append_val (tenant->candidates, candidate);
    }
}

/* The names of a batch, today's and former ones, against those of the organizations. */
static GPtrArray *
ask_names (GPtrArray *known, const TnyNameIndex *names, GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) texts = g_ptr_array_new ();

  for (guint i = 0; i < known->len; i++)
    {
      const TnyTenantFacts *facts = &((TnyTenantKnown *) known->pdata[i])->facts;

      g_ptr_array_add (texts, (char *) facts->name);
      for (guint k = 0; k < facts->n_former; k++)
        g_ptr_array_add (texts, (char *) facts->former[k].name);
    }

  return tny_name_index_suggest_many (names, (const char *const *) texts->pdata, texts->len, BY_NAME,
                                      CLAMP (g_get_num_processors (), 1, 4), cancellable, error);
}

static gboolean
compare_batch (Refresh *self, guint start, guint n, TnyStore *store, TnyOrganizationIndex *index,
               GCancellable *cancellable, GError **error)
{
  const TnyEvidenceIndex *evidence = tny_organization_index_evidence (index);
  g_autoptr(GPtrArray) known =
    g_ptr_array_new_with_free_func ((GDestroyNotify) tny_tenant_known_free);
  g_autoptr(GPtrArray) answers = NULL;
  g_autoptr(TnyReader) reader = tny_store_borrow (store, error);

  for (guint i = 0; reader != NULL && i < n; i++)
    {
      const Tenant *tenant = self->marked->pdata[start + i];
      TnyTenantKnown *one =
        tny_tenant_known_read (reader, evidence, tenant->id, tenant->name, error);

      if (one == NULL)
        return FALSE;
      g_ptr_array_add (known, one);
    }
  if (reader == NULL)
    return FALSE;
  answers = ask_names (known, tny_organization_index_names (index), cancellable, error);
  if (answers == NULL)
    return FALSE;
  for (guint i = 0, at = 0; i < n; i++)
    {
      const TnyTenantFacts *facts = &((TnyTenantKnown *) known->pdata[i])->facts;
      g_autoptr(GPtrArray) weighed =
        tny_evidence_weigh (evidence, facts, answers->pdata[at], (GPtrArray **) &answers->pdata[at + 1],
                            TOP + SPARE);

      take_suggestions (self, self->marked->pdata[start + i], weighed);
      at += 1 + facts->n_former;
    }

  return TRUE;
}

/* Those about whom something moved, a batch at a time. */
static gboolean
compare (Refresh *self, TnyStore *store, TnyOrganizationIndex *index, TnyJob *job,
         GCancellable *cancellable, GError **error)
{
  for (guint start = 0; start < self->marked->len; start += BATCH)
    {
      guint n = MIN (BATCH, self->marked->len - start);

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !compare_batch (self, start, n, store, index, cancellable, error))
        return FALSE;
      if (job != NULL)
        tny_job_report (job, start + n, 2 * (guint64) self->marked->len);
    }

  return TRUE;
}

static void
lower (Candidate *candidate, const char *kind, const char *text, int points)
{
  g_autofree char *old = candidate->reasons;

  points = MIN (points, candidate->score);
  if (points > 0)
    candidate->reasons = tny_reasons_add (old, kind, text, -points);
  else
    candidate->reasons = g_strdup (old);
  candidate->score -= points;
}

static gboolean
same_candidates (GArray *a, GArray *b)
{
  for (guint i = 0; a->len == b->len && i < a->len; i++)
    {
      const Candidate *one = &g_array_index (a, Candidate, i), *other = &g_array_index (b, Candidate, i);

      if (one->organization_id != other->organization_id || one->score != other->score ||
          strcmp (one->reasons, other->reasons) != 0)
        return FALSE;
    }

  return a->len == b->len;
}

/* Scores of best candidates by organization: who asks for the same one. */
static GHashTable *
collect_best (Refresh *self)
{
  GHashTable *best = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                            (GDestroyNotify) g_array_unref);

  for (guint i = 0; i < self->tenants->len; i++)
    {
      Tenant *tenant = self->tenants->pdata[i];
      Candidate *candidate;
      GArray *scores;

      g_array_sort (tenant->candidates, by_score);
      candidate = (Candidate *) tenant->candidates->data;

      if (tenant->candidates->len == 0)
        continue;
      scores = g_hash_table_lookup (best, &candidate->organization_id);
      if (scores == NULL)
        {
          scores = g_array_new (FALSE, FALSE, sizeof (int));
          g_hash_table_insert (best, &candidate->organization_id, scores);
        }
      g_array_append_val (scores, candidate->score);
    }

  return best;
}

/* Two tenants that ask for one organization lower each other's score, unless one is far ahead. */
static void
weigh (Refresh *self)
{
  g_autoptr(GHashTable) best = collect_best (self);
  g_autoptr(GArray) contested = g_array_new (FALSE, FALSE, sizeof (gboolean));

  for (guint i = 0; i < self->tenants->len; i++)
    {
      Tenant *tenant = self->tenants->pdata[i];
      Candidate *candidate = (Candidate *) tenant->candidates->data;
      GArray *scores = tenant->candidates->len > 0
                         ? g_hash_table_lookup (best, &candidate->organization_id)
                         : NULL;
      guint close = 0;
      gboolean is_contested;

      for (guint j = 0; scores != NULL && j < scores->len; j++)
        close += g_array_index (scores, int, j) >= candidate->score - CLOSE;
      is_contested = close > 1;
      g_array_append_val (contested, is_contested);
    }
  g_hash_table_remove_all (best);       /* its keys lie in the arrays that are sorted now */

  for (guint i = 0; i < self->tenants->len; i++)
    {
      Tenant *tenant = self->tenants->pdata[i];

      for (guint j = 0; j < tenant->candidates->len; j++)
        {
          Candidate *candidate = &g_array_index (tenant->candidates, Candidate, j);

          if (candidate->automatic)
            continue;
          if (g_hash_table_contains (self->taken, &candidate->organization_id))
            lower (candidate, "taken", N_("Another tenant has this organization"), TAKEN);
          else if (j == 0 && g_array_index (contested, gboolean, i))
            lower (candidate, "contested", N_("Another tenant is as close to this organization"),
                   CLOSE);
        }
      g_array_sort (tenant->candidates, by_score);
      if (tenant->marked || !same_candidates (tenant->stored, tenant->candidates))
        g_ptr_array_add (self->moved, tenant);
    }
}

static gboolean
write_candidates (TnyTxn *txn, const Tenant *tenant, GError **error)
{
  sqlite3_stmt *stmt;

  if (!tny_match_run (txn, "suggestions/clear", tenant->id, 0, error) ||
      !tny_match_run (txn, "matching/unmark", tenant->id, 0, error) ||
      !tny_match_run (txn, "matching/forget-failure", tenant->id, 0, error))
    return FALSE;
  for (guint i = 0, rank = 1; i < tenant->candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (tenant->candidates, Candidate, i);

      if (candidate->score <= 0)
        continue;
      if ((stmt = tny_txn_stmt (txn, "suggestions/add", error)) == NULL)
        return FALSE;
      tny_bind_int (stmt, "tenant_id", tenant->id);
      tny_bind_int (stmt, "rank", rank++);
      tny_bind_int (stmt, "organization_id", candidate->organization_id);
      tny_bind_int (stmt, "score", candidate->score);
      tny_bind_text (stmt, "reasons", candidate->reasons);
      if (!tny_run (stmt, error))
        return FALSE;
    }

  return TRUE;
}

/* The statement itself makes sure that the names are equal, and are nobody else's. */
static gboolean
match_equal (TnyTxn *txn, const Tenant *tenant, const Candidate *candidate, gboolean *matched,
             GError **error)
{
  g_auto(TnyMatchState) before = { NULL };
  TnyDecisionNote note = { .tenant_id = tenant->id, .action = "automatic", .who = "automatic",
                           .organization_id = candidate->organization_id, .score = candidate->score,
                           .why = candidate->by_id ? N_("Matched before: the same ids")
                                                   : N_("Same name") };
  sqlite3_stmt *stmt;

  if (!tny_match_state_read (txn, tenant->id, &before, error) ||
      (stmt = tny_txn_stmt (txn, candidate->by_id ? "matches/automatic-by-id" : "matches/automatic",
                            error)) == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", tenant->id);
  tny_bind_int (stmt, "organization_id", candidate->organization_id);
  tny_bind_int (stmt, "score", candidate->score);
  tny_bind_text (stmt, "reasons", candidate->reasons);
  tny_bind_int (stmt, "at", tny_clock_now (NULL));
  if (!tny_run (stmt, error))
    return FALSE;
  *matched = tny_txn_changes (txn) == 1;

  return !*matched || (tny_decision_next_batch (txn, &note.batch, error) &&
                       tny_decision_add (txn, &note, &before, error));
}

static gboolean
write_cb (TnyTxn *txn, gpointer data, GError **error)
{
  Refresh *self = data;
  guint n_matched = 0;

  for (guint i = self->next; i < self->end; i++)
    {
      const Tenant *tenant = self->moved->pdata[i];

      if (!write_candidates (txn, tenant, error))
        return FALSE;
      for (guint j = 0; j < tenant->candidates->len; j++)
        {
          const Candidate *candidate = &g_array_index (tenant->candidates, Candidate, j);
          gboolean matched = FALSE;

          if (candidate->automatic && !match_equal (txn, tenant, candidate, &matched, error))
            return FALSE;
          n_matched += matched;
        }
    }
  self->matched += n_matched;

  return TRUE;
}

/* Everybody at once: who is not reached before something fails is known to be unchecked. */
static gboolean
mark_all_cb (TnyTxn *txn, gpointer data, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "matching/mark-all", error);

  return stmt != NULL && tny_run (stmt, error);
}

static gboolean
note_generations_cb (TnyTxn *txn, gpointer data, GError **error)
{
  const Refresh *self = data;
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "settings/write", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "name", "matching.generations");
  tny_bind_text (stmt, "value", self->generations);

  return tny_run (stmt, error);
}

static gboolean
write_all (Refresh *self, TnyStore *store, TnyJob *job, GCancellable *cancellable, GError **error)
{
  for (self->next = 0; self->next < self->moved->len; self->next = self->end)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      self->end = MIN (self->next + BATCH, self->moved->len);
      if (!tny_store_write (store, TNY_DURABLE, write_cb, self, error))
        return FALSE;
      if (job != NULL)
        tny_job_report (job, self->moved->len + self->end, 2 * (guint64) self->moved->len);
    }

  return !self->all || tny_store_write (store, TNY_DURABLE, note_generations_cb, self, error);
}

static gboolean
note_failure_cb (TnyTxn *txn, gpointer data, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "matching/note-failure", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "at", tny_clock_now (NULL));

  return tny_run (stmt, error);
}

static gboolean
refresh (TnyStore *store, TnyJob *job, GCancellable *cancellable, guint *matched, GError **error)
{
  g_auto(Refresh) self = { NULL };
  g_autoptr(TnyOrganizationIndex) index = NULL;

  if (matched != NULL)
    *matched = 0;
  {
    g_autoptr(TnyReader) reader = tny_store_borrow (store, error);

    if (reader == NULL || !read_all (&self, reader, error))
      return FALSE;
  }
  if (self.all && !tny_store_write (store, TNY_DURABLE, mark_all_cb, NULL, error))
    return FALSE;
  if (self.marked->len > 0)
    {
      g_autoptr(TnyReader) reader = tny_store_borrow (store, error);

      if (reader == NULL || (index = tny_organization_index_get_evidence (reader, error)) == NULL)
        return FALSE;
    }
  if (!compare (&self, store, index, job, cancellable, error))
    return FALSE;
  weigh (&self);
  if (!write_all (&self, store, job, cancellable, error))
    return FALSE;
  if (matched != NULL)
    *matched = self.matched;

  return tny_devices_refresh (store, cancellable, NULL, error);
}

gboolean
tny_matching_refresh (TnyStore *store, TnyJob *job, GCancellable *cancellable, guint *matched,
                      GError **error)
{
  g_autoptr(GError) problem = NULL, unnoted = NULL;

  if (refresh (store, job, cancellable, matched, &problem))
    return TRUE;
  if (!g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
      !tny_store_write (store, TNY_DURABLE, note_failure_cb, NULL, &unnoted))
    g_info ("whose candidates could not be computed: %s", unnoted->message);
  g_propagate_error (error, g_steal_pointer (&problem));

  return FALSE;
}

GPtrArray *
tny_matching_closest (TnyStore *store, const char *name, guint top, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (store, error);
  g_autoptr(TnyOrganizationIndex) index =
    reader != NULL ? tny_organization_index_get (reader, error) : NULL;
  g_autoptr(GPtrArray) suggestions = NULL;
  GPtrArray *candidates;

  if (index == NULL)
    return NULL;
  suggestions =
    tny_name_index_suggest (tny_organization_index_names (index), name, CLAMP (top, 1, 100));
  candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_candidate_free);
  for (guint i = 0; i < suggestions->len; i++)
    {
      const TnySuggestion *suggestion = suggestions->pdata[i];
      TnyCandidate *candidate = g_new0 (TnyCandidate, 1);

      candidate->organization_id = suggestion->id;
      candidate->organization_name = g_strdup (suggestion->name);
      candidate->score = suggestion->score;
      candidate->reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_reason_text_free);
      for (guint j = 0; j < suggestion->reasons->len; j++)
        {
          const TnyReason *reason = suggestion->reasons->pdata[j];
          g_autofree char *text = tny_reason_text (reason);

          g_ptr_array_add (candidate->reasons, tny_reason_text_new (text, reason->points));
        }
      g_ptr_array_add (candidates, candidate);
    }

  return candidates;
}
