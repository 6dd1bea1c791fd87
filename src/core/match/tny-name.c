/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-name.h"

#include <string.h>

/* A piece of the name as it is written, before the pieces become words. */
typedef struct
{
  TnyLetter letters[TNY_WORD_LETTERS];
  guint8    n;
  gboolean  and;                       /* a sign that is read as “and” */
  gboolean  elided;                    /* stands before an apostrophe: “l’”, “d’” */
  guint16   start, end;
} Piece;

#define MAX_PIECES (TNY_NAME_WORDS * 3)

typedef struct
{
  guint    n;
  gboolean seams;
  Piece    pieces[MAX_PIECES];
} Pieces;

guint32
tny_letters_mask (const TnyLetter *letters, guint n)
{
  guint32 mask = 0;

  for (guint i = 0; i < n; i++)
    {
      TnyLetter letter = letters[i];

      if (letter >= 'a' && letter <= 'z')
        mask |= 1u << (letter - 'a');
      else if (letter >= '0' && letter <= '9')
        mask |= 1u << 26;
      else
        mask |= 1u << (27 + letter % 5);
    }

  return mask;
}

/* --- cutting ---------------------------------------------------------------------------------- */

static gboolean
is_apostrophe (gunichar c)
{
  return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02BC || c == 0x00B4 || c == 0x0060 ||
         c == 0x2032 || c == 0x05F3 || c == 0x05F4 || c == 0xFF07;
}

static gboolean
is_hyphen (gunichar c)
{
  return c == '-' || c == 0x2010 || c == 0x2011;
}

static gboolean
letters_follow (const char *at, const char *end, guint n)
{
  for (; at < end && g_unichar_isalpha (g_utf8_get_char_validated (at, end - at)); n--)
    {
      if (n == 1)
        return TRUE;
      at = g_utf8_next_char (at);
    }

  return FALSE;
}

/* How many letters of one case and kind follow: the hump of a camel. */
static guint
hump_length (const char *at, const char *end, gboolean *all_upper)
{
  guint n = 0;

  *all_upper = TRUE;
  while (at < end)
    {
      gunichar c = g_utf8_get_char (at);

      if (!g_unichar_isalpha (c))
        break;
      if (g_unichar_isupper (c) && !*all_upper)
        break;
      if (n > 0 && !g_unichar_isupper (c))
        *all_upper = FALSE;
      n++;
      at = g_utf8_next_char (at);
    }

  return n;
}

/* Whether a word that was run together with the one before starts at @at: “TheBody|Shop|UK”,
 * “3|Rivers”, “Housing|21”. */
static gboolean
is_seam (gunichar before, guint n_before, const char *at, const char *end)
{
  gunichar c = g_utf8_get_char (at);
  gboolean all_upper;
  guint length;

  if (g_unichar_isdigit (c))
    return n_before >= 3 && g_unichar_isalpha (before);
  if (!g_unichar_isupper (c) || g_unichar_isupper (before))
    return FALSE;
  length = hump_length (at, end, &all_upper);
  if (g_unichar_isdigit (before))
    return length >= 3 && !all_upper;

  return n_before >= 3 && (length >= 3 || (all_upper && length == 2));
}

/* The quote of Hebrew abbreviations, where the keyboard has no other. */
static gboolean
is_hebrew (gunichar c)
{
  return c >= 0x0590 && c < 0x0600;
}

/* “l’”, “d’”, “dell’”, “all’” */
static gboolean
is_elided (const Piece *piece)
{
  guint n = piece->n;

  return (n == 1 && (piece->letters[0] == 'l' || piece->letters[0] == 'd')) ||
         (n >= 3 && n <= 5 && piece->letters[n - 1] == 'l' && piece->letters[n - 2] == 'l');
}

/* How long the markup is that stands here, "<b>" or "</font>"; 0: none. Its letters are no words of the
 * name. What stands in such brackets and is no tag is a name. */
