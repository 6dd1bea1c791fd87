/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-contact-match.h"

G_BEGIN_DECLS

/* What a contact is looked up by. */
typedef enum
{
  TNY_CONTACT_BY_MAIL,
  TNY_CONTACT_BY_LOCAL,         /* what stands before the @ */
  TNY_CONTACT_BY_NAME,          /* "first last" */
  TNY_CONTACT_BY_PLAIN_NAME,    /* the same without accents and order, in both spellings */
  TNY_CONTACT_BY_LAST_NAME,     /* plain, in one spelling */
  TNY_CONTACT_BY_PHONE,         /* digits */
  TNY_CONTACT_N_KEYS
} TnyContactBy;

/* Who of the contacts has an address, a name, a number: folded text → positions of contacts. A table is
 * made when somebody first asks: most organizations are settled by their addresses. */
typedef struct
{
  const TnyContactFacts *contacts;
  guint         n_contacts;
  GStringChunk *texts;
  GHashTable   *heads[TNY_CONTACT_N_KEYS];      /* text → its last entry, plus 1 */
  GArray       *entries;                        /* of all tables; those of a text are a ring */
} TnyContactIndex;

/* @contacts is lent until the index is cleared. */
void     tny_contact_index_init    (TnyContactIndex *self, const TnyContactFacts *contacts,
                                    guint n_contacts);
void     tny_contact_index_clear   (TnyContactIndex *self);
/* Adds the positions of those who have @text (nullable) to @found, in their order, each once. */
void     tny_contact_index_collect (TnyContactIndex *self, TnyContactBy by, const char *text,
                                    GArray *found);

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
