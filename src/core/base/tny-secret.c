/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-secret.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>

struct _TnySecret
{
  gatomicrefcount refs;
  gsize           length;
  char            text[];
};

void
tny_wipe (void *data, gsize length)
{
  if (data != NULL)
    explicit_bzero (data, length);
}

void
tny_wipe_free (char *text)
{
  if (text == NULL)
    return;

  tny_wipe (text, strlen (text));
  g_free (text);
}

TnySecret *
tny_secret_new_len (const char *data, gsize length)
{
  TnySecret *self;

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  self = g_malloc0 (sizeof *self + length + 1);
  g_atomic_ref_count_init (&self->refs);
  self->length = length;
  if (length > 0)
    memcpy (self->text, data, length);
  /* A best effort: without the limit for it the secret is still only in memory. */
  (void) mlock (self, sizeof *self + length + 1);

  return self;
}

TnySecret *
tny_secret_new (const char *text)
{
  return tny_secret_new_len (text, strlen (text));
}

TnySecret *
tny_secret_take (char *text)
{
  TnySecret *self = tny_secret_new (text);

  tny_wipe_free (text);
  return self;
}

TnySecret *
tny_secret_ref (TnySecret *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
tny_secret_unref (TnySecret *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;

  tny_wipe (self->text, self->length);
  (void) munlock (self, sizeof *self + self->length + 1);
  g_free (self);
}

const char *
tny_secret_peek (const TnySecret *self)
{
  g_return_val_if_fail (self != NULL, "");

  return self->text;
}

gsize
tny_secret_length (const TnySecret *self)
{
  return self != NULL ? self->length : 0;
}

gboolean
tny_secret_equal (const TnySecret *a, const TnySecret *b)
{
  guchar different = 0;

  if (a == NULL || b == NULL)
    return a == b;
  if (a->length != b->length)
    return FALSE;
  for (gsize i = 0; i < a->length; i++)
    different |= (guchar) (a->text[i] ^ b->text[i]);

  return different == 0;
}

typedef struct
{
  gsize length;
  char *data;
} Wiped;

static void
wiped_free (gpointer data)
{
  Wiped *wiped = data;

  tny_wipe (wiped->data, wiped->length);
  g_free (wiped->data);
  g_free (wiped);
}

GBytes *
tny_wiped_bytes_take (char *data, gsize length)
{
  Wiped *wiped = g_new (Wiped, 1);

  wiped->length = length;
  wiped->data = data;
  return g_bytes_new_with_free_func (data, length, wiped_free, wiped);
}

void
tny_random_bytes (void *buffer, gsize length)
{
  guchar *at = buffer;

  while (length > 0)
    {
      ssize_t got = getrandom (at, MIN (length, 256), 0);

      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        g_error ("The kernel gives no randomness: %s", g_strerror (errno));
      at += got;
      length -= got;
    }
}

char *
tny_base64url_encode (gconstpointer data, gsize length)
{
  char *text = g_base64_encode (data, length);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';

  return text;
}

GBytes *
tny_base64url_decode (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0, out;
  g_autofree char *padded = NULL;
  guchar *data;

  if (length == 0 || length % 4 == 1 ||
      strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != length)
    return NULL;

  padded = g_strdup_printf ("%s%.*s", text, (int) ((4 - length % 4) % 4), "===");
  g_strdelimit (padded, "-", '+');
  g_strdelimit (padded, "_", '/');
  data = g_base64_decode (padded, &out);
  tny_wipe (padded, strlen (padded));

  return g_bytes_new_take (data, out);
}

char *
tny_random_base64url (gsize n_bytes)
{
  g_autofree guchar *bytes = g_malloc (n_bytes);
  char *text;

  tny_random_bytes (bytes, n_bytes);
  text = tny_base64url_encode (bytes, n_bytes);
  tny_wipe (bytes, n_bytes);

  return text;
}

char *
tny_random_uuid (void)
{
  guchar b[16];

  tny_random_bytes (b, sizeof b);
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;

  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7],
                          b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}

guint32
tny_random_below (guint32 bound)
{
  guint32 threshold, value;

  g_return_val_if_fail (bound > 0, 0);

  /* Values below 2^32 mod bound would make the low results likelier: draw again. */
  threshold = -bound % bound;
  do
    tny_random_bytes (&value, sizeof value);
  while (value < threshold);

  return value % bound;
}
