/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-contact-entry.h"

#include "tny-csv.h"

static void
append_entry (GString *out, const TnyContactEntry *entry)
{
  const TnyContactPlanLine *line = &entry->line;
  g_autoptr(GString) changes = g_string_new (NULL), reasons = g_string_new (NULL);
  g_autofree char *rule = line->rule > 0 ? g_strdup_printf ("%d", line->rule) : NULL;

  for (guint i = 0; i < entry->changes->len; i++)
    {
      const TnyContactChange *change = entry->changes->pdata[i];

      g_string_append_printf (changes, "%s%s: %s", i > 0 ? "; " : "", change->field, change->to);
    }
  for (guint i = 0; i < entry->reasons->len; i++)
    g_string_append_printf (reasons, "%s%s", i > 0 ? "; " : "", (char *) entry->reasons->pdata[i]);

  const char *fields[] = {
    line->organization_name, entry->tenant_graph_id, entry->user_graph_id, line->user,
    tny_contact_outcome_name (line->outcome), line->contact, rule, changes->str, reasons->str,
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    tny_csv_append_field (out, fields[i], i + 1 == G_N_ELEMENTS (fields));
}

gboolean
tny_contact_plan_export (TnyContactPlan *plan, TnyReader *reader, const char *path,
                         GCancellable *cancellable, GError **error)
{
  g_autoptr(GString) out =
    g_string_new ("organization,tenant_id,user_id,user,outcome,contact,rule,changes,reasons\r\n");

  for (guint i = 0; i < tny_contact_plan_organizations (plan)->len; i++)
    {
      g_autoptr(GPtrArray) entries = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          (entries = tny_contact_plan_read (plan, i, reader, error)) == NULL)
        return FALSE;
      for (guint j = 0; j < entries->len; j++)
        append_entry (out, entries->pdata[j]);
    }

  return tny_csv_save (path, out, error);
}
