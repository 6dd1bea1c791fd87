/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-page-reader.h"

#include <string.h>

#include "tny-error.h"
#include "tny-json.h"
#include "tny-text.h"
#include "tny-user.h"

/* One field of every kind. */
typedef struct
{
  char   *key, *text;
  int     flag;
  gint64  time, number;
  char   *first, *mails, *skus;
} Thing;

#define FIELD(graph, kind, member) \
  { graph, #member, TNY_FIELD_##kind, G_STRUCT_OFFSET (Thing, member) }

static const TnyField thing_fields[] = {
  FIELD ("id", KEY, key), FIELD ("text", TEXT, text), FIELD ("flag", FLAG, flag),
  FIELD ("time", TIME, time), FIELD ("number", INT, number), FIELD ("first", FIRST, first),
  FIELD ("mails", MAILS, mails), FIELD ("more", MAILS, mails), FIELD ("skus", SKUS, skus),
};

static const TnyShape thing_shape = { "things", thing_fields, G_N_ELEMENTS (thing_fields),
                                      sizeof (Thing) };

#define ID "\"id\":\"0a000000-0000-4000-8000-00000000000f\""

static TnyPage *
read_len (const TnyShape *shape, const char *text, gsize length, GError **error)
{
  /* Exactly as long as the text: reading on is an error for the sanitizer. */
  return tny_page_read (shape, g_byte_array_new_take (g_memdup2 (text, length), length), error);
}

static TnyPage *
read_text (const TnyShape *shape, const char *text, GError **error)
{
  return read_len (shape, text, strlen (text), error);
}

/* What is looked at next: in words that do not break the report of the tests. */
static void
say (const char *text)
{
  g_autofree char *line = tny_text_one_line (text, 200);

  g_test_message ("%s", line);
}

static void
test_user (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyPage) page = read_text (&tny_user_shape,
    "\xef\xbb\xbf { \"@odata.context\":\"x\", \"@odata.count\" : 2 ,\n"
    "\"@odata.nextLink\":\"https:\\/\\/graph.microsoft.com/v1.0/users?$skiptoken=\\u0061\",\n"
    "\"value\":[ {\"id\":\"0A000000-0000-4000-8000-00000000000f\",\"displayName\":\"Zo\\u00eb \\\"Z\\\""
    "\\ud83d\\ude00\",\"unknown\":{\"a\":[1,{\"b\":\"]}\"}]},\"mail\":\"zoe@contoso.example\","
    "\"proxyAddresses\":[\"SMTP:zoe@contoso.example\",\"smtp:z@contoso.example\",\"SIP:zoe@contoso.example\","
    "\"X500:\\/o=x\",\"smtp:\\u007A2@contoso.example\"],\"otherMails\":[\"zoe@home.example\"],"
    "\"accountEnabled\":true,\"userType\":null,\"businessPhones\":[\"+31 30 1\",\"+31 30 2\"],"
    "\"onPremisesSyncEnabled\":null,\"createdDateTime\":\"2026-01-31T14:05:00.1234567Z\","
    "\"assignedLicenses\":[{\"disabledPlans\":[\"x\"],\"skuId\":\"C7DF2760-2C81-4EF7-B578-5B5392B571DF\"},"
    "{\"skuId\":\"06ebc4ee-1bb5-47dd-8120-11324bc54e06\"}]},"
    "{\"displayName\":\"\",\"id\":\"0b000000-0000-4000-8000-00000000000f\",\"accountEnabled\":false,"
    "\"proxyAddresses\":[],\"otherMails\":null,\"businessPhones\":[],"
    "\"createdDateTime\":\"0001-01-01T00:00:00Z\",\"c\\u0069ty\":\"Utrecht\"} ] } \n", &error);
  const TnyUser *user;

  g_assert_no_error (error);
  g_assert_cmpuint (page->rows->len, ==, 2);
  g_assert_cmpint (page->count, ==, 2);
  g_assert_cmpstr (page->next_link, ==, "https://graph.microsoft.com/v1.0/users?$skiptoken=a");
  g_assert_null (page->delta_link);

  user = page->rows->pdata[0];
  g_assert_cmpstr (user->graph_id, ==, "0A000000-0000-4000-8000-00000000000f");
  g_assert_cmpstr (user->display_name, ==, "Zoë \"Z\"😀");
  g_assert_cmpstr (user->mail, ==, "zoe@contoso.example");
  g_assert_cmpstr (user->aliases, ==, "zoe@contoso.example\nz@contoso.example\nz2@contoso.example\n"
                                      "zoe@home.example");
  g_assert_cmpint (user->enabled, ==, 1);
  g_assert_null (user->user_type);
  g_assert_cmpstr (user->business_phone, ==, "+31 30 1");
  g_assert_cmpint (user->on_premises_sync, ==, -1);
  g_assert_cmpint (user->created_at, ==, 1769868300);
  g_assert_cmpstr (user->licences, ==, "c7df2760-2c81-4ef7-b578-5b5392b571df\n"
                                       "06ebc4ee-1bb5-47dd-8120-11324bc54e06");
  user = page->rows->pdata[1];
  g_assert_cmpstr (user->display_name, ==, "");
  g_assert_cmpint (user->enabled, ==, 0);
  g_assert_null (user->aliases);
  g_assert_null (user->business_phone);
  g_assert_null (user->licences);
  g_assert_cmpint (user->created_at, ==, 0);
  g_assert_cmpstr (user->city, ==, "Utrecht");
}

