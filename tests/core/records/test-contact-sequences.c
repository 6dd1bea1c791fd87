/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records-fixture.h"

#include <string.h>

#include "tny-contact-apply.h"
#include "tny-contact-entry.h"
#include "tny-contact-fields.h"
#include "tny-error.h"
#include "tny-matching.h"

/* Random sequences of what a sync, an import and a person can do to users and contacts. After each step
 * the records are consistent and a refreshed plan is the same as a new one; undo leads back to the
 * identical state; nothing undecided is ever created. */

#define N_SEQUENCES 200
#define N_STEPS 24

static const char *const names[] = { "Anna Berg", "Ben Cole", "Cora Dahl", "Anna Cole", "Accounts", "Ayşe Özdemir" };
static const char *const mails[] = { "anna@a.example", "ben@a.example", "cora@a.example", "anna@b.example",
                                     "info@a.example", "ao@b.example" };

/* Where an apply came from and led to. */
typedef struct { gint64 id; char *before, *after; } Step;

typedef struct
{
  Fixture        *f;
  GRand          *dice;
  TnyContactPlan *kept;                 /* refreshed only, never made anew */
  GPtrArray      *steps;                /* Step, the newest last */
  guint           n_applied, n_undone, n_refused;
} Walk;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_free (step->before);
  g_free (step->after);
  g_free (step);
}

static guint
roll (Walk *walk, guint n)
{
  return (guint) g_rand_int_range (walk->dice, 0, (gint32) n);
}

static gint64
any_id (Walk *walk, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s ORDER BY id LIMIT 1 OFFSET %u", table,
                                          roll (walk, 8));

  return read_int (walk->f, "%s", sql);
}

/* What a page of a sync tells the plans. */
static void
users_changed (Walk *walk)
{
  run_sql (walk->f, "INSERT INTO contact_generations SELECT organization_id, 1 FROM matches"
           " WHERE organization_id IS NOT NULL ON CONFLICT DO UPDATE SET value = value + 1");
}

static void
sync_step (Walk *walk)
{
  gint64 id = any_id (walk, "users");
  const char *name = names[roll (walk, G_N_ELEMENTS (names))];
  g_autofree char *aliases = g_strdup_printf ("%s\n%s", mails[roll (walk, G_N_ELEMENTS (mails))],
                                              mails[roll (walk, G_N_ELEMENTS (mails))]);

  switch (id < 0 ? 0 : roll (walk, 7))
    {
    case 0:
      put_user (walk->f, 1 + roll (walk, 3), roll (walk, 1000), name, aliases);
      break;
    case 1:
      run_sql (walk->f, "UPDATE users SET display_name = %Q, sort_name = %Q WHERE id = %lld", name, name, id);
      break;
    case 2:
      run_sql (walk->f, "UPDATE users SET aliases = %Q WHERE id = %lld", aliases, id);
      break;
    case 3:
      run_sql (walk->f, "UPDATE users SET state = iif (state = 'present', 'deleted', 'present') WHERE id = %lld", id);
      break;
    case 4:
      run_sql (walk->f, "UPDATE users SET enabled = NOT enabled, job_title = 'Boss', business_phone = '+44 %d'"
               " WHERE id = %lld", (int) roll (walk, 3) + 1611111, id);
      break;
    case 5:
      run_sql (walk->f, "UPDATE users SET user_type = iif (user_type = 'Guest', 'Member', 'Guest') WHERE id = %lld",
               id);
      break;
    default:
      /* Forgotten, or read anew: another row, the same user. */
      if (roll (walk, 4) == 0)
        run_sql (walk->f, "DELETE FROM users WHERE id = %lld", id);
      else
        run_sql (walk->f, "UPDATE users SET id = (SELECT max (id) + 1 FROM users) WHERE id = %lld", id);
      break;
    }
  users_changed (walk);
}

static void
records_step (Walk *walk)
{
  gint64 id = any_id (walk, "contacts");
  const char *name = names[roll (walk, G_N_ELEMENTS (names))];
  g_auto(GStrv) parts = g_strsplit (name, " ", 2);

  switch (id < 0 ? 0 : roll (walk, 4))
    {
    case 0:
      put_contact (walk->f, 1 + roll (walk, 2), parts[0], parts[1] != NULL ? parts[1] : "",
                   roll (walk, 2) == 0 ? mails[roll (walk, G_N_ELEMENTS (mails))] : NULL);
      break;
    case 1:
      run_sql (walk->f, "UPDATE contacts SET title = iif (title IS NULL, 'Clerk', NULL) WHERE id = %lld", id);
      break;
    case 2:
      run_sql (walk->f, "UPDATE contacts SET organization_id = 3 - organization_id WHERE id = %lld", id);
      break;
    default:
      run_sql (walk->f, "DELETE FROM contacts WHERE id = %lld AND NOT EXISTS (SELECT 1 FROM user_contacts AS l"
               " WHERE l.contact_id = id) AND NOT EXISTS (SELECT 1 FROM contact_decisions AS d"
               " WHERE d.contact_id = id)", id);
      break;
    }
}

