/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tny-check.h"
#include "tny-cli.h"
#include "tny-commands.h"
#include "tny-text.h"

static const TnyColumn columns[] = {
  TNY_COLUMN (TnyCause, "cause", NULL, TEXT, cause),
  TNY_COLUMN (TnyCause, "certain", NULL, FLAG, certain),
  TNY_COLUMN (TnyCause, "check_id", NULL, TEXT, check_id),
  TNY_COLUMN (TnyCause, "tenant_id", NULL, TEXT, tenant_id),
  TNY_COLUMN (TnyCause, "evidence", NULL, TEXT, evidence),
  TNY_COLUMN (TnyCause, "at", NULL, TIME, at),
  TNY_COLUMN (TnyCause, "remedy", NULL, TEXT, remedy),
  TNY_COLUMN (TnyCause, "who", NULL, TEXT, who),
  TNY_COLUMN (TnyCause, "message", NULL, TEXT, message),
  TNY_COLUMN (TnyCause, "url", NULL, TEXT, url),
  TNY_COLUMN (TnyCause, "action", NULL, TEXT, action),
  TNY_COLUMN_END
};

static void
append_line (GString *out, const char *before, const char *text)
{
  g_autofree char *safe = text != NULL ? tny_text_one_line (text, 600) : NULL;

  if (safe != NULL)
    g_string_append_printf (out, "%s%s\n", before, safe);
}

static char *
text_of (GPtrArray *causes)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < causes->len; i++)
    {
      const TnyCause *cause = causes->pdata[i];
      g_autofree char *number = g_strdup_printf ("%u. ", i + 1);

      append_line (out, number, cause->cause);
      append_line (out, "   → ", cause->remedy);
      append_line (out, "     ", cause->who);
      append_line (out, "     ", cause->url);
      append_line (out, "   ", cause->evidence);
    }

  return g_string_free (out, FALSE);
}

static gboolean
run_explain (TnyCli *cli, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  g_autoptr(GPtrArray) causes = NULL;
  g_autofree char *text = NULL;
  TnyOutput *output;

  if (reader == NULL ||
      (causes = tny_explain (reader, tny_cli_argument (cli, 0), tny_cli_argument (cli, 1),
                             tny_cli_argument (cli, 2), error)) == NULL)
    return FALSE;
  if (!cli->json)
    {
      text = text_of (causes);
      return tny_output_write (text, strlen (text), error);
    }
  output = tny_output_begin (columns, TRUE);
  cli->printed = TRUE;
  for (guint i = 0; i < causes->len; i++)
    tny_output_row (output, causes->pdata[i]);

  return tny_output_end (output, error);
}

const TnyCommand tny_command_explain = {
  "explain", "KIND ID FIELD", 3, 3,
  N_("Say why a field is empty or old: the chain of causes, the first one first"),
  TNY_OPENS_READ, TNY_DRY_NOT, NULL, run_explain
};