static void
test_rows_outlive_pages_as_copies (void)
{
  g_autoptr(TnyPage) page = read_text (&tny_user_shape, "{\"value\":[{" ID ",\"mail\":\"a@b\","
                                       "\"proxyAddresses\":[\"smtp:c@d\"],\"otherMails\":[\"e@f\"]}]}",
                                       NULL);
  g_autoptr(TnyUser) user = tny_user_copy (page->rows->pdata[0]);

  g_clear_pointer (&page, tny_page_free);
  g_assert_cmpstr (user->mail, ==, "a@b");
  g_assert_cmpstr (user->aliases, ==, "c@d\ne@f");
}

static void
test_removed (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyPage) page = read_text (&thing_shape,
    "{\"value\":[{" ID ",\"@removed\":{\"reason\":\"changed\"},\"flag\":\"not looked at\"},"
    "{\"@removed\":{\"reason\":\"deleted\"}," ID "},{" ID ",\"@removed\":{}},{" ID ",\"@removed\":null}],"
    "\"@odata.deltaLink\":\"d\"}", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (page->rows->len, ==, 4);
  g_assert_cmpint (page->states[0], ==, TNY_ROW_REMOVED_CHANGED);
  g_assert_cmpint (page->states[1], ==, TNY_ROW_REMOVED_DELETED);
  g_assert_cmpint (page->states[2], ==, TNY_ROW_REMOVED_CHANGED);
  g_assert_cmpint (page->states[3], ==, TNY_ROW_PRESENT);
  g_assert_cmpstr (page->delta_link, ==, "d");
  g_assert_null (page->next_link);
}

static void
test_hashes (void)
{
  g_autoptr(TnyPage) one = read_text (&thing_shape, "{\"value\":[{" ID ",\"text\":\"a\"}]}", NULL);
  g_autoptr(TnyPage) two = read_text (&thing_shape,
                                      " {\"x\":1,\"value\":[{" ID ",\"text\":\"b\"},\n"
                                      "{" ID ",\"text\":\"a\"},{" ID ",\"text\":\"a\",\"new\":1}]}",
                                      NULL);
  g_autoptr(TnyPage) other = NULL;
  TnyShape shape = thing_shape;

  g_assert_cmphex (one->hashes[0], ==, two->hashes[1]);
  g_assert_cmphex (one->hashes[0], !=, two->hashes[0]);
  g_assert_cmphex (one->hashes[0], !=, two->hashes[2]);
  /* Another question, another meaning of the same answer. */
  shape.n_fields--;
  other = read_text (&shape, "{\"value\":[{" ID ",\"text\":\"a\"}]}", NULL);
  g_assert_cmphex (one->hashes[0], !=, other->hashes[0]);

  /* Every byte counts. */
  for (guint i = 0; i < 40; i++)
    {
      char text[] = "{\"value\":[{" ID ",\"text\":\"0123456789012345678901234567890123456789\"}]}";
      g_autoptr(TnyPage) before = read_text (&thing_shape, text, NULL), after = NULL;

      *(strstr (text, "0123456789012") + i) = 'x';
      after = read_text (&thing_shape, text, NULL);
      g_assert_cmphex (before->hashes[0], !=, after->hashes[0]);
    }
}

