/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-contact-fields.h"

#include "tny-clock.h"
#include "tny-decide.h"
#include "tny-error.h"
#include "tny-read.h"

typedef struct
{
  gint64              contact_id;
  TnyContactField     field;
  TnyContactFieldRule rule, before;
} Choice;

static char *
setting_of (TnyContactField field)
{
  return g_strconcat ("contacts.rule.", tny_contact_field_name (field), NULL);
}

/* Steps @stmt, which gives a rule or nothing. */
static gboolean
read_rule (sqlite3_stmt *stmt, TnyContactFieldRule *rule, GError **error)
{
  gboolean found;

  if (!tny_step (stmt, &found, error))
    return FALSE;
  *rule = found ? tny_contact_field_rule_by_name (tny_text (stmt, 0)) : TNY_CONTACT_N_FIELD_RULES;

  return TRUE;
}

gboolean
tny_contact_field_rules_read (TnyReader *reader, TnyContactFieldRules *rules, GError **error)
{
  for (guint field = 0; field < TNY_CONTACT_N_FIELDS; field++)
    {
      sqlite3_stmt *stmt = tny_reader_stmt (reader, "settings/read", error);
      g_autofree char *name = setting_of (field);

      if (stmt == NULL)
        return FALSE;
      tny_bind_text (stmt, "name", name);
      if (!read_rule (stmt, &rules->of[field], error))
        return FALSE;
      if (rules->of[field] == TNY_CONTACT_N_FIELD_RULES)
        rules->of[field] = TNY_CONTACT_ONLY_WHEN_EMPTY;
    }

  return TRUE;
}

static gboolean
set_rule_cb (TnyTxn *txn, gpointer data, GError **error)
{
  Choice *self = data;
  g_autofree char *name = setting_of (self->field);
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "settings/read", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "name", name);
  if (!read_rule (stmt, &self->before, error))
    return FALSE;
  if (self->before == TNY_CONTACT_N_FIELD_RULES)
    self->before = TNY_CONTACT_ONLY_WHEN_EMPTY;
  if (self->before == self->rule)
    return TRUE;
  stmt = tny_txn_stmt (txn, "settings/write", error);
  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "name", name);
  tny_bind_text (stmt, "value", tny_contact_field_rule_name (self->rule));
  if (!tny_run (stmt, error))
    return FALSE;
  stmt = tny_txn_stmt (txn, "contact-plan/move-all", error);

  return stmt != NULL && tny_run (stmt, error);
}

gboolean
tny_contact_field_rule_set (TnyStore *store, TnyContactField field, TnyContactFieldRule rule,
                            TnyContactFieldRule *before, GError **error)
{
  Choice self = { 0, field, rule };

  g_return_val_if_fail ((guint) field < TNY_CONTACT_N_FIELDS, FALSE);
  g_return_val_if_fail ((guint) rule < TNY_CONTACT_N_FIELD_RULES, FALSE);

  if (!tny_store_write (store, TNY_DURABLE, set_rule_cb, &self, error))
    return FALSE;
  if (before != NULL)
    *before = self.before;

  return TRUE;
}

static sqlite3_stmt *
choice_stmt (TnyTxn *txn, const char *name, const Choice *self, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, name, error);

  if (stmt == NULL)
    return NULL;
  tny_bind_int (stmt, "contact_id", self->contact_id);
  tny_bind_text (stmt, "field", tny_contact_field_name (self->field));

  return stmt;
}

static gboolean
choose_cb (TnyTxn *txn, gpointer data, GError **error)
{
  Choice *self = data;
  gboolean found;
  sqlite3_stmt *stmt = tny_txn_read (txn, "contacts/fields", "id", self->contact_id, &found, error);

  if (stmt == NULL)
    return FALSE;
  if (!found)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "There is no contact %" G_GINT64_FORMAT,
                   self->contact_id);
      return FALSE;
    }
  stmt = choice_stmt (txn, "contact-choices/row", self, error);
  if (stmt == NULL || !read_rule (stmt, &self->before, error))
    return FALSE;
  if (self->rule == TNY_CONTACT_N_FIELD_RULES)
    {
      stmt = choice_stmt (txn, "contact-choices/remove", self, error);
      return stmt != NULL && tny_run (stmt, error);
    }
  stmt = choice_stmt (txn, "contact-choices/put", self, error);
  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "rule", tny_contact_field_rule_name (self->rule));
  tny_bind_int (stmt, "at", tny_clock_now (NULL));
  tny_bind_text (stmt, "who", tny_decision_who ());

  return tny_run (stmt, error);
}

gboolean
tny_contact_choose_field (TnyStore *store, gint64 contact_id, TnyContactField field,
                          TnyContactFieldRule rule, TnyContactFieldRule *before, GError **error)
{
  Choice self = { contact_id, field, rule };

  g_return_val_if_fail ((guint) field < TNY_CONTACT_N_FIELDS, FALSE);
  g_return_val_if_fail ((guint) rule <= TNY_CONTACT_N_FIELD_RULES, FALSE);

  if (!tny_store_write (store, TNY_DURABLE, choose_cb, &self, error))
    return FALSE;
  if (before != NULL)
    *before = self.before;

  return TRUE;
}
