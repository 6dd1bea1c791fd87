/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match-support.h"

TnyNameIndex *
index_of (const char *const *names)
{
  TnyNameIndex *index = tny_name_index_new ();

  for (guint i = 0; names[i] != NULL; i++)
    tny_name_index_add (index, i + 1, names[i]);
  tny_name_index_build (index);

  return index;
}

char *
describe (GPtrArray *suggestions)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < suggestions->len; i++)
    {
      const TnySuggestion *one = suggestions->pdata[i];

      g_string_append_printf (out, "%" G_GINT64_FORMAT " %s: %d%s%s\n", one->id, one->name,
                              one->score, one->equal ? " equal" : "",
                              one->automatic ? " automatic" : "");
      for (guint k = 0; k < one->reasons->len; k++)
        {
          const TnyReason *reason = one->reasons->pdata[k];
          g_autofree char *text = tny_reason_text (reason);

          g_string_append_printf (out, "  %+d %s\n", reason->points, text);
        }
    }

  return g_string_free (out, FALSE);
}

void
assert_sound (const TnyNameIndex *index, GPtrArray *suggestions, guint top)
{
  int last = 100;

  g_assert_nonnull (suggestions);
  g_assert_cmpuint (suggestions->len, <=, MIN (top, tny_name_index_get_size (index)));
  for (guint i = 0; i < suggestions->len; i++)
    {
      const TnySuggestion *one = suggestions->pdata[i];
      int sum = 0;

      for (guint k = 0; k < one->reasons->len; k++)
        {
          const TnyReason *reason = one->reasons->pdata[k];
          g_autofree char *text = tny_reason_text (reason);

          sum += reason->points;
          g_assert_cmpint (reason->points, !=, 0);
          g_assert_true (g_utf8_validate (text, -1, NULL));
          g_assert_null (strstr (text, "“”"));
        }
      g_assert_cmpint (sum, ==, one->score);
      g_assert_cmpint (one->score, >=, 0);
      g_assert_cmpint (one->score, <=, last);
      g_assert_true (one->score < 100 || one->equal);
      g_assert_true (one->equal || !one->automatic);
      last = one->score;
      for (guint k = 0; k < i; k++)
        g_assert_cmpint (one->id, !=, ((const TnySuggestion *) suggestions->pdata[k])->id);
    }
}

guint
rank_of (GPtrArray *suggestions, const char *name)
{
  for (guint i = 0; i < suggestions->len; i++)
    if (tny_names_equal (((const TnySuggestion *) suggestions->pdata[i])->name, name))
      return i + 1;

  return 0;
}
