/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-contact-match-private.h"

#include <glib/gi18n-lib.h>

/* Who wants a contact on behalf of a tenant: the table's key, and the best claim to it. */
typedef struct
{
  gint64 tenant_id, contact_id;
  guint  rank, n;               /* the smaller the better; how many have it */
  guint  holder;                /* position of a user who is that contact already, plus 1 */
  gboolean gone;                /* that user is deleted, or not even among the users */
} Claim;

static guint
claim_hash (gconstpointer data)
{
  const Claim *claim = data;

  return g_int64_hash (&claim->tenant_id) * 31 + g_int64_hash (&claim->contact_id);
}

static gboolean
claim_equal (gconstpointer a, gconstpointer b)
{
  const Claim *first = a, *second = b;

  return first->tenant_id == second->tenant_id && first->contact_id == second->contact_id;
}

static Claim *
get_claim (GHashTable *claims, gint64 tenant_id, gint64 contact_id)
{
  Claim key = { tenant_id, contact_id }, *claim = g_hash_table_lookup (claims, &key);

  if (claim == NULL)
    {
      claim = g_new0 (Claim, 1);
      *claim = key;
      g_hash_table_add (claims, claim);
    }

  return claim;
}

/* Whether the user gives up the contact it is, by a decision that stands. */
static gboolean
moves (TnyContactMatch *self, guint position)
{
  const TnyContactLine *line = self->lines->pdata[position];
  gint64 linked = self->users[position].linked_contact_id;

  return line->outcome == TNY_CONTACT_CREATE ||
         (line->outcome == TNY_CONTACT_LINK && line->contact_id != linked);
}

/* A link that is there beats a decision, that beats every rule; rule 1 and 2 are worth the same. */
static guint
rank_of (TnyContactMatch *self, const TnyContactLine *line)
{
  const TnyUserFacts *user = &self->users[line->user];

  if (user->linked_contact_id == line->contact_id)
    return 1;
  if (user->decision.action != TNY_CONTACT_NO_DECISION)
    return 2;

  return line->rule < 3 ? 3 : 4;
}

static GHashTable *
collect_claims (TnyContactMatch *self)
{
  GHashTable *claims = g_hash_table_new_full (claim_hash, claim_equal, g_free, NULL);

  for (guint i = 0; i < self->n_contacts; i++)
    for (const gint64 *lost = self->contacts[i].lost_tenants; lost != NULL && *lost != 0; lost++)
      get_claim (claims, *lost, self->contacts[i].id)->gone = TRUE;
  for (guint i = 0; i < self->lines->len; i++)
    {
      const TnyContactLine *line = self->lines->pdata[i];
      const TnyUserFacts *user = &self->users[i];
      Claim *claim;

      if (user->linked_contact_id != 0 && !moves (self, i))
        {
          claim = get_claim (claims, user->tenant_id, user->linked_contact_id);
          claim->holder = i + 1;
          claim->gone = !user->present && !user->left_out;
        }
      if (line->outcome != TNY_CONTACT_LINK && line->outcome != TNY_CONTACT_UNCHANGED)
        continue;
      claim = get_claim (claims, user->tenant_id, line->contact_id);
      if (claim->n == 0 || rank_of (self, line) < claim->rank)
        {
          claim->rank = rank_of (self, line);
          claim->n = 1;
        }
      else if (rank_of (self, line) == claim->rank)
        claim->n++;
    }

  return claims;
}

/* FALSE when the line stands as it is. */
static gboolean
contest (TnyContactMatch *self, TnyContactLine *line, const Claim *claim)
{
  guint rank = rank_of (self, line);
  gboolean held = claim->gone || (claim->holder != 0 && claim->holder != line->user + 1);

  if (rank == 1)
    return FALSE;
  /* Somebody who is gone gives way to a person's word, not to a rule. */
  if (held && claim->gone && rank > 2)
    tny_contact_undecide (line, TRUE, _("The contact is a user's who is gone from the tenant"));
  else if (held && !claim->gone)
    tny_contact_undecide (line, TRUE,
                          _("Another user of the tenant is this contact, or claims to be"));
  else if (rank > claim->rank || claim->n > 1)
    tny_contact_undecide (line, TRUE,
                          _("Another user of the tenant is this contact, or claims to be"));
  else
    return FALSE;

  return TRUE;
}

