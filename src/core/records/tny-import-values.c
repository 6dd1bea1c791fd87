/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a line of the file to what it says. */
#include "config.h"

#include "tny-import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-json.h"
#include "tny-text.h"

#define MAX_SHORT ((gsize) 64 * 1024)           /* bytes of a name, a title … */
#define MAX_LONG  ((gsize) 1024 * 1024)         /* bytes of notes */
#define MAX_ITEMS 100

static void
item_free (gpointer data)
{
  TnyImportItem *item = data;

  g_free (item->value);
  g_free (item->folded);
  g_free (item);
}

void
tny_import_values_clear (TnyImportValues *values)
{
  g_clear_pointer (&values->name, g_free);
  g_clear_pointer (&values->folded, g_free);
  g_clear_pointer (&values->first_name, g_free);
  g_clear_pointer (&values->last_name, g_free);
  g_clear_pointer (&values->sort_name, g_free);
  g_clear_pointer (&values->items, g_ptr_array_unref);
}

const char *
tny_import_text (TnyImportPlan *self, const TnyCsvRecord *record, guint field)
{
  const char *text = tny_csv_field (record, self->columns[field]);

  return *text != '\0' ? text : NULL;
}

/* NULL for what is empty, or blank once it is brought to one form. */
static char *
trimmed_or_null (const char *text)
{
  char *trimmed = tny_text_trim (text);

  if (trimmed != NULL && *trimmed == '\0')
    g_clear_pointer (&trimmed, g_free);

  return trimmed;
}

static gboolean
is_long_field (TnyImportKind kind, guint field)
{
  switch (kind)
    {
    case TNY_IMPORT_ORGANIZATIONS:
      return field == ORGANIZATION_DESCRIPTION || field == ORGANIZATION_QUICK_NOTES ||
             field == ORGANIZATION_ALERT;
    case TNY_IMPORT_CONTACTS:
      return field == CONTACT_NOTES || field == CONTACT_ITEMS;
    case TNY_IMPORT_CONFIGURATIONS:
      return field == CONFIGURATION_NOTES || field == CONFIGURATION_SYSTEM_NOTES ||
             field == CONFIGURATION_INTERFACES;
    case TNY_IMPORT_N_KINDS:
      break;
    }

  g_return_val_if_reached (FALSE);
}

static gboolean
check_lengths (TnyImportPlan *self, const TnyCsvRecord *record, char **why)
{
  guint n;
  const TnyImportField *fields = tny_import_fields (self->kind, &n);

  for (guint i = 0; i < n; i++)
    {
      const char *text = tny_csv_field (record, self->columns[i]);
      gboolean is_long = is_long_field (self->kind, i);
      gsize max = is_long ? MAX_LONG : MAX_SHORT;

      if (strlen (text) > max)
        {
          /* translators: the name of a column, then a number */
          *why = g_strdup_printf (_("%s is longer than %u KiB"), _(fields[i].title),
                                  (guint) (max / 1024));
          return FALSE;
        }
    }

  return TRUE;
}

static char *
fold_phone (const char *text)
{
  GString *digits = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at++)
    if (g_ascii_isdigit (*at) || (*at == '+' && digits->len == 0))
      g_string_append_c (digits, *at);
  if (digits->len > 0)
    return g_string_free (digits, FALSE);
  g_string_free (digits, TRUE);

  return tny_text_fold (text);
}

static void
add_item (TnyImportValues *values, const char *kind, const char *text, gboolean primary)
{
  TnyImportItem *item = g_new0 (TnyImportItem, 1);

  item->kind = kind;
  item->value = strcmp (kind, "other") == 0 ? g_strdup (text) : tny_text_trim (text);
  if (strcmp (kind, "email") == 0)
    item->folded = tny_text_fold_mail (text);
  else if (strcmp (kind, "phone") == 0)
    item->folded = fold_phone (text);
  /* Not every text in a column of addresses is one; it is kept and found all the same. */
  if (item->folded == NULL)
    item->folded = tny_text_fold (text);
  item->primary = primary;
  if (item->value != NULL && *item->value != '\0')
    g_ptr_array_add (values->items, item);
  else
    item_free (item);
}

static gboolean
has_digit (const char *text)
{
  return strpbrk (text, "0123456789") != NULL;
}

/* The column of further addresses and numbers is not described anywhere: kept as it is, and read
 * where it is the usual list of {"label_name", "value", "primary"}. */
static void
add_further_items (TnyImportValues *values, const char *text)
{
  g_autofree char *wrapped = g_strconcat ("{\"items\":", text, "}", NULL);
  g_autoptr(JsonNode) root = tny_json_parse_object (wrapped, strlen (wrapped), NULL);
  JsonArray *list = root != NULL ? tny_json_array (json_node_get_object (root), "items") : NULL;
  guint n = list != NULL ? MIN (json_array_get_length (list), MAX_ITEMS) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonObject *object = tny_json_array_object (list, i);
      const char *value = object != NULL ? tny_json_text (object, "value") : NULL;

      if (value != NULL && (strchr (value, '@') != NULL || has_digit (value)))
        add_item (values, strchr (value, '@') != NULL ? "email" : "phone", value, FALSE);
    }
  add_item (values, "other", text, FALSE);
}

