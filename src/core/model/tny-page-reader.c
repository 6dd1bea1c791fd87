/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-page-reader.h"

#include <string.h>

#include "tny-error.h"
#include "tny-json.h"
#include "tny-json-cursor.h"
#include "tny-text.h"

/* Part of every hash: count it up when the meaning of a kind changes, and every row is read
 * anew. */
#define READER_VERSION "1"

/* Readable behind the page: the cursor takes eight bytes at a time, and names are compared before
 * their end is looked for. */
#define PADDING 64

/* A page on the way. Members of a row are first found (slots), then hashed as a whole, then
 * converted where they stand: converting changes the bytes, so nothing may look at them
 * afterwards. */
typedef struct
{
  const TnyShape *shape;
  char           *slots[TNY_SHAPE_MAX_FIELDS + 1];    /* the last one is @removed */
  gsize           lengths[TNY_SHAPE_MAX_FIELDS];      /* of the names */
  guint           guess[TNY_SHAPE_MAX_FIELDS];        /* which field came n-th in the row before */
  guint64         seed;
  GArray         *structs;       /* of shape->size */
  GArray         *hashes, *told; /* of guint64 */
  GByteArray     *states;
  GStringChunk   *joined;        /* texts that two fields fill together */
  guint           row;           /* from 1 */
  GError        **error;
} Reader;

typedef struct
{
  TnyPage       page;
  GByteArray   *bytes;
  GArray       *structs;
  GStringChunk *joined;
} OwnedPage;

static gboolean
fail_page (GError **error, const char *problem)
{
  g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "The page %s", problem);
  return FALSE;
}

static gboolean
fail_row (Reader *reader, const char *name, const char *problem)
{
  g_set_error (reader->error, TNY_ERROR, TNY_ERROR_PROTOCOL, "Row %u of the page: %s %s",
               reader->row, name, problem);
  return FALSE;
}

/* MurmurHash64A: eight bytes a step, good enough to notice a change, stable between machines. */
static guint64
hash_bytes (guint64 seed, const char *data, gsize length)
{
  const guint64 m = G_GUINT64_CONSTANT (0xc6a4a7935bd1e995);
  guint64 hash = seed ^ (length * m), word;

  for (; length >= sizeof word; data += sizeof word, length -= sizeof word)
    {
      memcpy (&word, data, sizeof word);
      word = GUINT64_FROM_LE (word) * m;
      word ^= word >> 47;
      hash = (hash ^ (word * m)) * m;
    }
  if (length > 0)
    {
      word = 0;
      memcpy (&word, data, length);
      hash = (hash ^ GUINT64_FROM_LE (word)) * m;
    }
  hash = (hash ^ (hash >> 47)) * m;

  return hash ^ (hash >> 47);
}

guint64
tny_page_meaning (const TnyShape *shape)
{
  g_autoptr(GString) text = g_string_new (READER_VERSION);

  for (guint i = 0; i < shape->n_fields; i++)
    g_string_append_printf (text, ";%s:%d:%s", shape->fields[i].graph, shape->fields[i].kind,
                            shape->fields[i].column);

  return tny_text_hash (text->str, (gssize) text->len);
}

/* Arrays are walked element by element: from behind the bracket, or from behind an element. NULL at
 * the end. */
static char *
next_element (char *at)
{
  at = tny_cursor_space (at);
  if (*at == ',')
    at = tny_cursor_space (at + 1);

  return *at == ']' || *at == '}' ? NULL : at;
}

/* The value of a member, and its name unescaped; NULL at the end of the object. Names with an
 * escape are copied to @scratch: the bytes are to be hashed as they are. */
static char *
next_member (char *at, const char **name, gsize *length, char **scratch)
{
  char *key = next_element (at);
  gboolean escaped = FALSE;
  char *end;

  if (key == NULL)
    return NULL;
  end = tny_cursor_find_end (key, &escaped);
  *name = key + 1;
  *length = (gsize) (end - key) - 1;
  if (escaped)
    {
      char *text;

      g_free (*scratch);
      *scratch = g_malloc0 (*length + 2 + PADDING);
      memcpy (*scratch, key, *length + 2);
      tny_cursor_text (*scratch, &text, length);
      *name = text;
    }

  return tny_cursor_space (tny_cursor_space (end + 1) + 1);
}

static gboolean
same (const char *name, gsize length, const char *other)
{
  return strlen (other) == length && memcmp (name, other, length) == 0;
}

static guint
find_field (Reader *reader, guint nth, const char *name, gsize length)
{
  const TnyShape *shape = reader->shape;

  for (guint i = 0; i < shape->n_fields; i++)
    if (reader->lengths[i] == length && memcmp (name, shape->fields[i].graph, length) == 0)
      {
        if (nth < shape->n_fields)
          reader->guess[nth] = i;
        return i;
      }

  return same (name, length, "@removed") ? shape->n_fields : G_MAXUINT;
}