static void
match_step (Walk *walk)
{
  gint64 tenant_id = 1 + roll (walk, 3), batch = 0;
  g_autoptr(TnyReader) reader = NULL;

  switch (roll (walk, 3))
    {
    case 0:
    case 1:
      tny_matching_match_to (walk->f->store, tenant_id, 1 + roll (walk, 2), TRUE, NULL, NULL);
      break;
    default:
      reader = tny_store_borrow (walk->f->store, NULL);
      g_assert_true (tny_matching_last_batch (reader, &batch, NULL));
      g_clear_pointer (&reader, tny_reader_return);
      if (batch != 0)
        tny_matching_undo (walk->f->store, batch, NULL, NULL);
      break;
    }
}

static void
decide_step (Walk *walk)
{
  TnyContactDecision decision = { roll (walk, TNY_CONTACT_N_DECISIONS) }, before;
  gint64 user_id = any_id (walk, "users");
  g_autofree char *start = dump (walk->f), *end = NULL;
  g_autoptr(GError) error = NULL;

  if (decision.action == TNY_CONTACT_DECIDE_LINK || decision.action == TNY_CONTACT_DECIDE_LINK_AND_ADD)
    decision.contact_id = any_id (walk, "contacts");
  if (tny_contact_decide (walk->f->store, user_id, &decision, &before, &error))
    return;
  walk->n_refused++;
  g_assert_true (error->domain == TNY_ERROR);
  g_assert_true (error->code == TNY_ERROR_NOT_FOUND || error->code == TNY_ERROR_ARGUMENT ||
                 error->code == TNY_ERROR_DECISION);
  end = dump (walk->f);
  g_assert_cmpstr (start, ==, end);
}

static void
field_step (Walk *walk)
{
  TnyContactField field = roll (walk, TNY_CONTACT_N_FIELDS);

  if (roll (walk, 2) == 0)
    g_assert_true (tny_contact_field_rule_set (walk->f->store, field, roll (walk, TNY_CONTACT_N_FIELD_RULES),
                                               NULL, NULL));
  else
    tny_contact_choose_field (walk->f->store, any_id (walk, "contacts"), field,
                              roll (walk, TNY_CONTACT_N_FIELD_RULES + 1), NULL, NULL);
}

static TnyContactPlan *
new_plan (Walk *walk)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (walk->f->store, NULL);
  g_autoptr(GError) error = NULL;
  TnyContactPlan *plan = tny_contact_plan_new (reader, 0, NULL, &error);

  g_assert_no_error (error);

  return plan;
}

/* What is read of all its organizations, one after the other. */
static GPtrArray *
entries_of (Walk *walk, TnyContactPlan *plan)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (walk->f->store, NULL);
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_contact_entry_unref);

  for (guint i = 0; i < tny_contact_plan_organizations (plan)->len; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) entries = tny_contact_plan_read (plan, i, reader, &error);

      g_assert_no_error (error);
      for (guint j = 0; j < entries->len; j++)
        g_ptr_array_add (all, tny_contact_entry_ref (entries->pdata[j]));
    }

  return all;
}

static void
append_line (GString *out, const TnyContactPlanLine *line)
{
  g_string_append_printf (out, "%d %s %d %s: %s %d %s %d %d %d %d %d", (int) line->organization_id,
                          line->organization_name, (int) line->user_id, line->user,
                          tny_contact_outcome_name (line->outcome), (int) line->contact_id, line->contact,
                          line->rule, line->conflict, line->decision.action,
                          (int) line->decision.contact_id, (int) line->linked_contact_id);
}

/* Everything of a plan. What is read with its texts says the same as the lines without. */
static char *
plan_text (Walk *walk, TnyContactPlan *plan)
{
  g_autoptr(GPtrArray) entries = entries_of (walk, plan);
  GPtrArray *lines = tny_contact_plan_lines (plan);
  GString *out = g_string_new (NULL);

  g_assert_cmpuint (entries->len, ==, lines->len);
  for (guint i = 0; i < lines->len; i++)
    {
      const TnyContactEntry *entry = entries->pdata[i];
      g_autoptr(GString) line = g_string_new (NULL), with_texts = g_string_new (NULL);

      append_line (line, lines->pdata[i]);
      append_line (with_texts, &entry->line);
      g_assert_cmpstr (line->str, ==, with_texts->str);
      g_string_append (out, line->str);
      for (guint j = 0; j < entry->changes->len; j++)
        {
          const TnyContactChange *change = entry->changes->pdata[j];

          g_string_append_printf (out, "; %s=%s", change->field, change->to);
        }
      for (guint j = 0; j < entry->reasons->len; j++)
        g_string_append_printf (out, "; %s", (char *) entry->reasons->pdata[j]);
      g_string_append_c (out, '\n');
    }

  return g_string_free (out, FALSE);
}