/* "Anna Berg", "Berg, Anna": a surname of several words is only told by the comma. */
static void
split_name (const char *text, char **first_name, char **last_name)
{
  g_autofree char *name = trimmed_or_null (text);
  char *comma = name != NULL ? strchr (name, ',') : NULL;
  char *blank = name != NULL ? strrchr (name, ' ') : NULL;

  if (comma != NULL)
    {
      *comma = '\0';
      *last_name = trimmed_or_null (name);
      *first_name = trimmed_or_null (comma + 1);
    }
  else if (blank != NULL)
    {
      *blank = '\0';
      *first_name = trimmed_or_null (name);
      *last_name = trimmed_or_null (blank + 1);
    }
  else
    *first_name = g_steal_pointer (&name);
}

char *
tny_import_sort_name (const char *first_name, const char *last_name, GPtrArray *items)
{
  g_autofree char *joined = g_strconcat (last_name != NULL ? last_name : "", " ",
                                         first_name != NULL ? first_name : "", NULL);
  g_autofree char *folded = tny_text_fold (joined);

  if (*folded != '\0')
    return g_steal_pointer (&folded);
  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const TnyImportItem *item = items->pdata[i];

      if (strcmp (item->kind, "email") == 0)
        return g_strdup (item->folded);
    }

  return NULL;
}

const char *
tny_import_primary_mail (const TnyImportValues *values)
{
  for (guint i = 0; i < values->items->len; i++)
    {
      const TnyImportItem *item = values->items->pdata[i];

      if (item->primary && strcmp (item->kind, "email") == 0)
        return item->folded;
    }

  return NULL;
}

gboolean
tny_import_read_answer (const char *text, int *answer)
{
  static const struct { const char *word; int value; } words[] = {
    { "yes", 1 }, { "true", 1 }, { "1", 1 }, { "y", 1 }, { "x", 1 },
    { "no", 0 }, { "false", 0 }, { "0", 0 }, { "n", 0 },
  };

  *answer = -1;
  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (text, words[i].word) == 0)
      *answer = words[i].value;

  return text == NULL || *answer >= 0;
}

static gboolean
read_organization (TnyImportPlan *self, const TnyCsvRecord *record, TnyImportValues *values,
                   char **why)
{
  values->external_id = tny_import_text (self, record, ORGANIZATION_ID);
  values->name = trimmed_or_null (tny_import_text (self, record, ORGANIZATION_NAME));
  for (guint i = ORGANIZATION_TYPE; i < N_ORGANIZATION_FIELDS; i++)
    values->texts[i] = tny_import_text (self, record, i);
  if (values->name == NULL)
    {
      *why = g_strdup (_("The name is missing"));
      return FALSE;
    }
  values->folded = tny_text_fold (values->name);

  return TRUE;
}

static gboolean
read_contact (TnyImportPlan *self, const TnyCsvRecord *record, TnyImportValues *values, char **why)
{
  const char *text;

  values->external_id = tny_import_text (self, record, CONTACT_ID);
  values->organization = tny_import_text (self, record, CONTACT_ORGANIZATION);
  values->type = tny_import_text (self, record, CONTACT_TYPE);
  values->title = tny_import_text (self, record, CONTACT_TITLE);
  values->location = tny_import_text (self, record, CONTACT_LOCATION);
  values->notes = tny_import_text (self, record, CONTACT_NOTES);
  values->items = g_ptr_array_new_with_free_func (item_free);
  values->first_name = trimmed_or_null (tny_import_text (self, record, CONTACT_FIRST_NAME));
  values->last_name = trimmed_or_null (tny_import_text (self, record, CONTACT_LAST_NAME));
  if (values->first_name == NULL && values->last_name == NULL &&
      (text = tny_import_text (self, record, CONTACT_NAME)) != NULL)
    split_name (text, &values->first_name, &values->last_name);
  if ((text = tny_import_text (self, record, CONTACT_EMAIL)) != NULL)
    add_item (values, "email", text, TRUE);
  if ((text = tny_import_text (self, record, CONTACT_PHONE)) != NULL)
    add_item (values, "phone", text, TRUE);
  if ((text = tny_import_text (self, record, CONTACT_ITEMS)) != NULL)
    add_further_items (values, text);
  values->sort_name = tny_import_sort_name (values->first_name, values->last_name, values->items);

  if (values->organization == NULL)
    *why = g_strdup (_("The organization is missing"));
  else if (values->sort_name == NULL)
    *why = g_strdup (_("There is neither a name nor an e-mail address"));
  else if (!tny_import_read_answer (tny_import_text (self, record, CONTACT_IMPORTANT),
                                    &values->important))
    *why = g_strdup (_("“Important” is neither Yes nor No"));

  return *why == NULL;
}

gboolean
tny_import_values_read (TnyImportPlan *self, const TnyCsvRecord *record, TnyImportValues *values,
                        char **why)
{
  *why = NULL;
  if (record->problem != NULL)
    {
      *why = g_strdup (record->problem);
      return FALSE;
    }
  if (!check_lengths (self, record, why))
    return FALSE;

  switch (self->kind)
    {
    case TNY_IMPORT_ORGANIZATIONS:
      return read_organization (self, record, values, why);
    case TNY_IMPORT_CONTACTS:
      return read_contact (self, record, values, why);
    case TNY_IMPORT_CONFIGURATIONS:
      return tny_import_read_configuration (self, record, values, why);
    case TNY_IMPORT_N_KINDS:
      break;
    }

  g_return_val_if_reached (FALSE);
}
