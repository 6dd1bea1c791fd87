/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-contact-plan-private.h"

#include <glib/gi18n-lib.h>

#include "tny-contact-side.h"
#include "tny-json.h"
#include "tny-read.h"
#include "tny-text.h"

#define NAME_CHARS 80

static void
line_free (gpointer data)
{
  TnyContactPlanLine *line = data;

  g_free (line->tenant_graph_id);
  g_free (line->user_graph_id);
  g_free (line->user);
  g_free (line->contact);
  g_ptr_array_unref (line->changes);
  g_ptr_array_unref (line->reasons);
  g_free (line);
}

static void
section_clear (gpointer data)
{
  TnyContactPlanSection *section = data;

  g_free (section->organization.name);
  g_ptr_array_unref (section->lines);
}

static void
section_unref (gpointer section)
{
  g_rc_box_release_full (section, section_clear);
}

static char *
contact_name (const TnyContactFacts *contact)
{
  g_autofree char *joined = NULL;

  if (contact == NULL)
    return NULL;
  joined = g_strconcat (contact->first_name != NULL ? contact->first_name : "", " ",
                        contact->last_name != NULL ? contact->last_name : "", NULL);
  g_strstrip (joined);

  return *joined != '\0' ? g_steal_pointer (&joined) : g_strdup (contact->mails[0]);
}

/* Somebody with the address in another organization is no reason not to create, but one to look. */
static gboolean
warn_of_others (TnyReader *reader, TnyContactPlanLine *line, const TnyUserFacts *user,
                GError **error)
{
  for (guint i = 0; user->aliases[i] != NULL; i++)
    {
      sqlite3_stmt *stmt = tny_reader_stmt (reader, "contact-plan/elsewhere", error);
      gboolean found;

      if (stmt == NULL)
        return FALSE;
      tny_bind_int (stmt, "organization_id", line->organization_id);
      tny_bind_text (stmt, "folded", user->aliases[i]);
      if (!tny_step (stmt, &found, error))
        return FALSE;
      if (found)
        {
          g_autofree char *mail = tny_text_one_line (user->aliases[i], NAME_CHARS);
          g_autofree char *name = tny_text_one_line (tny_text (stmt, 0), NAME_CHARS);

          /* translators: an address, then an organization */
          g_ptr_array_add (line->reasons,
                           g_strdup_printf (_("Warning: %s is a contact's of %s"), mail, name));
          return TRUE;
        }
    }

  return TRUE;
}

static gboolean
add_lines (TnyContactPlanSection *section, TnyReader *reader, TnyContactSide *side, GError **error)
{
  const TnyContactFacts *contacts = (const TnyContactFacts *) side->contacts->data;
  g_autoptr(GPtrArray) found =
    tny_contacts_match ((const TnyUserFacts *) side->users->data, side->users->len, contacts,
                        side->contacts->len);

  for (guint i = 0; i < found->len; i++)
    {
      const TnyContactLine *match = found->pdata[i];
      const TnyUserFacts *user = &g_array_index (side->users, TnyUserFacts, match->user);
      TnyContactPlanLine *line = g_new0 (TnyContactPlanLine, 1);

      g_ptr_array_add (section->lines, line);
      line->organization_id = section->organization.id;
      line->organization_name = section->organization.name;
      line->user_id = user->id;
      line->tenant_graph_id = g_strdup (side->tenant_ids->pdata[match->user]);
      line->user_graph_id = g_strdup (side->user_ids->pdata[match->user]);
      line->user =
        g_strdup (user->display_name != NULL ? user->display_name : user->user_principal_name);
      line->outcome = match->outcome;
      line->contact_id = match->contact_id;
      line->contact = contact_name (tny_contact_side_find (side, match->contact_id));
      line->rule = match->rule;
      line->conflict = match->outcome == TNY_CONTACT_UNDECIDED && match->conflict;
      line->decision = user->decision;
      line->linked_contact_id = user->linked_contact_id;
      line->changes = g_ptr_array_ref (match->changes);
      line->reasons = g_ptr_array_ref (match->reasons);
      section->organization.counts[line->outcome]++;
      section->n_conflicts += line->conflict;
      if (line->outcome == TNY_CONTACT_CREATE && !warn_of_others (reader, line, user, error))
        return FALSE;
    }

  return TRUE;
}

/* Takes @name. */
static TnyContactPlanSection *
section_new (TnyReader *reader, gint64 id, char *name, gint64 generation, GError **error)
{
  TnyContactPlanSection *section = g_rc_box_new0 (TnyContactPlanSection);
  g_auto(TnyContactSide) side = { 0 };

  section->organization.id = id;
  section->organization.name = name;
  section->generation = generation;
  section->lines = g_ptr_array_new_with_free_func (line_free);
  if (tny_contact_side_read (&side, reader, id, error) && add_lines (section, reader, &side, error))
    {
      section->organization.n_contacts = side.contacts->len;
      return section;
    }
  section_unref (section);

  return NULL;
}

/* Sections without lines: which organizations there are now, and their generations. */
static GPtrArray *
read_organizations (TnyContactPlan *self, TnyReader *reader, GError **error)
{
  g_autoptr(GPtrArray) heads = g_ptr_array_new_with_free_func (section_unref);
  gboolean more;
  sqlite3_stmt *stmt = tny_read_by_id (reader, "contact-plan/organizations", "organization_id",
                                       self->organization_id, &more, error);

  if (stmt == NULL)
    return NULL;
  while (more)
    {
      TnyContactPlanSection *head = g_rc_box_new0 (TnyContactPlanSection);

      head->organization.id = tny_int (stmt, 0);
      head->organization.name = tny_dup_text (stmt, 1);
      head->generation = tny_int (stmt, 2);
      head->lines = g_ptr_array_new ();
      g_ptr_array_add (heads, head);
      if (!tny_step (stmt, &more, error))
        return NULL;
    }

  return g_steal_pointer (&heads);
}

