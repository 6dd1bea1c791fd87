/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-contact-index.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-text.h"

#define QUOTE_CHARS 80

typedef struct
{
  const TnyUserFacts    *users;
  const TnyContactFacts *contacts;
  guint                  n_users, n_contacts;
  TnyContactIndex        index;
  GPtrArray             *lines;
} Match;

static void
change_free (gpointer data)
{
  TnyContactChange *change = data;

  g_free (change->from);
  g_free (change->to);
  g_free (change);
}

void
tny_contact_line_free (TnyContactLine *line)
{
  if (line == NULL)
    return;

  g_ptr_array_unref (line->changes);
  g_ptr_array_unref (line->reasons);
  g_free (line);
}

const char *
tny_contact_outcome_name (TnyContactOutcome outcome)
{
  static const char *const names[] = {
    "link", "update", "create", "undecided", "skip", "unchanged"
  };

  g_return_val_if_fail ((guint) outcome < G_N_ELEMENTS (names), NULL);

  return names[outcome];
}

static void
say (TnyContactLine *line, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
say (TnyContactLine *line, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (line->reasons, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static char *
quote (const char *text)
{
  return tny_text_one_line (text, QUOTE_CHARS);
}

/* First and last name as Microsoft tells them, else of the display name. */
static char *
user_name (const TnyUserFacts *user)
{
  if (user->given_name != NULL && user->surname != NULL)
    return tny_contact_full_name (user->given_name, user->surname);

  return tny_contact_full_name (user->display_name, NULL);
}

/* One rule: TRUE when it decides or forbids to decide. */
static gboolean
settle (Match *self, TnyContactLine *line, int rule, GArray *found)
{
  if (found->len == 0)
    return FALSE;
  line->contact_id = self->contacts[g_array_index (found, guint, 0)].id;
  line->rule = found->len == 1 ? rule : 0;
  line->outcome = found->len == 1 ? TNY_CONTACT_LINK : TNY_CONTACT_UNDECIDED;
  if (found->len > 1)
    say (line, ngettext ("%u contact has it", "%u contacts have it", found->len), found->len);

  return TRUE;
}

static gboolean
by_alias (Match *self, const TnyUserFacts *user, TnyContactLine *line)
{
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  const char *hit = NULL;
  g_autofree char *shown = NULL;

  for (guint i = 0; user->aliases[i] != NULL; i++)
    {
      guint before = found->len;

      tny_contact_index_collect (self->index.mails, user->aliases[i], found);
      if (hit == NULL && found->len > before)
        hit = user->aliases[i];
    }
  shown = quote (hit != NULL ? hit : user->aliases[0] != NULL ? user->aliases[0] : "");
  if (hit != NULL)
    say (line, _("Any address: %s is here"), shown);
  else if (*shown != '\0')
    say (line, _("Any address: no contact has %s or another of them"), shown);
  else
    say (line, _("Any address: the user has none"));

  return settle (self, line, 1, found);
}

static gboolean
by_user_name (Match *self, const TnyUserFacts *user, TnyContactLine *line)
{
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char *folded = tny_text_fold_mail (user->user_principal_name);
  g_autofree char *shown = quote (user->user_principal_name);

  tny_contact_index_collect (self->index.mails, folded, found);
  if (found->len > 0)
    say (line, _("User name: %s is here"), shown);
  else
    say (line, _("User name: no contact has %s"), shown);

  return settle (self, line, 2, found);
}

/* The contact has addresses, and none of them is the user's (or rule 1 had found it). */
static gboolean
by_name (Match *self, const TnyUserFacts *user, const char *name, TnyContactLine *line)
{
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char *shown = quote (name != NULL ? name : "");

  tny_contact_index_collect (self->index.names, name, found);
  if (found->len > 0)
    say (line, _("First and last name: “%s” is here"), shown);
  else
    say (line, _("First and last name: nobody is called “%s”"), shown);
  if (!settle (self, line, 3, found))
    return FALSE;
  if (line->outcome == TNY_CONTACT_LINK)
    {
      const TnyContactFacts *contact = &self->contacts[g_array_index (found, guint, 0)];

      if (contact->mails[0] != NULL)
        {
          g_autofree char *mail = quote (contact->mails[0]);

          line->outcome = TNY_CONTACT_UNDECIDED;
          line->rule = 0;
          say (line, _("Same name, other address: %s here"), mail);
        }
    }

  return TRUE;
}

/* Addresses that belong to a task, not to a person. */
static gboolean
is_role (const char *local)
{
  static const char *const roles[] = {
    "info",       "office",   "accounts",    "accounting", "admin",   "sales",
    "support",    "helpdesk", "reception",   "hr",         "jobs",    "mail",
    "contact",    "hello",    "enquiries",   "invoices",   "billing", "orders",
    "service",    "scan",     "scanner",     "printer",    "noreply", "no-reply",
    "postmaster", "team",     "buchhaltung", "kontakt",    NULL
  };

  return g_strv_contains (roles, local);
}

/* Whoever looks like somebody here is not created unasked. */
static void
look_for_doubles (Match *self, const TnyUserFacts *user, const char *name, TnyContactLine *line)
{
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char *local = tny_contact_local_part (user->aliases[0] != NULL ? user->aliases[0]
                                       : user->user_principal_name);
  const char *const phones[] = { user->business_phone, user->mobile_phone };
  guint n_rules = line->reasons->len;

  if (name == NULL)
    say (line, _("It has no name"));
  if (is_role (local) && (user->given_name == NULL || user->surname == NULL))
    say (line, _("“%s” looks like a shared mailbox"), local);
  if (name != NULL)
    {
      g_autofree char *spelt = tny_contact_plain_name (name, TRUE),
                      *loose = tny_contact_plain_name (name, FALSE);
      guint before = found->len;

      tny_contact_index_collect (self->index.plain_names, spelt, found);
      tny_contact_index_collect (self->index.plain_names, loose, found);
      if (found->len > before)
        say (line, _("Somebody here has the same name in another spelling"));
    }
  if (!is_role (local))
    {
      guint before = found->len;

      tny_contact_index_collect (self->index.locals, local, found);
      if (found->len > before)
        say (line, _("Somebody here has the address “%s” in another domain"), local);
    }
  for (guint i = 0; i < G_N_ELEMENTS (phones); i++)
    {
      g_autofree char *digits = phones[i] != NULL ? tny_contact_fold_phone (phones[i]) : NULL;
      guint before = found->len;

      if (digits == NULL || strlen (digits) < 7)
        continue;
      tny_contact_index_collect (self->index.phones, digits, found);
      /* A number that many have is the switchboard's. */
      if (found->len == before + 1)
        say (line, _("Somebody here has the phone number %s"), digits);
      else
        g_array_set_size (found, before);
    }
  if (line->reasons->len > n_rules)
    line->outcome = TNY_CONTACT_UNDECIDED;
  if (found->len > 0)
    line->contact_id = self->contacts[g_array_index (found, guint, 0)].id;
}

static void
add_change (TnyContactLine *line, const char *field, const char *from, const char *to)
{
  TnyContactChange *change;

  if (to == NULL || *to == '\0' || (from != NULL && *from != '\0'))
    return;
  change = g_new0 (TnyContactChange, 1);
  change->field = field;
  change->to = g_strdup (to);
  g_ptr_array_add (line->changes, change);
}

/* What is empty here and told by Microsoft. What differs stays as it is: it is shown beside it. */
static void
compare_fields (const TnyUserFacts *user, const TnyContactFacts *contact, TnyContactLine *line)
{
  static const TnyContactFacts nobody;
  const TnyContactFacts *here = contact != NULL ? contact : &nobody;

  add_change (line, "first_name", here->first_name, user->given_name);
  add_change (line, "last_name", here->last_name, user->surname);
  add_change (line, "title", here->title, user->job_title);
  add_change (line, "email", here->mails != NULL ? here->mails[0] : NULL, user->aliases[0]);
  add_change (line, "phone", here->phones != NULL ? here->phones[0] : NULL,
              user->business_phone != NULL ? user->business_phone : user->mobile_phone);
}

static gboolean
skip (const TnyUserFacts *user, TnyContactLine *line)
{
  if (!user->present)
    say (line, _("The user is deleted at Microsoft"));
  else if (g_strcmp0 (user->kind, "guest") == 0)
    say (line, _("A guest of this tenant"));
  else if (g_strcmp0 (user->kind, "member") != 0)
    say (line, _("No person: %s"), user->kind);
  else if (!user->enabled)
    say (line, _("The sign-in is disabled"));
  else
    return FALSE;
  line->outcome = TNY_CONTACT_SKIP;

  return TRUE;
}

static TnyContactLine *
match_user (Match *self, guint position, GHashTable *linked)
{
  const TnyUserFacts *user = &self->users[position];
  TnyContactLine *line = g_new0 (TnyContactLine, 1);
  const TnyContactFacts *contact = g_hash_table_lookup (linked, &user->id);
  g_autofree char *name = user_name (user);

  line->user = position;
  line->changes = g_ptr_array_new_with_free_func (change_free);
  line->reasons = g_ptr_array_new_with_free_func (g_free);
  if (contact != NULL)
    {
      /* Linked once, a user is known by its id, whatever it is called since. */
      line->outcome = TNY_CONTACT_UNCHANGED;
      line->contact_id = contact->id;
      say (line, _("Linked already"));
    }
  else if (skip (user, line))
    return line;
  else if (!by_alias (self, user, line) && !by_user_name (self, user, line) &&
           !by_name (self, user, name, line))
    {
      line->outcome = TNY_CONTACT_CREATE;
      look_for_doubles (self, user, name, line);
    }

  return line;
}

static void
make_undecided (TnyContactLine *line, const char *why)
{
  line->outcome = TNY_CONTACT_UNDECIDED;
  line->rule = 0;
  say (line, "%s", why);
}

/* A contact takes one user of a tenant: the one with the better rule, or none. */
static void
settle_rivals (Match *self)
{
  g_autoptr(GHashTable) best = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < self->lines->len; i++)
      {
        TnyContactLine *line = self->lines->pdata[i];
        g_autofree char *key = NULL;
        gint64 rank;
        gpointer value;

        if (line->outcome != TNY_CONTACT_LINK && line->outcome != TNY_CONTACT_UNCHANGED)
          continue;
        key = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                               self->users[line->user].tenant_id, line->contact_id);
        /* A link that is there beats every rule; below that rule 1 and 2 are worth the same. Two
         * with one rank: negative. */
        rank = line->outcome == TNY_CONTACT_UNCHANGED ? 1 : line->rule < 3 ? 2 : 3;
        value = g_hash_table_lookup (best, key);
        if (pass == 1)
          {
            if (GPOINTER_TO_INT (value) != rank)
              make_undecided (line,
                              _("Another user of the tenant is this contact, or claims to be"));
          }
        else if (value == NULL || rank < ABS (GPOINTER_TO_INT (value)))
          g_hash_table_insert (best, g_steal_pointer (&key), GINT_TO_POINTER (rank));
        else if (rank == ABS (GPOINTER_TO_INT (value)))
          g_hash_table_insert (best, g_steal_pointer (&key), GINT_TO_POINTER (-rank));
      }
}

/* Two users of one name would become twins. */
static void
settle_namesakes (Match *self)
{
  g_autoptr(GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < self->lines->len; i++)
      {
        TnyContactLine *line = self->lines->pdata[i];
        g_autofree char *name = NULL;
        guint n;

        if (line->outcome != TNY_CONTACT_CREATE)
          continue;
        name = user_name (&self->users[line->user]);
        n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, name));
        if (pass == 0)
          g_hash_table_insert (counts, g_steal_pointer (&name), GUINT_TO_POINTER (n + 1));
        else if (n > 1)
          make_undecided (line, _("More than one user has this name, and nobody here does"));
      }
}