static guint
markup_length (const char *at, const char *end)
{
  static const char tags[] = " a b br div em font h1 h2 h3 i img li p script small span strong style sub "
                             "sup td tr u ul ";
  const char *from = at + 1, *to, *close;
  char tag[10];

  if (from < end && *from == '/')
    from++;
  for (to = from; to < end && to - from < 7 && g_ascii_isalnum (*to); to++)
    tag[1 + (to - from)] = g_ascii_tolower (*to);
  close = memchr (to, '>', (gsize) (end - to));
  tag[0] = tag[1 + (to - from)] = ' ';
  tag[2 + (to - from)] = '\0';
  if (to == from || close == NULL || (*to != '>' && *to != ' ' && *to != '/') ||
      strstr (tags, tag) == NULL)
    return 0;

  return (guint) (close + 1 - at);
}

static void
cut (Pieces *out, const char *text, gboolean apart)
{
  const char *end = text + strnlen (text, TNY_NAME_BYTES), *at = text;
  Piece *piece = NULL;
  gunichar before = 0;

  while (at < end && out->n < MAX_PIECES)
    {
      gunichar c = g_utf8_get_char_validated (at, end - at);
      TnyLetter letters[TNY_LETTERS_MAX];
      TnyLetterKind kind;
      const char *next;
      guint n;

      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          piece = NULL;
          at++;
          continue;
        }
      if (c == '<' && markup_length (at, end) > 0)
        {
          piece = NULL;
          at += markup_length (at, end);
          continue;
        }
      next = g_utf8_next_char (at);
      kind = tny_letters_fold (c, letters, &n);
      if (kind == TNY_LETTER_WORD)
        {
          if (piece != NULL && n > 0 && piece->n > 0)
            {
              TnyLetter last = piece->letters[piece->n - 1];

              if (before != 0 && is_seam (before, piece->n, at, end))
                {
                  out->seams = TRUE;
                  if (apart)
                    piece = NULL;
                }
              if (tny_letter_is_dense (last) != tny_letter_is_dense (letters[0]))
                piece = NULL;
            }
          if (piece == NULL)
            {
              piece = &out->pieces[out->n++];
              piece->n = 0;
              piece->and = piece->elided = FALSE;
              piece->start = (guint16) (at - text);
            }
          for (guint i = 0; i < n && piece->n < TNY_WORD_LETTERS; i++)
            piece->letters[piece->n++] = letters[i];
          piece->end = (guint16) (next - text);
          before = c;
        }
      else if (piece != NULL && (is_apostrophe (c) || (c == '"' && is_hebrew (before))))
        {
          /* “O'Neil” stays one word; “l'Oréal” and “dell'Arte” are two. */
          piece->elided = is_elided (piece);
          if (piece->elided)
            piece = NULL;
          before = 0;
        }
      else if (piece != NULL && piece->n == 2 && is_hyphen (c) && letters_follow (next, end, 3))
        before = 0;                    /* “Co-operative”, “Al-Futtaim” */
      else if (kind == TNY_LETTER_NONE)
        {
          piece = NULL;
          if (c == '&' || c == '+' || c == 0xFF06)
            out->pieces[out->n++] = (Piece) { .letters = { 'a', 'n', 'd' }, .n = 3, .and = TRUE,
                                              .start = (guint16) (at - text),
                                              .end = (guint16) (next - text) };
        }
      at = next;
    }
}

/* --- words ------------------------------------------------------------------------------------ */

static void
add_word (TnyName *name, const TnyLetter *letters, guint n, guint start, guint end)
{
  const TnyWordEntry *entry;
  TnyNameWord *word;
  TnyLetter *pool = name->pool + name->n_pool;
  gboolean digits = TRUE;

  if (n == 0 || name->n == TNY_NAME_WORDS)
    return;

  memcpy (pool, letters, n * sizeof *pool);
  word = &name->words[name->n++];
  word->start = (guint16) start;
  word->end = (guint16) end;
  word->word.letters = pool;
  word->word.n = (guint8) n;
  word->word.skeleton = pool + n;
  word->word.n_skeleton = (guint8) tny_letters_skeleton (letters, n, pool + n);
  word->word.mask = tny_letters_mask (word->word.skeleton, word->word.n_skeleton);
  word->word.written = word->word.meaning = tny_letters_hash (letters, n);
  name->n_pool += n + word->word.n_skeleton;

  entry = tny_name_words_find (letters, n);
  word->class = entry != NULL ? entry->class : TNY_WORD_CORE;
  word->inside = entry != NULL ? entry->inside : TNY_WORD_COMMON;
  if (entry != NULL && entry->letters != NULL)
    word->word.meaning = tny_letters_hash (entry->letters, entry->n);
  for (guint i = 0; i < n && digits; i++)
    digits = letters[i] >= '0' && letters[i] <= '9';
  if (digits)
    word->class = TNY_WORD_NUMBER;
}