/* The next member of a row, and which field it is. Rows of one answer have their members in one
 * order: what stood there in the last row is looked at first. */
static char *
next_field (Reader *reader, char *at, guint nth, guint *field, char **scratch)
{
  const TnyShape *shape = reader->shape;
  guint guess = nth < shape->n_fields ? reader->guess[nth] : 0;
  const char *name;
  gsize length;
  char *key = next_element (at), *value;

  if (key == NULL)
    return NULL;
  length = reader->lengths[guess];
  if (key[1 + length] == '"' && memcmp (key + 1, shape->fields[guess].graph, length) == 0)
    {
      *field = guess;
      return tny_cursor_space (tny_cursor_space (key + length + 2) + 1);
    }
  value = next_member (at, &name, &length, scratch);
  *field = find_field (reader, nth, name, length);

  return value;
}

static gboolean
read_flag (Reader *reader, const TnyField *field, const char *at, int *value)
{
  if (*at != 't' && *at != 'f')
    return fail_row (reader, field->graph, "is not true or false");
  *value = *at == 't';

  return TRUE;
}

static gboolean
read_int (Reader *reader, const TnyField *field, char *at, gint64 *value)
{
  char *end = tny_cursor_skip (at);
  char kept = *end;
  gboolean whole = *at == '-' || g_ascii_isdigit (*at);

  *end = '\0';
  whole = whole && g_ascii_string_to_signed (at, 10, G_MININT64, G_MAXINT64, value, NULL);
  *end = kept;

  return whole || fail_row (reader, field->graph, "is not a whole number");
}

/* Takes "smtp:" off; NULL for addresses of another kind, and for what would break a line. */
static char *
mail_address (char *text, gsize *length)
{
  char *colon = memchr (text, ':', *length);
  char *at_sign = memchr (text, '@', *length);

  if (at_sign == NULL)
    return NULL;
  for (gsize i = 0; i < *length; i++)
    if ((guchar) text[i] <= ' ' || text[i] == 0x7f)
      return NULL;
  if (colon == NULL || colon > at_sign)
    return text;
  if (colon - text != 4 || g_ascii_strncasecmp (text, "smtp", 4) != 0)
    return NULL;
  *length -= 5;

  return at_sign > colon + 1 ? colon + 1 : NULL;
}

static gboolean
read_sku (Reader *reader, const TnyField *field, char *at, char **text, gsize *length)
{
  g_autofree char *scratch = NULL;
  const char *name;
  gsize name_length;
  char *value, *sku = NULL;

  if (*at != '{')
    return fail_row (reader, field->graph, "holds something else than objects");
  for (at++; (value = next_member (at, &name, &name_length, &scratch)) != NULL;
       at = tny_cursor_skip (value))
    if (same (name, name_length, "skuId"))
      sku = value;
  *text = NULL;
  if (sku == NULL || *sku == 'n')
    return TRUE;
  if (*sku != '"')
    return fail_row (reader, field->graph, "has a skuId that is no text");
  tny_cursor_text (sku, text, length);
  for (gsize i = 0; i < *length; i++)
    (*text)[i] = (guchar) (*text)[i] > ' ' ? g_ascii_tolower ((*text)[i]) : '_';
  if (*length == 0)
    *text = NULL;

  return TRUE;
}

/* Joins what counts in an array, one a line, over the array itself: each element is shorter than
 * its JSON, so writing never overtakes reading. */
static gboolean
read_lines (Reader *reader, const TnyField *field, char *at, char **lines)
{
  char *start = at, *out = at, *element;

  if (*at != '[')
    return fail_row (reader, field->graph, "is not an array");
  for (at++; (element = next_element (at)) != NULL;)
    {
      char *text;
      gsize length = 0;

      at = tny_cursor_skip (element);
      if (field->kind == TNY_FIELD_SKUS)
        {
          if (!read_sku (reader, field, element, &text, &length))
            return FALSE;
        }
      else if (*element != '"')
        return fail_row (reader, field->graph, "holds something else than texts");
      else
        {
          tny_cursor_text (element, &text, &length);
          text = mail_address (text, &length);
        }
      if (text == NULL)
        continue;
      memmove (out, text, length);
      out += length;
      *out++ = '\n';
    }
  if (out == start)
    return TRUE;
  out[-1] = '\0';
  if (*lines == NULL)
    *lines = start;
  else
    {
      g_autofree char *both = g_strconcat (*lines, "\n", start, NULL);

      if (reader->joined == NULL)
        reader->joined = g_string_chunk_new (4096);
      *lines = g_string_chunk_insert (reader->joined, both);
    }

  return TRUE;
}