/* Whether more than one user is or wants to be some contact, or somebody lost was one. */
static gboolean
has_rivals (TnyContactMatch *self)
{
  g_autofree guint8 *n = g_new0 (guint8, self->n_contacts + 1);
  gboolean rivals = FALSE;

  for (guint i = 0; i < self->n_contacts && !rivals; i++)
    rivals = self->contacts[i].lost_tenants != NULL;
  for (guint i = 0; i < self->lines->len && !rivals; i++)
    {
      const TnyContactLine *line = self->lines->pdata[i];
      gint64 linked = self->users[i].linked_contact_id;
      gboolean wants = line->outcome == TNY_CONTACT_LINK || line->outcome == TNY_CONTACT_UNCHANGED;
      gint64 wanted[2] = { linked, wants && line->contact_id != linked ? line->contact_id : 0 };

      for (guint j = 0; j < G_N_ELEMENTS (wanted); j++)
        {
          const TnyContactFacts *contact =
            wanted[j] != 0 ? tny_contact_match_by_id (self, wanted[j]) : NULL;

          /* one who is linked elsewhere is no rival here */
          rivals |= contact != NULL && ++n[contact - self->contacts] > 1;
        }
    }

  return rivals;
}

/* A contact takes one user of a tenant: the one with the better claim, or none. A user whose
 * decision falls keeps the contact it had, and so may take it from another: again until nothing
 * falls. */
static void
settle_rivals (TnyContactMatch *self)
{
  gboolean again = has_rivals (self);

  while (again)
    {
      g_autoptr(GHashTable) claims = collect_claims (self);

      again = FALSE;
      for (guint i = 0; i < self->lines->len; i++)
        {
          TnyContactLine *line = self->lines->pdata[i];
          const TnyUserFacts *user = &self->users[i];

          if ((line->outcome == TNY_CONTACT_LINK || line->outcome == TNY_CONTACT_UNCHANGED) &&
              contest (self, line, get_claim (claims, user->tenant_id, line->contact_id)))
            again |= user->linked_contact_id != 0;
        }
    }
}

/* Calls @func for all by what a user could be taken for another: the name, every address, the user
 * name. Folded; each once. Until one returns TRUE. */
static gboolean
for_each_key (TnyContactMatch *self, const TnyUserFacts *user,
              gboolean (*func) (GHashTable *counts, const char *key), GHashTable *counts)
{
  const TnyFoldedUser *folded = tny_contact_folded (self, user);

  if (folded->name != NULL && func (counts, folded->name))
    return TRUE;
  for (guint i = 0; user->aliases[i] != NULL; i++)
    if (func (counts, user->aliases[i]))
      return TRUE;

  return folded->login != NULL && !g_strv_contains (user->aliases, folded->login) &&
         func (counts, folded->login);
}

static gboolean
want_key (GHashTable *counts, const char *key)
{
  g_hash_table_insert (counts, (gpointer) key, NULL);

  return FALSE;
}

static gboolean
count_key (GHashTable *counts, const char *key)
{
  gpointer kept, n;

  if (g_hash_table_lookup_extended (counts, key, &kept, &n))
    g_hash_table_insert (counts, kept, GUINT_TO_POINTER (GPOINTER_TO_UINT (n) + 1));

  return FALSE;
}

static gboolean
is_shared (GHashTable *counts, const char *key)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (counts, key)) > 1;
}

/* One that a person asked for is no twin. */
static gboolean
may_be_twin (TnyContactMatch *self, guint position)
{
  const TnyContactLine *line = self->lines->pdata[position];

  return line->outcome == TNY_CONTACT_CREATE &&
         self->users[position].decision.action != TNY_CONTACT_DECIDE_CREATE;
}

/* Two users of one name or address would become twins. */
static void
settle_namesakes (TnyContactMatch *self)
{
  g_autoptr(GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->lines->len; i++)
    if (may_be_twin (self, i))
      for_each_key (self, &self->users[i], want_key, counts);
  if (g_hash_table_size (counts) == 0)
    return;
  for (guint i = 0; i < self->lines->len; i++)
    if (((TnyContactLine *) self->lines->pdata[i])->outcome != TNY_CONTACT_SKIP ||
        self->users[i].linked_contact_id != 0)
      for_each_key (self, &self->users[i], count_key, counts);
  for (guint i = 0; i < self->lines->len; i++)
    if (may_be_twin (self, i) && for_each_key (self, &self->users[i], is_shared, counts))
      tny_contact_undecide (self->lines->pdata[i], FALSE,
                            _("Another user has the same name or address, and nobody here does"));
}

void
tny_contact_settle (TnyContactMatch *self)
{
  settle_rivals (self);
  settle_namesakes (self);
}
