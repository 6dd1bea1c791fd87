/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* Eight bytes at a time, for the readers of long texts. A mask has the highest bit of a byte set
 * where something is true; masks may be or-ed, and only the first set bit of one is reliable. */

#define TNY_WORD_ONES  G_GUINT64_CONSTANT (0x0101010101010101)
#define TNY_WORD_HIGHS G_GUINT64_CONSTANT (0x8080808080808080)

/* The first byte in memory is the lowest, on every machine. */
static inline guint64
tny_word_load (const char *at)
{
  guint64 word;

  memcpy (&word, at, sizeof word);
  return GUINT64_FROM_LE (word);
}

/* Bytes equal to @c. */
static inline guint64
tny_word_equal (guint64 word, guint8 c)
{
  word ^= TNY_WORD_ONES * c;
  return (word - TNY_WORD_ONES) & ~word & TNY_WORD_HIGHS;
}

/* Bytes below @limit, which is at most 128. */
static inline guint64
tny_word_below (guint64 word, guint8 limit)
{
  return (word - TNY_WORD_ONES * limit) & ~word & TNY_WORD_HIGHS;
}

/* How many bytes come before the first marked one; @mask is not 0. */
static inline guint
tny_word_first (guint64 mask)
{
  return (guint) __builtin_ctzll (mask) >> 3;
}

G_END_DECLS