static gboolean
read_first (Reader *reader, const TnyField *field, char *at, char **first)
{
  char *element, *found = NULL;
  gsize length;

  if (*at != '[')
    return fail_row (reader, field->graph, "is not an array");
  for (at++; (element = next_element (at)) != NULL; at = tny_cursor_skip (element))
    {
      if (*element != '"')
        return fail_row (reader, field->graph, "holds something else than texts");
      if (found == NULL)
        found = element;
    }
  if (found != NULL)
    tny_cursor_text (found, first, &length);

  return TRUE;
}

static gboolean
read_field (Reader *reader, const TnyField *field, char *at, gpointer row)
{
  gpointer member = G_STRUCT_MEMBER_P (row, field->offset);
  gsize length;
  char *text;

  if (*at == 'n')
    return field->kind != TNY_FIELD_KEY || fail_row (reader, field->graph, "is missing");
  switch (field->kind)
    {
    case TNY_FIELD_FLAG:
      return read_flag (reader, field, at, member);
    case TNY_FIELD_INT:
      return read_int (reader, field, at, member);
    case TNY_FIELD_MAILS:
    case TNY_FIELD_SKUS:
      return read_lines (reader, field, at, member);
    case TNY_FIELD_FIRST:
      return read_first (reader, field, at, member);
    case TNY_FIELD_KEY:
    case TNY_FIELD_TEXT:
    case TNY_FIELD_TIME:
      break;
    }

  if (*at != '"')
    return fail_row (reader, field->graph, "is not a text");
  tny_cursor_text (at, &text, &length);
  if (field->kind == TNY_FIELD_TIME)
    {
      tny_time_parse (text, member);
      return TRUE;
    }
  *(char **) member = text;

  return field->kind != TNY_FIELD_KEY || tny_text_is_guid (text) ||
         fail_row (reader, field->graph, "is not a GUID");
}

static gboolean
read_removed (Reader *reader, char *at, guint8 *state)
{
  g_autofree char *scratch = NULL;
  const char *name;
  gsize length;
  char *value;

  *state = TNY_ROW_PRESENT;
  if (at == NULL || *at == 'n')
    return TRUE;
  if (*at != '{')
    return fail_row (reader, "@removed", "is not an object");
  *state = TNY_ROW_REMOVED_CHANGED;
  for (at++; (value = next_member (at, &name, &length, &scratch)) != NULL;
       at = tny_cursor_skip (value))
    if (same (name, length, "reason"))
      *state = strncmp (value, "\"deleted\"", 9) == 0 ? TNY_ROW_REMOVED_DELETED
                                                       : TNY_ROW_REMOVED_CHANGED;

  return TRUE;
}

static gboolean
read_row (Reader *reader, char *start, char **end)
{
  const TnyShape *shape = reader->shape;
  g_autofree char *scratch = NULL;
  char *value, *at = start;
  guint field;
  guint64 hash, told = 0;
  guint8 state;
  gpointer row;

  reader->row++;
  if (*at != '{')
    return fail_row (reader, "it", "is not an object");
  memset (reader->slots, 0, sizeof reader->slots);
  at++;
  for (guint nth = 0; (value = next_field (reader, at, nth, &field, &scratch)) != NULL; nth++)
    {
      if (field != G_MAXUINT)
        reader->slots[field] = value;
      at = tny_cursor_skip (value);
    }
  *end = tny_cursor_space (at) + 1;
  hash = hash_bytes (reader->seed, start, (gsize) (*end - start));

  if (!read_removed (reader, reader->slots[shape->n_fields], &state))
    return FALSE;
  g_array_set_size (reader->structs, reader->row);
  row = reader->structs->data + (gsize) (reader->row - 1) * shape->size;
  tny_shape_reset_row (shape, row);
  for (guint i = 0; i < shape->n_fields; i++)
    {
      const TnyField *asked = &shape->fields[i];

      told |= (guint64) (reader->slots[i] != NULL) << i;
      if (asked->kind == TNY_FIELD_KEY && reader->slots[i] == NULL)
        return fail_row (reader, asked->graph, "is missing");
      if (reader->slots[i] != NULL && (state == TNY_ROW_PRESENT || asked->kind == TNY_FIELD_KEY) &&
          !read_field (reader, asked, reader->slots[i], row))
        return FALSE;
    }
  g_array_append_val (reader->hashes, hash);
  g_array_append_val (reader->told, told);
  g_byte_array_append (reader->states, &state, 1);

  return TRUE;
}

