/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every line of the file against what is here. */
#include "config.h"

#include "tny-import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-read.h"
#include "tny-text.h"

#define NAME_CHARS 80

/* What the lines before have claimed; values are line numbers. */
typedef struct
{
  TnyImportPlan *plan;
  TnyReader     *reader;
  GHashTable    *ids;           /* external ids */
  GHashTable    *records;       /* ids of records here */
  GHashTable    *names;         /* of new records: key → line, negative with an external id */
  GHashTable    *organizations; /* contacts: name in the file → Organization */
} Compare;

typedef struct
{
  gint64  id;
  guint   n;                    /* how many are called so */
} Organization;

static void
compare_clear (Compare *self)
{
  g_clear_pointer (&self->ids, g_hash_table_unref);
  g_clear_pointer (&self->records, g_hash_table_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->organizations, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Compare, compare_clear)

static char *
quote (const char *text)
{
  return tny_text_one_line (text, NAME_CHARS);
}

static gboolean
read_generations (Compare *self, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (self->reader, "records/generations", error);
  gboolean found;

  if (stmt == NULL || !tny_step (stmt, &found, error))
    return FALSE;
  for (int i = 0; i < TNY_IMPORT_N_KINDS; i++)
    self->plan->generations[i] = tny_int (stmt, i);

  return TRUE;
}

/* The record with an external id: *@id 0 when there is none. */
static gboolean
find_by_external_id (Compare *self, const char *external_id, gint64 *id, GError **error)
{
  static const char *const statements[] = {
    [TNY_IMPORT_ORGANIZATIONS] = "organizations/by-external-id",
    [TNY_IMPORT_CONTACTS] = "contacts/by-external-id",
    [TNY_IMPORT_CONFIGURATIONS] = "configurations/by-external-id",
  };
  sqlite3_stmt *stmt;

  *id = 0;
  if (external_id == NULL)
    return TRUE;
  stmt = tny_reader_stmt (self->reader, statements[self->plan->kind], error);
  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "external_id", external_id);

  return tny_read_int (stmt, 0, id, error);
}

/* Another external id makes another record, whatever it is called. */
static gboolean
may_be (const TnyImportValues *values, const char *external_id)
{
  return values->external_id == NULL || *external_id == '\0';
}

static gboolean
find_organization_by_name (Compare *self, const TnyImportValues *values, gint64 *id, char **why,
                           GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (self->reader, "organizations/same-name", error);
  gboolean row;
  guint n = 0;

  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "folded", values->folded);
  for (;;)
    {
      if (!tny_step (stmt, &row, error))
        return FALSE;
      if (!row)
        break;
      if (may_be (values, tny_text (stmt, 2)) && n++ == 0)
        *id = tny_int (stmt, 0);
    }
  if (n > 1)
    *why = g_strdup (_("More than one organization here has this name"));

  return TRUE;
}

static gboolean
find_contact_by_name (Compare *self, const TnyImportValues *values, gint64 organization_id,
                      gint64 *id, char **why, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (self->reader, "contacts/same-name", error);
  const char *mail = tny_import_primary_mail (values);
  gint64 same_mail = 0, any = 0;
  guint n_same = 0, n_any = 0;
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "organization_id", organization_id);
  tny_bind_text (stmt, "sort_name", values->sort_name);
  for (;;)
    {
      const char *theirs;

      if (!tny_step (stmt, &row, error))
        return FALSE;
      if (!row)
        break;
      theirs = tny_text (stmt, 2);
      if (!may_be (values, tny_text (stmt, 1)) ||
          (mail != NULL && theirs != NULL && strcmp (mail, theirs) != 0))
        continue;
      any = tny_int (stmt, 0);
      n_any++;
      if (g_strcmp0 (mail, theirs) == 0)
        {
          same_mail = any;
          n_same++;
        }
    }
  if (n_same == 1 || n_any == 1)
    *id = n_same == 1 ? same_mail : any;
  else if (n_any > 1)
    *why = g_strdup (_("More than one contact here has this name"));

  return TRUE;
}