static void
take_sections (TnyContactPlan *self, GPtrArray *sections)
{
  g_ptr_array_unref (self->sections);
  self->sections = sections;
  g_ptr_array_set_size (self->lines, 0);
  for (guint i = 0; i < sections->len; i++)
    g_ptr_array_extend (self->lines, ((TnyContactPlanSection *) sections->pdata[i])->lines, NULL,
                        NULL);
}

/* The generation is read before what it counts: what changes in between makes the section look old,
 * and never new. */
gboolean
tny_contact_plan_refresh (TnyContactPlan *self, TnyReader *reader, GCancellable *cancellable,
                          guint *recalculated, GError **error)
{
  g_autoptr(GPtrArray) sections = g_ptr_array_new_with_free_func (section_unref);
  g_autoptr(GPtrArray) heads = read_organizations (self, reader, error);
  g_autoptr(GHashTable) known = g_hash_table_new (g_int64_hash, g_int64_equal);
  guint n_kept = 0, n_new = 0, n_before = self->sections->len;

  if (heads == NULL)
    return FALSE;
  for (guint i = 0; i < n_before; i++)
    {
      TnyContactPlanSection *section = self->sections->pdata[i];

      g_hash_table_insert (known, &section->organization.id, section);
    }
  for (guint i = 0; i < heads->len; i++)
    {
      TnyContactPlanSection *head = heads->pdata[i];
      TnyContactPlanSection *section = g_hash_table_lookup (known, &head->organization.id);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (section != NULL && section->generation == head->generation)
        {
          g_ptr_array_add (sections, g_rc_box_acquire (section));
          n_kept++;
          continue;
        }
      section = section_new (reader, head->organization.id, g_strdup (head->organization.name),
                             head->generation, error);
      if (section == NULL)
        return FALSE;
      g_ptr_array_add (sections, section);
      n_new++;
    }
  take_sections (self, g_steal_pointer (&sections));
  if (recalculated != NULL)
    *recalculated = MAX (n_new, n_before - n_kept);

  return TRUE;
}

TnyContactPlan *
tny_contact_plan_new (TnyReader *reader, gint64 organization_id, GCancellable *cancellable,
                      GError **error)
{
  g_autoptr(TnyContactPlan) self = g_new0 (TnyContactPlan, 1);

  self->organization_id = organization_id;
  self->sections = g_ptr_array_new_with_free_func (section_unref);
  self->lines = g_ptr_array_new ();
  if (!tny_contact_plan_refresh (self, reader, cancellable, NULL, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
tny_contact_plan_free (TnyContactPlan *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->sections);
  g_free (self);
}

GPtrArray *
tny_contact_plan_lines (TnyContactPlan *self)
{
  return self->lines;
}

GPtrArray *
tny_contact_plan_organizations (TnyContactPlan *self)
{
  return self->sections;
}

guint
tny_contact_plan_count (TnyContactPlan *self, TnyContactOutcome outcome)
{
  guint n = 0;

  g_return_val_if_fail ((guint) outcome < TNY_CONTACT_N_OUTCOMES, 0);
  for (guint i = 0; i < self->sections->len; i++)
    n += ((TnyContactPlanSection *) self->sections->pdata[i])->organization.counts[outcome];

  return n;
}

guint
tny_contact_plan_conflicts (TnyContactPlan *self)
{
  guint n = 0;

  for (guint i = 0; i < self->sections->len; i++)
    n += ((TnyContactPlanSection *) self->sections->pdata[i])->n_conflicts;

  return n;
}

static void
append_text (GString *out, const char *before, const char *text)
{
  g_string_append (out, before);
  tny_json_append_text (out, text);
}

void
tny_contact_plan_append_json (GString *out, const TnyContactPlanLine *line)
{
  append_text (out, "{\"tenant_id\":", line->tenant_graph_id);
  append_text (out, ",\"user_id\":", line->user_graph_id);
  append_text (out, ",\"user\":", line->user);
  append_text (out, ",\"outcome\":", tny_contact_outcome_name (line->outcome));
  if (line->contact_id != 0)
    g_string_append_printf (out, ",\"contact_id\":%" G_GINT64_FORMAT, line->contact_id);
  else
    g_string_append (out, ",\"contact_id\":null");
  if (line->rule != 0)
    g_string_append_printf (out, ",\"rule\":%d", line->rule);
  else
    g_string_append (out, ",\"rule\":null");
  g_string_append (out, ",\"changes\":[");
  for (guint i = 0; i < line->changes->len; i++)
    {
      const TnyContactChange *change = line->changes->pdata[i];

      append_text (out, i > 0 ? ",{\"field\":" : "{\"field\":", change->field);
      append_text (out, ",\"from\":", change->from);
      append_text (out, ",\"to\":", change->to);
      g_string_append_c (out, '}');
    }
  g_string_append (out, "],\"reasons\":[");
  for (guint i = 0; i < line->reasons->len; i++)
    append_text (out, i > 0 ? "," : "", line->reasons->pdata[i]);
  append_text (out, "],\"contact\":", line->contact);
  append_text (out, ",\"decision\":", tny_contact_action_name (line->decision.action));
  g_string_append_printf (out, ",\"conflict\":%s", line->conflict ? "true" : "false");
  g_string_append_printf (out, ",\"organization_id\":%" G_GINT64_FORMAT, line->organization_id);
  append_text (out, ",\"organization_name\":", line->organization_name);
  g_string_append_c (out, '}');
}
