/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tenants, organizations, contacts and users, one row at a time. */
#include "config.h"

#include "tny-list.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-name-index.h"
#include "tny-products.h"
#include "tny-read.h"
#include "tny-reasons.h"
#include "tny-text.h"
#include "tny-user.h"


/* Words of a state as they stand in the header, so that a row can lend them. */
static const char *
state_word (const char *state)
{
  static const char *const words[] = { "unmatched", "suggested", "matched", "ignored" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i], state) == 0)
      return words[i];

  g_return_val_if_reached (words[0]);
}

static char **
dup_lines (sqlite3_stmt *stmt, int column)
{
  const char *text = tny_text (stmt, column);

  return text != NULL && *text != '\0' ? g_strsplit (text, "\n", -1) : g_new0 (char *, 1);
}

TnyTenantRow *
tny_tenant_read (TnyReader *reader, gint64 id, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt = tny_read_by_id (reader, "tenants/row", "id", id, &found, error);
  TnyTenantRow *row;

  if (stmt == NULL || !found)
    return NULL;
  row = g_new0 (TnyTenantRow, 1);
  row->id = tny_int (stmt, 0);
  row->connection_id = tny_int (stmt, 1);
  row->graph_id = tny_dup_text (stmt, 2);
  row->name = tny_dup_text (stmt, 3);
  row->default_domain = tny_dup_text (stmt, 4);
  row->city = tny_dup_text (stmt, 5);
  row->country = tny_dup_text (stmt, 6);
  row->state = state_word (tny_text (stmt, 7));
  row->method = tny_dup_text (stmt, 8);
  row->organization_id = tny_int (stmt, 9);
  row->organization_name = tny_dup_text (stmt, 10);
  row->score = tny_is_null (stmt, 11) ? -1 : (int) tny_int (stmt, 11);
  row->decided_at = tny_int (stmt, 12);
  row->decided_by = tny_dup_text (stmt, 13);
  row->relationship = tny_dup_text (stmt, 14);
  row->access = tny_dup_text (stmt, 15);
  row->access_detail = tny_dup_text (stmt, 16);
  row->relationship_ends = tny_int (stmt, 17);
  row->listed_at = tny_int (stmt, 18);
  row->users_read_at = tny_int (stmt, 19);
  row->gone_at = tny_int (stmt, 20);
  row->users_reported = tny_is_null (stmt, 21) ? -1 : tny_int (stmt, 21);
  row->n_users = tny_int (stmt, 22);
  row->street = tny_dup_text (stmt, 23);
  row->region = tny_dup_text (stmt, 24);
  row->postal_code = tny_dup_text (stmt, 25);
  row->phones = dup_lines (stmt, 26);
  row->domains = dup_lines (stmt, 27);
  row->details_read_at = tny_int (stmt, 28);
  row->in_scope = tny_int (stmt, 29) != 0;
  row->checked = (TnyChecked) tny_int (stmt, 30);
  row->former_name = tny_dup_text (stmt, 31);
  row->former_until = tny_int (stmt, 32);
  row->matched_by_id = g_strcmp0 (tny_text (stmt, 33), "matched-before") == 0;
  row->known_users = row->users_read_at == 0 && row->n_users == 0 ? -1 : row->n_users;

  return row;
}

TnyOrganizationRow *
tny_organization_read (TnyReader *reader, gint64 id, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt = tny_read_by_id (reader, "organizations/row", "id", id, &found, error);
  TnyOrganizationRow *row;

  if (stmt == NULL || !found)
    return NULL;
  row = g_new0 (TnyOrganizationRow, 1);
  row->id = tny_int (stmt, 0);
  row->external_id = tny_dup_text (stmt, 1);
  row->name = tny_dup_text (stmt, 2);
  row->type = tny_dup_text (stmt, 3);
  row->status = tny_dup_text (stmt, 4);
  row->short_name = tny_dup_text (stmt, 5);
  row->description = tny_dup_text (stmt, 6);
  row->quick_notes = tny_dup_text (stmt, 7);
  row->alert = tny_dup_text (stmt, 8);
  row->origin = tny_dup_text (stmt, 9);
  row->n_contacts = tny_int (stmt, 10);
  row->n_tenants = tny_int (stmt, 11);
  row->n_users = tny_int (stmt, 12);
  row->known_users = row->n_users == 0 && tny_is_null (stmt, 15) ? -1 : row->n_users;
  row->tenant_id = tny_int (stmt, 13);
  row->tenant_name = tny_dup_text (stmt, 14);
  row->users_read_at = tny_int (stmt, 15);
  row->website = tny_dup_text (stmt, 16);
  row->phone = tny_dup_text (stmt, 17);
  row->street = tny_dup_text (stmt, 18);
  row->city = tny_dup_text (stmt, 19);
  row->region = tny_dup_text (stmt, 20);
  row->postal_code = tny_dup_text (stmt, 21);
  row->country = tny_dup_text (stmt, 22);
  row->domains = dup_lines (stmt, 23);

  return row;
}

