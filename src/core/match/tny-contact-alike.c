/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-contact-alike.h"

#include <string.h>

#include "tny-text.h"

#define MIN_SHORT 3             /* letters of a short form */

/* Names that are called for one another without beginning alike. A name may be in two groups. */
static const char *const nicknames[] = {
  "robert rob bob bobby bert",
  "richard rick dick richie",
  "william will bill billy liam willem wilhelm",
  "elizabeth elisabeth liz lizzy beth betty eliza libby lisa elise",
  "margaret maggie meg peggy greta margarete",
  "edward ed eddie ted teddy ned",
  "theodore ted teddy theo",
  "james jim jimmy jamie",
  "john jack johnny jon",
  "jonathan jon jonny",
  "henry harry hank heinrich heinz",
  "charles charlie chuck karl",
  "katherine catherine kathryn kate katie kathy cathy kit katharina",
  "anthony tony antonio",
  "thomas tom tommy",
  "michael mike mick micky",
  "steven stephen steve stefan",
  "andrew andy drew andreas",
  "alexander alex sasha xander sandy",
  "alexandra alex sasha sandra",
  "patricia pat patty trish tricia",
  "patrick pat paddy",
  "dorothy dot dolly",
  "susan sue susie suzanne",
  "deborah debbie deb",
  "christine christina chris tina",
  "christopher chris kit",
  "joseph joe joey josef sepp",
  "francis frank francisco paco",
  "franklin frank",
  "lawrence laurence larry",
  "gerald gerry jerry",
  "jeremy jerry",
  "ronald ron ronnie",
  "donald don donnie",
  "daniel dan danny",
  "david dave davey",
  "matthew matt mathias",
  "nicholas nick nico klaus",
  "peter pete pit",
  "philip phil pip",
  "samuel sam sammy",
  "samantha sam",
  "victoria vicky tori",
  "rebecca becky becca",
  "jennifer jen jenny",
  "jessica jess",
  "abigail abby gail",
  "penelope penny",
  "josephine jo josie",
  "joanna jo",
  "mary molly polly maria",
  "sarah sally sara",
  "ann anne anna annie nancy",
  "eleanor ellie nell nora",
  "helen nell ellen",
  "hans johannes johann",
  "josé pepe",
  "ludwig lutz louis",
  "friedrich fritz fred",
  "frederick fred freddie",
  "alfred alf fred",
  "georg george jürgen jörg",
  "giuseppe beppe peppe",
  "giovanni gianni",
  "ignacio nacho",
  "guillermo memo",
};

static gboolean
has_word (const char *words, const char *word)
{
  gsize length = strlen (word);

  for (const char *at = words; (at = strstr (at, word)) != NULL; at += length)
    if ((at == words || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
      return TRUE;

  return FALSE;
}

static gboolean
share_group (const char *a, const char *b)
{
  for (guint i = 0; i < G_N_ELEMENTS (nicknames); i++)
    if (has_word (nicknames[i], a) && has_word (nicknames[i], b))
      return TRUE;

  return FALSE;
}

/* The first word, folded and without what is no letter; NULL: none. */
static char *
first_word (const char *name)
{
  g_autofree char *folded = name != NULL ? tny_text_fold (name) : NULL;
  const char *end;

  if (folded == NULL)
    return NULL;
  for (end = folded; g_unichar_isalpha (g_utf8_get_char (end)); end = g_utf8_next_char (end))
    ;

  return end != folded ? g_strndup (folded, (gsize) (end - folded)) : NULL;
}

gboolean
tny_contact_first_names_alike (const char *a, const char *b)
{
  g_autofree char *first = first_word (a), *second = first_word (b);
  glong n_first, n_second;

  if (first == NULL || second == NULL)
    return FALSE;
  n_first = g_utf8_strlen (first, -1);
  n_second = g_utf8_strlen (second, -1);
  if (n_first == 1 || n_second == 1)
    return g_utf8_get_char (first) == g_utf8_get_char (second);
  if (MIN (n_first, n_second) >= MIN_SHORT &&
      (g_str_has_prefix (first, second) || g_str_has_prefix (second, first)))
    return TRUE;

  return strcmp (first, second) == 0 || share_group (first, second);
}
