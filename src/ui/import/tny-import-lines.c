/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-import-lines.h"

#include <glib/gi18n-lib.h>

#include "tny-text.h"

struct _TnyImportLines
{
  GObject        parent_instance;

  TnyImportPlan *plan;
};

G_DEFINE_FINAL_TYPE (TnyImportLines, tny_import_lines, G_TYPE_OBJECT)

static const struct { const char *id, *word, *icon, *css; } outcomes[TNY_IMPORT_N_OUTCOMES] = {
  [TNY_IMPORT_NEW]     = { "new", N_("New"), "list-add-symbolic", NULL },
  [TNY_IMPORT_UPDATE]  = { "update", N_("Update"), "document-edit-symbolic", NULL },
  [TNY_IMPORT_SAME]    = { "same", N_("Same"), "emblem-ok-symbolic", "dim-label" },
  [TNY_IMPORT_PROBLEM] = { "problem", N_("Problem"), "dialog-warning-symbolic", "warning" },
};

/* Columns */

static char *
line_text (gconstpointer record)
{
  return g_strdup_printf ("%u", ((const TnyImportLine *) record)->line);
}

static char *
what_text (gconstpointer record)
{
  const TnyImportLine *line = record;
  g_autofree char *whole = line->where != NULL ? g_strdup_printf ("%s · %s", line->what, line->where) : NULL;

  return tny_text_display (whole != NULL ? whole : line->what);
}

static char *
outcome_text (gconstpointer record)
{
  return g_strdup (_(outcomes[((const TnyImportLine *) record)->outcome].word));
}

static const char *
outcome_icon (gconstpointer record)
{
  return outcomes[((const TnyImportLine *) record)->outcome].icon;
}

static const char *
outcome_style (gconstpointer record)
{
  return outcomes[((const TnyImportLine *) record)->outcome].css;
}

static char *
why_text (gconstpointer record)
{
  const TnyImportLine *line = record;

  return line->why != NULL ? tny_text_display (line->why) : NULL;
}

static const TnyColumn columns[] = {
  { .title = N_("Line"), .chars = 4, .flags = TNY_COLUMN_NUMERIC, .text = line_text },
  { .title = N_("Record"), .chars = 18, .flags = TNY_COLUMN_EXPAND, .text = what_text },
  { .title = N_("What happens"), .chars = 9, .text = outcome_text, .icon = outcome_icon,
    .style = outcome_style },
  { .title = N_("Why"), .chars = 18, .flags = TNY_COLUMN_EXPAND, .text = why_text },
};

static char *
row_name (gconstpointer record)
{
  const TnyImportLine *line = record;

  return g_strdup_printf ("%u, %s, %s%s%s", line->line, line->what, _(outcomes[line->outcome].word),
                          line->why != NULL ? ", " : "", line->why != NULL ? line->why : "");
}

/* Source: ids are places in the plan, from 1 */

static GArray *
lines_ids (GObject *source, const TnyTableQuery *query, GError **error)
{
  GPtrArray *lines = tny_import_plan_lines (TNY_IMPORT_LINES (source)->plan);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (gint64 i = 0; i < (gint64) lines->len; i++)
    {
      const TnyImportLine *line = lines->pdata[i];
      gint64 id = i + 1;

      if (query->filter == NULL || g_str_equal (query->filter, outcomes[line->outcome].id))
        g_array_append_val (ids, id);
    }

  return ids;
}

static gpointer
lines_read (GObject *source, gint64 id)
{
  GPtrArray *lines = tny_import_plan_lines (TNY_IMPORT_LINES (source)->plan);

  return id >= 1 && id <= (gint64) lines->len ? lines->pdata[id - 1] : NULL;
}

static void
lines_free (gpointer record)
{
  /* it belongs to the plan */
}

const TnyTableOps tny_import_lines_ops = { lines_ids, lines_read, lines_free };

static void
tny_import_lines_class_init (TnyImportLinesClass *klass)
{
}

static void
tny_import_lines_init (TnyImportLines *self)
{
}

/* Public functions */

TnyImportLines *
tny_import_lines_new (TnyImportPlan *plan)
{
  TnyImportLines *self = g_object_new (TNY_TYPE_IMPORT_LINES, NULL);

  self->plan = plan;

  return self;
}

void
tny_import_lines_set_columns (TnyTable *table)
{
  tny_table_set_columns (table, columns, G_N_ELEMENTS (columns), row_name);
}

const char *
tny_import_outcome_id (TnyImportOutcome outcome)
{
  return outcomes[outcome].id;
}
