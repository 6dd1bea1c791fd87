/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-contact-match.h"

#include <string.h>

/* Up to three users and three contacts of one organization, and what comes out: "outcome contact rule" for
 * each user. Contacts are numbered from 1. Lists are parted by blanks, addresses are folded already. */
typedef struct
{
  const char *name, *mails, *title, *kind;
  int tenant;
  gboolean disabled, deleted;
  TnyContactDecision decision;
  gboolean linked_elsewhere;
} User;
/* linked: number of the user that is it; lost: of a tenant whose user is not among them. */
typedef struct { const char *name, *mails, *phones; int linked; gint64 lost[2]; } Contact;

#define LINK(n) .decision = { TNY_CONTACT_DECIDE_LINK, n }
#define ADD(n)  .decision = { TNY_CONTACT_DECIDE_LINK_AND_ADD, n }
#define CREATE  .decision = { TNY_CONTACT_DECIDE_CREATE, 0 }
#define SKIP    .decision = { TNY_CONTACT_DECIDE_SKIP, 0 }

static const struct { const char *name; User users[3]; Contact contacts[3]; const char *expected; } cases[] = {
  { "primary-address", { { "Anna Berg", "anna@a.example" } }, { { "Anna Berg", "anna@a.example" } }, "link 1 1" },
  { "any-address", { { "Anna Berg", "anna@a.example a.berg@old.example" } },
    { { "A. B.", "x@a.example a.berg@old.example" } }, "link 1 1" },
  { "address-before-name", { { "Anna Berg", "anna@a.example" } },
    { { "Anna Berg", "" }, { "Office", "anna@a.example" } }, "update 2 1" },
  { "user-name", { { "Anna Berg", "anna@a.example" } }, { { "Anna Holm", "login0@t.onmicrosoft.example" } },
    "link 1 2" },
  { "name-and-no-address-here", { { "Anna Berg", "anna@a.example" } }, { { "Anna Berg", "" } }, "update 1 3" },
  { "name-in-other-case", { { "ANNA BERG", "" } }, { { "anna berg", "" } }, "link 1 3" },
  { "nobody-like-it", { { "Anna Berg", "anna@a.example" } }, { { "Ben Cole", "ben@a.example" } }, "create 0 0" },
  { "no-contacts-at-all", { { "Anna Berg", "anna@a.example" } }, { { NULL } }, "create 0 0" },
  { "same-name-other-address", { { "Anna Berg", "anna@a.example" } }, { { "Anna Berg", "a.b@c.example" } },
    "undecided 1 0" },
  { "two-contacts-one-address", { { "Anna Berg", "anna@a.example" } },
    { { "Anna Berg", "anna@a.example" }, { "Anna B", "anna@a.example" } }, "undecided 1 0" },
  { "two-addresses-two-contacts", { { "Anna Berg", "anna@a.example berg@a.example" } },
    { { "Anna Berg", "anna@a.example" }, { "Anna B", "berg@a.example" } }, "undecided 1 0" },
  { "namesakes-here", { { "John Smith", "john@a.example" } }, { { "John Smith", "" }, { "John Smith", "" } },
    "undecided 1 0" },
  { "two-users-one-contact", { { "Anna Berg", "anna@a.example" }, { "Anna Berg", "berg@a.example" } },
    { { "Anna Berg", "anna@a.example berg@a.example" } }, "undecided 1 0|undecided 1 0" },
  { "address-beats-name", { { "Anna Berg", "anna@a.example" }, { "Other Person", "other@a.example" } },
    { { "Other Person", "" }, { "Anna Berg", "anna@a.example" } }, "link 2 1|update 1 3" },
  { "two-users-of-one-name-and-no-contact", { { "John Smith", "js1@a.example" }, { "John Smith", "js2@a.example" } },
    { { NULL } }, "undecided 0 0|undecided 0 0" },
  { "two-users-of-one-address-and-no-contact",
    { { "Anna Berg", "a@a.example x@a.example" }, { "Ben Cole", "b@b.example x@a.example", .tenant = 2 } },
    { { NULL } }, "undecided 0 0|undecided 0 0" },
  { "namesake-is-linked", { { "Anna Holm", "holm@a.example" }, { "Anna Holm", "ah@b.example", .tenant = 2 } },
    { { "Anna Berg", "holm@a.example", "", 1 } }, "unchanged 1 0|undecided 0 0" },
  { "namesake-is-gone", { { "Anna Holm", "h@a.example", .deleted = TRUE }, { "Anna Holm", "ah@a.example" } },
    { { NULL } }, "skip 0 0|create 0 0" },
  { "one-human-in-two-tenants", { { "Anna Berg", "anna@a.example" }, { "Anna Berg", "anna@b.example", .tenant = 2 } },
    { { "Anna Berg", "anna@a.example anna@b.example" } }, "link 1 1|link 1 1" },
  { "accents", { { "Ayse Ozdemir", "ayse@a.example" } }, { { "Ayşe Özdemir", "ao@b.example" } }, "undecided 1 0" },
  { "umlauts-written-out", { { "Ayse Oezdemir", "" } }, { { "Ayşe Özdemir", "" } }, "undecided 1 0" },
  { "curly-apostrophe", { { "Siobhan O'Dowd", "" } }, { { "Siobhán O’Dowd", "" } }, "undecided 1 0" },
  { "other-order", { { "Berg Anna", "" } }, { { "Anna Berg", "" } }, "undecided 1 0" },
  { "same-local-part", { { "Niamh Ashdown", "niamh@new.example" } }, { { "Niamh Grewal", "niamh@old.example" } },
    "undecided 1 0" },
  { "nickname", { { "Bob Smith", "bob@new.example" } }, { { "Robert Smith", "rs@old.example" } }, "undecided 1 0" },
  { "short-form", { { "Christopher Smith", "cs@new.example" } }, { { "Chris Smith", "chris@old.example" } },
    "undecided 1 0" },
  { "initial", { { "R. Smith", "rs@new.example" } }, { { "Robert Smith", "bob@old.example" } }, "undecided 1 0" },
  { "middle-name", { { "Anna Berg", "ab@new.example" } }, { { "Anna K. Berg", "akb@old.example" } },
    "undecided 1 0" },
  { "brothers", { { "Robert Smith", "rs@new.example" } }, { { "William Smith", "ws@old.example" } },
    "create 0 0" },
  { "same-nickname-other-family", { { "Bob Smith", "bs@new.example" } }, { { "Robert Jones", "rj@old.example" } },
    "create 0 0" },
  { "same-phone", { { "Annie Berg", "annie@a.example" } }, { { "Ann Holm", "ah@b.example", "+441614960123" } },
    "undecided 1 0" },
  { "switchboard", { { "Annie Berg", "annie@a.example" } },
    { { "Ann Holm", "ah@b.example", "+441614960123" }, { "Bo Ek", "be@b.example", "+441614960123" } },
    "create 0 0" },
  { "guest", { { "Anna Berg", "anna@a.example", .kind = "guest" } }, { { "Anna Berg", "anna@a.example" } },
    "skip 0 0" },
  { "service", { { "Sync", "sync@a.example", .kind = "service" } }, { { NULL } }, "skip 0 0" },
  { "shared-mailbox", { { "Info", "info@a.example", .kind = "shared-mailbox" } }, { { NULL } }, "skip 0 0" },
  { "disabled", { { "Anna Berg", "anna@a.example", .disabled = TRUE } }, { { NULL } }, "skip 0 0" },
  { "deleted", { { "Anna Berg", "anna@a.example", .deleted = TRUE } }, { { NULL } }, "skip 0 0" },
  { "role-address", { { "Accounts", "accounts@a.example" } }, { { NULL } }, "undecided 0 0" },
  { "no-name", { { NULL, "x17@a.example" } }, { { NULL } }, "undecided 0 0" },
  { "linked", { { "New Name", "new@a.example" } }, { { "Old Name", "old@a.example", "", 1 } }, "unchanged 1 0" },
  { "linked-with-something-to-fill", { { "New Name", "new@a.example", "Boss" } },
    { { "Old Name", "old@a.example", "", 1 } }, "update 1 0" },
  { "linked-keeps-its-contact", { { "New Name", "new@a.example" }, { "Thief", "old@a.example" } },
    { { "Old Name", "old@a.example", "", 1 } }, "unchanged 1 0|undecided 1 0" },
  { "title-is-filled", { { "Anna Berg", "anna@a.example", "Boss" } }, { { "Anna Berg", "anna@a.example" } },
    "update 1 1" },
  { "married", { { "Anna Holm", "anna@a.example" } }, { { "Anna Berg", "anna@a.example" } }, "link 1 1" },
  { "transliterated", { { "Juergen Mueller", "jm@a.example" } }, { { "Jürgen Müller", "jm@a.example" } },
    "link 1 1" },
  { "address-moved-to-another-person", { { "Ben Cole", "sales@a.example" } },
    { { "Anna Berg", "sales@a.example" } }, "undecided 1 0" },
  { "user-name-moved-to-another-person", { { "Ben Cole", "" } },
    { { "Anna Berg", "login0@t.onmicrosoft.example" } }, "undecided 1 0" },
  { "address-moved-and-its-contact-is-linked",
    { { "Anna Berg", "a.berg@a.example" }, { "Anna Berger", "anna@a.example" } },
    { { "Anna Berg", "anna@a.example", "", 1 } }, "unchanged 1 0|undecided 1 0" },
  { "renamed-with-new-addresses", { { "Anna Holm", "anna.holm@b.example" } },
    { { "Anna Berg", "anna@a.example", "", 1 }, { "Anna Holm", "anna.holm@b.example" } }, "unchanged 1 0" },
  { "linked-and-disabled", { { "Anna Berg", "anna@a.example", "Boss", .disabled = TRUE } },
    { { "Anna Berg", "anna@a.example", "", 1 } }, "skip 1 0" },
  { "linked-and-deleted", { { "Anna Berg", "anna@a.example", "Boss", .deleted = TRUE } },
    { { "Anna Berg", "anna@a.example", "", 1 } }, "skip 1 0" },
  { "linked-guest", { { "Anna Berg", "anna@a.example", .kind = "guest" } },
    { { "Anna Berg", "anna@a.example", "", 1 } }, "unchanged 1 0" },
  { "linked-elsewhere", { { "Anna Berg", "anna@a.example", .linked_elsewhere = TRUE } },
    { { "Anna Berg", "anna@a.example" } }, "undecided 1 0" },
  { "leaver-and-successor", { { "Anna Berg", "", .deleted = TRUE }, { "Anna Berg", "anna@a.example" } },
    { { "Anna Berg", "anna@a.example", "", 1 } }, "skip 1 0|undecided 1 0" },
  { "leaver-and-successor-by-hand", { { "Anna Berg", "", .deleted = TRUE }, { "Anna Berg", "anna@a.example", LINK (1) } },
    { { "Anna Berg", "anna@a.example", "", 1 } }, "skip 1 0|link 1 0" },
  { "vanished-user", { { "Anna Berg", "anna@a.example" } },
    { { "Anna Berg", "anna@a.example", .lost = { 1 } } }, "undecided 1 0" },
  { "vanished-user-of-another-tenant", { { "Anna Berg", "anna@a.example" } },
    { { "Anna Berg", "anna@a.example", .lost = { 2 } } }, "link 1 1" },
  { "vanished-user-by-hand", { { "Anna Berg", "anna@a.example", LINK (1) } },
    { { "Anna Berg", "anna@a.example", .lost = { 1 } } }, "link 1 0" },
  { "chosen", { { "Anna Berg", "anna@a.example", LINK (1) } }, { { "Anna Berg", "old@a.example" } }, "link 1 0" },
  { "chosen-and-address-added", { { "Anna Berg", "anna@a.example", ADD (1) } },
    { { "Anna Berg", "old@a.example" } }, "update 1 0" },
  { "chosen-one-is-gone", { { "Anna Berg", "anna@a.example", LINK (7) } }, { { "Anna Berg", "anna@a.example" } },
    "undecided 0 0" },
  { "chosen-one-is-another-user's", { { "Anna Berg", "anna@a.example" }, { "Ben Cole", "ben@a.example", LINK (1) } },
    { { "Anna Berg", "anna@a.example", "", 1 } }, "unchanged 1 0|undecided 1 0" },
  { "chosen-for-two", { { "Anna Berg", "", LINK (1) }, { "Ben Cole", "", LINK (1) } }, { { "A. C.", "" } },
    "undecided 1 0|undecided 1 0" },
  { "choice-beats-rule", { { "Anna Berg", "anna@a.example" }, { "Ben Cole", "", LINK (1) } },
    { { "Anna Berg", "anna@a.example" } }, "undecided 1 0|link 1 0" },
  { "moves-and-makes-room", { { "Anna Berg", "", LINK (2) }, { "Ben Cole", "", LINK (1) } },
    { { "Ben Cole", "", "", 1 }, { "Anna Berg", "" } }, "link 2 0|link 1 0" },
  { "swapped", { { "Anna Berg", "", LINK (2) }, { "Ben Cole", "", LINK (1) } },
    { { "Ben Cole", "", "", 1 }, { "Anna Berg", "", "", 2 } }, "link 2 0|link 1 0" },
  { "cannot-move-and-makes-no-room",
    { { "Anna Berg", "", LINK (2) }, { "Ben Cole", "", LINK (1) }, { "Cora Dahl", "" } },
    { { "Ben Cole", "", "", 1 }, { "Cora Dahl", "", "", 3 } },
    "undecided 2 0|undecided 1 0|unchanged 2 0" },
  { "new-asked-for", { { "Anna Berg", "anna@a.example", CREATE } }, { { "Anna Berg", "old@a.example" } },
    "create 0 0" },
  { "new-asked-for-a-guest", { { "Anna Berg", "anna@a.example", .kind = "guest", CREATE } }, { { NULL } },
    "create 0 0" },
  { "new-asked-for-a-leaver", { { "Anna Berg", "anna@a.example", .deleted = TRUE, CREATE } }, { { NULL } },
    "skip 0 0" },
  { "new-asked-for-one-namesake", { { "John Smith", "js1@a.example", CREATE }, { "John Smith", "js2@a.example" } },
    { { NULL } }, "create 0 0|undecided 0 0" },
  { "left-out", { { "Anna Berg", "anna@a.example", SKIP } }, { { "Anna Berg", "anna@a.example" } }, "skip 0 0" },
  { "left-out-and-linked", { { "Anna Berg", "anna@a.example", "Boss", SKIP } },
    { { "Anna Berg", "anna@a.example", "", 1 } }, "skip 1 0" },
  { "markup-is-text", { { "<b>Anna</b> Berg", "" } }, { { "<b>Anna</b> Berg", "" } }, "link 1 3" },
};

