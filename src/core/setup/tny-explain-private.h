/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-check.h"

G_BEGIN_DECLS

/* Inside tny-explain*.c only. */

/* What a field hangs on. @column: of explain/user or explain/tenant; -1: kept elsewhere. */
typedef struct
{
  const char *name;
  TnyFeature  feature;
  int         column;
  gboolean    premium;          /* needs Entra ID P1 in the tenant */
} TnyExplainField;

/* One question. */
typedef struct
{
  TnyReader   *reader;
  const TnyExplainField *field;
  gboolean     of_user, of_contact;     /* a contact's Microsoft fields are a user's */
  gboolean     no_user;                 /* of a contact */
  gboolean     filled;            /* the field has a value */
  gboolean     never_checked;
  gboolean     not_licensed;      /* Microsoft's own answer when the stream was last asked for */
  char        *user_state;
  gint64       read_at;

  gint64       tenant_id, connection_id;
  char        *graph_id, *name, *access, *access_detail, *streams, *reach;
  gint64       users_read_at, listed_at, gone_at;

  GPtrArray   *causes;
} TnyQuestion;

/* Fills in what is asked about: field, user or contact, tenant. FALSE with ARGUMENT, NOT_FOUND,
 * AMBIGUOUS, DATABASE_… A contact of whose organization no tenant is matched leaves tenant_id 0. */
gboolean tny_question_read  (TnyQuestion *self, const char *kind, const char *id, const char *field,
                             GError **error);
void     tny_question_clear (TnyQuestion *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnyQuestion, tny_question_clear)

G_END_DECLS