/* Rows that must not be taken, and the word by which the message names the culprit. */
static const struct { const char *row, *named; } hostile[] = {
  { "5", "Row 2" }, { "\"x\"", "Row 2" }, { "null", "Row 2" }, { "[]", "Row 2" }, { "{}", "id" },
  { "{\"id\":null}", "id" }, { "{\"id\":5}", "id" }, { "{\"id\":\"\"}", "id" },
  { "{\"id\":\"x\"}", "id" }, { "{\"id\":\"0a000000-0000-4000-8000-00000000000g\"}", "id" },
  { "{\"id\":\"0a000000-0000-4000-8000-00000000000f \"}", "id" },
  { "{\"id\":[\"0a000000-0000-4000-8000-00000000000f\"]}", "id" },
  { "{\"Id\":\"0a000000-0000-4000-8000-00000000000f\"}", "id" },
  { "{" ID ",\"text\":5}", "text" }, { "{" ID ",\"text\":true}", "text" },
  { "{" ID ",\"text\":{}}", "text" }, { "{" ID ",\"text\":[\"a\"]}", "text" },
  { "{" ID ",\"flag\":\"true\"}", "flag" }, { "{" ID ",\"flag\":1}", "flag" },
  { "{" ID ",\"flag\":[]}", "flag" },
  { "{" ID ",\"time\":5}", "time" }, { "{" ID ",\"time\":{}}", "time" },
  { "{" ID ",\"number\":\"5\"}", "number" }, { "{" ID ",\"number\":1.5}", "number" },
  { "{" ID ",\"number\":1e3}", "number" }, { "{" ID ",\"number\":true}", "number" },
  { "{" ID ",\"number\":9223372036854775808}", "number" },
  { "{" ID ",\"number\":-9223372036854775809}", "number" },
  { "{" ID ",\"first\":\"a\"}", "first" }, { "{" ID ",\"first\":[5]}", "first" },
  { "{" ID ",\"first\":[\"a\",null]}", "first" },
  { "{" ID ",\"mails\":\"a@b\"}", "mails" }, { "{" ID ",\"mails\":[null]}", "mails" },
  { "{" ID ",\"mails\":[{}]}", "mails" }, { "{" ID ",\"mails\":{\"a\":\"b\"}}", "mails" },
  { "{" ID ",\"skus\":[\"a\"]}", "skus" }, { "{" ID ",\"skus\":[{\"skuId\":5}]}", "skus" },
  { "{" ID ",\"skus\":{}}", "skus" }, { "{" ID ",\"@removed\":true}", "@removed" },
};

static void
test_hostile_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"value\":[{" ID "},%s]}", hostile[i].row);
      g_autoptr(GError) error = NULL;
      g_autoptr(TnyPage) page = read_text (&thing_shape, text, &error);

      say (hostile[i].row);
      g_assert_null (page);
      g_assert_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL);
      g_assert_true (g_str_has_prefix (error->message, "Row 2 of the page: "));
      g_assert_nonnull (strstr (error->message, hostile[i].named));
    }
}