static gboolean
read_items (TnyReader *reader, TnyContactRow *row, GError **error)
{
  g_autoptr(GPtrArray) emails = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) phones = g_ptr_array_new_with_free_func (g_free);
  gboolean more;
  sqlite3_stmt *stmt =
    tny_read_by_id (reader, "contacts/items", "contact_id", row->id, &more, error);

  if (stmt == NULL)
    return FALSE;
  while (more)
    {
      const char *kind = tny_text (stmt, 0);

      if (strcmp (kind, "other") != 0)
        g_ptr_array_add (strcmp (kind, "email") == 0 ? emails : phones, tny_dup_text (stmt, 1));
      if (!tny_step (stmt, &more, error))
        return FALSE;
    }
  g_ptr_array_add (emails, NULL);
  g_ptr_array_add (phones, NULL);
  row->emails = (char **) g_ptr_array_steal (emails, NULL);
  row->phones = (char **) g_ptr_array_steal (phones, NULL);

  return TRUE;
}

TnyContactRow *
tny_contact_read (TnyReader *reader, gint64 id, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt = tny_read_by_id (reader, "contacts/row", "id", id, &found, error);
  g_autoptr(TnyContactRow) row = NULL;

  if (stmt == NULL || !found)
    return NULL;
  row = g_new0 (TnyContactRow, 1);
  row->id = tny_int (stmt, 0);
  row->organization_id = tny_int (stmt, 1);
  row->organization_name = tny_dup_text (stmt, 2);
  row->external_id = tny_dup_text (stmt, 3);
  row->first_name = tny_dup_text (stmt, 4);
  row->last_name = tny_dup_text (stmt, 5);
  row->title = tny_dup_text (stmt, 6);
  row->type = tny_dup_text (stmt, 7);
  row->location = tny_dup_text (stmt, 8);
  row->notes = tny_dup_text (stmt, 9);
  row->important = tny_int (stmt, 10) != 0;

  return read_items (reader, row, error) ? g_steal_pointer (&row) : NULL;
}

static char *
dup_guid (sqlite3_stmt *stmt, int column)
{
  const void *bytes = sqlite3_column_blob (stmt, column);

  return bytes != NULL && sqlite3_column_bytes (stmt, column) == 16 ? tny_guid_from_bytes (bytes)
                                                                    : NULL;
}

TnyUserRow *
tny_user_read (TnyReader *reader, gint64 id, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt = tny_read_by_id (reader, "users/row", "id", id, &found, error);
  TnyUserRow *row;
  TnyUser user = { NULL };

  if (stmt == NULL || !found)
    return NULL;
  row = g_new0 (TnyUserRow, 1);
  row->id = tny_int (stmt, 0);
  row->tenant_id = tny_int (stmt, 1);
  row->tenant_graph_id = tny_dup_text (stmt, 2);
  row->tenant_name = tny_dup_text (stmt, 3);
  row->graph_id = dup_guid (stmt, 4);
  row->user_principal_name = tny_dup_text (stmt, 5);
  row->display_name = tny_dup_text (stmt, 6);
  row->mail = tny_dup_text (stmt, 7);
  row->aliases = dup_lines (stmt, 8);
  row->enabled = tny_is_null (stmt, 9) ? -1 : (int) tny_int (stmt, 9);
  user.user_principal_name = row->user_principal_name;
  user.display_name = row->display_name;
  user.user_type = (char *) tny_text (stmt, 10);
  row->kind = tny_user_kind_with_mailbox (&user, tny_text (stmt, 19));
  row->state = tny_dup_text (stmt, 11);
  row->job_title = tny_dup_text (stmt, 12);
  row->department = tny_dup_text (stmt, 13);
  row->mobile_phone = tny_dup_text (stmt, 14);
  row->business_phone = tny_dup_text (stmt, 15);
  row->licences = dup_lines (stmt, 16);
  row->created_at = tny_int (stmt, 17);
  row->read_at = tny_int (stmt, 18);
  row->mailbox_used_bytes = tny_is_null (stmt, 20) ? -1 : tny_int (stmt, 20);
  row->mailbox_quota_bytes = tny_is_null (stmt, 21) ? -1 : tny_int (stmt, 21);
  row->mailbox_date = tny_dup_text (stmt, 22);
  row->last_sign_in = tny_int (stmt, 23);
  row->last_password_change = tny_int (stmt, 24);
  row->sign_in_state = tny_dup_text (stmt, 25);
  row->scope = tny_dup_text (stmt, 26);
  row->deleted_at = tny_int (stmt, 27);
  row->restorable_until = tny_int (stmt, 28);
  row->licence_names = tny_product_names_for (row->licences, tny_text (stmt, 29));

  return row;
}