typedef struct
{
  TnyUserFacts    users[3];
  TnyContactFacts contacts[3];
  guint           n_users, n_contacts;
  GPtrArray      *kept;
} Facts;

static const char *const *
list (Facts *facts, const char *text)
{
  char **parts = g_strsplit (text != NULL ? text : "", " ", -1);

  if (parts[0] != NULL && *parts[0] == '\0')
    g_clear_pointer (&parts[0], g_free);
  g_ptr_array_add (facts->kept, parts);

  return (const char *const *) parts;
}

/* First and last word of @name; NULL where there is none. */
static const char *
word (Facts *facts, const char *name, gboolean last)
{
  const char *blank = name != NULL ? strrchr (name, ' ') : NULL;
  char **kept = g_new0 (char *, 2);

  kept[0] = blank == NULL ? (last ? NULL : g_strdup (name))
                          : last ? g_strdup (blank + 1) : g_strndup (name, blank - name);
  g_ptr_array_add (facts->kept, kept);

  return kept[0];
}

static void
fill (Facts *facts, guint i)
{
  static const char *const logins[] = { "Login0@t.onmicrosoft.example", "login1@t.onmicrosoft.example",
                                        "login2@t.onmicrosoft.example" };

  facts->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  for (; facts->n_users < 3 && cases[i].users[facts->n_users].mails != NULL; facts->n_users++)
    {
      const User *user = &cases[i].users[facts->n_users];
      gboolean whole = user->name != NULL && strchr (user->name, ' ') != NULL;

      facts->users[facts->n_users] = (TnyUserFacts) {
        .id = facts->n_users + 1, .tenant_id = MAX (user->tenant, 1),
        .user_principal_name = logins[facts->n_users], .display_name = user->name,
        .given_name = whole ? word (facts, user->name, FALSE) : NULL,
        .surname = whole ? word (facts, user->name, TRUE) : NULL,
        .aliases = list (facts, user->mails), .job_title = user->title,
        .business_phone = strstr (cases[i].name, "phone") != NULL || strstr (cases[i].name, "switch") != NULL
          ? "+44 161 496 0123" : NULL,
        .kind = user->kind != NULL ? user->kind : "member", .enabled = !user->disabled,
        .present = !user->deleted, .decision = user->decision,
        .linked_contact_id = user->linked_elsewhere ? 99 : 0,
      };
    }
  for (; facts->n_contacts < 3 && cases[i].contacts[facts->n_contacts].name != NULL; facts->n_contacts++)
    {
      const Contact *contact = &cases[i].contacts[facts->n_contacts];

      facts->contacts[facts->n_contacts] = (TnyContactFacts) {
        .id = facts->n_contacts + 1, .lost_tenants = contact->lost,
        .first_name = word (facts, contact->name, FALSE), .last_name = word (facts, contact->name, TRUE),
        .mails = list (facts, contact->mails), .phones = list (facts, contact->phones),
      };
      if (contact->linked > 0)
        facts->users[contact->linked - 1].linked_contact_id = facts->n_contacts + 1;
    }
}

