/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* TnySecret: the owner of a secret.
 *
 * Immutable, reference counted, wiped when the last reference goes, kept out of swap when the system
 * allows it. It is never part of a struct that is logged; what may be shown of it is "•••".
 */
typedef struct _TnySecret TnySecret;

TnySecret  * tny_secret_new       (const char *text);             /* copies; the caller wipes its own */
TnySecret  * tny_secret_new_len   (const char *data, gsize length);
TnySecret  * tny_secret_take      (char       *text);             /* copies, wipes and frees @text */
TnySecret  * tny_secret_ref       (TnySecret  *self);
void         tny_secret_unref     (TnySecret  *self);             /* takes NULL */
const char * tny_secret_peek      (const TnySecret *self);        /* lent, NUL terminated */
gsize        tny_secret_length    (const TnySecret *self);
gboolean     tny_secret_equal     (const TnySecret *a, const TnySecret *b);  /* in constant time */

/* Overwrites memory in a way the compiler may not drop. */
void         tny_wipe             (void *data, gsize length);
void         tny_wipe_free        (char *text);                   /* NUL terminated, or NULL */
/* Bytes that are wiped when dropped, for request bodies. Takes @data. */
GBytes     * tny_wiped_bytes_take (char *data, gsize length);

/**
 * tny_random_bytes:
 * Fills @buffer from getrandom(2). The only source of states, nonces, verifiers and passwords.
 * Aborts when the kernel cannot give randomness: going on would be worse.
 */
void         tny_random_bytes     (void *buffer, gsize length);
/* @n_bytes random bytes as base64url without padding; free with g_free (or tny_wipe_free). */
char       * tny_random_base64url (gsize n_bytes);
/* A random (version 4) UUID for request ids. */
char       * tny_random_uuid      (void);
/* Uniform in [0, @bound), by rejection; @bound 1..2^32-1. */
guint32      tny_random_below     (guint32 bound);

/* RFC 4648 section 5, without padding. */
char       * tny_base64url_encode (gconstpointer data, gsize length);
GBytes     * tny_base64url_decode (const char *text);             /* NULL when malformed */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnySecret, tny_secret_unref)

G_END_DECLS