GPtrArray *
tny_candidates_read (TnyReader *reader, gint64 tenant_id, GError **error)
{
  g_autoptr(GPtrArray) candidates =
    g_ptr_array_new_with_free_func ((GDestroyNotify) tny_candidate_free);
  gboolean more;
  sqlite3_stmt *stmt =
    tny_read_by_id (reader, "suggestions/of-tenant", "tenant_id", tenant_id, &more, error);

  if (stmt == NULL)
    return NULL;
  while (more)
    {
      TnyCandidate *candidate = g_new0 (TnyCandidate, 1);

      candidate->organization_id = tny_int (stmt, 0);
      candidate->organization_name = tny_dup_text (stmt, 1);
      candidate->score = (int) tny_int (stmt, 2);
      candidate->reasons = tny_reasons_from_json (tny_text (stmt, 3));
      g_ptr_array_add (candidates, candidate);
      if (!tny_step (stmt, &more, error))
        return NULL;
    }

  return g_steal_pointer (&candidates);
}

GPtrArray *
tny_match_reasons_read (TnyReader *reader, gint64 tenant_id, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt =
    tny_read_by_id (reader, "matches/reasons", "tenant_id", tenant_id, &found, error);
  GPtrArray *reasons;

  if (stmt == NULL)
    return NULL;
  reasons = tny_reasons_from_json (found ? tny_text (stmt, 0) : NULL);
  if (found && strcmp (tny_text (stmt, 1), "automatic") == 0 &&
      !tny_names_equal (tny_text (stmt, 2), tny_text (stmt, 3)))
    g_ptr_array_add (reasons,
                     tny_reason_text_new (N_("Renamed since: the names are no longer equal"), 0));

  return reasons;
}

gboolean
tny_contact_find_user (TnyReader *reader, gint64 contact_id, gint64 *user_id, GError **error)
{
  gboolean found, more = FALSE;
  sqlite3_stmt *stmt = tny_read_by_id (reader, "contacts/linked-user", "id", contact_id, &found, error);
  gint64 id;

  if (stmt == NULL)
    return FALSE;
  if (found)
    {
      *user_id = tny_int (stmt, 0);
      return TRUE;
    }
  if ((stmt = tny_read_by_id (reader, "contacts/user", "id", contact_id, &found, error)) == NULL)
    return FALSE;
  id = found ? tny_int (stmt, 0) : 0;
  if (found && !tny_step (stmt, &more, error))
    return FALSE;
  *user_id = more ? 0 : id;

  return TRUE;
}

void
tny_tenant_row_free (TnyTenantRow *row)
{
  if (row == NULL)
    return;

  g_free (row->graph_id);
  g_free (row->name);
  g_free (row->default_domain);
  g_free (row->former_name);
  g_free (row->street);
  g_free (row->region);
  g_free (row->postal_code);
  g_strfreev (row->phones);
  g_strfreev (row->domains);
  g_free (row->city);
  g_free (row->country);
  g_free (row->method);
  g_free (row->organization_name);
  g_free (row->decided_by);
  g_free (row->relationship);
  g_free (row->access);
  g_free (row->access_detail);
  g_free (row);
}

void
tny_organization_row_free (TnyOrganizationRow *row)
{
  if (row == NULL)
    return;

  g_free (row->external_id);
  g_free (row->name);
  g_free (row->type);
  g_free (row->status);
  g_free (row->short_name);
  g_free (row->description);
  g_free (row->quick_notes);
  g_free (row->alert);
  g_free (row->origin);
  g_free (row->tenant_name);
  g_free (row->website);
  g_free (row->phone);
  g_free (row->street);
  g_free (row->city);
  g_free (row->region);
  g_free (row->postal_code);
  g_free (row->country);
  g_strfreev (row->domains);
  g_free (row);
}

void
tny_contact_row_free (TnyContactRow *row)
{
  if (row == NULL)
    return;

  g_free (row->organization_name);
  g_free (row->external_id);
  g_free (row->first_name);
  g_free (row->last_name);
  g_free (row->title);
  g_free (row->type);
  g_free (row->location);
  g_free (row->notes);
  g_strfreev (row->emails);
  g_strfreev (row->phones);
  g_free (row);
}

void
tny_user_row_free (TnyUserRow *row)
{
  if (row == NULL)
    return;

  g_free (row->tenant_graph_id);
  g_free (row->tenant_name);
  g_free (row->graph_id);
  g_free (row->user_principal_name);
  g_free (row->display_name);
  g_free (row->mail);
  g_strfreev (row->aliases);
  g_free (row->state);
  g_free (row->job_title);
  g_free (row->department);
  g_free (row->mobile_phone);
  g_free (row->business_phone);
  g_strfreev (row->licences);
  g_strfreev (row->licence_names);
  g_free (row->mailbox_date);
  g_free (row->sign_in_state);
  g_free (row->scope);
  g_free (row);
}

void
tny_candidate_free (TnyCandidate *candidate)
{
  if (candidate == NULL)
    return;

  g_free (candidate->organization_name);
  g_clear_pointer (&candidate->reasons, g_ptr_array_unref);
  g_free (candidate);
}
