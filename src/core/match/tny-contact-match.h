/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Users of the tenants of one organization against its contacts. Pure: nothing is read or written
 * here.
 *
 * For each user three rules, in this order; the first that names exactly one contact decides:
 *   1 any address of the user is one of the contact's
 *   2 the user name (also its onmicrosoft form) is one of the contact's
 *   3 first and last name are equal, and the contact has no address that says otherwise
 * What the rules leave open is never created when anything looks like somebody who is here: it is
 * undecided, with the reasons.
 */
typedef enum
{
  TNY_CONTACT_LINK,             /* a contact was found; nothing else would change */
  TNY_CONTACT_UPDATE,           /* a contact was found, and empty fields of it could be filled */
  TNY_CONTACT_CREATE,           /* nobody here is like that user */
  TNY_CONTACT_UNDECIDED,        /* a person has to look */
  TNY_CONTACT_SKIP,             /* no person, or not in use: guest, service, disabled, deleted; or a
                                 * person left it out */
  TNY_CONTACT_UNCHANGED,        /* linked already, and nothing to fill */
  TNY_CONTACT_N_OUTCOMES
} TnyContactOutcome;

/* What a person decided about a user. It beats the rules, except that a user who is deleted stays
 * skipped, and that a contact of another user of the tenant is not taken away. */
typedef enum
{
  TNY_CONTACT_NO_DECISION,
  TNY_CONTACT_DECIDE_LINK,
  TNY_CONTACT_DECIDE_LINK_AND_ADD,      /* and the user's address becomes one of the contact's */
  TNY_CONTACT_DECIDE_CREATE,
  TNY_CONTACT_DECIDE_SKIP,
  TNY_CONTACT_N_DECISIONS
} TnyContactAction;

typedef struct
{
  TnyContactAction action;
  gint64           contact_id;  /* of the two that link; else 0 */
} TnyContactDecision;

/* What a contact has that Microsoft tells, too. */
typedef enum
{
  TNY_CONTACT_FIRST_NAME,
  TNY_CONTACT_LAST_NAME,
  TNY_CONTACT_TITLE,
  TNY_CONTACT_EMAIL,
  TNY_CONTACT_PHONE,
  TNY_CONTACT_N_FIELDS
} TnyContactField;

/* What becomes of a field of a contact that is here. The first is what holds unasked; a value is never
 * replaced unless a person said so, for the field or for one contact's field. */
typedef enum
{
  TNY_CONTACT_ONLY_WHEN_EMPTY,
  TNY_CONTACT_KEEP_MINE,
  TNY_CONTACT_TAKE_MICROSOFTS,
  TNY_CONTACT_N_FIELD_RULES
} TnyContactFieldRule;

typedef struct { TnyContactFieldRule of[TNY_CONTACT_N_FIELDS]; } TnyContactFieldRules;

/* What is known of a user. Texts are lent and may be NULL; aliases are folded
 * (tny_text_fold_mail()). */
typedef struct
{
  gint64             id, tenant_id;
  const char        *user_principal_name, *display_name, *given_name, *surname;
  const char *const *aliases;           /* NULL-terminated, the primary first */
  const char        *job_title, *business_phone, *mobile_phone;
  const char        *kind;              /* "member", or what is no person */
  gboolean           enabled;           /* FALSE only when Microsoft said so */
  gboolean           present;
  gboolean           left_out;          /* not present, because a setting says so */
  gint64             linked_contact_id; /* 0: none; it may be a contact of another organization */
  TnyContactDecision decision;
} TnyUserFacts;

typedef struct
{
  gint64             id;
  const char        *first_name, *last_name, *title;
  const char *const *mails;             /* folded, NULL-terminated */
  const char *const *phones;            /* folded to digits, NULL-terminated */
  const gint64      *lost_tenants;      /* (nullable): tenants with a user who is this contact
                                         * and is not among the users; ends with 0 */
  guint8             choices[TNY_CONTACT_N_FIELDS];     /* TnyContactFieldRule plus 1, of a person about
                                                         * this contact; 0: the field's rule holds */
} TnyContactFacts;

/* "first_name", "last_name", "title", "email", "phone"; "additional_email" is one more address,
 * asked for by TNY_CONTACT_DECIDE_LINK_AND_ADD. */
typedef struct
{
  const char *field;
  char       *from, *to;        /* NULL: empty; a @from is replaced */
} TnyContactChange;

/* A value here that Microsoft tells otherwise, whatever becomes of it. */
typedef struct
{
  TnyContactField      field;
  char                *here, *microsoft;
  TnyContactFieldRule  rule;    /* that holds for it */
  gboolean             chosen;  /* for this contact */
} TnyContactDifference;

typedef struct
{
  guint             user;       /* position in the array of users */
  gint64            contact_id; /* found, or the most alike; 0: none */
  TnyContactOutcome outcome;
  int               rule;       /* 1..3; 0: none decided */
  gboolean          conflict;   /* undecided: two contacts for a user, or two users for a contact;
                                 * else it may be a duplicate */
  guint             n_changes, n_reasons;
  GPtrArray        *changes;    /* TnyContactChange: what would be filled or replaced */
  GPtrArray        *differences;        /* TnyContactDifference, also when nothing changes */
  GPtrArray        *reasons;    /* char *: translated sentences, the rules in their order first */
} TnyContactLine;

/* "link", "update" …: as in JSON. */
const char * tny_contact_outcome_name (TnyContactOutcome outcome);
/* "link", "link-and-add", "create", "skip"; NULL for no decision. */
const char * tny_contact_action_name  (TnyContactAction action);
/* "first_name" …, "only-when-empty" …; and back, their N when there is no such name. */
const char * tny_contact_field_name      (TnyContactField field);
TnyContactField tny_contact_field_by_name (const char *name);
const char * tny_contact_field_rule_name (TnyContactFieldRule rule);
TnyContactFieldRule tny_contact_field_rule_by_name (const char *name);
/* Back from that name; TNY_CONTACT_NO_DECISION for NULL and every other text. */
TnyContactAction tny_contact_action_by_name (const char *name);

/**
 * tny_contacts_match:
 * @users: users of all tenants of one organization
 * @contacts: all contacts of that organization
 * @rules: (nullable): what becomes of fields; %NULL: only what is empty is filled
 * @texts: whether lines list their changes, differences and reasons; else these are NULL, and changes and
 *         reasons only counted
 *
 * Any thread; time and memory grow with the sum of both. Texts take half of the time, and most of the
 * memory: they are for what is looked at or written.
 *
 * Returns: (transfer full): #TnyContactLine, one for each user in their order
 */
GPtrArray  * tny_contacts_match       (const TnyUserFacts *users, guint n_users,
                                       const TnyContactFacts *contacts, guint n_contacts,
                                       const TnyContactFieldRules *rules, gboolean texts);
void         tny_contact_line_free    (TnyContactLine *line);

G_END_DECLS