/* What comes out does not depend on whether anybody wants to read why. */
static void
assert_same (const TnyContactLine *line, const TnyContactLine *brief)
{
  g_assert_null (brief->changes);
  g_assert_null (brief->reasons);
  g_assert_cmpuint (brief->user, ==, line->user);
  g_assert_cmpint (brief->outcome, ==, line->outcome);
  g_assert_cmpint (brief->contact_id, ==, line->contact_id);
  g_assert_cmpint (brief->rule, ==, line->rule);
  g_assert_cmpint (brief->conflict, ==, line->conflict);
  g_assert_cmpuint (brief->n_changes, ==, line->n_changes);
  g_assert_cmpuint (brief->n_reasons, ==, line->n_reasons);
}

static void
test_case (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  Facts facts = { { { 0 } } };
  g_autoptr(GString) got = g_string_new (NULL);
  g_autoptr(GPtrArray) lines = NULL, brief = NULL;

  fill (&facts, i);
  lines = tny_contacts_match (facts.users, facts.n_users, facts.contacts, facts.n_contacts, NULL, TRUE);
  brief = tny_contacts_match (facts.users, facts.n_users, facts.contacts, facts.n_contacts, NULL, FALSE);
  g_assert_cmpuint (lines->len, ==, facts.n_users);
  g_assert_cmpuint (brief->len, ==, facts.n_users);
  for (guint j = 0; j < lines->len; j++)
    {
      const TnyContactLine *line = lines->pdata[j];

      g_assert_cmpuint (line->user, ==, j);
      g_assert_cmpuint (line->reasons->len, >, 0);
      g_assert_cmpuint (line->n_reasons, ==, line->reasons->len);
      g_assert_cmpuint (line->n_changes, ==, line->changes->len);
      assert_same (line, brief->pdata[j]);
      g_string_append_printf (got, "%s%s %d %d", j > 0 ? "|" : "", tny_contact_outcome_name (line->outcome),
                              (int) line->contact_id, line->rule);
    }
  g_assert_cmpstr (got->str, ==, cases[i].expected);
  g_ptr_array_unref (facts.kept);
}

