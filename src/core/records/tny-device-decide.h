/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-store.h"

G_BEGIN_DECLS

/* What all decisions about devices have in common: the state before, the change, the line of
 * history. Inside the transaction of the decision. */
typedef struct
{
  char   *tenant_id;            /* at Microsoft */
  guint8  device_id[16];
} TnyDeviceKey;

typedef struct
{
  TnyDeviceKey key;
  char     *match;              /* the row of device_matches as JSON; NULL: undecided */
  char     *refused;            /* JSON list of configuration ids */
  char     *device_name;
  char     *state;              /* NULL: undecided */
  gint64    configuration_id;   /* of the match; 0: none */
  gint64    organization_id;    /* of the device's tenant; 0: none */
} TnyDeviceState;

typedef struct
{
  gint64      batch;
  const char *action, *who;
  gint64      configuration_id; /* what it led to; 0: none */
  int         score;            /* -1: none */
  const char *why;              /* msgid, or NULL */
  gint64      undoes;           /* 0: none */
} TnyDeviceNote;

void     tny_device_state_clear     (TnyDeviceState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnyDeviceState, tny_device_state_clear)

/* By id in the database; NOT_FOUND when it is no longer listed. */
gboolean tny_device_state_find      (TnyTxn *txn, gint64 id, TnyDeviceState *state, GError **error);
/* By ids at Microsoft: also of a device that is no longer listed; @name is what it was called. */
gboolean tny_device_state_read      (TnyTxn *txn, const TnyDeviceKey *key, const char *name,
                                     TnyDeviceState *state, GError **error);
/* Runs a statement that takes :tenant_id, :device_id and, unless 0, :configuration_id. */
gboolean tny_device_run             (TnyTxn *txn, const char *name, const TnyDeviceKey *key,
                                     gint64 configuration_id, GError **error);
/* Replaces the match. @score -1, @reasons NULL: none. */
gboolean tny_device_match_put       (TnyTxn *txn, const TnyDeviceKey *key, const char *state,
                                     gint64 configuration_id, const char *method, int score,
                                     const char *reasons, const char *who, GError **error);
/* Writes the line, and that the candidates of the organization are old; the state after is read
 * here, so it comes last. */
gboolean tny_device_note_add        (TnyTxn *txn, const TnyDeviceNote *note,
                                     const TnyDeviceState *before, GError **error);
gboolean tny_device_next_batch      (TnyTxn *txn, gint64 *batch, GError **error);
/* Name, organization and device of a configuration; *@name NULL: there is none. @device_name:
 * (out) (transfer full): of the device that it is, NULL: none. */
gboolean tny_device_configuration   (TnyTxn *txn, gint64 id, char **name, gint64 *organization_id,
                                     char **device_name, GError **error);

/* Deletes a configuration: a match that made itself goes with it, and history says so; STALE when a
 * person matched it. */
gboolean tny_configuration_delete   (TnyTxn *txn, gint64 id, GError **error);

G_END_DECLS