static void
fill_changes (Match *self)
{
  g_autoptr(GHashTable) by_id = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < self->n_contacts; i++)
    g_hash_table_insert (by_id, (gpointer) &self->contacts[i].id, (gpointer) &self->contacts[i]);
  for (guint i = 0; i < self->lines->len; i++)
    {
      TnyContactLine *line = self->lines->pdata[i];

      if (line->outcome == TNY_CONTACT_UNDECIDED || line->outcome == TNY_CONTACT_SKIP)
        continue;
      compare_fields (
        &self->users[line->user],
        line->outcome == TNY_CONTACT_CREATE ? NULL : g_hash_table_lookup (by_id, &line->contact_id),
        line);
      if (line->outcome != TNY_CONTACT_CREATE && line->changes->len > 0)
        line->outcome = TNY_CONTACT_UPDATE;
    }
}

GPtrArray *
tny_contacts_match (const TnyUserFacts *users, guint n_users, const TnyContactFacts *contacts,
                    guint n_contacts)
{
  Match self = { users, contacts, n_users, n_contacts };
  g_autoptr(GHashTable) linked = g_hash_table_new (g_int64_hash, g_int64_equal);

  tny_contact_index_init (&self.index, contacts, n_contacts);
  for (guint i = 0; i < n_contacts; i++)
    if (contacts[i].linked_user_id != 0)
      g_hash_table_insert (linked, (gpointer) &contacts[i].linked_user_id, (gpointer) &contacts[i]);
  self.lines = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_contact_line_free);
  for (guint i = 0; i < n_users; i++)
    g_ptr_array_add (self.lines, match_user (&self, i, linked));
  settle_rivals (&self);
  settle_namesakes (&self);
  fill_changes (&self);

  tny_contact_index_clear (&self.index);

  return self.lines;
}
