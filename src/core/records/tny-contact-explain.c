/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-contact-explain.h"

#include "tny-contact-index.h"
#include "tny-contact-side.h"
#include "tny-error.h"
#include "tny-text.h"

typedef struct
{
  const TnyContactSide *side;
  TnyContactIndex      *index;
} Look;

static const TnyUserFacts *
find_user (const TnyContactSide *side, gint64 user_id)
{
  for (guint i = 0; i < side->users->len; i++)
    if (g_array_index (side->users, TnyUserFacts, i).id == user_id)
      return &g_array_index (side->users, TnyUserFacts, i);

  return NULL;
}

/* Whoever has @key, beside those found before; FALSE when nobody new does. */
static gboolean
look_up (const Look *look, TnyContactBy by, const char *key, TnyContactRule *rule)
{
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  guint before = rule->contacts->len;

  tny_contact_index_collect (look->index, by, key, found);
  for (guint i = 0; i < found->len; i++)
    {
      gint64 id = g_array_index (look->side->contacts, TnyContactFacts,
                                 g_array_index (found, guint, i)).id;
      gboolean known = FALSE;

      for (guint j = 0; j < rule->contacts->len; j++)
        known = known || g_array_index (rule->contacts, gint64, j) == id;
      if (!known)
        g_array_append_val (rule->contacts, id);
    }

  return rule->contacts->len > before;
}

static void
ask_addresses (const Look *look, const TnyUserFacts *user, TnyContactRule *rule)
{
  const char *shown = user->aliases[0];

  for (guint i = 0; user->aliases[i] != NULL; i++)
    {
      gboolean first = rule->contacts->len == 0;

      if (look_up (look, TNY_CONTACT_BY_MAIL, user->aliases[i], rule) && first)
        shown = user->aliases[i];
      rule->n_more = i;
    }
  rule->theirs = g_strdup (shown);
}

static void
ask_user_name (const Look *look, const TnyUserFacts *user, TnyContactRule *rule)
{
  g_autofree char *folded = tny_text_fold_mail (user->user_principal_name);

  if (folded != NULL)
    look_up (look, TNY_CONTACT_BY_MAIL, folded, rule);
  rule->theirs = g_strdup (user->user_principal_name);
}

static void
ask_name (const Look *look, const TnyUserFacts *user, TnyContactRule *rule)
{
  gboolean both = user->given_name != NULL && user->surname != NULL;
  g_autofree char *folded = both ? tny_contact_full_name (user->given_name, user->surname)
                                 : tny_contact_full_name (user->display_name, NULL);

  if (folded == NULL)
    return;

  look_up (look, TNY_CONTACT_BY_NAME, folded, rule);
  rule->theirs = both ? g_strconcat (user->given_name, " ", user->surname, NULL)
                      : g_strdup (user->display_name);
}

gboolean
tny_contact_explain (TnyReader *reader, gint64 organization_id, gint64 user_id,
                     TnyContactRule rules[TNY_CONTACT_N_RULES], GError **error)
{
  g_auto(TnyContactSide) side = { 0 };
  const TnyUserFacts *user;

  if (!tny_contact_side_read (&side, reader, organization_id, TRUE, error))
    return FALSE;
  user = find_user (&side, user_id);
  if (user == NULL)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND,
                   "user %" G_GINT64_FORMAT " is none of organization %" G_GINT64_FORMAT, user_id,
                   organization_id);
      return FALSE;
    }

  TnyContactIndex index;
  Look look = { &side, &index };

  tny_contact_index_init (&index, (const TnyContactFacts *) side.contacts->data,
                          side.contacts->len);
  for (guint i = 0; i < TNY_CONTACT_N_RULES; i++)
    rules[i] = (TnyContactRule) { .contacts = g_array_new (FALSE, FALSE, sizeof (gint64)) };
  ask_addresses (&look, user, &rules[0]);
  ask_user_name (&look, user, &rules[1]);
  ask_name (&look, user, &rules[2]);
  tny_contact_index_clear (&index);

  return TRUE;
}

void
tny_contact_rule_clear (TnyContactRule *rule)
{
  g_clear_pointer (&rule->theirs, g_free);
  g_clear_pointer (&rule->contacts, g_array_unref);
}
