/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-preview-facts.h"

/* Keys 1 to 5 choose among them. */
#define MOST_CANDIDATES 5

void
tny_preview_facts_free (TnyPreviewFacts *self)
{
  if (self == NULL)
    return;

  tny_contact_entry_unref (self->entry);
  tny_user_row_free (self->user);
  for (guint i = 0; i < TNY_CONTACT_N_RULES; i++)
    tny_contact_rule_clear (&self->rules[i]);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_free (self);
}

static gboolean
add_candidate (TnyPreviewFacts *self, TnyReader *reader, gint64 contact_id, GError **error)
{
  g_autoptr(GError) problem = NULL;

  for (guint i = 0; i < self->candidates->len; i++)
    if (((TnyContactRow *) self->candidates->pdata[i])->id == contact_id)
      return TRUE;
  if (contact_id == 0 || self->candidates->len == MOST_CANDIDATES)
    return TRUE;

  TnyContactRow *contact = tny_contact_read (reader, contact_id, &problem);

  if (contact != NULL)
    g_ptr_array_add (self->candidates, contact);
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));

  return contact != NULL || *error == NULL;
}

TnyPreviewFacts *
tny_preview_facts_read (TnyContactSource *source, gint64 user_id, GError **error)
{
  g_autoptr(TnyPreviewFacts) self = g_new0 (TnyPreviewFacts, 1);
  g_autoptr(TnyReader) reader = tny_store_borrow (tny_contact_source_get_store (source), error);
  gint64 organization_id = tny_contact_source_organization_of (source, user_id);
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) problem = NULL;

  self->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_contact_row_free);
  if (reader == NULL || organization_id == 0 ||
      (entries = tny_contact_entries_read (reader, organization_id, user_id, NULL, error)) == NULL ||
      entries->len == 0)
    return NULL;
  self->entry = tny_contact_entry_ref (entries->pdata[0]);
  self->user = tny_user_read (reader, user_id, error);
  if (self->user == NULL)
    return NULL;

  /* what went meanwhile leaves the plan with its next update */
  if (!tny_contact_explain (reader, organization_id, user_id, self->rules, error))
    return NULL;

  gboolean ok = add_candidate (self, reader, self->entry->line.contact_id, &problem);

  for (guint i = 0; ok && i < TNY_CONTACT_N_RULES; i++)
    for (guint j = 0; ok && j < self->rules[i].contacts->len; j++)
      ok = add_candidate (self, reader, g_array_index (self->rules[i].contacts, gint64, j),
                          &problem);
  if (!ok)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }

  return g_steal_pointer (&self);
}

static gboolean
texts_equal (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (g_strcmp0 (a->pdata[i], b->pdata[i]) != 0)
      return FALSE;

  return TRUE;
}

static gboolean
changes_equal (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const TnyContactChange *one = a->pdata[i], *other = b->pdata[i];

      if (g_strcmp0 (one->field, other->field) != 0 || g_strcmp0 (one->to, other->to) != 0)
        return FALSE;
    }

  return TRUE;
}

static gboolean
differences_equal (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const TnyContactDifference *one = a->pdata[i], *other = b->pdata[i];

      if (one->field != other->field || one->rule != other->rule || one->chosen != other->chosen
          || g_strcmp0 (one->here, other->here) != 0
          || g_strcmp0 (one->microsoft, other->microsoft) != 0)
        return FALSE;
    }

  return TRUE;
}

static gboolean
candidates_equal (const TnyContactRow *a, const TnyContactRow *b)
{
  return a->id == b->id && g_strcmp0 (a->first_name, b->first_name) == 0
         && g_strcmp0 (a->last_name, b->last_name) == 0 && g_strcmp0 (a->title, b->title) == 0
         && g_strv_equal ((const char *const *) a->emails, (const char *const *) b->emails);
}

gboolean
tny_preview_facts_equal (const TnyPreviewFacts *a, const TnyPreviewFacts *b)
{
  const TnyContactPlanLine *one = &a->entry->line, *other = &b->entry->line;

  if (one->user_id != other->user_id || one->outcome != other->outcome
      || one->conflict != other->conflict || one->contact_id != other->contact_id
      || one->rule != other->rule || one->decision.action != other->decision.action
      || one->linked_contact_id != other->linked_contact_id
      || g_strcmp0 (one->user, other->user) != 0
      || g_strcmp0 (one->organization_name, other->organization_name) != 0
      || !texts_equal (a->entry->reasons, b->entry->reasons)
      || !changes_equal (a->entry->changes, b->entry->changes)
      || !differences_equal (a->entry->differences, b->entry->differences)
      || a->candidates->len != b->candidates->len)
    return FALSE;
  for (guint i = 0; i < a->candidates->len; i++)
    if (!candidates_equal (a->candidates->pdata[i], b->candidates->pdata[i]))
      return FALSE;
  for (guint i = 0; i < TNY_CONTACT_N_RULES; i++)
    if (g_strcmp0 (a->rules[i].theirs, b->rules[i].theirs) != 0
        || a->rules[i].contacts->len != b->rules[i].contacts->len)
      return FALSE;

  return TRUE;
}