/* The organization that a contact names: by name, else by the id it was imported with. */
static gboolean
find_organization (Compare *self, const char *text, const Organization **organization,
                   GError **error)
{
  g_autofree char *folded = NULL;
  Organization found = { 0 };
  sqlite3_stmt *stmt;
  gboolean row;

  *organization = g_hash_table_lookup (self->organizations, text);
  if (*organization != NULL)
    return TRUE;
  folded = tny_text_fold (text);
  if ((stmt = tny_reader_stmt (self->reader, "organizations/same-name", error)) == NULL)
    return FALSE;
  tny_bind_text (stmt, "folded", folded);
  for (;;)
    {
      if (!tny_step (stmt, &row, error))
        return FALSE;
      if (!row)
        break;
      if (found.n++ == 0)
        found.id = tny_int (stmt, 0);
    }
  if (found.n == 0)
    {
      if ((stmt = tny_reader_stmt (self->reader, "organizations/by-external-id", error)) == NULL)
        return FALSE;
      tny_bind_text (stmt, "external_id", text);
      if (!tny_read_int (stmt, 0, &found.id, error))
        return FALSE;
      found.n = found.id != 0;
    }
  *organization = g_memdup2 (&found, sizeof found);
  g_hash_table_insert (self->organizations, (gpointer) text, (gpointer) *organization);

  return TRUE;
}

static void
add_change (GString *changes, const TnyImportField *field)
{
  if (changes->len > 0)
    g_string_append (changes, ", ");
  g_string_append (changes, _(field->title));
}

/* Names of the fields that would change, "" when none would. */
static char *
compare_organization (Compare *self, const TnyImportValues *values, gint64 id, GError **error)
{
  g_autoptr(GString) changes = g_string_new (NULL);
  guint n;
  const TnyImportField *fields = tny_import_fields (TNY_IMPORT_ORGANIZATIONS, &n);
  gboolean found;
  sqlite3_stmt *stmt =
    tny_read_by_id (self->reader, "organizations/fields", "id", id, &found, error);

  if (stmt == NULL)
    return NULL;
  for (guint i = 0; i < n; i++)
    {
      const char *ours = i == ORGANIZATION_ID ? values->external_id
                       : i == ORGANIZATION_NAME ? values->name : values->texts[i];

      if (ours != NULL && g_strcmp0 (ours, tny_text (stmt, (int) i)) != 0)
        add_change (changes, &fields[i]);
    }

  return g_string_free (g_steal_pointer (&changes), FALSE);
}

static gboolean
item_changes (Compare *self, const TnyImportItem *item, gint64 id, gboolean *changes,
              GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (self->reader, "contacts/has-item", error);
  gboolean found;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "contact_id", id);
  tny_bind_text (stmt, "kind", item->kind);
  tny_bind_text (stmt, "folded", item->folded);
  if (!tny_step (stmt, &found, error))
    return FALSE;
  *changes = !found || (item->primary && tny_int (stmt, 1) == 0);

  return TRUE;
}

static char *
compare_contact (Compare *self, const TnyImportValues *values, gint64 id, gint64 organization_id,
                 GError **error)
{
  g_autoptr(GString) changes = g_string_new (NULL);
  guint n;
  const TnyImportField *fields = tny_import_fields (TNY_IMPORT_CONTACTS, &n);
  gboolean found;
  sqlite3_stmt *stmt = tny_read_by_id (self->reader, "contacts/fields", "id", id, &found, error);
  const struct { guint field; const char *ours; int column; } texts[] = {
    { CONTACT_ID, values->external_id, 0 },
    { CONTACT_FIRST_NAME, values->first_name, 2 },
    { CONTACT_LAST_NAME, values->last_name, 3 },
    { CONTACT_TYPE, values->type, 4 },
    { CONTACT_TITLE, values->title, 5 },
    { CONTACT_LOCATION, values->location, 6 },
    { CONTACT_NOTES, values->notes, 8 },
  };

  if (stmt == NULL)
    return NULL;
  if (tny_int (stmt, 1) != organization_id)
    add_change (changes, &fields[CONTACT_ORGANIZATION]);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i].ours != NULL && g_strcmp0 (texts[i].ours, tny_text (stmt, texts[i].column)) != 0)
      add_change (changes, &fields[texts[i].field]);
  if (values->important >= 0 && tny_int (stmt, 7) != values->important)
    add_change (changes, &fields[CONTACT_IMPORTANT]);
  for (guint i = 0; i < values->items->len; i++)
    {
      const TnyImportItem *item = values->items->pdata[i];
      gboolean changed;

      if (!item_changes (self, item, id, &changed, error))
        return NULL;
      if (changed)
        add_change (changes, &fields[!item->primary                      ? CONTACT_ITEMS
                                     : strcmp (item->kind, "email") == 0 ? CONTACT_EMAIL
                                                                         : CONTACT_PHONE]);
    }

  return g_string_free (g_steal_pointer (&changes), FALSE);
}

