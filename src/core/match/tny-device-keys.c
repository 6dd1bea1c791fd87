/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-device-keys.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-match-resource.h"
#include "tny-text.h"

#define MAC_DIGITS  12
/* Shorter texts are numbers that somebody counted by hand. */
#define SERIAL_MIN  4

static const struct { const char *name; TnyKeyQuality quality; const char *why; } qualities[] = {
  { "none", TNY_KEY_NONE, N_("It stands for none") },
  { "unfilled", TNY_KEY_UNFILLED, N_("The maker never filled it in") },
  { "example", TNY_KEY_EXAMPLE, N_("It is an example") },
  { "virtual", TNY_KEY_VIRTUAL, N_("It is of a virtual machine and copied along with it") },
  { "shared", TNY_KEY_SHARED, N_("Many computers have it") },
  { "malformed", TNY_KEY_MALFORMED, N_("It does not have the form of one") },
  { "random", TNY_KEY_RANDOM, N_("The system makes up another one on every network") },
};

/* The file, cut into lines once. */
typedef struct
{
  char          *text;
  GHashTable    *exact[2];      /* serials, addresses: value → quality */
  GPtrArray     *starts[2];     /* char *: beginnings, in the order of … */
  GArray        *kinds[2];      /* … their qualities */
} Table;

static TnyKeyQuality
quality_named (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (qualities); i++)
    if (strcmp (qualities[i].name, name) == 0)
      return qualities[i].quality;

  g_error ("device-placeholders.tsv: there is no reason “%s”", name);
}

static void
add_line (Table *table, char *line)
{
  char *value = strchr (line, '\t'), *reason = value != NULL ? strchr (value + 1, '\t') : NULL;
  gboolean mac = line[0] == 'm';
  TnyKeyQuality quality;
  gsize length;

  if (reason == NULL)
    g_error ("device-placeholders.tsv: “%s” is no line of it", line);
  *value++ = *reason++ = '\0';
  quality = quality_named (reason);
  length = strlen (value);
  if (value[length - 1] == '*')
    {
      value[length - 1] = '\0';
      g_ptr_array_add (table->starts[mac], value);
      g_array_append_val (table->kinds[mac], quality);
    }
  else
    g_hash_table_insert (table->exact[mac], value, GINT_TO_POINTER (quality));
}

static const Table *
table (void)
{
  static Table whole;
  static gsize loaded;

  if (g_once_init_enter (&loaded))
    {
      g_autoptr(GBytes) bytes =
        g_resource_lookup_data (tny_match_get_resource (),
                                "/io/github/tenantry/match/device-placeholders.tsv",
                                G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
      gsize length;
      const char *data = g_bytes_get_data (bytes, &length);

      for (guint i = 0; i < 2; i++)
        {
          whole.exact[i] = g_hash_table_new (g_str_hash, g_str_equal);
          whole.starts[i] = g_ptr_array_new ();
          whole.kinds[i] = g_array_new (FALSE, FALSE, sizeof (TnyKeyQuality));
        }
      whole.text = g_strndup (data, length);
      for (char *at = whole.text; *at != '\0';)
        {
          char *end = strchr (at, '\n');

          *end = '\0';
          if (*at != '#')
            add_line (&whole, at);
          at = end + 1;
        }
      g_once_init_leave (&loaded, 1);
    }

  return &whole;
}

static TnyKeyQuality
look_up (const char *key, gboolean mac)
{
  const Table *all = table ();
  gpointer quality = g_hash_table_lookup (all->exact[mac], key);

  if (quality != NULL)
    return GPOINTER_TO_INT (quality);
  for (guint i = 0; i < all->starts[mac]->len; i++)
    if (g_str_has_prefix (key, all->starts[mac]->pdata[i]))
      return g_array_index (all->kinds[mac], TnyKeyQuality, i);

  return TNY_KEY_GOOD;
}

/* One character again and again. */
static gboolean
is_one_character (const char *key)
{
  return strspn (key, (char[]) { *key, '\0' }) == strlen (key);
}

char *
tny_serial_key (const char *text, TnyKeyQuality *quality)
{
  g_autofree char *folded = text != NULL ? tny_text_fold (text) : NULL;
  g_autofree char *key = NULL;
  GString *out;

  *quality = TNY_KEY_MISSING;
  if (folded == NULL || *folded == '\0')
    return NULL;
  out = g_string_sized_new (strlen (folded));
  for (const char *at = folded; *at != '\0'; at++)
    if (!g_ascii_isspace (*at) && strchr (".-_", *at) == NULL)
      g_string_append_c (out, *at);
  key = g_string_free (out, FALSE);
  *quality = look_up (key, FALSE);
  if (*quality == TNY_KEY_GOOD && (*key == '\0' || is_one_character (key)))
    *quality = TNY_KEY_NONE;
  else if (*quality == TNY_KEY_GOOD && g_utf8_strlen (key, -1) < SERIAL_MIN)
    *quality = TNY_KEY_MALFORMED;

  return *quality == TNY_KEY_GOOD ? g_steal_pointer (&key) : NULL;
}

/* Twelve hexadecimal digits, whatever stands between them. FALSE for another form. */
static gboolean
read_mac (const char *text, char digits[MAC_DIGITS + 1])
{
  guint n = 0;

  for (const char *at = text; *at != '\0'; at++)
    if (g_ascii_isxdigit (*at))
      {
        if (n == MAC_DIGITS)
          return FALSE;
        digits[n++] = g_ascii_toupper (*at);
      }
    else if (strchr (":-. ", *at) == NULL)
      return FALSE;
  digits[n] = '\0';

  return n == MAC_DIGITS;
}

char *
tny_mac_key (const char *text, TnyKeyQuality *quality)
{
  char digits[MAC_DIGITS + 1];

  *quality = TNY_KEY_MISSING;
  if (text == NULL || *text == '\0')
    return NULL;
  if (!read_mac (text, digits))
    *quality = TNY_KEY_MALFORMED;
  else
    *quality = look_up (digits, TRUE);
  /* IEEE 802: the second bit of the first octet says that no maker gave out this address, the first
   * that it is a group's. */
  if (*quality == TNY_KEY_GOOD && (g_ascii_xdigit_value (digits[1]) & 3) != 0)
    *quality = TNY_KEY_RANDOM;

  return *quality == TNY_KEY_GOOD ? g_strdup (digits) : NULL;
}

char *
tny_mac_display (const char *text)
{
  char digits[MAC_DIGITS + 1];

  if (text == NULL || *text == '\0')
    return NULL;
  if (!read_mac (text, digits))
    return g_strdup (text);

  return g_strdup_printf ("%.2s:%.2s:%.2s:%.2s:%.2s:%.2s", digits, digits + 2, digits + 4,
                          digits + 6, digits + 8, digits + 10);
}

const char *
tny_key_problem (TnyKeyQuality quality)
{
  for (guint i = 0; i < G_N_ELEMENTS (qualities); i++)
    if (qualities[i].quality == quality)
      return _(qualities[i].why);

  return NULL;
}