/* The contact of a user as the database has it; 0: none. */
static gint64
contact_of (Walk *walk, const TnyContactPlanLine *line)
{
  gint64 id = read_int (walk->f, "SELECT l.contact_id FROM users AS u JOIN tenants AS t ON t.id = u.tenant_id"
                        " JOIN user_contacts AS l ON l.tenant_graph_id = t.graph_id"
                        " AND l.user_graph_id = u.graph_id WHERE u.id = %lld", line->user_id);

  return MAX (id, 0);
}

static void
check_applied (Walk *walk, TnyContactPlan *plan, gint64 n_before)
{
  GPtrArray *lines = tny_contact_plan_lines (plan);

  g_assert_cmpint (read_int (walk->f, "SELECT count (*) FROM contacts"), ==,
                   n_before + tny_contact_plan_count (plan, TNY_CONTACT_CREATE));
  for (guint i = 0; i < lines->len; i++)
    {
      const TnyContactPlanLine *line = lines->pdata[i];

      if (line->outcome == TNY_CONTACT_CREATE)
        g_assert_cmpint (contact_of (walk, line), >, 0);
      else if (line->outcome == TNY_CONTACT_LINK || line->outcome == TNY_CONTACT_UPDATE)
        g_assert_cmpint (contact_of (walk, line), ==, line->contact_id);
      else if (line->linked_contact_id == 0)
        g_assert_cmpint (contact_of (walk, line), ==, 0);
    }
}

static const TnyContactEntry *
find_entry (GPtrArray *entries, gint64 user_id)
{
  for (guint i = 0; i < entries->len; i++)
    if (((TnyContactEntry *) entries->pdata[i])->line.user_id == user_id)
      return entries->pdata[i];

  return NULL;
}

/* Nobody becomes new by what was applied, but who was doubted for a phone number that turned out to be a
 * switchboard's. */
static void
check_next (GPtrArray *entries, TnyContactPlan *next)
{
  GPtrArray *lines = tny_contact_plan_lines (next);

  for (guint i = 0; i < lines->len; i++)
    {
      const TnyContactPlanLine *line = lines->pdata[i];
      const TnyContactEntry *before;
      gboolean doubted = FALSE;

      if (line->outcome != TNY_CONTACT_CREATE)
        continue;
      before = find_entry (entries, line->user_id);
      g_assert_cmpint (before->line.outcome, ==, TNY_CONTACT_UNDECIDED);
      for (guint j = 0; j < before->reasons->len; j++)
        doubted |= strstr (before->reasons->pdata[j], "phone number") != NULL;
      g_assert_true (doubted);
    }
}

