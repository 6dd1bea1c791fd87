/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-contact-index.h"

G_BEGIN_DECLS

/* What a user is called, folded; either may be NULL. */
typedef struct { const char *name, *login; gboolean known; } TnyFoldedUser;

/* One comparison under way: rules decide line by line, then lines are settled among one another,
 * then what would be filled is listed. */
typedef struct
{
  const TnyUserFacts    *users;
  const TnyContactFacts *contacts;
  guint                  n_users, n_contacts;
  const TnyContactFieldRules *rules;
  gboolean               texts;
  TnyContactIndex        index;
  GHashTable            *by_id;         /* gint64 * → TnyContactFacts */
  GPtrArray             *lines;
  GArray                *found;         /* positions; of the rule under way */
  GStringChunk          *folded;
  TnyFoldedUser         *names;         /* one for each user, folded when first asked for */
} TnyContactMatch;

/* NULL: not of this organization. */
const TnyContactFacts * tny_contact_match_by_id (TnyContactMatch *self, gint64 contact_id);

/* The three rules in their order, then a look for somebody alike: sets outcome, rule and contact of
 * @line and says what was compared. */
void   tny_contact_rules_run (TnyContactMatch *self, const TnyUserFacts *user,
                              TnyContactLine *line);
/* First and last name as Microsoft tells them, else of the display name, and the user name. */
const TnyFoldedUser * tny_contact_folded (TnyContactMatch *self, const TnyUserFacts *user);

/* Makes lines that want the same undecided: one contact for two users, twins. */
void   tny_contact_settle    (TnyContactMatch *self);
/* Lists what would be filled or replaced, for every line that would write, and what differs. */
void   tny_contact_fill      (TnyContactMatch *self);

/* A reason; only counted when nobody wants the texts, so quote what goes into it by
 * tny_contact_quote(). */
void   tny_contact_say       (TnyContactLine *line, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* @text on one line, short; NULL when nobody wants the texts. Free with g_free(). */
char * tny_contact_quote     (const TnyContactLine *line, const char *text);
void   tny_contact_undecide  (TnyContactLine *line, gboolean conflict, const char *why);

G_END_DECLS
