/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-check.h"

G_BEGIN_DECLS

/* What ends by itself, from stored checks: secrets, certificates, relationships, the sign-in; as a list, as
 * a calendar, and as reminders. */

typedef struct
{
  gint64      connection_id;
  char       *tenant_id;        /* GUID; NULL: of the connection itself */
  char       *check_id;         /* "secret", "certificate", "relationship-end", "renewal" */
  char       *uid;              /* the same for the same end after every check and on every computer, and
                                 * nothing can be read from it */
  char       *title;            /* "The client secret of Northwind IT ends"; one line, as it came */
  char       *text;             /* what is known of it, what to do and who; lines */
  char       *url;              /* where; NULL */
  gint64      due_at;           /* unix seconds */
  gint64      checked_at;
  gboolean    extends;          /* goes on by itself then: nobody is reminded */
} TnyComing;

#define TNY_COMING_LEADS 5

void          tny_coming_free  (TnyComing *self);

/* An empty list for tny_coming_add(). */
GPtrArray   * tny_coming_new   (void);
/**
 * tny_coming_add:
 * @list: of TnyComing; what ends is added, the next end first
 * @checks: (element-type TnyCheck): as tny_checks_load() or tny_checks_run() gives them
 * @connection_id: only its checks
 * @name, @client_id: of that connection
 */
void          tny_coming_add   (GPtrArray *list, GPtrArray *checks, gint64 connection_id,
                                const char *name, const char *client_id);
/* All that stored checks know of, the next end first. NULL with DATABASE_… */
GPtrArray   * tny_coming_load  (TnyReader *reader, GError **error);
/* Days before the end, largest first, 0 ends: 30, 14, 7 and 1 of secrets and certificates, 60, 30 and 14 of
 * relationships, 14, 7 and 1 of the sign-in. None of what extends itself. Lent. */
const guint * tny_coming_leads (const TnyComing *self);
/* The smallest lead that began at @now; 0: none has, or it has ended. */
guint         tny_coming_lead  (const TnyComing *self, gint64 now);
/* How many days are left at @now, begun ones not counted; 0 on the last day. */
guint         tny_coming_days  (gint64 due_at, gint64 now);

/**
 * tny_reminders_take:
 * @store: writable
 * @now: unix seconds
 *
 * What people are to be reminded of now. It is remembered as told: a lead of an end is returned once, and
 * when several have passed only the last one. An end that moved is another one. Blocks: worker threads.
 *
 * Returns: (transfer full) (element-type TnyComing): the next end first, often none; NULL with DATABASE_…
 */
GPtrArray   * tny_reminders_take (TnyStore *store, gint64 now, GError **error);

/**
 * tny_calendar_text:
 * @list: (element-type TnyComing)
 * @now: unix seconds; what has ended is left out, and alarms that would have rung
 * @n: (out) (optional): how many events there are; 0: the text is no calendar, which has one at least
 *
 * Returns: (transfer full): an iCalendar object: an event per end, with an alarm per lead
 * Source:  RFC 5545
 */
char        * tny_calendar_text (GPtrArray *list, gint64 now, guint *n);
/**
 * tny_calendar_save:
 * @path: replaced as a whole or not at all; mode 0600
 * @n: (out): how many events were saved; 0: nothing was written
 *
 * Blocks. FALSE with FILE.
 */
gboolean      tny_calendar_save (GPtrArray *list, gint64 now, const char *path, guint *n, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyComing, tny_coming_free)

G_END_DECLS
