/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-reasons.h"

#include <string.h>

#include "tny-json.h"

static const char *const kind_names[] = {
  [TNY_REASON_SAME_NAME] = "same-name",
  [TNY_REASON_SAME_WITHOUT] = "same-without",
  [TNY_REASON_SAME_WORDS] = "same-words",
  [TNY_REASON_SPELLING] = "spelling",
  [TNY_REASON_SAME_MEANING] = "same-meaning",
  [TNY_REASON_LETTERS] = "letters",
  [TNY_REASON_PART_OF_WORD] = "part-of-word",
  [TNY_REASON_RUN_TOGETHER] = "run-together",
  [TNY_REASON_INITIALS] = "initials",
  [TNY_REASON_ONLY_THEIRS] = "only-theirs",
  [TNY_REASON_ONLY_OURS] = "only-ours",
  [TNY_REASON_OTHER_NUMBER] = "other-number",
  [TNY_REASON_OTHER_PLACE] = "other-place",
  [TNY_REASON_OTHER_FORM] = "other-form",
  [TNY_REASON_OTHER_ORDER] = "other-order",
  [TNY_REASON_COMMON_WORDS] = "common-words",
  [TNY_REASON_AMBIGUOUS] = "ambiguous",
  [TNY_REASON_FORMER_NAME] = "former-name",
  [TNY_REASON_OUR_FORMER_NAME] = "our-former-name",
  [TNY_REASON_DOMAIN] = "domain",
  [TNY_REASON_SHARED_DOMAIN] = "shared-domain",
  [TNY_REASON_WEBSITE] = "website",
  [TNY_REASON_OTHER_DOMAIN] = "other-domain",
  [TNY_REASON_PEOPLE] = "people",
  [TNY_REASON_PHONE] = "phone",
  [TNY_REASON_POSTAL_CODE] = "postal-code",
  [TNY_REASON_CITY] = "city",
  [TNY_REASON_OTHER_CITY] = "other-city",
  [TNY_REASON_RIVAL] = "rival",
  [TNY_REASON_MATCHED_BEFORE] = "matched-before",
};

static void
append_reason (GString *out, const char *kind, const char *text, int points)
{
  g_string_append (out, out->len > 1 ? ",{\"kind\":" : "{\"kind\":");
  tny_json_append_text (out, kind);
  g_string_append (out, ",\"text\":");
  tny_json_append_text (out, text);
  g_string_append_printf (out, ",\"points\":%d}", points);
}

char *
tny_reasons_to_json (GPtrArray *reasons)
{
  GString *out = g_string_new ("[");

  for (guint i = 0; reasons != NULL && i < reasons->len; i++)
    {
      const TnyReason *reason = reasons->pdata[i];
      g_autofree char *text = tny_reason_text (reason);
      gboolean known = (guint) reason->kind < G_N_ELEMENTS (kind_names);

      append_reason (out, known ? kind_names[reason->kind] : "other", text, reason->points);
    }
  g_string_append_c (out, ']');

  return g_string_free (out, FALSE);
}

char *
tny_reasons_add (const char *json, const char *kind, const char *text, int points)
{
  GString *out = g_string_new (json);

  g_return_val_if_fail (out->len >= 2 && out->str[out->len - 1] == ']', g_string_free (out, FALSE));

  g_string_truncate (out, out->len - 1);
  append_reason (out, kind, text, points);
  g_string_append_c (out, ']');

  return g_string_free (out, FALSE);
}

/* The list in @json, held by *@root; NULL for what is none. */
static JsonArray *
parse_list (const char *json, JsonNode **root)
{
  g_autofree char *wrapped = g_strconcat ("{\"reasons\":", json, "}", NULL);

  *root = tny_json_parse_object (wrapped, strlen (wrapped), NULL);

  return *root != NULL ? tny_json_array (json_node_get_object (*root), "reasons") : NULL;
}

char *
tny_reasons_drop (const char *json, const char *kind, int *points)
{
  g_autofree char *needle = g_strdup_printf ("{\"kind\":\"%s\",", kind);
  g_autoptr(JsonNode) root = NULL;
  JsonArray *list = NULL;
  GString *out;

  *points = 0;
  if (strstr (json, needle) == NULL || (list = parse_list (json, &root)) == NULL)
    return NULL;
  out = g_string_new ("[");
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *object = tny_json_array_object (list, i);
      const char *text = object != NULL ? tny_json_text (object, "text") : NULL;
      int its = object != NULL ? (int) tny_json_int (object, "points", 0) : 0;

      if (object != NULL && g_strcmp0 (tny_json_text (object, "kind"), kind) == 0)
        *points += its;
      else if (text != NULL)
        append_reason (out, tny_json_text (object, "kind"), text, its);
    }
  g_string_append_c (out, ']');

  return g_string_free (out, FALSE);
}

TnyReasonText *
tny_reason_text_new (const char *text, int points)
{
  TnyReasonText *reason = g_new0 (TnyReasonText, 1);

  reason->text = g_strdup (text);
  reason->points = points;

  return reason;
}

void
tny_reason_text_free (TnyReasonText *reason)
{
  if (reason == NULL)
    return;

  g_free (reason->text);
  g_free (reason);
}

GPtrArray *
tny_reasons_from_json (const char *json)
{
  GPtrArray *reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_reason_text_free);
  g_autoptr(JsonNode) root = NULL;
  JsonArray *list = json != NULL ? parse_list (json, &root) : NULL;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *object = tny_json_array_object (list, i);
      const char *text = object != NULL ? tny_json_text (object, "text") : NULL;

      if (text != NULL)
        g_ptr_array_add (reasons,
                         tny_reason_text_new (text, (int) tny_json_int (object, "points", 0)));
    }

  return reasons;
}