static gboolean
read_rows (Reader *reader, char *at, char **end)
{
  char *row;

  for (at++; (row = next_element (at)) != NULL;)
    if (!read_row (reader, row, &at))
      return FALSE;
  *end = tny_cursor_space (at) + 1;

  return TRUE;
}

static gboolean
read_link (char *at, const char *name, const char **link, GError **error)
{
  gsize length;
  char *text;

  if (*at == 'n')
    {
      *link = NULL;
      return TRUE;
    }
  if (*at != '"')
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "The page: %s is not a text", name);
      return FALSE;
    }
  tny_cursor_text (at, &text, &length);
  *link = text;

  return TRUE;
}

/* The members around the rows. */
static gboolean
read_page (Reader *reader, char *at, TnyPage *page)
{
  static const TnyField count = { "@odata.count", "count", TNY_FIELD_INT, 0 };
  g_autofree char *scratch = NULL;
  const char *name;
  gsize length;
  char *value;
  gboolean found = FALSE;

  at = tny_cursor_space (at);
  if (*at != '{')
    return fail_page (reader->error, "is not an object");
  for (at++; (value = next_member (at, &name, &length, &scratch)) != NULL;)
    {
      if (same (name, length, "value"))
        {
          if (*value != '[')
            return fail_page (reader->error, "has a \"value\" that is no array");
          if (found)
            return fail_page (reader->error, "has more than one \"value\"");
          found = TRUE;
          if (!read_rows (reader, value, &at))
            return FALSE;
          continue;
        }
      at = tny_cursor_skip (value);
      if (same (name, length, "@odata.nextLink"))
        {
          if (!read_link (value, "@odata.nextLink", &page->next_link, reader->error))
            return FALSE;
        }
      else if (same (name, length, "@odata.deltaLink"))
        {
          if (!read_link (value, "@odata.deltaLink", &page->delta_link, reader->error))
            return FALSE;
        }
      else if (same (name, length, "@odata.count") && *value != 'n' &&
               !read_int (reader, &count, value, &page->count))
        return FALSE;
    }

  return found || fail_page (reader->error, "has no \"value\"");
}

TnyPage *
tny_page_read (const TnyShape *shape, GByteArray *bytes, GError **error)
{
  Reader reader = { .shape = shape, .error = error };
  g_autoptr(TnyPage) page = (TnyPage *) g_new0 (OwnedPage, 1);
  OwnedPage *owned = (OwnedPage *) page;
  gboolean whole;
  gsize bom;

  g_return_val_if_fail (shape->n_fields > 0 && shape->n_fields <= TNY_SHAPE_MAX_FIELDS, NULL);

  owned->bytes = bytes;
  bom = bytes->len >= 3 && memcmp (bytes->data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  if (!tny_json_scan ((const char *) bytes->data + bom, bytes->len - bom, error))
    return NULL;

  g_byte_array_set_size (bytes, bytes->len + PADDING);
  memset (bytes->data + bytes->len - PADDING, 0, PADDING);
  for (guint i = 0; i < shape->n_fields; i++)
    {
      reader.lengths[i] = strlen (shape->fields[i].graph);
      g_return_val_if_fail (reader.lengths[i] + 2 <= PADDING, NULL);
      reader.guess[i] = i;
    }
  reader.seed = tny_page_meaning (shape);
  reader.structs = owned->structs = g_array_new (FALSE, FALSE, (guint) shape->size);
  reader.hashes = g_array_new (FALSE, FALSE, sizeof (guint64));
  reader.told = g_array_new (FALSE, FALSE, sizeof (guint64));
  reader.states = g_byte_array_new ();
  page->shape = shape;
  page->count = -1;
  page->rows = g_ptr_array_new ();
  whole = read_page (&reader, (char *) bytes->data + bom, page);
  owned->joined = reader.joined;
  page->hashes = (guint64 *) (gpointer) g_array_free (reader.hashes, FALSE);
  page->told = (guint64 *) (gpointer) g_array_free (reader.told, FALSE);
  page->states = g_byte_array_free (reader.states, FALSE);
  if (!whole)
    return NULL;
  for (guint i = 0; i < reader.row; i++)
    g_ptr_array_add (page->rows, owned->structs->data + i * shape->size);

  return g_steal_pointer (&page);
}

void
tny_page_free (TnyPage *self)
{
  OwnedPage *owned = (OwnedPage *) self;

  if (self == NULL)
    return;
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_free (self->hashes);
  g_free (self->states);
  g_free (self->told);
  g_clear_pointer (&owned->bytes, g_byte_array_unref);
  g_clear_pointer (&owned->structs, g_array_unref);
  g_clear_pointer (&owned->joined, g_string_chunk_free);
  g_free (owned);
}
