/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-contact-apply.h"

#include <string.h>

#include "tny-clock.h"
#include "tny-contact-entry.h"
#include "tny-contact-plan-private.h"
#include "tny-contact-step.h"
#include "tny-contact-write.h"
#include "tny-decide.h"
#include "tny-read.h"
#include "tny-records-error.h"
#include "tny-text.h"

typedef struct
{
  TnyContactPlan    *plan;
  TnyReader         *reader;
  gboolean           many;
  GCancellable      *cancellable;
  TnyContactStep     step;
} Apply;

gboolean
tny_contact_is_many (guint n_create, gint64 n_contacts)
{
  return n_create > TNY_CONTACT_MANY ||
         (gint64) n_create * 100 > n_contacts * TNY_CONTACT_MANY_PERCENT;
}

static gboolean
writes (const TnyContactPlanLine *line)
{
  return line->outcome == TNY_CONTACT_LINK || line->outcome == TNY_CONTACT_UPDATE ||
         line->outcome == TNY_CONTACT_CREATE;
}

static gboolean
has_work (const TnyContactPlanSection *section)
{
  const guint *counts = section->organization.counts;

  return counts[TNY_CONTACT_LINK] + counts[TNY_CONTACT_UPDATE] + counts[TNY_CONTACT_CREATE] > 0;
}

static gboolean
check_section (TnyTxn *txn, const Apply *self, const TnyContactPlanSection *section, GError **error)
{
  const TnyContactPlanOrganization *organization = &section->organization;
  guint n_create = organization->counts[TNY_CONTACT_CREATE];
  gboolean found;
  sqlite3_stmt *stmt =
    tny_txn_read (txn, "contact-plan/generation", "id", organization->id, &found, error);

  if (stmt == NULL)
    return FALSE;
  if ((found ? tny_int (stmt, 0) : 0) != section->generation)
    {
      tny_set_error_line (error, TNY_ERROR_STALE,
                          "Users or contacts of %s changed since the preview was made",
                          organization->name);
      return FALSE;
    }
  if (!self->many && n_create > 0 && tny_contact_is_many (n_create, organization->n_contacts))
    {
      tny_set_error_line (error, TNY_ERROR_DECISION,
                          "%u contacts would be created for %s, which has %" G_GINT64_FORMAT " now",
                          n_create, organization->name, organization->n_contacts);
      return FALSE;
    }

  return TRUE;
}

static void
line_key (const TnyContactEntry *entry, TnyContactKey *key)
{
  key->tenant_graph_id = entry->tenant_graph_id;
  if (!tny_guid_to_bytes (entry->user_graph_id, key->user_graph_id))
    g_return_if_reached ();
}

/* Before anything is linked: decisions that are carried out, links that are given up. Two users may
 * change places. */
static gboolean
make_room (TnyTxn *txn, Apply *self, const TnyContactEntry *entry, GError **error)
{
  gboolean links =
    entry->line.outcome == TNY_CONTACT_CREATE || entry->line.contact_id != entry->line.linked_contact_id;
  TnyContactKey key;

  line_key (entry, &key);

  return (entry->line.decision.action == TNY_CONTACT_NO_DECISION ||
          tny_contact_step_take_away (txn, &self->step, TNY_CONTACT_ROW_DECISION, &key, error)) &&
         (entry->line.linked_contact_id == 0 || !links ||
          tny_contact_step_take_away (txn, &self->step, TNY_CONTACT_ROW_LINK, &key, error));
}

/* The contact may still be a user's who is gone; a person chose it for another then. */
static gboolean
unseat (TnyTxn *txn, Apply *self, const TnyContactEntry *entry, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "user-contacts/of-contact", error);
  TnyContactKey key = { entry->tenant_graph_id };
  gboolean found;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "contact_id", entry->line.contact_id);
  tny_bind_text (stmt, "tenant_graph_id", entry->tenant_graph_id);
  if (!tny_step (stmt, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  if (entry->line.decision.action == TNY_CONTACT_NO_DECISION || !tny_is_null (stmt, 1))
    {
      tny_set_error_line (error, TNY_ERROR_STALE, "The contact of %s is another user's",
                          entry->line.user);
      return FALSE;
    }
  memcpy (key.user_graph_id, sqlite3_column_blob (stmt, 0), sizeof key.user_graph_id);

  return tny_contact_step_take_away (txn, &self->step, TNY_CONTACT_ROW_LINK, &key, error);
}

/* Creates the contact, or fills it and replaces what is to be replaced. *@id: 0 to create. */
static gboolean
write_contact (TnyTxn *txn, Apply *self, const TnyContactEntry *entry, gint64 *id, GError **error)
{
  g_autofree char *before = NULL, *after = NULL;

  if (!tny_contact_write (txn, entry, self->step.now, id, &before, &after, error))
    return FALSE;

  return tny_contact_step_note (txn, &self->step, "contact", *id, NULL, before, after, error);
}

static gboolean
put_link (TnyTxn *txn, Apply *self, const TnyContactEntry *entry, gint64 contact_id,
          GError **error)
{
  g_autofree char *after = NULL;
  sqlite3_stmt *stmt;
  TnyContactKey key;

  line_key (entry, &key);
  stmt = tny_contact_row_stmt (txn, "user-contacts/put", &key, error);
  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "contact_id", contact_id);
  tny_bind_int_or_null (stmt, "rule", entry->line.rule, 0);
  tny_bind_int (stmt, "at", self->step.now);
  tny_bind_text (stmt, "who", tny_decision_who ());

  return tny_run (stmt, error) &&
         tny_contact_row_read (txn, TNY_CONTACT_ROW_LINK, &key, &after, error) &&
         tny_contact_step_note (txn, &self->step, "link", 0, &key, NULL, after, error);
}