/* Values here stay: only what is empty is offered. */
static void
test_changes (void)
{
  static const char *const mails[] = { "anna@a.example", NULL }, *const none[] = { NULL };
  TnyUserFacts user = { 1, 1, "anna@a.example", "Anna Berg", "Anna", "Berg", mails, "Boss", "+44 1", NULL,
                        "member", TRUE, TRUE };
  TnyContactFacts contact = { 1, "Anna", "Bergström", NULL, mails, none };
  g_autoptr(GPtrArray) found = tny_contacts_match (&user, 1, &contact, 1, NULL, TRUE);
  g_autoptr(GPtrArray) created = tny_contacts_match (&user, 1, NULL, 0, NULL, TRUE);
  const TnyContactLine *line = found->pdata[0];
  static const char *const fields[] = { "title", "phone" };
  static const char *const values[] = { "Boss", "+44 1" };

  g_assert_cmpint (line->outcome, ==, TNY_CONTACT_UPDATE);
  g_assert_cmpuint (line->changes->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const TnyContactChange *change = line->changes->pdata[i];

      g_assert_cmpstr (change->field, ==, fields[i]);
      g_assert_null (change->from);
      g_assert_cmpstr (change->to, ==, values[i]);
    }
  line = created->pdata[0];
  g_assert_cmpint (line->outcome, ==, TNY_CONTACT_CREATE);
  g_assert_cmpuint (line->changes->len, ==, 5);
}

