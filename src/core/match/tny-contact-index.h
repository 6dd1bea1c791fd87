/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-contact-match.h"

G_BEGIN_DECLS

/* Who of the contacts has an address, a name, a number: folded text → positions of contacts. */
typedef struct
{
  GHashTable *mails;
  GHashTable *locals;           /* what stands before the @ */
  GHashTable *names;            /* "first last" */
  GHashTable *plain_names;      /* the same without accents and order, in both spellings */
  GHashTable *last_names;       /* plain, in one spelling */
  GHashTable *phones;           /* digits */
} TnyContactIndex;

void     tny_contact_index_init    (TnyContactIndex *self, const TnyContactFacts *contacts,
                                    guint n_contacts);
void     tny_contact_index_clear   (TnyContactIndex *self);
/* Adds the positions of those who have @key (nullable) in one of the tables to @found, each
 * once. */
void     tny_contact_index_collect (GHashTable *table, const char *key, GArray *found);

/* Folded; NULL when nothing is left of the name. Free with g_free(). */
char   * tny_contact_full_name     (const char *first, const char *last);
/* First and last name of what is displayed: "Berg, Anna" or "Anna Berg"; NULL where there is none.
 * Free both with g_free(). */
void     tny_contact_split_name    (const char *displayed, char **first, char **last);
/* A folded name without accents, punctuation and order of words. Umlauts are spelt out ("oe")
 * when @spelt_out, else lose their dots ("o"): both are usual. */
char   * tny_contact_plain_name    (const char *folded, gboolean spelt_out);
/* Digits, and the + before them. */
char   * tny_contact_fold_phone    (const char *text);
/* What stands before the @; "" when there is none. */
char   * tny_contact_local_part    (const char *mail);

G_END_DECLS
