/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-commands.h"
#include "tny-permission.h"

/* setup redirect-uri */

typedef struct { char *redirect_uri, *platform; } Redirect;

static const TnyColumn redirect_columns[] = {
  TNY_COLUMN (Redirect, "redirect_uri", NULL, TEXT, redirect_uri),
  TNY_COLUMN (Redirect, "platform", NULL, TEXT, platform),
  TNY_COLUMN_END
};

static gboolean
run_redirect_uri (TnyCli *cli, GError **error)
{
  Redirect redirect = { (char *) TNY_SIGN_IN_REDIRECT_REGISTERED, (char *) "Web" };

  tny_cli_say (cli, _("Enter this address once, as platform Web; capitals and a final slash "
                      "count."));

  return tny_cli_result (cli, redirect_columns, &redirect, redirect.redirect_uri, error);
}

const TnyCommand tny_command_setup_redirect_uri = {
  "setup redirect-uri", "", 0, 0, N_("Print the redirect address to register"),
  TNY_OPENS_NOTHING, TNY_DRY_NOT, NULL, run_redirect_uri
};

/* setup permissions */

typedef struct
{
  const char *name, *api, *type, *id, *purpose, *blank_without;
  char      **features;
  gboolean    admin_consent, published;
} Line;

static const TnyColumn permission_columns[] = {
  TNY_COLUMN (Line, "name", N_("Permission"), TEXT, name),
  TNY_COLUMN (Line, "api", N_("API"), TEXT, api),
  TNY_COLUMN (Line, "type", N_("Type"), TEXT, type),
  TNY_COLUMN (Line, "id", NULL, TEXT, id),
  TNY_COLUMN (Line, "admin_consent", N_("Admin consent"), FLAG, admin_consent),
  TNY_COLUMN (Line, "features", N_("For"), TEXTS, features),
  TNY_COLUMN (Line, "published", NULL, FLAG, published),
  TNY_COLUMN (Line, "purpose", N_("Why"), TEXT, purpose),
  TNY_COLUMN (Line, "blank_without", NULL, TEXT, blank_without),
  TNY_COLUMN_END
};

gboolean
tny_cli_features (TnyCli *cli, guint *features, GError **error)
{
  GPtrArray *values = tny_cli_values (cli, "for");

  *features = values == NULL ? TNY_FEATURES_DEFAULT : 0;
  for (guint i = 0; values != NULL && i < values->len; i++)
    {
      g_auto(GStrv) words = g_strsplit (values->pdata[i], ",", -1);

      for (guint w = 0; words[w] != NULL; w++)
        {
          const TnyFeatureInfo *info = tny_feature_by_id (g_strstrip (words[w]));
          g_autoptr(GString) known = g_string_new (NULL);
          const TnyFeatureInfo *table;
          guint n;

          if (info != NULL)
            {
              *features |= info->feature;
              continue;
            }
          table = tny_feature_table (&n);
          for (guint f = 0; f < n; f++)
            g_string_append_printf (known, "%s%s", f > 0 ? ", " : "", table[f].id);
          return tny_refuse (error, _("There is no feature “%s”; there are: %s"), words[w],
                             known->str);
        }
    }

  return TRUE;
}

static char **
feature_ids (guint features)
{
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();
  guint n;
  const TnyFeatureInfo *table = tny_feature_table (&n);

  for (guint i = 0; i < n; i++)
    if (features & table[i].feature)
      g_strv_builder_add (ids, table[i].id);

  return g_strv_builder_end (ids);
}

static gboolean
run_permissions (TnyCli *cli, GError **error)
{
  g_autoptr(GPtrArray) needed = NULL;
  TnyOutput *output;
  guint features;

  if (!tny_cli_features (cli, &features, error))
    return FALSE;

  needed = tny_permissions_for (features);
  output = tny_output_begin (permission_columns, cli->json);
  cli->printed = cli->json;
  for (guint i = 0; i < needed->len; i++)
    {
      const TnyPermission *permission = needed->pdata[i];
      g_auto(GStrv) ids = feature_ids (permission->needed_for & (features | TNY_FEATURES_ALWAYS));
      Line line = {
        permission->name,
        strcmp (permission->resource, TNY_RESOURCE_GRAPH) == 0 ? "Microsoft Graph"
                                                               : "Microsoft Partner Center",
        "delegated", permission->delegated_id, _(permission->purpose), _(permission->blank_without),
        ids, permission->admin_consent, permission->published
      };

      tny_output_row (output, &line);
    }

  return tny_output_end (output, error);
}

static const TnyOption permission_options[] = {
  { "for", N_("FEATURE"),
    N_("Only what this needs: users, mailboxes, licences …; may be given several times"), TRUE },
  { NULL }
};

const TnyCommand tny_command_setup_permissions = {
  "setup permissions", "", 0, 0, N_("Print the permissions to register, as few as possible"),
  TNY_OPENS_NOTHING, TNY_DRY_NOT, permission_options, run_permissions
};