static gboolean
piece_is (const Pieces *pieces, guint i, const char *text)
{
  const Piece *piece = &pieces->pieces[i];

  if (i >= pieces->n || strlen (text) != piece->n)
    return FALSE;
  for (guint k = 0; k < piece->n; k++)
    if (piece->letters[k] != (guchar) text[k])
      return FALSE;

  return TRUE;
}

static gboolean
is_initial (const Pieces *pieces, guint i)
{
  return i < pieces->n && pieces->pieces[i].n == 1 && !pieces->pieces[i].elided;
}

/* Two or more initials in a row are one word: “J. C. B.” is “jcb”; “B & Q” is “bandq” and stands
 * for “bq”. Returns the number of pieces used, 0 when there is no such row. */
static guint
add_initials (TnyName *name, const Pieces *pieces, guint i)
{
  TnyLetter letters[TNY_WORD_LETTERS], bare[TNY_WORD_LETTERS];
  guint n = 0, n_bare = 0, last = i;

  if (!is_initial (pieces, i))
    return 0;
  letters[n++] = bare[n_bare++] = pieces->pieces[i].letters[0];
  while (n + 4 < TNY_WORD_LETTERS)
    {
      if (is_initial (pieces, last + 1))
        last += 1;
      else if (piece_is (pieces, last + 1, "and") && is_initial (pieces, last + 2))
        {
          memcpy (letters + n, pieces->pieces[last + 1].letters, 3 * sizeof *letters);
          n += 3;
          last += 2;
        }
      else
        break;
      letters[n++] = bare[n_bare++] = pieces->pieces[last].letters[0];
    }
  if (last == i)
    return 0;
  add_word (name, letters, n, pieces->pieces[i].start, pieces->pieces[last].end);
  if (n_bare < n)
    name->words[name->n - 1].word.meaning = tny_letters_hash (bare, n_bare);

  return last + 1 - i;
}

static guint
add_phrase (TnyName *name, const Pieces *pieces, guint i)
{
  static const struct { const char *first, *second, *third, *word; } phrases[] = {
    { "united", "kingdom", NULL, "uk" }, { "great", "britain", NULL, "uk" },
    { "united", "states", "america", "usa" }, { "united", "states", NULL, "usa" },
    { "vereinigtes", "konigreich", NULL, "uk" }, { "royaume", "uni", NULL, "uk" },
    { "etats", "unis", NULL, "usa" },
  };

  for (guint k = 0; k < G_N_ELEMENTS (phrases); k++)
    {
      TnyLetter letters[4];
      guint n = 0, used = 2;

      if (!piece_is (pieces, i, phrases[k].first) || !piece_is (pieces, i + 1, phrases[k].second))
        continue;
      if (phrases[k].third != NULL)
        {
          if (!piece_is (pieces, i + 2, "of") || !piece_is (pieces, i + 3, phrases[k].third))
            continue;
          used = 4;
        }
      for (const char *at = phrases[k].word; *at != '\0'; at++)
        letters[n++] = (guchar) *at;
      add_word (name, letters, n, pieces->pieces[i].start, pieces->pieces[i + used - 1].end);
      return used;
    }
  /* The trust of a hospital: NHS FT. */
  if (piece_is (pieces, i, "nhs") && piece_is (pieces, i + 1, "ft"))
    {
      static const TnyLetter nhs[] = { 'n', 'h', 's' }, trust[] = { 't', 'r', 'u', 's', 't' },
        foundation[] = { 'f', 'o', 'u', 'n', 'd', 'a', 't', 'i', 'o', 'n' };
      const Piece *ft = &pieces->pieces[i + 1];

      add_word (name, nhs, G_N_ELEMENTS (nhs), pieces->pieces[i].start, pieces->pieces[i].end);
      add_word (name, foundation, G_N_ELEMENTS (foundation), ft->start, ft->end);
      add_word (name, trust, G_N_ELEMENTS (trust), ft->start, ft->end);
      return 2;
    }

  return 0;
}

