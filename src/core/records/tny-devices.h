/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-decision.h"
#include "tny-list.h"

G_BEGIN_DECLS

/* Decisions about devices: which configuration of its organization each one is. As for tenants
 * (tny-matching.h): a decision is a transaction that writes the match and the line of history; a
 * batch is undone whole.
 *
 *             accept, match to ─▸ matched ─┐
 *   undecided                              ├─ revert ─▸ undecided (the pair is refused)
 *             ignore ───────────▸ ignored ─┘
 *
 * A device is known by the ids that Microsoft never changes: what was decided about it outlives
 * renames and a device that comes back. A configuration is one device. All functions block for some
 * milliseconds: worker threads (or a command's main thread).
 */

/* Gives devices whose serial number and hardware address are those of one configuration of their
 * organization, and of no other device, their match ("automatic"), and computes the candidates of
 * the undecided ones, for the organizations where something changed since: after a sync, an import,
 * a decision. The decisions here and in tny-matching.h do it themselves.
 * *@matched: (nullable): how many matched themselves. */
gboolean tny_devices_refresh       (TnyStore *store, GCancellable *cancellable, guint *matched,
                                    GError **error);

/* Each returns FALSE with NOT_FOUND (no such device or configuration), STALE (the candidate is no
 * longer the one that was shown), DECISION (the configuration is another device already, or belongs
 * to another organization than the device), ARGUMENT (already so). *@batch: (nullable): for
 * undo. */
gboolean tny_device_accept         (TnyStore *store, gint64 device_id, gint64 configuration_id,
                                    gint64 *batch, GError **error);
gboolean tny_device_match_to       (TnyStore *store, gint64 device_id, gint64 configuration_id,
                                    gint64 *batch, GError **error);
gboolean tny_device_ignore         (TnyStore *store, gint64 device_id, gint64 *batch,
                                    GError **error);
/* Back to undecided; the pair is not suggested again, and never matched by itself. */
gboolean tny_device_revert         (TnyStore *store, gint64 device_id, gint64 *batch,
                                    GError **error);

/* What a bulk accept would do: undecided devices whose best candidate has at least @at_least points,
 * best first, TnyBulkLine; those in conflict, two that ask for one configuration, are marked, for
 * showing. @organization_id: 0 takes all. */
GPtrArray * tny_device_bulk_plan   (TnyReader *reader, gint64 organization_id, int at_least,
                                    GError **error);
/* Accepts just these lines, as one batch: all or none. STALE, DECISION, ARGUMENT as
 * tny_matching_bulk_accept(). */
gboolean tny_device_bulk_accept    (TnyStore *store, GPtrArray *lines, gint64 *batch,
                                    GError **error);

/* Takes back / does again a batch, whole, as tny_matching_undo() does. */
gboolean tny_device_undo           (TnyStore *store, gint64 batch, TnyUndone *undone, GError **error);
gboolean tny_device_redo           (TnyStore *store, gint64 batch, TnyUndone *undone, GError **error);
/* The newest batch that can be undone; 0: none. */
gboolean tny_device_last_batch     (TnyReader *reader, gint64 *batch, GError **error);

/* Numbers of the five filters. @organization_id: 0 counts all. */
gboolean tny_device_counts         (TnyReader *reader, gint64 organization_id,
                                    TnyMatchCounts *counts, GError **error);

typedef struct
{
  gint64     configuration_id;
  char      *configuration_name;
  int        score;
  GPtrArray *reasons;           /* TnyReasonText */
} TnyDeviceChoice;
void        tny_device_choice_free (TnyDeviceChoice *choice);
/* Candidates of an undecided device, best first, with their reasons. */
GPtrArray * tny_device_choices     (TnyReader *reader, gint64 device_id, GError **error);
/* Why the present match of a device was made: TnyReasonText; empty when none was kept. */
GPtrArray * tny_device_reasons     (TnyReader *reader, gint64 device_id, GError **error);

/* Configurations of other organizations with a serial number or address of the device: a warning,
 * never a candidate. */
typedef struct
{
  gint64  configuration_id;
  char   *configuration_name, *organization_name;
  gboolean serial;              /* else a hardware address */
} TnyDeviceElsewhere;
void        tny_device_elsewhere_free (TnyDeviceElsewhere *elsewhere);
GPtrArray * tny_device_elsewhere   (TnyReader *reader, const TnyDeviceRow *device, GError **error);

/* How devices of a tenant were read last, for saying why there are none. */
typedef struct
{
  gint64  tenant_id;
  char   *tenant_name;
  char   *state;                /* ok, incomplete, failed, not-licensed; NULL: never tried */
  char   *error, *detail;       /* name of the remedy; NULL */
  gint64  read_at;              /* 0: never whole */
} TnyDeviceSource;
void        tny_device_source_free (TnyDeviceSource *source);
/* Tenants of @organization_id, or all for 0. */
GPtrArray * tny_device_sources     (TnyReader *reader, gint64 organization_id, GError **error);

/* A listed device by id at Microsoft, or exact name (folded); within @organization_id unless 0.
 * NOT_FOUND, or AMBIGUOUS whose message lists them. */
gboolean tny_find_device           (TnyReader *reader, gint64 organization_id, const char *name,
                                    gint64 *id, GError **error);
/* A configuration of @organization_id (0: any) by id here, id of the file, or exact name. */
gboolean tny_find_configuration    (TnyReader *reader, gint64 organization_id, const char *name,
                                    gint64 *id, GError **error);

G_END_DECLS
