/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-letters.h"

#include <string.h>

/* Letters that no decomposition brings to ASCII, lower case, sorted. Sources: the usual ways to
 * write Greek (ELOT 743 without accents) and Cyrillic (BGN/PCGN, simplified). */
static const struct { gunichar c; const char *latin; } latin[] = {
  { 0x00DF, "ss" }, { 0x00E6, "ae" }, { 0x00F0, "d" }, { 0x00F8, "o" }, { 0x00FE, "th" },
  { 0x0111, "d" }, { 0x0127, "h" }, { 0x0131, "i" }, { 0x0138, "k" }, { 0x0142, "l" },
  { 0x014B, "n" }, { 0x0153, "oe" }, { 0x0167, "t" }, { 0x0180, "b" }, { 0x0192, "f" },
  { 0x0259, "e" },
  { 0x03B1, "a" }, { 0x03B2, "v" }, { 0x03B3, "g" }, { 0x03B4, "d" }, { 0x03B5, "e" },
  { 0x03B6, "z" }, { 0x03B7, "i" }, { 0x03B8, "th" }, { 0x03B9, "i" }, { 0x03BA, "k" },
  { 0x03BB, "l" }, { 0x03BC, "m" }, { 0x03BD, "n" }, { 0x03BE, "x" }, { 0x03BF, "o" },
  { 0x03C0, "p" }, { 0x03C1, "r" }, { 0x03C2, "s" }, { 0x03C3, "s" }, { 0x03C4, "t" },
  { 0x03C5, "u" }, { 0x03C6, "f" }, { 0x03C7, "ch" }, { 0x03C8, "ps" }, { 0x03C9, "o" },
  { 0x0430, "a" }, { 0x0431, "b" }, { 0x0432, "v" }, { 0x0433, "g" }, { 0x0434, "d" },
  { 0x0435, "e" }, { 0x0436, "zh" }, { 0x0437, "z" }, { 0x0438, "i" }, { 0x0439, "i" },
  { 0x043A, "k" }, { 0x043B, "l" }, { 0x043C, "m" }, { 0x043D, "n" }, { 0x043E, "o" },
  { 0x043F, "p" }, { 0x0440, "r" }, { 0x0441, "s" }, { 0x0442, "t" }, { 0x0443, "u" },
  { 0x0444, "f" }, { 0x0445, "kh" }, { 0x0446, "ts" }, { 0x0447, "ch" }, { 0x0448, "sh" },
  { 0x0449, "sch" }, { 0x044A, "" }, { 0x044B, "y" }, { 0x044C, "" }, { 0x044D, "e" },
  { 0x044E, "yu" }, { 0x044F, "ya" },
  { 0x0452, "dj" }, { 0x0454, "ye" }, { 0x0455, "dz" }, { 0x0456, "i" }, { 0x0458, "j" },
  { 0x0459, "lj" }, { 0x045A, "nj" }, { 0x045B, "c" }, { 0x045F, "dz" }, { 0x0491, "g" },
  { 0x0493, "g" }, { 0x049B, "k" }, { 0x04A3, "n" }, { 0x04AF, "u" }, { 0x04B1, "u" },
  { 0x04BB, "h" }, { 0x04D9, "a" }, { 0x04E9, "o" },
  { 0x1E9E, "ss" },
};

static int
find_latin (gunichar c)
{
  int low = 0, high = G_N_ELEMENTS (latin) - 1;

  while (low <= high)
    {
      int middle = (low + high) / 2;

      if (latin[middle].c == c)
        return middle;
      if (latin[middle].c < c)
        low = middle + 1;
      else
        high = middle - 1;
    }

  return -1;
}

