/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-commands.h"
#include "tny-steps.h"

/* setup steps: what the window's set-up shows, from the same table. */

typedef struct
{
  gint64      step;
  const char *step_title, *id, *title, *text, *why, *menu, *menu_before, *state, *found;
  char       *url;
  char      **values;
} Line;

static const TnyColumn columns[] = {
  TNY_COLUMN (Line, "step", NULL, NUMBER, step),
  TNY_COLUMN (Line, "step_title", NULL, TEXT, step_title),
  TNY_COLUMN (Line, "id", NULL, TEXT, id),
  TNY_COLUMN (Line, "title", NULL, TEXT, title),
  TNY_COLUMN (Line, "text", NULL, TEXT, text),
  TNY_COLUMN (Line, "why", NULL, TEXT, why),
  TNY_COLUMN (Line, "menu", NULL, TEXT, menu),
  TNY_COLUMN (Line, "menu_before", NULL, TEXT, menu_before),
  TNY_COLUMN (Line, "url", NULL, TEXT, url),
  TNY_COLUMN (Line, "values", NULL, TEXTS, values),
  TNY_COLUMN (Line, "state", NULL, TEXT, state),
  TNY_COLUMN (Line, "found", NULL, TEXT, found),
  TNY_COLUMN_END
};

static const char *const states[] = {
  [TNY_ITEM_OPEN] = "open", [TNY_ITEM_CONFIRMED] = "confirmed", [TNY_ITEM_CHECKED] = "checked",
  [TNY_ITEM_FAILED] = "failed", [TNY_ITEM_UNKNOWN] = "unknown",
};

/* Whose steps: of a connection, or of nobody's yet. */
typedef struct
{
  TnyConnection  *connection;        /* NULL: none */
  GPtrArray      *checks;            /* NULL: nothing was checked */
  const TnyCloud *cloud;             /* NULL: links of the global cloud */
  guint           reach;
} Setup;

static void
setup_clear (Setup *setup)
{
  tny_connection_free (setup->connection);
  g_clear_pointer (&setup->checks, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Setup, setup_clear)

static gboolean
find_setup (TnyCli *cli, Setup *setup, GError **error)
{
  const char *name = tny_cli_argument (cli, 0), *reach = tny_cli_value (cli, "reach");
  g_autoptr(TnyReader) reader = NULL;

  if (reach != NULL && !g_strv_contains ((const char *[]) { "gdap", "dap", "direct", NULL }, reach))
    return tny_refuse (error, _("--reach is gdap, dap or direct"));
  if (name != NULL)
    {
      setup->connection = tny_session_find_connection (cli->session, name, error);
      reader = setup->connection != NULL ? tny_store_borrow (cli->store, error) : NULL;
      setup->checks = reader != NULL ? tny_checks_load (reader, setup->connection->id, NULL, error) : NULL;
      if (setup->checks == NULL)
        return FALSE;
    }
  /* the addresses of the sample cloud are known while it runs, and nobody needs them without it */
  setup->cloud = tny_session_is_sample (cli->session)
                 ? tny_session_get_cloud (cli->session)
                 : tny_session_find_cloud (cli->session, setup->connection != NULL ? setup->connection->cloud
                                                                                   : NULL, cli->cancellable, error);
  if (setup->cloud == NULL && !tny_session_is_sample (cli->session))
    return FALSE;
  setup->reach = tny_reach_parse (reach != NULL || setup->connection == NULL ? reach : setup->connection->reach);

  return TRUE;
}

static char **
values_of (const char *id)
{
  g_autoptr(GStrvBuilder) list = g_strv_builder_new ();
  guint n;
  const TnyStepValue *values = tny_step_values (&n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (values[i].item, id))
      {
        g_autofree char *value = g_strdup_printf ("%s: %s", _(values[i].title), values[i].value);

        g_strv_builder_add (list, value);
      }

  return g_strv_builder_end (list);
}

static const char *
words (const char *msgid)
{
  return msgid != NULL ? _(msgid) : NULL;
}

static void
append_line (GString *out, const char *label, const char *text)
{
  if (text != NULL)
    g_string_append_printf (out, "      %s%s%s\n", label != NULL ? label : "", label != NULL ? ": " : "", text);
}

/* For people: a paragraph for each item, under its step. */
static void
append_text (GString *out, const Line *line, TnyItemState state, gboolean first, const char *goal)
{
  static const char *const marks[] = { "[ ]", "[x]", "[x]", "[!]", "[?]" };

  if (first)
    {
      g_autofree char *head = g_strdup_printf (_("Step %u of %u, %s"), (guint) line->step, TNY_N_STEPS,
                                               line->step_title);

      g_string_append_printf (out, "%s%s\n  %s\n", out->len > 0 ? "\n" : "", head, goal);
    }
  g_string_append_printf (out, "  %s %s\n", marks[state], line->title);
  append_line (out, NULL, line->found);
  append_line (out, NULL, line->text);
  append_line (out, NULL, line->why);
  for (guint i = 0; line->values[i] != NULL; i++)
    append_line (out, NULL, line->values[i]);
  append_line (out, _("Where today"), line->menu);
  append_line (out, _("In older texts"), line->menu_before);
  append_line (out, _("Link"), line->url);
}

static gboolean
run_steps (TnyCli *cli, GError **error)
{
  guint n;
  const TnyStepItem *items = tny_step_items (&n);
  g_auto(Setup) setup = { NULL };
  g_autoptr(GString) text = g_string_new (NULL);
  TnyOutput *output = NULL;
  gint64 before = 0;

  if (!find_setup (cli, &setup, error))
    return FALSE;
  if (cli->json)
    output = tny_output_begin (columns, TRUE);
  cli->printed = cli->json;
  for (guint i = 0; i < n; i++)
    {
      const TnyStepItem *item = &items[i];
      TnyPortalIds ids = { .tenant_id = setup.connection != NULL ? setup.connection->tenant_id : NULL,
                           .app_id = setup.connection != NULL ? setup.connection->client_id : NULL };
      g_autofree char *url = NULL;
      g_auto(GStrv) values = values_of (item->id);
      g_auto(TnyItemFound) found = { 0 };

      if ((item->reach & setup.reach) == 0)
        continue;
      if (item->open != NULL)
        url = tny_portal_link (setup.cloud, item->page, &ids);
      tny_item_find (item, setup.checks, NULL, &found);

      Line line = {
        item->step + 1, _(tny_step_info (item->step)->title), item->id, _(item->title), _(item->text),
        words (item->why), words (item->menu), words (item->menu_before), states[found.state], found.text,
        url, values
      };

      if (output != NULL)
        tny_output_row (output, &line);
      else
        append_text (text, &line, found.state, line.step != before, _(tny_step_info (item->step)->goal));
      before = line.step;
    }

  return output != NULL ? tny_output_end (output, error) : tny_output_write (text->str, text->len, error);
}

static const TnyOption options[] = {
  { "reach", N_("WAY"), N_("Only what this needs: gdap (default), dap or direct") },
  { NULL }
};

const TnyCommand tny_command_setup_steps = {
  "setup steps", "[CONNECTION]", 0, 1, N_("Print what to do in Microsoft's portals, step by step"),
  TNY_OPENS_READ, TNY_DRY_NOT, options, run_steps
};