/* Scripts without blanks: the legal form is cut off the word. */
static void
add_dense (TnyName *name, const Piece *piece)
{
  gboolean in_front;
  guint form = tny_name_words_dense_form (piece->letters, piece->n, &in_front);
  const TnyLetter *start = piece->letters;
  /* Where the form stands is known when each letter was one character of three bytes. */
  guint bytes = piece->end - piece->start == piece->n * 3 ? form * 3 : 0;

  if (form == 0 || name->n + 2 > TNY_NAME_WORDS)
    {
      add_word (name, start, piece->n, piece->start, piece->end);
      return;
    }
  if (in_front)
    {
      add_word (name, start, form, piece->start, piece->start + bytes);
      name->words[name->n - 1].class = TNY_WORD_FIRST_FORM;
      add_word (name, start + form, piece->n - form, piece->start + bytes, piece->end);
    }
  else
    {
      add_word (name, start, piece->n - form, piece->start, piece->end - bytes);
      add_word (name, start + piece->n - form, form, piece->end - bytes, piece->end);
      name->words[name->n - 1].class = TNY_WORD_FORM;
    }
}

/* --- the whole -------------------------------------------------------------------------------- */

/* A word is a legal form only where one can stand: behind the name (regions, “The” and other forms
 * may follow), or in front where that is the custom. Elsewhere, or when nothing else would be left,
 * it is a word like others. */
static void
settle_forms (TnyName *name)
{
  guint tail = name->n, head = 0;
  gboolean core = FALSE;

  while (tail > 0 && (name->words[tail - 1].class == TNY_WORD_FORM ||
                      name->words[tail - 1].class == TNY_WORD_FIRST_FORM ||
                      name->words[tail - 1].class == TNY_WORD_SMALL ||
                      name->words[tail - 1].class == TNY_WORD_REGION))
    tail--;
  while (head < tail && name->words[head].class == TNY_WORD_FIRST_FORM)
    head++;
  for (guint i = 0; i < name->n; i++)
    {
      TnyNameWord *word = &name->words[i];

      if (word->class != TNY_WORD_FORM && word->class != TNY_WORD_FIRST_FORM)
        continue;
      if (i >= tail || i < head)
        word->class = TNY_WORD_FORM;
      else
        word->class = word->inside;
    }
  for (guint i = 0; i < name->n && !core; i++)
    core = name->words[i].class != TNY_WORD_FORM && name->words[i].class != TNY_WORD_SMALL;
  if (!core && name->n > 0)
    name->words[0].class = TNY_WORD_CORE;
}

/* A name that is nothing but a short form (“BAU Ltd”, “Tech”) is a name, no short form. */
static void
settle_short (TnyName *name)
{
  TnyNameWord *only = NULL;

  for (guint i = 0; i < name->n; i++)
    if (name->words[i].class != TNY_WORD_FORM && name->words[i].class != TNY_WORD_SMALL)
      {
        if (only != NULL)
          return;
        only = &name->words[i];
      }
  if (only != NULL && only->class == TNY_WORD_COMMON && only->word.n <= 4)
    {
      only->class = TNY_WORD_CORE;
      only->word.meaning = only->word.written;
    }
}

void
tny_name_parse (TnyName *name, const char *text, gboolean apart)
{
  Pieces pieces;

  name->n = 0;
  name->n_pool = 0;
  pieces.n = 0;
  pieces.seams = FALSE;
  cut (&pieces, text, apart);
  name->seams = pieces.seams;
  for (guint i = 0; i < pieces.n && name->n < TNY_NAME_WORDS;)
    {
      const Piece *piece = &pieces.pieces[i];
      guint used;

      if ((used = add_initials (name, &pieces, i)) == 0 &&
          (used = add_phrase (name, &pieces, i)) == 0)
        {
          used = 1;
          if (piece->n > 0 && tny_letter_is_dense (piece->letters[0]))
            add_dense (name, piece);
          else
            add_word (name, piece->letters, piece->n, piece->start, piece->end);
          if (piece->elided && name->n > 0)
            name->words[name->n - 1].class = TNY_WORD_SMALL;
        }
      i += used;
    }
  settle_forms (name);
  settle_short (name);
}
