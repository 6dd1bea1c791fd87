/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* TnySeen: the rows of one tenant that are stored, and which of them a listing has named. Some 60
 * bytes a row, for as long as the listing goes on. Belongs to one thread. */
typedef struct _TnySeen TnySeen;

typedef struct
{
  guint8   guid[16];
  gint64   id;              /* in the database; 0 until it is written */
  gint64   hash;
  guint    present : 1;     /* as stored: not deleted */
  guint    seen : 1;        /* by this listing */
  guint    removed : 2;     /* its last word: 1 removed, can be restored, 2 removed for good; 0: not */
} TnySeenRow;

TnySeen    * tny_seen_new    (void);
void         tny_seen_free   (TnySeen *self);
/* Lent until the end; NULL when unknown. */
TnySeenRow * tny_seen_find   (TnySeen *self, const guint8 guid[16]);
/* A row that is not there yet. */
TnySeenRow * tny_seen_add    (TnySeen *self, const guint8 guid[16]);
/* Rows that are stored as present and were removed or, when everything was listed (not @changes), not
 * named: (element-type TnySeenRow), lent rows. */
GPtrArray  * tny_seen_missed (TnySeen *self, gboolean changes);
/* Stored rows whose last word is that they are gone for good: lent rows. */
GPtrArray  * tny_seen_removed_for_good (TnySeen *self);
/* Rows that were named and not removed. */
guint        tny_seen_named  (TnySeen *self);
guint        tny_seen_count  (TnySeen *self, gboolean present_only);

/* Ids of a page as bytes, and back: marks the rows whose ids are in @bytes. A damaged one marks
 * fewer. */
GByteArray * tny_seen_pack   (const gint64 *ids, guint n);
void         tny_seen_mark   (TnySeen *self, const guint8 *bytes, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnySeen, tny_seen_free)

G_END_DECLS