static void
apply_step (Walk *walk)
{
  g_autoptr(TnyContactPlan) plan = new_plan (walk), next = NULL;
  g_autoptr(GPtrArray) entries = entries_of (walk, plan);
  g_autofree char *again = NULL;
  g_autoptr(GError) error = NULL;
  TnyContactApplied applied;
  gint64 n_before = read_int (walk->f, "SELECT count (*) FROM contacts");
  Step *step = g_new0 (Step, 1);

  step->before = dump (walk->f);
  tny_contact_apply (walk->f->store, plan, TRUE, NULL, &applied, &error);
  g_assert_no_error (error);
  step->id = applied.id;
  step->after = dump (walk->f);
  check_applied (walk, plan, n_before);
  if (applied.id == 0)
    {
      g_assert_cmpstr (step->before, ==, step->after);
      step_free (step);
      return;
    }
  g_ptr_array_add (walk->steps, step);
  walk->n_applied++;

  /* The same plan again is refused, a new one creates nothing more. */
  g_assert_false (tny_contact_apply (walk->f->store, plan, TRUE, NULL, NULL, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_STALE);
  again = dump (walk->f);
  g_assert_cmpstr (step->after, ==, again);
  next = new_plan (walk);
  check_next (entries, next);
}

static void
undo_step (Walk *walk)
{
  g_autofree char *start = dump (walk->f), *end = NULL;
  g_autoptr(GError) error = NULL;
  Step *step;
  gboolean undone;

  if (walk->steps->len == 0)
    return;
  step = walk->steps->pdata[walk->steps->len - 1];
  undone = tny_contact_undo (walk->f->store, step->id, NULL, &error);
  end = dump (walk->f);
  if (undone)
    {
      walk->n_undone++;
      if (strcmp (start, step->after) == 0)
        g_assert_cmpstr (end, ==, step->before);
    }
  else
    {
      g_assert_error (error, TNY_ERROR, TNY_ERROR_STALE);
      g_assert_cmpstr (start, ==, end);
      g_assert_cmpstr (start, !=, step->after);
    }
  g_ptr_array_set_size (walk->steps, (int) walk->steps->len - 1);
}

/* Whatever happened, this is so. Each statement counts what must not be. */
static void
check_consistent (Walk *walk)
{
  static const char *const wrong[] = {
    "SELECT count (*) FROM pragma_foreign_key_check",
    "SELECT count (*) FROM (SELECT 1 FROM user_contacts GROUP BY tenant_graph_id, contact_id HAVING count (*) > 1)",
    "SELECT count (*) FROM (SELECT 1 FROM user_contacts GROUP BY tenant_graph_id, user_graph_id"
    " HAVING count (*) > 1)",
    "SELECT count (*) FROM (SELECT 1 FROM contact_items WHERE is_primary GROUP BY contact_id, kind"
    " HAVING count (*) > 1)",
    "SELECT count (*) FROM contact_items AS i WHERE NOT EXISTS (SELECT 1 FROM contacts AS c"
    " WHERE c.id = i.contact_id)",
    "SELECT count (*) FROM contacts WHERE sort_name = ''",
  };
  g_autoptr(TnyReader) reader = NULL;
  g_autoptr(TnyContactPlan) fresh = new_plan (walk);
  g_autofree char *expected = plan_text (walk, fresh), *kept = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_cmpint (read_int (walk->f, "%s", wrong[i]), ==, 0);
  reader = tny_store_borrow (walk->f->store, NULL);
  g_assert_true (tny_contact_plan_refresh (walk->kept, reader, NULL, NULL, NULL));
  kept = plan_text (walk, walk->kept);
  g_assert_cmpstr (kept, ==, expected);
}

static void
start_over (Fixture *f)
{
  run_sql (f, "DELETE FROM settings; DELETE FROM contact_changes; DELETE FROM contact_steps; DELETE FROM contact_decisions;"
           "DELETE FROM user_contacts; DELETE FROM decisions; DELETE FROM matches; DELETE FROM users;"
           "DELETE FROM contacts; DELETE FROM organizations; DELETE FROM tenants");
  for (guint i = 0; i < 3; i++)
    put_tenant (f, i == 0 ? "Contoso" : i == 1 ? "Fabrikam" : "Contoso Two");
  put_organization (f, "Contoso");
  put_organization (f, "Fabrikam");
  g_assert_true (tny_matching_match_to (f->store, 1, 1, TRUE, NULL, NULL));
  g_assert_true (tny_matching_match_to (f->store, 3, 1, TRUE, NULL, NULL));
}

static void
walk_once (Walk *walk)
{
  static void (*const kinds[]) (Walk *walk) = {
    sync_step, sync_step, sync_step, records_step, records_step, match_step, decide_step, decide_step,
    field_step, apply_step, apply_step, undo_step,
  };

  start_over (walk->f);
  walk->kept = new_plan (walk);
  for (guint i = 0; i < 6; i++)
    {
      sync_step (walk);
      records_step (walk);
    }
  for (guint i = 0; i < N_STEPS; i++)
    {
      kinds[roll (walk, G_N_ELEMENTS (kinds))] (walk);
      check_consistent (walk);
    }
  /* What was not touched since can be taken back one after the other. */
  apply_step (walk);
  while (walk->steps->len > 0)
    {
      undo_step (walk);
      check_consistent (walk);
    }
  g_clear_pointer (&walk->kept, tny_contact_plan_free);
}

static void
test_sequences (Fixture *f, gconstpointer data)
{
  Walk walk = { f, NULL, NULL, g_ptr_array_new_with_free_func (step_free) };

  for (guint32 seed = 1; seed <= N_SEQUENCES; seed++)
    {
      walk.dice = g_rand_new_with_seed (seed);
      g_test_message ("sequence %u", seed);
      walk_once (&walk);
      g_rand_free (walk.dice);
    }
  g_ptr_array_unref (walk.steps);
  /* The dice must have led everywhere. */
  g_test_message ("%u applied, %u taken back, %u decisions refused", walk.n_applied, walk.n_undone,
                  walk.n_refused);
  g_assert_cmpuint (walk.n_applied, >, N_SEQUENCES);
  g_assert_cmpuint (walk.n_undone, >, N_SEQUENCES / 2);
  g_assert_cmpuint (walk.n_refused, >, N_SEQUENCES / 4);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/records/contact-sequences/consistent-and-undone-exactly", test_sequences);

  return g_test_run ();
}