/* Claims @key for @line; the line that has it already in *@other. */
static gboolean
claim (GHashTable *table, gpointer key, guint line, guint *other)
{
  gpointer value;

  if (g_hash_table_lookup_extended (table, key, NULL, &value))
    {
      *other = GPOINTER_TO_UINT (value);
      return FALSE;
    }
  g_hash_table_insert (table, key, GUINT_TO_POINTER (line));

  return TRUE;
}

/* Two lines of one file for one record: the second is a problem. */
static char *
check_claims (Compare *self, const TnyImportValues *values, const TnyImportTarget *target,
              guint line)
{
  guint other;
  const char *mail;

  if (values->external_id != NULL &&
      !claim (self->ids, (gpointer) values->external_id, line, &other))
    return g_strdup_printf (_("Line %u has the same id"), other);
  if (target->record_id != 0)
    {
      gint64 *key = g_memdup2 (&target->record_id, sizeof target->record_id);

      if (claim (self->records, key, line, &other))
        return NULL;
      g_free (key);
      return g_strdup_printf (_("Line %u is about the same record"), other);
    }
  /* New ones: the same name twice is fine only for lines that both have an id. */
  mail = self->plan->kind == TNY_IMPORT_CONTACTS ? tny_import_primary_mail (values)
         : self->plan->kind == TNY_IMPORT_CONFIGURATIONS ? values->texts[CONFIGURATION_SERIAL]
                                                         : NULL;
  {
    g_autofree char *key = self->plan->kind == TNY_IMPORT_ORGANIZATIONS
      ? g_strdup (values->folded)
      : g_strdup_printf ("%" G_GINT64_FORMAT "\n%s\n%s", target->organization_id,
                         values->folded != NULL ? values->folded : values->sort_name,
                         mail != NULL ? mail : "");
    gpointer before;
    gboolean known = g_hash_table_lookup_extended (self->names, key, NULL, &before);

    if (known && (values->external_id == NULL || GPOINTER_TO_INT (before) > 0))
      return g_strdup_printf (_("Line %u has the same name"),
                              (guint) ABS (GPOINTER_TO_INT (before)));
    if (!known)
      g_hash_table_insert (
        self->names, g_steal_pointer (&key),
        GINT_TO_POINTER (values->external_id == NULL ? (int) line : -(int) line));
  }

  return NULL;
}

static char *
contact_name (const TnyImportValues *values)
{
  if (values->first_name != NULL && values->last_name != NULL)
    return g_strdup_printf ("%s %s", values->first_name, values->last_name);
  if (values->first_name != NULL || values->last_name != NULL)
    return g_strdup (values->first_name != NULL ? values->first_name : values->last_name);

  return g_strdup (values->sort_name != NULL ? values->sort_name : "");
}

