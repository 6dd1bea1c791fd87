/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-shape.h"

G_BEGIN_DECLS

/* TnyUser: a user of a tenant as Microsoft tells it. Texts are as written there; NULL is "not
 * told". */
typedef struct
{
  char   *graph_id;             /* GUID, unique within the tenant */
  char   *user_principal_name;  /* login */
  char   *display_name;
  char   *given_name;
  char   *surname;
  char   *mail;                 /* primary address; NULL when the user has no mailbox */
  char   *aliases;              /* every other address, as written, one a line; may repeat mail */
  int     enabled;              /* 1, 0, -1 not told */
  char   *user_type;            /* "Member", "Guest", NULL */
  char   *job_title;
  char   *department;
  char   *company_name;
  char   *office_location;
  char   *mobile_phone;
  char   *business_phone;
  char   *city;
  char   *country;
  char   *usage_location;       /* ISO 3166 code of two letters */
  int     on_premises_sync;     /* 1: Active Directory is the master; 0, -1 never synced */
  char   *licences;             /* SKU ids, one a line; NULL when none is assigned */
  gint64  created_at;           /* unix seconds, UTC; 0 when unknown */
} TnyUser;

extern const TnyShape tny_user_shape;

TnyUser    * tny_user_new          (void);
TnyUser    * tny_user_copy         (const TnyUser *self);
void         tny_user_free         (TnyUser       *self);   /* not for rows lent by a TnyPage */

/* All mail addresses folded for comparing, distinct, one a line, mail first; "" when there is
 * none. */
char       * tny_user_fold_aliases (const TnyUser *self);
/* "guest", "service" (the directory synchronization account) or "member". Shared mailboxes and
 * rooms cannot be told from the user alone; the mailbox report knows them. */
const char * tny_user_get_kind     (const TnyUser *self);
/* The same with what the report says of a member's mailbox: "shared", "room", "equipment"; NULL is not
 * told. */
const char * tny_user_kind_with_mailbox (const TnyUser *self, const char *mailbox);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyUser, tny_user_free)

G_END_DECLS