static gboolean
write_entry (TnyTxn *txn, Apply *self, const TnyContactEntry *entry, GError **error)
{
  gboolean create = entry->line.outcome == TNY_CONTACT_CREATE;
  gint64 id = create ? 0 : entry->line.contact_id;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
      (!create && id != entry->line.linked_contact_id && !unseat (txn, self, entry, error)))
    return FALSE;

  return ((!create && entry->changes->len == 0) || write_contact (txn, self, entry, &id, error)) &&
         (id == entry->line.linked_contact_id || put_link (txn, self, entry, id, error));
}

/* Runs @func for what an organization's entries would write. */
static gboolean
for_each_entry (TnyTxn *txn, Apply *self, guint position,
                gboolean (*func) (TnyTxn *txn, Apply *self, const TnyContactEntry *entry,
                                  GError **error), GError **error)
{
  g_autoptr(GPtrArray) entries = tny_contact_plan_read (self->plan, position, self->reader, error);

  if (entries == NULL)
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    {
      const TnyContactEntry *entry = entries->pdata[i];

      if (writes (&entry->line) && !func (txn, self, entry, error))
        return FALSE;
    }

  return TRUE;
}

/* Whether something of the organization has to go before anything is linked. */
static gboolean
needs_room (const TnyContactPlanSection *section)
{
  for (guint i = 0; i < section->lines->len; i++)
    {
      const TnyContactPlanLine *line = &g_array_index (section->lines, TnyContactPlanLine, i);

      if (writes (line) && (line->decision.action != TNY_CONTACT_NO_DECISION ||
                            line->linked_contact_id != 0))
        return TRUE;
    }

  return FALSE;
}

/* The reader sees what was here when the transaction began, and so what the plan was made from; an
 * organization's entries are in memory only while they are written. */
static gboolean
apply_cb (TnyTxn *txn, gpointer data, GError **error)
{
  Apply *self = data;
  GPtrArray *sections = self->plan->sections;

  if (!tny_reader_begin (self->reader, error))
    return FALSE;
  for (guint i = 0; i < sections->len; i++)
    if (has_work (sections->pdata[i]) && !check_section (txn, self, sections->pdata[i], error))
      return FALSE;
  if (!tny_contact_step_begin (txn, &self->step, error))
    return FALSE;
  for (guint i = 0; i < sections->len; i++)
    if (needs_room (sections->pdata[i]) && !for_each_entry (txn, self, i, make_room, error))
      return FALSE;
  for (guint i = 0; i < sections->len; i++)
    if (has_work (sections->pdata[i]) && !for_each_entry (txn, self, i, write_entry, error))
      return FALSE;

  return TRUE;
}

gboolean
tny_contact_apply (TnyStore *store, TnyContactPlan *plan, gboolean many, GCancellable *cancellable,
                   TnyContactApplied *applied, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (store, error);
  Apply self = {
    .plan = plan, .reader = reader, .many = many, .cancellable = cancellable, .step = { .now = tny_clock_now (NULL) }
  };

  self.step.applied.created = tny_contact_plan_count (plan, TNY_CONTACT_CREATE);
  self.step.applied.updated = tny_contact_plan_count (plan, TNY_CONTACT_UPDATE);
  self.step.applied.linked = tny_contact_plan_count (plan, TNY_CONTACT_LINK);
  self.step.applied.undecided = tny_contact_plan_count (plan, TNY_CONTACT_UNDECIDED);
  if (reader == NULL || g_cancellable_set_error_if_cancelled (cancellable, error) ||
      (self.step.applied.created + self.step.applied.updated + self.step.applied.linked > 0 &&
       !tny_store_write (store, TNY_DURABLE, apply_cb, &self, error)))
    return FALSE;
  if (applied != NULL)
    *applied = self.step.applied;

  return TRUE;
}