static void
test_hostile_pages (void)
{
  static const char *const pages[] = {
    "", " ", "[]", "5", "null", "\"value\"", "{}", "{\"value\":null}", "{\"value\":{}}",
    "{\"value\":\"\"}", "{\"Value\":[]}", "{\"value\":[]", "{\"value\":[]}x", "{\"value\":[],}",
    "{\"value\":[]}{\"value\":[]}", "{\"value\":[],\"value\":[]}",
      "{\"value\":[],\"@odata.nextLink\":5}",
    "{\"value\":[],\"@odata.deltaLink\":[]}", "{\"value\":[],\"@odata.count\":\"5\"}",
    "{\"value\":[],\"@odata.count\":1.0}", "{\"value\":[{" ID ",\"text\":\"a\\u0000b\"}]}",
    "{\"value\":[{" ID ",\"text\":\"\\ud800\"}]}", "{\"value\":[{" ID ",\"text\":\"\xff\"}]}",
    "{\"value\":[{" ID ",\"text\":\"a\nb\"}]}", "{\"error\":{\"code\":\"x\"}}", "<html></html>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr(GError) error = NULL;

      say (pages[i]);
      g_assert_null (read_text (&thing_shape, pages[i], &error));
      g_assert_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL);
    }
}

static void
test_big_hostile_pages (void)
{
  g_autoptr(GString) deep = g_string_new ("{\"x\":");
  g_autoptr(GString) wide = g_string_new ("{\"value\":[");
  g_autoptr(GString) longest = g_string_new ("{\"value\":[{" ID ",\"text\":\"");
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyPage) page = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (deep, "[");
  g_assert_null (read_text (&thing_shape, deep->str, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL);
  g_clear_error (&error);

  while (wide->len < 8 * 1024 * 1024)
    g_string_append (wide, "{},");
  g_assert_null (read_text (&thing_shape, wide->str, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL);
  g_clear_error (&error);

  /* 64 KiB of name are a name. */
  for (guint i = 0; i < TNY_JSON_MAX_STRING; i++)
    g_string_append_c (longest, 'n');
  g_string_append (longest, "\"}]}");
  page = read_text (&thing_shape, longest->str, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (((Thing *) page->rows->pdata[0])->text), ==, TNY_JSON_MAX_STRING);
}

/* ---- the same, by json-glib ---- */

static JsonNode *
told (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static gboolean
is_type (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static char *
reference_mail (const char *text)
{
  g_auto(GStrv) halves = g_strsplit (text, "@", 2);
  const char *colon = strchr (text, ':');

  if (halves[0] == NULL || halves[1] == NULL)
    return NULL;
  for (const guchar *c = (const guchar *) text; *c != '\0'; c++)
    if (*c <= 32 || *c == 127)
      return NULL;
  if (strchr (halves[0], ':') == NULL)
    return g_strdup (text);
  if (g_ascii_strncasecmp (text, "smtp:", 5) != 0 || strlen (halves[0]) == 5)
    return NULL;

  return g_strdup (colon + 1);
}

static void
add_line (GString *lines, const char *line)
{
  if (line == NULL)
    return;
  if (lines->len > 0)
    g_string_append_c (lines, '\n');
  g_string_append (lines, line);
}

static gboolean
reference_array (const TnyField *field, JsonNode *node, GString *lines)
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      g_autofree char *line = NULL;

      if (field->kind == TNY_FIELD_SKUS)
        {
          JsonNode *sku;

          if (!JSON_NODE_HOLDS_OBJECT (element))
            return FALSE;
          if ((sku = told (json_node_get_object (element), "skuId")) == NULL)
            continue;
          if (!is_type (sku, G_TYPE_STRING))
            return FALSE;
          line = g_ascii_strdown (json_node_get_string (sku), -1);
          for (char *c = line; *c != '\0'; c++)
            *c = (guchar) *c > ' ' ? *c : '_';
          add_line (lines, *line != '\0' ? line : NULL);
          continue;
        }
      if (!is_type (element, G_TYPE_STRING))
        return FALSE;
      if (field->kind == TNY_FIELD_FIRST)
        {
          if (i == 0)
            g_string_append (lines, json_node_get_string (element));
          continue;
        }
      line = reference_mail (json_node_get_string (element));
      add_line (lines, line);
    }

  return TRUE;
}

/* Compares one field of a row; -1: the value is of a wrong type. */
static int
reference_field (const TnyField *field, JsonObject *object, gpointer row)
{
  gpointer member = G_STRUCT_MEMBER_P (row, field->offset);
  JsonNode *node = told (object, field->graph);

  if (node == NULL)
    return field->kind != TNY_FIELD_KEY ? 0 : -1;
  switch (field->kind)
    {
    case TNY_FIELD_FLAG:
      if (!is_type (node, G_TYPE_BOOLEAN))
        return -1;
      *(int *) member = json_node_get_boolean (node);
      return 0;
    case TNY_FIELD_INT:
      if (!is_type (node, G_TYPE_INT64))
        return -1;
      *(gint64 *) member = json_node_get_int (node);
      return 0;
    case TNY_FIELD_TIME:
      if (!is_type (node, G_TYPE_STRING))
        return -1;
      tny_time_parse (json_node_get_string (node), member);
      return 0;
    case TNY_FIELD_KEY:
    case TNY_FIELD_TEXT:
      if (!is_type (node, G_TYPE_STRING) ||
          (field->kind == TNY_FIELD_KEY && !tny_text_is_guid (json_node_get_string (node))))
        return -1;
      *(char **) member = g_strdup (json_node_get_string (node));
      return 0;
    case TNY_FIELD_FIRST:
    case TNY_FIELD_MAILS:
    case TNY_FIELD_SKUS:
      {
        g_autoptr(GString) lines = g_string_new (*(char **) member);
        gboolean any;

        if (!reference_array (field, node, lines))
          return -1;
        any = lines->len > 0 || (field->kind == TNY_FIELD_FIRST &&
                                 json_array_get_length (json_node_get_array (node)) > 0);
        g_free (*(char **) member);
        *(char **) member = any ? g_strdup (lines->str) : NULL;
        return 0;
      }
    }

  return -1;
}

static gpointer
reference_row (const TnyShape *shape, JsonNode *node)
{
  gpointer row;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  row = tny_shape_new_row (shape);
  for (guint i = 0; i < shape->n_fields; i++)
    if (reference_field (&shape->fields[i], json_node_get_object (node), row) < 0)
      {
        tny_shape_free_row (shape, row);
        return NULL;
      }

  return row;
}

static gboolean
is_link (JsonObject *root, const char *name, const char **link)
{
  JsonNode *node = told (root, name);

  *link = NULL;
  if (node == NULL)
    return TRUE;
  if (!is_type (node, G_TYPE_STRING))
    return FALSE;
  *link = json_node_get_string (node);

  return TRUE;
}

static void
compare_rows (const TnyShape *shape, gconstpointer mine, gconstpointer other)
{
  for (guint i = 0; i < shape->n_fields; i++)
    {
      const TnyField *field = &shape->fields[i];
      gpointer a = G_STRUCT_MEMBER_P (mine, field->offset),
        b = G_STRUCT_MEMBER_P (other, field->offset);

      if (field->kind == TNY_FIELD_FLAG)
        g_assert_cmpint (*(int *) a, ==, *(int *) b);
      else if (field->kind == TNY_FIELD_INT || field->kind == TNY_FIELD_TIME)
        g_assert_cmpint (*(gint64 *) a, ==, *(gint64 *) b);
      else
        g_assert_cmpstr (*(char **) a, ==, *(char **) b);
    }
}

/* Reads @text in both ways. TRUE when it was accepted: by both, with the same values. */
static gboolean
both_ways (const TnyShape *shape, const char *text, gsize length)
{
  g_autoptr(TnyPage) page = read_len (shape, text, length, NULL);
  g_autoptr(JsonNode) node = tny_json_parse_object (text, length, NULL);
  JsonObject *root = node != NULL ? json_node_get_object (node) : NULL;
  JsonArray *value = tny_json_array (root, "value");
  const char *next = NULL, *delta = NULL;
  JsonNode *count = root != NULL ? told (root, "@odata.count") : NULL;
  gboolean good = value != NULL && is_link (root, "@odata.nextLink", &next) &&
                  is_link (root, "@odata.deltaLink", &delta) &&
                  (count == NULL || is_type (count, G_TYPE_INT64));
  guint n = good ? json_array_get_length (value) : 0;

  for (guint i = 0; i < n && good; i++)
    {
      gpointer row = reference_row (shape, json_array_get_element (value, i));

      good = row != NULL;
      if (good && page != NULL)
        compare_rows (shape, page->rows->pdata[i], row);
      tny_shape_free_row (shape, row);
    }
  if (good != (page != NULL))
    g_error ("%s by json-glib only: %.*s", good ? "accepted" : "refused", (int) length, text);
  if (good)
    {
      g_assert_cmpuint (page->rows->len, ==, n);
      g_assert_cmpstr (page->next_link, ==, next);
      g_assert_cmpstr (page->delta_link, ==, delta);
      g_assert_cmpint (page->count, ==, count != NULL ? json_node_get_int (count) : -1);
    }

  return good;
}

/* ---- pages made by chance ---- */

static void
append_random_text (GString *out, GRand *rand)
{
  static const char *const pieces[] = {
    "a", "Zoë", "smtp:", "SMTP:", "SIP:", "x@y.example", "@", ":", " ", "\\n", "\\\"", "\\\\",
      "\\/",
    "\\u00e9", "\\uD83D\\uDE00", "]", "}", "{", "[", ",", "0a000000-0000-4000-8000-00000000000f",
    "2026-01-31T14:05:00Z", "2026-01-31T14:05:00.5+02:00", "null", "\xe2\x80\xae", "\\t", "id",
      "skuId",
  };
  guint n = (guint) g_rand_int_range (rand, 0, 5);

  g_string_append_c (out, '"');
  while (n-- > 0)
    g_string_append (out, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
  g_string_append_c (out, '"');
}

static void
append_space (GString *out, GRand *rand)
{
  if (g_rand_int_range (rand, 0, 8) == 0)
    g_string_append (out, " \n\t\r" + g_rand_int_range (rand, 0, 4));
}

static void append_random_value (GString *out, GRand *rand, guint depth);

static void
append_random_array (GString *out, GRand *rand, guint depth, gboolean texts)
{
  guint n = (guint) g_rand_int_range (rand, 0, 4);

  g_string_append_c (out, '[');
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_space (out, rand);
      if (texts)
        append_random_text (out, rand);
      else
        append_random_value (out, rand, depth + 1);
      append_space (out, rand);
    }
  g_string_append_c (out, ']');
}

static void
append_random_value (GString *out, GRand *rand, guint depth)
{
  static const char *const scalars[] = { "null", "true", "false", "0", "-7", "123456789012", "1.5",
                                         "-0", "2e3" };
  guint kind = (guint) g_rand_int_range (rand, 0, depth > 3 ? 2 : 4);

  if (kind == 0)
    append_random_text (out, rand);
  else if (kind == 1)
    g_string_append (out, scalars[g_rand_int_range (rand, 0, G_N_ELEMENTS (scalars))]);
  else if (kind == 2)
    append_random_array (out, rand, depth, FALSE);
  else
    {
      g_string_append (out, "{\"skuId\":");
      append_random_value (out, rand, depth + 1);
      g_string_append (out, ",\"x\":");
      append_random_value (out, rand, depth + 1);
      g_string_append_c (out, '}');
    }
}

/* Mostly what the field wants, so that whole pages get through often enough. */
static void
append_field_value (GString *out, GRand *rand, TnyFieldKind kind)
{
  static const char *const flags[] = { "true", "false", "null" };

  if (g_rand_int_range (rand, 0, 60) == 0)
    append_random_value (out, rand, 0);
  else if (g_rand_int_range (rand, 0, 8) == 0 && kind != TNY_FIELD_KEY)
    g_string_append (out, "null");
  else
    switch (kind)
      {
      case TNY_FIELD_KEY:
        g_string_append_printf (out, "\"%08x-0000-4000-8000-00000000000f\"", g_rand_int (rand));
        break;
      case TNY_FIELD_TEXT:
      case TNY_FIELD_TIME:
        append_random_text (out, rand);
        break;
      case TNY_FIELD_FLAG:
        g_string_append (out, flags[g_rand_int_range (rand, 0, 3)]);
        break;
      case TNY_FIELD_INT:
        g_string_append_printf (out, "%d", g_rand_int_range (rand, -5, G_MAXINT));
        break;
      case TNY_FIELD_FIRST:
      case TNY_FIELD_MAILS:
        append_random_array (out, rand, 0, TRUE);
        break;
      case TNY_FIELD_SKUS:
        g_string_append (out, "[{\"skuId\":\"AB-c\",\"y\":[{}]},{\"s\\u006buId\":\"d e\"},{}]");
        break;
      }
}

static char *
random_page (GRand *rand)
{
  GString *out = g_string_new ("{");
  guint n_rows = (guint) g_rand_int_range (rand, 0, 4);

  if (g_rand_boolean (rand))
    g_string_append_printf (out, "\"@odata.count\":%d,", g_rand_int_range (rand, 0, 5000));
  if (g_rand_boolean (rand))
    {
      g_string_append (out, "\"@odata.nextLink\":");
      append_random_text (out, rand);
      g_string_append_c (out, ',');
    }
  g_string_append (out, "\"value\":[");
  for (guint r = 0; r < n_rows; r++)
    {
      guint start = (guint) g_rand_int_range (rand, 0, thing_shape.n_fields);

      append_space (out, rand);
      g_string_append (out, r > 0 ? ",{" : "{");
      for (guint i = 0; i < thing_shape.n_fields; i++)
        {
          const TnyField *field = &thing_fields[(start + i) % thing_shape.n_fields];

          if (field->kind != TNY_FIELD_KEY && g_rand_int_range (rand, 0, 6) == 0)
            continue;
          if (out->str[out->len - 1] != '{')
            g_string_append_c (out, ',');
          append_space (out, rand);
          g_string_append_printf (out, "\"%s\":", field->graph);
          append_space (out, rand);
          append_field_value (out, rand, field->kind);
          append_space (out, rand);
        }
      g_string_append_c (out, '}');
    }
  g_string_append (out, "]}");

  return g_string_free (out, FALSE);
}

static void
test_generated (void)
{
  GRand *rand = g_rand_new_with_seed (2026);
  guint accepted = 0, n = 4000;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = random_page (rand);

      accepted += both_ways (&thing_shape, text, strlen (text));
    }
  g_test_message ("%u of %u accepted", accepted, n);
  g_assert_cmpuint (accepted, >, n / 2);
  g_assert_cmpuint (accepted, <, n);
  g_rand_free (rand);
}

