/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-check.h"

G_BEGIN_DECLS

/* Inside tny-explain*.c only. */

typedef enum
{
  TNY_EXPLAIN_USER,
  TNY_EXPLAIN_CONTACT,            /* its Microsoft fields are a user's */
  TNY_EXPLAIN_TENANT,
  TNY_EXPLAIN_ORGANIZATION,       /* its Microsoft fields are those of its tenant, the one read longest ago */
  TNY_EXPLAIN_LICENCE,
  TNY_EXPLAIN_DEVICE,
  TNY_EXPLAIN_CONNECTION          /* its numbers are those of all its tenants */
} TnyExplainKind;

/* What a field hangs on. @column: of explain/user, explain/tenant …; -1: kept elsewhere. */
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
  TnyExplainKind kind;
  gboolean     no_user;                 /* of a contact */
  gboolean     filled;            /* the field has a value */
  gboolean     never_checked;
  gboolean     not_licensed;      /* Microsoft's own answer when the stream was last asked for */
  char        *user_state;
  gint64       read_at;

  gint64       tenant_id;         /* 0: no tenant is matched; of a connection always */
  gint64       connection_id;     /* 0: there is no tenant */
  char        *graph_id, *name, *access, *access_detail, *streams, *reach, *sign_in;
  gint64       users_read_at, listed_at, gone_at;
  gboolean     left_out;          /* the settings leave the whole tenant out */
  gboolean     ignored;           /* a person said that the tenant does not count */
  char        *enrolled_by;       /* of a device without a primary user; NULL: nobody */

  GPtrArray   *causes;
} TnyQuestion;

/* The field, and what it is one of; NULL with ARGUMENT, whose message lists what there is. */
const TnyExplainField * tny_explain_field (const char *kind, const char *name, TnyExplainKind *is,
                                           GError **error);

/* Fills in what is asked about: field, user or contact, tenant. FALSE with ARGUMENT, NOT_FOUND,
 * AMBIGUOUS, DATABASE_… A contact or organization that no tenant is matched with leaves tenant_id and
 * connection_id 0. */
gboolean tny_question_read  (TnyQuestion *self, const char *kind, const char *id, const char *field,
                             GError **error);
void     tny_question_clear (TnyQuestion *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnyQuestion, tny_question_clear)

G_END_DECLS