/* Finds the record that a usable line is about. A reason in line->why makes it a problem. */
static gboolean
find_record (Compare *self, const TnyImportValues *values, TnyImportTarget *target,
             TnyImportLine *line, GError **error)
{
  if (self->plan->kind != TNY_IMPORT_ORGANIZATIONS)
    {
      const Organization *organization;

      if (!find_organization (self, values->organization, &organization, error))
        return FALSE;
      if (organization->n != 1)
        {
          g_autofree char *name = quote (values->organization);

          line->why = organization->n == 0
            ? g_strdup_printf (_("There is no organization called “%s” here"), name)
            : g_strdup_printf (_("More than one organization is called “%s”"), name);
          return TRUE;
        }
      target->organization_id = organization->id;
    }
  if (!find_by_external_id (self, values->external_id, &target->record_id, error))
    return FALSE;
  if (target->record_id != 0)
    return TRUE;
  if (self->plan->kind == TNY_IMPORT_ORGANIZATIONS)
    return find_organization_by_name (self, values, &target->record_id, &line->why, error);
  if (self->plan->kind == TNY_IMPORT_CONFIGURATIONS)
    return tny_import_find_configuration (self->reader, values, target->organization_id,
                                          &target->record_id, &line->why, error);

  return find_contact_by_name (self, values, target->organization_id, &target->record_id,
                               &line->why, error);
}

static gboolean
compare_line (Compare *self, const TnyCsvRecord *record, TnyImportTarget *target,
              TnyImportLine *line, GError **error)
{
  gboolean organizations = self->plan->kind == TNY_IMPORT_ORGANIZATIONS;
  gboolean contacts = self->plan->kind == TNY_IMPORT_CONTACTS;
  g_auto(TnyImportValues) values = { .important = -1, .archived = -1 };
  gboolean usable = tny_import_values_read (self->plan, record, &values, &line->why);

  line->line = record->line;
  line->outcome = TNY_IMPORT_PROBLEM;
  line->what =
    contacts ? contact_name (&values) : g_strdup (values.name != NULL ? values.name : "");
  line->where =
    organizations ? NULL : g_strdup (values.organization != NULL ? values.organization : "");
  if (!usable)
    return TRUE;
  if (!find_record (self, &values, target, line, error))
    return FALSE;
  if (line->why == NULL)
    line->why = check_claims (self, &values, target, line->line);
  if (line->why != NULL)
    return TRUE;
  if (target->record_id == 0)
    {
      line->outcome = TNY_IMPORT_NEW;
      return TRUE;
    }
  line->why = organizations
    ? compare_organization (self, &values, target->record_id, error)
    : contacts
    ? compare_contact (self, &values, target->record_id, target->organization_id, error)
    : tny_import_compare_configuration (self->reader, &values, target->record_id,
                                        target->organization_id, error);
  if (line->why == NULL)
    return FALSE;
  line->outcome = *line->why != '\0' ? TNY_IMPORT_UPDATE : TNY_IMPORT_SAME;
  if (line->outcome == TNY_IMPORT_SAME)
    g_clear_pointer (&line->why, g_free);

  return TRUE;
}

static gboolean
compare_all (Compare *self, GCancellable *cancellable, GError **error)
{
  TnyImportPlan *plan = self->plan;

  for (guint i = 1; i < plan->csv->records->len; i++)
    {
      TnyImportTarget target = { .record = i };
      TnyImportLine *line = g_new0 (TnyImportLine, 1);

      g_ptr_array_add (plan->lines, line);
      if (i % 256 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!compare_line (self, plan->csv->records->pdata[i], &target, line, error))
        return FALSE;
      g_array_append_val (plan->targets, target);
      plan->counts[line->outcome]++;
    }

  return TRUE;
}

gboolean
tny_import_compare (TnyImportPlan *self, TnyReader *reader, GCancellable *cancellable,
                    GError **error)
{
  g_auto(Compare) compare = { self, reader };

  compare.ids = g_hash_table_new (g_str_hash, g_str_equal);
  compare.records = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  compare.names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  compare.organizations = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_ptr_array_set_size (self->lines, 0);
  g_array_set_size (self->targets, 0);
  memset (self->counts, 0, sizeof self->counts);

  return read_generations (&compare, error) && compare_all (&compare, cancellable, error);
}
