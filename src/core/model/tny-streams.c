/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-streams.h"

#include "tny-error.h"

/* The feature's id is the stream's name. */
static const TnyFeature streams[] = {
  TNY_FEATURE_TENANTS, TNY_FEATURE_USERS, TNY_FEATURE_LICENCES, TNY_FEATURE_MAILBOXES,
  TNY_FEATURE_SIGN_INS, TNY_FEATURE_DEVICES,
};

static const char *
name_of (TnyFeature feature)
{
  guint n;
  const TnyFeatureInfo *table = tny_feature_table (&n);

  for (guint i = 0; i < n; i++)
    if (table[i].feature == feature)
      return table[i].id;

  g_return_val_if_reached (NULL);
}

char *
tny_streams_for (guint features)
{
  GString *out = g_string_new (NULL);

  features |= TNY_FEATURES_ALWAYS;
  for (guint i = 0; i < G_N_ELEMENTS (streams); i++)
    if (features & streams[i])
      g_string_append_printf (out, "%s%s", out->len > 0 ? "," : "", name_of (streams[i]));

  return g_string_free (out, FALSE);
}

static TnyFeature
find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (streams); i++)
    if (g_str_equal (name_of (streams[i]), name))
      return streams[i];

  return 0;
}

guint
tny_streams_features (const char *text)
{
  g_auto(GStrv) names = g_strsplit (text, ",", -1);
  guint features = 0;

  for (guint i = 0; names[i] != NULL; i++)
    features |= find (g_strstrip (names[i]));

  return features;
}

char *
tny_streams_parse (const char *text, GError **error)
{
  g_auto(GStrv) names = g_strsplit (text, ",", -1);
  guint features = 0;

  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *name = g_strstrip (names[i]);
      TnyFeature feature = find (name);

      if (feature == 0)
        {
          g_autofree char *all = tny_streams_for (G_MAXUINT);

          g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT,
                       "There is no stream “%s”; there are %s", name, all);
          return NULL;
        }
      features |= feature;
    }

  return tny_streams_for (features);
}
