/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-contact-index.h"

G_BEGIN_DECLS

/* One comparison under way: rules decide line by line, then lines are settled among one another,
 * then what would be filled is listed. */
typedef struct
{
  const TnyUserFacts    *users;
  const TnyContactFacts *contacts;
  guint                  n_users, n_contacts;
  TnyContactIndex        index;
  GHashTable            *by_id;         /* gint64 * → TnyContactFacts */
  GPtrArray             *lines;
} TnyContactMatch;

/* NULL: not of this organization. */
const TnyContactFacts * tny_contact_match_by_id (TnyContactMatch *self, gint64 contact_id);

/* The three rules in their order, then a look for somebody alike: sets outcome, rule and contact of
 * @line and says what was compared. */
void   tny_contact_rules_run (TnyContactMatch *self, const TnyUserFacts *user,
                              TnyContactLine *line);
/* First and last name as Microsoft tells them, else of the display name; folded, NULL: none. Free
 * with g_free(). */
char * tny_contact_user_name (const TnyUserFacts *user);

/* Makes lines that want the same undecided: one contact for two users, twins. */
void   tny_contact_settle    (TnyContactMatch *self);
/* Lists what is empty here and told by Microsoft, for every line that would write. */
void   tny_contact_fill      (TnyContactMatch *self);

void   tny_contact_say       (TnyContactLine *line, const char *format, ...) G_GNUC_PRINTF (2, 3);
void   tny_contact_undecide  (TnyContactLine *line, gboolean conflict, const char *why);

G_END_DECLS
