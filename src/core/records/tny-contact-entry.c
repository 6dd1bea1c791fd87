/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-contact-entry.h"

#include <glib/gi18n-lib.h>

#include "tny-contact-side.h"
#include "tny-json.h"
#include "tny-read.h"
#include "tny-records-error.h"
#include "tny-text.h"

#define NAME_CHARS 80

static void
entry_clear (gpointer data)
{
  TnyContactEntry *self = data;

  g_free ((char *) self->line.organization_name);
  g_free ((char *) self->line.user);
  g_free ((char *) self->line.contact);
  g_free (self->tenant_graph_id);
  g_free (self->user_graph_id);
  g_ptr_array_unref (self->changes);
  g_ptr_array_unref (self->differences);
  g_ptr_array_unref (self->reasons);
}

TnyContactEntry *
tny_contact_entry_ref (TnyContactEntry *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
tny_contact_entry_unref (TnyContactEntry *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, entry_clear);
}

/* Somebody with the address in another organization is no reason not to create, but one to look. */
static gboolean
warn_of_others (TnyReader *reader, TnyContactEntry *entry, const TnyUserFacts *user,
                GError **error)
{
  for (guint i = 0; user->aliases[i] != NULL; i++)
    {
      sqlite3_stmt *stmt = tny_reader_stmt (reader, "contact-plan/elsewhere", error);
      gboolean found;

      if (stmt == NULL)
        return FALSE;
      tny_bind_int (stmt, "organization_id", entry->line.organization_id);
      tny_bind_text (stmt, "folded", user->aliases[i]);
      if (!tny_step (stmt, &found, error))
        return FALSE;
      if (found)
        {
          g_autofree char *mail = tny_text_one_line (user->aliases[i], NAME_CHARS);
          g_autofree char *name = tny_text_one_line (tny_text (stmt, 0), NAME_CHARS);

          /* translators: an address, then an organization */
          g_ptr_array_add (entry->reasons,
                           g_strdup_printf (_("Warning: %s is a contact's of %s"), mail, name));
          return TRUE;
        }
    }

  return TRUE;
}

/* Everything but the organization's name. */
static TnyContactEntry *
entry_new (TnyContactSide *side, const TnyContactLine *match)
{
  TnyContactEntry *self = g_atomic_rc_box_new0 (TnyContactEntry);

  tny_contact_side_line (side, match, &self->line);
  self->line.user = g_strdup (self->line.user);
  self->line.contact = tny_contact_side_name (side, match->contact_id);
  self->tenant_graph_id = g_strdup (side->tenant_ids->pdata[match->user]);
  self->user_graph_id = g_strdup (side->user_ids->pdata[match->user]);
  self->changes = g_ptr_array_ref (match->changes);
  self->differences = g_ptr_array_ref (match->differences);
  self->reasons = g_ptr_array_ref (match->reasons);

  return self;
}

static GPtrArray *
read_entries (TnyReader *reader, gint64 organization_id, const char *name, gint64 user_id,
              GError **error)
{
  g_auto(TnyContactSide) side = { 0 };
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GPtrArray) entries =
    g_ptr_array_new_with_free_func ((GDestroyNotify) tny_contact_entry_unref);

  if (!tny_contact_side_read (&side, reader, organization_id, TRUE, error))
    return NULL;
  found = tny_contact_side_match (&side, TRUE);
  for (guint i = 0; i < found->len; i++)
    {
      const TnyContactLine *match = found->pdata[i];
      const TnyUserFacts *user = &g_array_index (side.users, TnyUserFacts, match->user);
      TnyContactEntry *entry;

      if (user_id != 0 && user->id != user_id)
        continue;
      entry = entry_new (&side, match);
      entry->line.organization_name = g_strdup (name);
      g_ptr_array_add (entries, entry);
      if (match->outcome == TNY_CONTACT_CREATE && !warn_of_others (reader, entry, user, error))
        return NULL;
    }

  return g_steal_pointer (&entries);
}

/* The organization's name and generation; FALSE also when none of its tenants is matched (*@name NULL
 * then). */
static gboolean
read_head (TnyReader *reader, gint64 organization_id, char **name, gint64 *generation,
           GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt = tny_read_by_id (reader, "contact-plan/organizations", "organization_id",
                                       organization_id, &found, error);

  if (stmt == NULL)
    return FALSE;
  *name = found ? tny_dup_text (stmt, 1) : NULL;
  *generation = found ? tny_int (stmt, 2) : -1;

  return TRUE;
}

/* The generation before and after what it counts: equal, nothing moved in between. */
GPtrArray *
tny_contact_entries_read (TnyReader *reader, gint64 organization_id, gint64 user_id,
                          const gint64 *generation, GError **error)
{
  g_autofree char *name = NULL, *name_after = NULL;
  gint64 before, after;
  g_autoptr(GPtrArray) entries = NULL;

  if (!read_head (reader, organization_id, &name, &before, error))
    return NULL;
  entries = read_entries (reader, organization_id, name, user_id, error);
  if (entries == NULL || !read_head (reader, organization_id, &name_after, &after, error))
    return NULL;
  if (generation != NULL && (before != *generation || after != *generation))
    {
      tny_set_error_line (error, TNY_ERROR_STALE,
                          "Users or contacts of %s changed since the preview was made",
                          name != NULL ? name : "");
      return NULL;
    }

  return g_steal_pointer (&entries);
}

static void
append_text (GString *out, const char *before, const char *text)
{
  g_string_append (out, before);
  tny_json_append_text (out, text);
}

void
tny_contact_entry_append_json (GString *out, const TnyContactEntry *entry)
{
  const TnyContactPlanLine *line = &entry->line;

  append_text (out, "{\"tenant_id\":", entry->tenant_graph_id);
  append_text (out, ",\"user_id\":", entry->user_graph_id);
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
  for (guint i = 0; i < entry->changes->len; i++)
    {
      const TnyContactChange *change = entry->changes->pdata[i];

      append_text (out, i > 0 ? ",{\"field\":" : "{\"field\":", change->field);
      append_text (out, ",\"from\":", change->from);
      append_text (out, ",\"to\":", change->to);
      g_string_append_c (out, '}');
    }
  g_string_append (out, "],\"reasons\":[");
  for (guint i = 0; i < entry->reasons->len; i++)
    append_text (out, i > 0 ? "," : "", entry->reasons->pdata[i]);
  append_text (out, "],\"contact\":", line->contact);
  append_text (out, ",\"decision\":", tny_contact_action_name (line->decision.action));
  g_string_append_printf (out, ",\"conflict\":%s", line->conflict ? "true" : "false");
  g_string_append_printf (out, ",\"organization_id\":%" G_GINT64_FORMAT, line->organization_id);
  append_text (out, ",\"organization_name\":", line->organization_name);
  g_string_append_c (out, '}');
}