/* What is displayed is enough to call a new contact by. */
static void
test_names (void)
{
  static const struct { const char *displayed, *first, *last; } names[] = {
    { "Anna Berg", "Anna", "Berg" }, { "Berg, Anna", "Anna", "Berg" },
    { "Berg,Anna ", "Anna", "Berg" }, { ", Anna", ",", "Anna" }, { "Anna,", NULL, "Anna," }, { "Anna van der Berg", "Anna", "van der Berg" },
    { "Anna", NULL, "Anna" },
  };
  static const char *const mails[] = { "anna@a.example", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      TnyUserFacts user = { 1, 1, "anna@a.example", names[i].displayed, .aliases = mails, .kind = "member",
                            .enabled = TRUE, .present = TRUE };
      g_autoptr(GPtrArray) lines = tny_contacts_match (&user, 1, NULL, 0, NULL, TRUE);
      const TnyContactLine *line = lines->pdata[0];
      const char *first = NULL, *last = NULL;

      for (guint j = 0; j < line->changes->len; j++)
        {
          const TnyContactChange *change = line->changes->pdata[j];

          if (strcmp (change->field, "first_name") == 0)
            first = change->to;
          else if (strcmp (change->field, "last_name") == 0)
            last = change->to;
        }
      g_assert_cmpstr (first, ==, names[i].first);
      g_assert_cmpstr (last, ==, names[i].last);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strconcat ("/match/contacts/", cases[i].name, NULL);

      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/match/contacts/changes", test_changes);
  g_test_add_func ("/match/contacts/names", test_names);

  return g_test_run ();
}
