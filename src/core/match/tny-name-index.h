/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tny-reason.h"

G_BEGIN_DECLS

/* TnyNameIndex: the organizations' names, ready to be compared with tenants' names.
 *
 *   new ──tny_name_index_add()──▸ filling ──tny_name_index_build()──▸ built, never changes again
 *
 * Filling is for one thread. Once built, any number of threads may ask at the same time. About 400
 * bytes for an organization; 100,000 of them are built in a fraction of a second, so a changed list
 * is simply built anew.
 */
typedef struct _TnyNameIndex TnyNameIndex;

/* Below this score far more suggestions are wrong than right (on real names about seven of eight):
 * lists show “none” rather than those. */
#define TNY_SUGGESTION_FLOOR 40

typedef struct
{
  gint64      id;             /* as given to tny_name_index_add() */
  guint       position;       /* in the order in which names were added */
  const char *name;           /* lent by the index */
  int         score;          /* 0..100: ranks, is no probability */
  gboolean    equal;          /* tny_names_equal() holds */
  gboolean    automatic;      /* equal, and no other organization has that name */
  GPtrArray  *reasons;        /* of TnyReason *: what speaks for it, then what against it */
} TnySuggestion;

void           tny_suggestion_free      (TnySuggestion       *self);

/* Whether two names are the same name: equal once brought to one Unicode form and case and freed of
 * outer blanks. The only rule by which anything is matched unasked; text that is blank or not valid
 * UTF-8 equals nothing. Any thread. */
gboolean       tny_names_equal          (const char          *a,
                                         const char          *b);

TnyNameIndex * tny_name_index_new       (void);
void           tny_name_index_free      (TnyNameIndex        *self);
/* @id may be any number, each once; @name any text: it is copied. Before the build only. */
void           tny_name_index_add       (TnyNameIndex        *self,
                                         gint64               id,
                                         const char          *name);
void           tny_name_index_build     (TnyNameIndex        *self);
guint          tny_name_index_get_size  (const TnyNameIndex  *self);

/**
 * tny_name_index_suggest:
 * @self: a built index
 * @name: a tenant's name, or what a person typed; any text
 * @top: how many at most, 1 or more; there are never more than 64 equal and 64 similar ones
 *
 * The organizations whose names are closest, best first; equal scores in the order in which the
 * organizations were added. Names without a counterpart get suggestions too: only `automatic` may
 * be accepted unasked, and the caller still has to see that no other tenant has the same name.
 *
 * Well under a millisecond among 100,000 organizations, whatever the name; any thread.
 * The same question gives the same answer, however many threads ask.
 *
 * Returns: (transfer full): #TnySuggestion, possibly none; valid as long as the index
 */
GPtrArray    * tny_name_index_suggest   (const TnyNameIndex  *self,
                                         const char          *name,
                                         guint                top);

/**
 * tny_name_index_suggest_many:
 * @names: @n_names texts
 * @n_threads: how many threads to use, 1..16
 * @cancellable: (nullable): looked at between names
 *
 * As tny_name_index_suggest() for each of @names, with less work for each. Blocks; any thread.
 *
 * Returns: (transfer full) (nullable): an array of @n_names arrays of #TnySuggestion in the order
 *   of @names; NULL with G_IO_ERROR_CANCELLED
 */
GPtrArray    * tny_name_index_suggest_many (const TnyNameIndex *self,
                                            const char *const  *names,
                                            guint               n_names,
                                            guint               top,
                                            guint               n_threads,
                                            GCancellable       *cancellable,
                                            GError            **error);

/* The organization at @position against @name, whether or not it would be suggested; nothing is taken
 * off for others that are as close. With little work beside others: some microseconds. (transfer
 * full) */
TnySuggestion * tny_name_index_compare (const TnyNameIndex *self,
                                        const char         *name,
                                        guint               position);
/* Where the organization with @id stands; FALSE when there is none. Quick when ids were added in
 * ascending order. */
gboolean       tny_name_index_find_id   (const TnyNameIndex  *self,
                                         gint64               id,
                                         guint               *position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnySuggestion, tny_suggestion_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyNameIndex, tny_name_index_free)

G_END_DECLS