static void
mutate (GString *text, GRand *rand)
{
  static const char marks[] = "\"\\{}[],:0n\x80 \x01u-.e";
  guint n = (guint) g_rand_int_range (rand, 1, 4);

  while (n-- > 0 && text->len > 0)
    {
      gsize at = (gsize) g_rand_int_range (rand, 0, (gint32) text->len);
      char c = marks[g_rand_int_range (rand, 0, sizeof marks - 1)];

      switch (g_rand_int_range (rand, 0, 4))
        {
        case 0:
          text->str[at] = c;
          break;
        case 1:
          g_string_insert_c (text, (gssize) at, c);
          break;
        case 2:
          g_string_erase (text, (gssize) at, 1);
          break;
        default:
          g_string_truncate (text, at);
        }
    }
}

static void
test_mutated (void)
{
  GRand *rand = g_rand_new_with_seed (4711);
  guint accepted = 0, n = 10000;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *page = random_page (rand);
      g_autoptr(GString) text = g_string_new (page);

      mutate (text, rand);
      accepted += both_ways (&thing_shape, text->str, text->len);
    }
  g_test_message ("%u of %u accepted", accepted, n);
  g_assert_cmpuint (accepted, >, n / 50);
  g_rand_free (rand);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/page/users", test_user);
  g_test_add_func ("/model/page/copies-outlive-the-page", test_rows_outlive_pages_as_copies);
  g_test_add_func ("/model/page/removed-rows", test_removed);
  g_test_add_func ("/model/page/hash-notices-every-change", test_hashes);
  g_test_add_func ("/model/page/hostile-rows-are-named", test_hostile_rows);
  g_test_add_func ("/model/page/hostile-pages-are-refused", test_hostile_pages);
  g_test_add_func ("/model/page/big-hostile-pages", test_big_hostile_pages);
  g_test_add_func ("/model/page/generated-pages-as-json-glib", test_generated);
  g_test_add_func ("/model/page/mutated-pages-as-json-glib", test_mutated);

  return g_test_run ();
}