static TnyLetterKind
fold_one (gunichar c, TnyLetter out[TNY_LETTERS_MAX], guint *n)
{
  GUnicodeType type = g_unichar_type (c);
  int row;

  if (type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK ||
      type == G_UNICODE_FORMAT)
    return TNY_LETTER_MARK;
  if (!g_unichar_isalnum (c) && type != G_UNICODE_SPACING_MARK && type != G_UNICODE_OTHER_SYMBOL)
    return TNY_LETTER_NONE;

  c = g_unichar_tolower (c);
  if (g_unichar_digit_value (c) >= 0)
    c = '0' + g_unichar_digit_value (c);
  row = find_latin (c);
  if (row < 0)
    {
      if (*n < TNY_LETTERS_MAX)
        out[(*n)++] = c <= 0xFFFF ? (TnyLetter) c : (TnyLetter) (0xE000 | (c & 0x0FFF));
    }
  else
    for (const char *at = latin[row].latin; *at != '\0' && *n < TNY_LETTERS_MAX; at++)
      out[(*n)++] = (guchar) *at;

  return TNY_LETTER_WORD;
}

TnyLetterKind
tny_letters_fold (gunichar c, TnyLetter out[TNY_LETTERS_MAX], guint *n)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n_parts;
  TnyLetterKind kind = TNY_LETTER_NONE;

  *n = 0;
  if (c == 0x00A9 || c == 0x00AE || c == 0x2120 || c == 0x2122)        /* © ® ℠ ™ */
    return TNY_LETTER_MARK;
  if (c < 0x80)
    {
      if (!g_ascii_isalnum (c))
        return TNY_LETTER_NONE;
      out[(*n)++] = (TnyLetter) g_ascii_tolower ((char) c);
      return TNY_LETTER_WORD;
    }
  /* A syllable of Hangul is one letter here; its parts would be three. */
  if (c >= 0xAC00 && c <= 0xD7A3)
    {
      out[(*n)++] = (TnyLetter) c;
      return TNY_LETTER_WORD;
    }

  n_parts = g_unichar_fully_decompose (c, TRUE, parts, G_N_ELEMENTS (parts));
  for (gsize i = 0; i < n_parts; i++)
    {
      TnyLetterKind part = fold_one (parts[i], out, n);

      if (part == TNY_LETTER_WORD || kind == TNY_LETTER_NONE)
        kind = part;
    }

  return kind;
}

gboolean
tny_letter_is_dense (TnyLetter letter)
{
  return (letter >= 0x2E80 && letter <= 0xD7A3) || (letter >= 0x0E00 && letter <= 0x0EFF) ||
         (letter >= 0xF900 && letter <= 0xFAFF);
}

/* Two letters that sound as one, or as one of several writings. */
static const struct { char from[3], to; } pairs[] = {
  { "ae", 'a' }, { "oe", 'o' }, { "ue", 'u' }, { "ou", 'u' }, { "ph", 'f' }, { "th", 't' },
  { "kh", 'h' }, { "ch", 'h' }, { "gh", 'g' }, { "ck", 'k' }, { "ts", 'c' }, { "tz", 'c' },
  { "sh", 's' }, { "cz", 'h' }, { "zh", 's' }, { "qu", 'k' }, { "dj", 'd' },
};

static TnyLetter
sound (TnyLetter letter)
{
  switch (letter)
    {
    case 'y': case 'j':
      return 'i';
    case 'q': case 'c':
      return 'k';
    case 'w':
      return 'v';
    case 'z':
      return 's';
    default:
      return letter;
    }
}

static gboolean
is_vowel (TnyLetter letter)
{
  return letter < 0x80 && letter != 0 && strchr ("aeiou", letter) != NULL;
}

guint
tny_letters_skeleton (const TnyLetter *letters, guint n, TnyLetter *out)
{
  guint length = 0;

  for (guint i = 0; i < n; i++)
    {
      TnyLetter letter = 0;

      if (i + 1 < n && letters[i] < 0x80)
        for (guint k = 0; k < G_N_ELEMENTS (pairs) && letter == 0; k++)
          if (letters[i] == (guchar) pairs[k].from[0] &&
              letters[i + 1] == (guchar) pairs[k].from[1])
            letter = (guchar) pairs[k].to;
      if (letter != 0)
        i++;
      letter = sound (letter != 0 ? letter : letters[i]);
      if (length == 0 || out[length - 1] != letter || (letter >= '0' && letter <= '9'))
        out[length++] = letter;
    }

  /* Endings: plurals, genders, cases. */
  if (length >= 5 && out[length - 1] == 's')
    length--;
  while (length >= 6 && is_vowel (out[length - 1]))
    length--;

  return length;
}
